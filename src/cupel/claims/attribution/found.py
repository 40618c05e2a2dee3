"""What a rule finds: one attribution, as spans of words of a sentence."""

from dataclasses import dataclass

Range = tuple[int, int]
"""First word and the word after the last, of a sentence."""


@dataclass(frozen=True, slots=True)
class Found:
    """One attribution in one sentence."""

    cue: Range
    """Words that attribute."""
    content: tuple[Range, ...]
    """Words that are claimed; empty where a rule knows none."""
    source: Range | None
    """Words that name who says it; None where the sentence does not."""
    lemma: str
    """Base form of the cue's head."""
    stance: str
    """Stance that the cue alone sets."""
    rule: str
    """Which rule found it."""
    negated: bool = False
    """Whether the cue is negated: "didn't say"."""
    implicit: bool = False
    """Whether nobody is named by the construction: "alleged", "is said to"."""
    rest: bool = False
    """Whether the content is the rest of the paragraph: a speaker's turn."""
    outer: bool = False
    """Whether its content may hold another attribution of the same words: "..., Reuters reported"."""
