"""Names of products: the table products.tsv goes in; each product's title and CPE names, by source, come out."""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

TABLE = Path(__file__).with_name("products.tsv")


@dataclass(frozen=True, slots=True)
class Product:
    """How a product is called."""

    name: str
    """Its name in the catalogue."""
    title: str
    """The name that people use."""
    cpe: tuple[str, ...]
    """`vendor:product` of CPE names; none where they were not checked."""


@cache
def products() -> dict[str, Product]:
    """Read the table: source package, or `source/package` where one source holds several products -> product."""
    found = {}
    for line in TABLE.read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            source, name, title, cpe = line.split("\t")
            found[source] = Product(name, title, tuple(cpe.split()))
    return found


def product_of_source() -> dict[str, str]:
    """Map source packages to products; what is not in the table goes by its own name."""
    return {source: it.name for source, it in products().items()}


def product_named(name: str) -> Product:
    """Return a product by its name in the catalogue."""
    return next((it for it in products().values() if it.name == name), Product(name, name, ()))


def package_patterns(product: str, names: set[str]) -> list[str]:
    """Generalise the names of packages: numbers in them change from release to release."""
    found = {product}
    for name in names:
        stem = re.sub(r"[\d.]+(?:-\d+)?(?:t64)?$", "", name)
        found.add(f"{stem}[0-9]*" if stem != name and len(stem) > 2 else name)
    return sorted(found)
