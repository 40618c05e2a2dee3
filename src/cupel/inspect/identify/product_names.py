"""The catalogue's name for what other documents call a component: a name goes in, a product or nothing comes out."""

from cupel.inspect.identify.catalogue import catalogue


def product_of(name: str) -> str:
    """Return the product that a package or a library of this name is made of; empty where the catalogue knows none."""
    known = catalogue()
    if name in known.signatures:
        return name
    found = known.of_package(name) or known.of_library(name)
    return found.product if found else ""
