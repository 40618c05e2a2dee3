"""Proposes a stance: cue, content and what the cue alone says go in; a stance and the rule that chose it come out."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources

from cupel.records.claim import NOT_ASSERTED, STANCES, Stance

READ = 400
"""Signs of the content that rules read: what a sentence claims stands in its first clauses."""
BEFORE = 24
"""Signs before a cue that rules read."""
OPENING = 25
"""Signs that the opening of a turn has at least: "Thank you, Chair." states nothing."""
SENTENCE_END = re.compile(r"[.!?]+[\"')]*(?=\s)")
LAST = 60
"""Signs of its end that rules read, for a question mark."""


@dataclass(frozen=True, slots=True)
class Said:
    """What a stance is judged by."""

    cue: str
    """The words that attribute, in the view's signs; empty where there is no cue."""
    before: str
    """The words before the cue in its sentence, as far as `BEFORE` signs: "stops short of" stands there."""
    content: str
    """What is claimed, in the view's signs."""
    lemma: str
    """Base form of the cue's head."""
    stance: str
    """Stance that the cue alone sets; `statement` where it sets none."""
    negated: bool
    """Whether the cue is negated."""
    quoted: bool
    """Whether the content is a direct quotation."""
    speaker: str
    """Source class of who says it."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of stance.toml; a condition that it does not name holds always."""

    id: str
    stance: Stance
    cues: frozenset[str]
    lemmas: frozenset[str]
    speakers: frozenset[str]
    negated: bool | None
    quoted: bool | None
    cue: re.Pattern[str] | None
    before: re.Pattern[str] | None
    content: re.Pattern[str] | None
    lacks: re.Pattern[str] | None

    def may_hold(self, stance: str, lemma: str, negated: bool, quoted: bool, speaker: str) -> bool:
        """Tell whether every condition holds that is not about words."""
        return (
            (not self.cues or stance in self.cues)
            and (not self.lemmas or lemma in self.lemmas)
            and self.negated in (None, negated)
            and self.quoted in (None, quoted)
            and (not self.speakers or speaker in self.speakers)
        )

    def holds(self, cue: str, before: str, content: str) -> bool:
        """Tell whether the conditions about words hold; all in lower case."""
        if self.cue and not self.cue.search(cue):
            return False
        if self.before and not self.before.search(before):
            return False
        if self.content and not self.content.search(content):
            return False
        return not (self.lacks and self.lacks.search(content))


def stance_of(said: Said) -> tuple[Stance, str]:
    """Return the stance and the id of the first rule that holds.

    0. Of a speaker's turn, which may say many things, the opening and the end come first.
    1. Where the cue tells that somebody did not say, the content is nobody's: rules before `asserted` settle that.
    2. Otherwise the first rule of the rest.
    """
    cue = said.cue.lower()
    before = f"{said.before.lower()}{cue}"
    content = said.content.lower()
    if said.lemma == "turn":
        opening = _opening(content)
        found = _first(said, cue, before, opening)
        if found[1] != "fact" or opening == content:
            return found
    return _first(said, cue, before, content)


def _first(said: Said, cue: str, before: str, content: str) -> tuple[Stance, str]:
    """Return the stance and the id of the first rule that holds; `cue`, `before` and `content` in lower case."""
    if len(content) > READ + LAST:
        content = f"{content[:READ]} {content[-LAST:]}"
    for rule in rules(said.stance, said.lemma, said.negated, said.quoted, said.speaker):
        if rule.holds(cue, before, content):
            return rule.stance, rule.id
    return "fact", "fact"


def _opening(turn: str) -> str:
    """Return the first sentences of a turn, as far as they make a statement, and its end."""
    at = 0
    for found in SENTENCE_END.finditer(turn, 0, READ):
        at = found.end()
        if at >= OPENING:
            break
    if not at or at + LAST >= len(turn):
        return turn
    return f"{turn[:at]} {turn[-LAST:]}" if turn.rstrip("\"') ").endswith("?") else turn[:at]


@lru_cache(4_096)
def rules(stance: str, lemma: str, negated: bool, quoted: bool, speaker: str) -> tuple[Rule, ...]:
    """Return the rules that may hold, by what is not about words, in their order."""
    return tuple(rule for rule in _rules() if rule.may_hold(stance, lemma, negated, quoted, speaker))


@cache
def _rules() -> tuple[Rule, ...]:
    read = tomllib.loads(resources.files(__package__).joinpath("stance.toml").read_text("utf-8"))
    words: Mapping[str, str] = read["words"]
    return tuple(_rule(entry, words) for entry in read["rule"])


def _rule(entry: Mapping[str, object], words: Mapping[str, str]) -> Rule:
    def pattern(key: str) -> re.Pattern[str] | None:
        text = entry.get(key)
        if not isinstance(text, str):
            return None
        return re.compile(re.sub(r"<(\w+)>", lambda it: f"(?:{words[it.group(1)]})", text))

    def names(key: str) -> frozenset[str]:
        return frozenset(str(entry.get(key, "")).split())

    stance = str(entry["stance"])
    if stance not in STANCES:
        raise ValueError(f"stance.toml: rule {entry['id']} has no stance of {', '.join(STANCES)}")
    negated, quoted = entry.get("negated"), entry.get("quoted")
    return Rule(
        str(entry["id"]), stance,
        names("cues"), names("lemmas"), names("speakers"),
        negated if isinstance(negated, bool) else None, quoted if isinstance(quoted, bool) else None,
        pattern("cue"), pattern("before"), pattern("content"), pattern("lacks"),
    )  # fmt: skip


def asserts(stance: str) -> bool:
    """Tell whether somebody asserts the content of a claim in a stance."""
    return stance not in NOT_ASSERTED
