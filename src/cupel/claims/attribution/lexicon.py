"""The words that attribute: verbs.toml, nouns.toml and adjectives.toml go in; every form of each comes out."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from cupel.claims.text.words import Tagger


@dataclass(frozen=True, slots=True)
class Verb:
    """A verb that attributes."""

    lemma: str
    """Its base form."""
    takes: str
    """What may follow it: letters of verbs.toml."""
    stance: str
    """The stance that it sets; `statement` where its content decides."""
    strength: int
    """2 where it attributes whatever stands around it."""


@dataclass(frozen=True, slots=True)
class Noun:
    """A noun or adjective that attributes."""

    lemma: str
    """Its base form."""
    stance: str
    """The stance that it sets."""
    clause: bool = False
    """Whether it attributes only a clause with "that": "has taken the position that"."""


def forms(lemma: str) -> Iterator[tuple[str, str]]:
    """Yield (form, tag) of a verb: V for finite forms, the infinitive and past participles, U for -ing."""
    yield lemma, "V"
    irregular = _irregular().get(lemma)
    if irregular:
        for form in irregular.split():
            yield form, "U" if form.endswith("ing") else "V"
        return
    if lemma.endswith("y") and lemma[-2] not in "aeiou":
        yield from ((f"{lemma[:-1]}ies", "V"), (f"{lemma[:-1]}ied", "V"), (f"{lemma}ing", "U"))
    elif lemma.endswith("e"):
        yield from ((f"{lemma}s", "V"), (f"{lemma}d", "V"), (f"{lemma[:-1]}ing", "U"))
    else:
        plural = f"{lemma}es" if lemma.endswith(("s", "sh", "ch", "x")) else f"{lemma}s"
        yield from ((plural, "V"), (f"{lemma}ed", "V"), (f"{lemma}ing", "U"))


@cache
def verbs() -> Mapping[str, Verb]:
    """Form in lower case -> verb. A verb of two words stands under both, with its first in that form: `calls for`."""
    found: dict[str, Verb] = {}
    for group in _read("verbs.toml")["group"]:
        for lemma in group["verbs"].split():
            verb = Verb(lemma, group["takes"], group["stance"], group["strength"])
            base, _, particle = lemma.partition("_")
            for form, _ in forms(base):
                found.setdefault(f"{form} {particle}" if particle else form, verb)
    return found


@cache
def governors() -> frozenset[str]:
    """Forms of what lets its subject speak through an infinitive: "declined to [say]", "went on to [say]"."""
    return frozenset(it.replace("_", " ") for group in _read("verbs.toml")["governor"] for it in group["forms"].split())


@cache
def verb_nouns() -> frozenset[str]:
    """Forms of verbs that are nouns too: "claims", "report"."""
    found = set()
    for group in _read("verbs.toml")["noun"]:
        for lemma in group["words"].split():
            found |= {lemma, *_plural(lemma)}
    return frozenset(found) | frozenset(nouns())


@cache
def documents() -> frozenset[str]:
    """Nouns of what finds and shows in writing: report, study, court."""
    return frozenset(word for group in _read("verbs.toml")["document"] for word in group["words"].split())


@cache
def nouns() -> Mapping[str, Noun]:
    """Form in lower case -> noun."""
    return _nouns("nouns.toml")


@cache
def adjectives() -> Mapping[str, Noun]:
    """Form in lower case -> adjective."""
    return _nouns("adjectives.toml")


@cache
def cue_tags() -> Mapping[str, str]:
    """Form in lower case, or as headlines set it -> V, U, K or J. What may be a verb and a noun is a verb here."""
    found = dict.fromkeys(nouns(), "K") | dict.fromkeys(adjectives(), "J")
    for group in _read("verbs.toml")["group"]:
        for lemma in group["verbs"].split():
            found |= dict(forms(lemma.partition("_")[0]))
    headlines = {form for form, tag in found.items() if tag == "V" and form.endswith("s")} - verb_nouns()
    for form in headlines:  # "Graham Says", "STUDIO DENIES"
        found[form.title()] = found[form.upper()] = "V"
    return found


@cache
def tagger() -> Tagger:
    """Return what tags words, with those that attribute."""
    return Tagger(cue_tags())


def _nouns(name: str) -> dict[str, Noun]:
    found = {}
    for group in _read(name)["group"]:
        for lemma in group["words"].split():
            for form in {lemma, *_plural(lemma)} if group.get("plural", False) else {lemma}:
                found[form] = Noun(lemma, group["stance"], group.get("clause", False))
    return found


def _plural(lemma: str) -> tuple[str, ...]:
    if lemma.endswith("y") and lemma[-2] not in "aeiou":
        return (f"{lemma[:-1]}ies",)
    return (f"{lemma}es",) if lemma.endswith(("s", "sh", "ch", "x")) else (f"{lemma}s",)


@cache
def _irregular() -> Mapping[str, str]:
    """Base form -> the other forms of verbs whose forms no rule makes."""
    return {lemma: forms for group in _read("verbs.toml")["irregular"] for lemma, forms in group.items()}


@cache
def _read(name: str) -> dict[str, list[dict[str, Any]]]:
    return tomllib.loads(resources.files(__package__).joinpath(name).read_text("utf-8"))
