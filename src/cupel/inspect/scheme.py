"""How versions are ordered: a product or a package manager goes in, the scheme that compares its versions comes out."""

from functools import cache
from typing import Protocol, runtime_checkable

from cupel import plugins

LONGEST = 200
"""Characters of a version; what is longer is no version."""


@runtime_checkable
class Scheme(Protocol):
    """One scheme: the constant SCHEME of a module in versions/."""

    name: str
    """One word, lower case."""
    title: str
    """What people call it."""
    description: str
    """What sets it apart, in a sentence."""
    reference: str
    """Address or title of the independent description."""
    ecosystems: tuple[str, ...]
    """Types of package URL whose package versions it orders."""
    products: tuple[str, ...]
    """Products whose upstream versions it orders: `vendor:product` of a CPE, or the last part of it."""

    def compare(self, one: str, other: str) -> int | None:
        """Return -1, 0 or 1 as `one` is below, equal to or above `other`; None where they cannot be compared."""


@cache
def schemes() -> dict[str, Scheme]:
    """Load the schemes, by name."""
    loaded = plugins.load("cupel.inspect.versions", "SCHEME", Scheme)
    return {scheme.name: scheme for scheme in loaded}


@cache
def scheme_of(product: str, ecosystem: str = "") -> Scheme:
    """Return the scheme of a package manager's versions, or of a product's upstream versions."""
    if ecosystem:
        found = next((it for it in schemes().values() if ecosystem in it.ecosystems), None)
        return found or schemes()["dotted"]
    names = {product, product.rsplit(":", 1)[-1]}
    return next((it for it in schemes().values() if names & set(it.products)), schemes()["dotted"])


def order(one: object, other: object) -> int:
    """Return -1, 0 or 1 for two keys of one type that Python can order."""
    return int(one > other) - int(one < other)  # type: ignore[operator]
