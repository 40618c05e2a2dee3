"""Finds hedges: stretches of a text's view go in; the stretches of words that weaken what they say come out."""

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from importlib import resources

Stretch = tuple[int, int]
MOST = 20
"""Hedges of one claim that are kept."""


def hedges(text: str, stretches: Iterable[Stretch]) -> list[Stretch]:
    """Return the hedges in stretches of a view (cue and content), in order, each once; at most `MOST`."""
    found: set[Stretch] = set()
    for start, end in stretches:
        found.update(it.span(1) for it in _pattern().finditer(text, start, end))
    return sorted(found)[:MOST]


@cache
def _pattern() -> re.Pattern[str]:
    read = tomllib.loads(resources.files(__package__).joinpath("hedges.toml").read_text("utf-8"))
    words = {word for group in read["hedges"].values() for word in group.split("|")}
    longest = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
    return re.compile(rf"\b((?:{longest})(?![\w-]))")
