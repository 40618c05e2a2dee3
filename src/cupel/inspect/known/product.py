"""Tells whether an image names the product that a case was published for: an image and a case go in, words come out."""

import re
from collections.abc import Iterator

from cupel.inspect.detect.image import Image
from cupel.inspect.known.case import Case

_MODEL = re.compile(r"(?<![\w-])(?=[\w+-]{0,20}[A-Za-z])(?=[\w+-]{0,20}\d)[A-Za-z0-9][A-Za-z0-9+-]{3,20}(?![\w-])")
"""A word of letters and digits, as models are written."""
_SHORT_MODEL = re.compile(r"(?<![\w-])[A-Z]{1,3}\d{1,3}\+?(?!\w)")
"""The same of two and three characters: only behind its brand."""
_APART = re.compile(r"[^a-z0-9+]+")
MOST_VALUES = 20_000
MOST_PRODUCTS = 4


def unnamed(image: Image, case: Case) -> str:
    """Return a sentence, with a space before it, on a product that the image does not name; empty where it does."""
    if named_in(image, case):
        return ""
    others = " and others" if len(case.products) > MOST_PRODUCTS else ""
    products = ", ".join(case.products[:MOST_PRODUCTS]) + others
    return (
        f" The case was published for {products}; neither the image's name nor the settings and headers that were read "
        "name that product."
    )


def named_in(image: Image, case: Case) -> bool:
    """Tell whether the name of the image, a setting, or the header of a container names a model of the case; of a case
    without models, its brand. Code that brands share, and software of a project, is named by its own bytes.
    """
    if case.kind == "upstream" or case.origin:
        return True
    asked = {_plain(it) for product in case.products for it in _MODEL.findall(product)}
    brands = {_plain(product.split()[0]) for product in case.products}
    short = {
        brand + _plain(it) for product in case.products for it in _SHORT_MODEL.findall(product) for brand in brands
    }
    asked = asked | short or brands
    return any(word in _plain(value) for value in _values(image) for word in asked if word)


def _values(image: Image) -> Iterator[str]:
    yield image.inspection.name
    for container in image.inspection.containers:
        yield from (it for it in container.facts.values() if isinstance(it, str))
    for setting in image.build.settings[:MOST_VALUES]:
        yield setting.value[:200]


def _plain(text: str) -> str:
    return _APART.sub("", text.lower())
