"""Whether two statements about a product's version can both be true, and what both together say."""

from cupel.inspect.scheme import scheme_of
from cupel.records.component import Versions


def agree(product: str, one: Versions, other: Versions) -> bool:
    """Tell whether some version of the product fits both. What its scheme cannot compare contradicts nothing."""
    if one.exact and other.exact:
        return one.exact == other.exact
    if other.exact:
        one, other = other, one
    if one.exact:
        return _not_below(product, one.exact, other.at_least) and _below(product, one.exact, other.below)
    both = narrowed(product, one, other)
    return _below(product, both.at_least, both.below)


def narrowed(product: str, one: Versions, other: Versions) -> Versions:
    """Return the range that lies in both. Of two bounds that cannot be compared, the first stays."""
    low, high = one.at_least or other.at_least, one.below or other.below
    compare = scheme_of(product).compare
    if one.at_least and other.at_least and compare(one.at_least, other.at_least) == -1:
        low = other.at_least
    if one.below and other.below and compare(other.below, one.below) == -1:
        high = other.below
    return Versions(one.exact or other.exact, low, high)


def _below(product: str, version: str, bound: str) -> bool:
    return not (version and bound) or scheme_of(product).compare(version, bound) in (-1, None)


def _not_below(product: str, version: str, bound: str) -> bool:
    return not bound or scheme_of(product).compare(version, bound) != -1
