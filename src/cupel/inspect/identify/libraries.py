"""Products of shared libraries: a base name (`libssl`) goes in, the catalogue's name of the product comes out."""

from functools import lru_cache

from cupel.inspect.identify.catalogue import catalogue


@lru_cache(maxsize=1 << 14)
def product_of_library(base: str) -> str:
    """Return the product, or nothing; remembered, as an image names the same library in many ways."""
    found = catalogue().of_library(base)
    return found.product if found else ""
