"""Proposals that a person accepted: decisions go in; proposers of what they seal come out, so that no model is needed.

An accepted proposal is the person's claim: it stands in the ledger, and in a case's dossier, without its proposer.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from cupel.claims.indexed import KEPT
from cupel.claims.proposals.proposer import Proposal, Text, Words
from cupel.claims.review import ABOUT, sealed_in
from cupel.records.decision import Decision
from cupel.records.problem import Problem


class Kept:
    """Proposes again what people accepted of one proposer's claims."""

    version = "as sealed in the decisions of the ledger"
    sha256 = ""

    def __init__(self, name: str) -> None:
        self.name = name
        self.proposals: dict[str, list[Proposal]] = {}
        """Document -> what was accepted in it."""

    def propose(self, text: Text) -> Iterator[Proposal]:
        """Yield what was accepted in this document."""
        yield from self.proposals.get(text.document, ())

    def left(self) -> Iterator[Problem]:
        """Leave nothing: a ledger may hold decisions about other documents."""
        return iter(())


def kept(decisions: Iterable[Decision]) -> list[Kept]:
    """Return a proposer for each that is named by decisions whose last word is that a proposal was accepted."""
    last: dict[str, tuple[Decision, Mapping[str, Any]]] = {}
    for it in decisions:
        sealed = sealed_in(it)
        if it.about.startswith(ABOUT) and isinstance(sealed.get("proposal"), dict):
            spans = [sealed.get("words"), sealed["proposal"].get("source"), sealed["proposal"].get("cue")]
            last[json.dumps([_document(it), spans])] = it, sealed
    found: dict[str, Kept] = {}
    for it, sealed in last.values():
        if it.verdict in KEPT:
            name = str(sealed["proposal"].get("by", ""))
            found.setdefault(name, Kept(name)).proposals.setdefault(_document(it), []).append(_proposal(it, sealed))
    return list(found.values())


def _document(decision: Decision) -> str:
    return decision.about.removeprefix(ABOUT).rpartition("-")[0]


def _proposal(decision: Decision, sealed: Mapping[str, Any]) -> Proposal:
    """Return what a decision seals; its spans are checked against the text like any other's."""
    proposal = sealed["proposal"]
    return Proposal(
        tuple(_words(it) for it in sealed.get("words", ())),
        _words(proposal["source"]) if proposal.get("source") else None,
        _words(proposal["cue"]) if proposal.get("cue") else None,
        proposal.get("stance", ""), proposal.get("note", ""), place=f"decision {decision.number}",
    )  # fmt: skip


def _words(pair: Any) -> Words:
    start, end = pair if isinstance(pair, list) and len(pair) == 2 else (-1, -1)
    return Words("", start, end)
