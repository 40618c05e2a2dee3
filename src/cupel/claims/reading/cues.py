"""The cues of boilerplate and captions: cues.toml goes in, compiled cues come out."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources


@dataclass(frozen=True, slots=True)
class Cue:
    """One sign that a paragraph is no part of the article's text."""

    part: str
    """`boilerplate` or `caption`."""
    reason: str
    """What a person reads."""
    pattern: re.Pattern[str]
    """Searched in the view of one paragraph."""
    at: str
    """`start`, `whole`, `end` or `anywhere`."""
    longest: int
    """Signs of a paragraph beyond which it does not count."""
    tail: bool
    """Whether it may begin a sentence inside a paragraph, and the rest is boilerplate."""

    def tells(self, paragraph: str) -> bool:
        """Tell whether it stands in a paragraph, where it must."""
        if len(paragraph) > self.longest:
            return False
        if self.at == "start":
            return self.pattern.match(paragraph) is not None
        if self.at == "whole":
            return self.pattern.fullmatch(paragraph) is not None
        return self.pattern.search(paragraph) is not None


@cache
def cues() -> tuple[Cue, ...]:
    """Load all cues, in the order of the file."""
    data = tomllib.loads(resources.files("cupel.claims.reading").joinpath("cues.toml").read_text("utf-8"))
    return tuple(_cue(part, it) for part in ("boilerplate", "caption") for it in data[part])


@cache
def tails() -> re.Pattern[str]:
    """Compile what begins a tail: a cue that stands after the end of a sentence."""
    either = "|".join(f"(?:{it.pattern.pattern})" for it in cues() if it.tail)
    return re.compile(rf"(?:(?<=[.!?])|(?<=[.!?][\"')])) +(?={either})", re.IGNORECASE)


def _cue(part: str, given: dict[str, str | int | bool]) -> Cue:
    end = r"\s*\Z" if given["at"] == "end" else ""
    pattern = re.compile(f"(?:{given['pattern']}){end}", re.IGNORECASE)
    return Cue(part, str(given["reason"]), pattern, str(given["at"]), int(given["longest"]), bool(given.get("tail")))
