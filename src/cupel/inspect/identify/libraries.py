"""Products of shared libraries: a base name (`libssl`) goes in, the catalogue's name of the product comes out."""

from functools import lru_cache

from cupel.inspect.identify.catalogue import catalogue

SHARED = frozenset({"libc", "libcrypt", "libdl", "libm", "libnsl", "libpthread", "libresolv", "librt", "libutil"})
"""Names that glibc, uClibc, musl and others use alike: they tell that there is a C library, and not which."""


@lru_cache(maxsize=1 << 14)
def product_of_library(base: str) -> str:
    """Return the product, or nothing; remembered, as an image names the same library in many ways."""
    if base in SHARED:
        return ""
    found = catalogue().of_library(base)
    return found.product if found else ""
