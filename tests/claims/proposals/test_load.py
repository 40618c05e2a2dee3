"""Opening proposers: only what the person names is run, and what is none is said so."""

import sys
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path
from types import ModuleType

import pytest

from cupel.claims.proposals import load
from cupel.claims.proposals.load import names, opened
from cupel.claims.proposals.proposer import Proposer
from cupel.claims.proposals.shipped.spacy import Spacy
from cupel.errors import CupelError, InputError, MachineError, PluginError


class Own:
    name, version, sha256 = "own", "1", ""

    def __init__(self, argument: str = "none") -> None:
        self.version = argument

    def propose(self, text: object) -> Iterator[object]:
        return iter(())

    def left(self) -> Iterator[object]:
        return iter(())


@pytest.fixture(autouse=True)
def module(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    made = ModuleType("their_proposers")
    made.Own, made.ready, made.number, made.name = Own, Own("ready"), 3, "x"  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "their_proposers", made)
    return made


def entries(monkeypatch: pytest.MonkeyPatch, *values: str) -> None:
    found = metadata.EntryPoints(metadata.EntryPoint("theirs", value, load.GROUP) for value in values)
    monkeypatch.setattr(load.metadata, "entry_points", lambda group: found.select(group=group))


def test_a_class_gets_the_argument_and_an_object_is_taken_as_it_is() -> None:
    assert opened(["their_proposers:Own=model x=1"])[0].version == "model x=1"
    assert opened(["their_proposers:ready"])[0].version == "ready"


def test_what_an_installed_package_offers_is_found_by_name_and_not_loaded_before(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    entries(monkeypatch, "their_proposers:missing")
    assert names() == ("json-lines", "model", "spacy", "theirs")
    assert opened([]) == []
    entries(monkeypatch, "their_proposers:Own")
    assert opened(["theirs=7"])[0].version == "7"


def test_a_name_that_two_packages_offer_is_not_guessed(monkeypatch: pytest.MonkeyPatch) -> None:
    entries(monkeypatch, "their_proposers:Own", "other:Own")
    with pytest.raises(PluginError, match="Two installed packages"):
        opened(["theirs"])


@pytest.mark.parametrize(
    ("name", "kind", "says"),
    [
        ("nope", InputError, "no proposer 'nope'"),
        ("their_proposers:", InputError, "no proposer"),
        ("their_proposers:missing", PluginError, "cannot be loaded: AttributeError"),
        ("their_no_module:x", PluginError, "cannot be loaded: ModuleNotFoundError"),
        ("their_proposers:number", PluginError, "it lacks left, name, propose, sha256, version"),
        ("their_proposers:ready=1", InputError, "takes no argument"),
        ("json-lines=none.jsonl", InputError, "cannot be read"),
        ("model=none.model", InputError, "cannot be read"),
    ],
)
def test_what_cannot_be_opened_is_said(name: str, kind: type[CupelError], says: str) -> None:
    with pytest.raises(kind, match=says):
        opened([name])


def test_two_of_one_name_could_not_be_told_apart() -> None:
    with pytest.raises(InputError, match="Two proposers"):
        opened(["their_proposers:Own", "their_proposers:ready"])


def test_without_spacy_the_advice_says_what_to_install(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setitem(sys.modules, "spacy", None)
    with pytest.raises(MachineError, match="spaCy is not installed"):
        opened(["spacy=en_core_web_sm"])


def test_the_spacy_proposer_takes_clauses_that_a_verb_of_saying_governs(monkeypatch: pytest.MonkeyPatch) -> None:
    """The parser is played: spaCy is no dependency, and no pipeline is on a package index."""
    from claims_of_text import document
    from cupel.claims.proposals.places import text_of
    from cupel.claims.proposals.propose import propose

    text = "Ada Quill said the firm would sue."
    heads = {"Ada": (1, "compound"), "Quill": (2, "nsubj"), "said": (2, "ROOT"), "the": (4, "det"),
             "firm": (6, "nsubj"), "would": (6, "aux"), "sue": (2, "ccomp"), ".": (2, "punct")}  # fmt: skip
    tokens: list[Token] = []
    for at, (word, (head, role)) in enumerate(heads.items()):
        tokens.append(Token(word, at, text.index(word), head, role, tokens))
    spacy = ModuleType("spacy")
    spacy.__version__ = "3.8"  # type: ignore[attr-defined]
    spacy.load = lambda name: Played(tokens)  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "spacy", spacy)
    proposer: Proposer = Spacy("made_up")
    place = document(text)
    (found,) = propose([place], [proposer]).checked[place.id]
    shown = [text[it.start : it.end] for it in (*found.content, found.source, found.cue) if it]
    assert shown == ["the firm would sue", "Ada Quill", "said"]
    assert proposer.name == "spaCy en_made"
    assert text_of(place).sentences


class Played:
    def __init__(self, tokens: list["Token"]) -> None:
        self.tokens = tokens
        self.meta = {"lang": "en", "name": "made", "version": "1.0"}

    def __call__(self, text: str) -> list["Token"]:
        return self.tokens


class Token:
    def __init__(self, text: str, i: int, idx: int, head: int, dep_: str, all_: list["Token"]) -> None:
        self.text, self.lower_, self.i, self.idx, self.dep_ = text, text.lower(), i, idx, dep_
        self.head, self.all = head, all_

    @property
    def children(self) -> list["Token"]:
        return [it for it in self.all if it.head == self.i and it.i != self.i]

    @property
    def subtree(self) -> list["Token"]:
        return sorted([self, *(it for child in self.children for it in child.subtree)], key=lambda it: it.i)
