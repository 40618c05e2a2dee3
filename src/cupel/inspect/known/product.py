"""Tells whether an image names the product that a case was published for: an image and a case go in, yes or no out."""

import re
from collections.abc import Iterator

from cupel.inspect.detect.image import Image
from cupel.inspect.known.case import Case

_MODEL = re.compile(r"(?<![\w-])(?=[\w+-]{0,20}[A-Za-z])(?=[\w+-]{0,20}\d)[A-Za-z0-9][A-Za-z0-9+-]{3,20}(?![\w-])")
"""A word of letters and digits, as models are written."""
_APART = re.compile(r"[^a-z0-9+]+")
MOST_VALUES = 20_000


def named_in(image: Image, case: Case) -> bool:
    """Tell whether a setting, or the header of a container, holds a model that the case names; software of an
    upstream project is named by its own bytes.
    """
    if case.kind == "upstream":
        return True
    models = {_plain(it) for product in case.products for it in _MODEL.findall(product)}
    return any(model in _plain(value) for value in _values(image) for model in models)


def _values(image: Image) -> Iterator[str]:
    for container in image.inspection.containers:
        yield from (it for it in container.facts.values() if isinstance(it, str))
    for setting in image.build.settings[:MOST_VALUES]:
        yield setting.value[:200]


def _plain(text: str) -> str:
    return _APART.sub("", text.lower())
