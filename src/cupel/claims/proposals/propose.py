"""Lets proposers propose: documents and proposers go in; what holds, what came of each, and what was refused come out.

Proposers are foreign code that the person named, in cupel's own process: whatever they raise is a Problem.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from cupel.claims.proposals.check import Checked, Checker, Refused
from cupel.claims.proposals.places import text_of
from cupel.claims.proposals.proposer import Proposal, Proposer, Text
from cupel.dossier.visible import visible
from cupel.records.claim import Document
from cupel.records.claim import Proposer as Proposing
from cupel.records.problem import Problem

MOST = 2_000
"""Proposals of one proposer for one document that are looked at."""
MOST_TOLD = 100
"""Refused proposals of one proposer for one document that are told one by one."""


@dataclass(slots=True)
class Proposals:
    """What was proposed for some documents."""

    checked: dict[str, list[Checked]] = field(default_factory=dict)
    """Document -> proposals whose words are in its text, in the order given."""
    proposers: list[Proposing] = field(default_factory=list)
    """Who proposed, and how much of it was refused."""
    problems: list[Problem] = field(default_factory=list)
    """Which proposals were refused, and why."""


def propose(documents: Sequence[Document], proposers: Sequence[Proposer]) -> Proposals:
    """Ask each proposer about each document, and check every proposal against the text.

    Those that a person accepted before come first, under the name of who proposed them (`kept`).
    """
    made = Proposals()
    met: dict[str, Proposing] = {}
    texts = [(it, text_of(it)) for it in documents] if proposers else []
    for proposer in proposers:
        given = refused = 0
        for document, text in texts:
            checker, here = Checker(text), 0
            for each in _asked(proposer, text):
                if isinstance(each, Problem):
                    made.problems.append(Problem(f"{document.name}, {proposer.name}", visible(each.what)))
                    continue
                given += 1
                try:
                    made.checked.setdefault(document.id, []).append(checker.check(each, proposer.name))
                except Refused as why:
                    refused += 1
                    here += 1
                    if here <= MOST_TOLD:
                        made.problems.append(_refused(document, proposer, each, why))
            if here > MOST_TOLD:
                more = f"{here - MOST_TOLD:,} more proposals were refused"
                made.problems.append(Problem(f"{document.name}, {proposer.name}", more))
        made.problems += _left(proposer)
        before = met.get(proposer.name, Proposing(proposer.name, "", "", 0, 0))
        met[proposer.name] = Proposing(
            proposer.name, proposer.version, proposer.sha256, before.given + given, before.refused + refused
        )
    made.proposers = list(met.values())
    return made


def _asked(proposer: Proposer, text: Text) -> Iterator[object]:
    """Yield what a proposer proposes, at most `MOST`, and a Problem where it ends in an error."""
    try:
        for number, each in enumerate(proposer.propose(text), 1):
            if number > MOST:
                yield Problem(text.name, f"it proposes more than {MOST:,} claims; the rest was not looked at")
                return
            yield each
    except Exception as error:  # noqa: BLE001 - the code is not cupel's: it may raise anything, and ends no run
        yield Problem(text.name, f"it ended in an error: {type(error).__name__}: {error}")


def _left(proposer: Proposer) -> list[Problem]:
    try:
        return [Problem(visible(it.locator), visible(it.what)) for it in proposer.left()]
    except Exception as error:  # noqa: BLE001 - the code is not cupel's: it may raise anything, and ends no run
        return [Problem(proposer.name, visible(f"it ended in an error: {type(error).__name__}: {error}"))]


def _refused(document: Document, proposer: Proposer, given: object, why: Refused) -> Problem:
    place = given.place if isinstance(given, Proposal) and isinstance(given.place, str) else ""
    where = ", ".join(it for it in (document.name, proposer.name, place[:80]) if it)
    return Problem(visible(where), f"a proposal was refused: {visible(str(why))}")
