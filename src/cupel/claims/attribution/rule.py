"""What a rule of attribution is to cupel: one sentence goes in, the attributions of one construction come out."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Protocol, runtime_checkable

from cupel import plugins
from cupel.claims.attribution.found import Found, Range


@dataclass(slots=True)
class Reading:
    """One sentence while rules read it."""

    tags: str
    """A letter for each word."""
    lower: tuple[str, ...]
    """Each word in lower case."""
    verbs: Sequence[int]
    """Places of the verbs that attribute: tags V and U."""
    first: bool
    """Whether the sentence begins its paragraph."""
    label: bool = False
    """Whether the sentence is a speaker's label before a turn."""
    found: list[Found] = field(default_factory=list)
    """What rules before this one found, in their order."""

    def taken(self, at: int) -> bool:
        """Tell whether a word belongs to a cue that was found."""
        return any(it.cue[0] <= at < it.cue[1] for it in self.found)

    def source_before(self, at: int) -> Range | None:
        """Return the source of the last attribution whose cue stands before a word; a participle's and an elided
        subject's is the same."""
        before = [it for it in self.found if it.cue[0] < at and it.source]
        return max(before, key=lambda it: it.cue[0]).source if before else None


@runtime_checkable
class Rule(Protocol):
    """One rule: the constant RULE of a module in rules/."""

    name: str
    """Words joined by dashes."""
    title: str
    """The construction, with an example."""
    description: str
    """What it takes as cue, source and content."""
    order: int
    """Its place: rules that read what others found come later."""

    def find(self, reading: Reading) -> Iterable[Found]:
        """Yield the attributions that this construction makes."""


@cache
def rules() -> tuple[Rule, ...]:
    """Load the rules in their order."""
    return tuple(
        sorted(plugins.load("cupel.claims.attribution.rules", "RULE", Rule), key=lambda it: (it.order, it.name))
    )
