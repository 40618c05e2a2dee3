"""The room's entry: documents of a case go in, the ledger of claims with its reviews comes out."""

import dataclasses
import hashlib
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cupel import plugins
from cupel.records.boundary import from_json, plain, to_json
from cupel.records.claim import ClaimsLedger
from cupel.records.problem import Problem
from cupel.room import Progress, Records

if TYPE_CHECKING:
    from cupel.claims.proposals.kept import Kept
    from cupel.ledger.ledger import Ledger

MOST_KEPT = 50_000_000
"""Bytes of a ledger of claims that is kept as a result; a larger one is made anew each time."""
LEAST = 500
"""Bytes that a claim takes there at least: a large ledger is not written only to see that it is."""


class ClaimsRoom:
    """Who says what about whom, on whose word?"""

    name = "claims"
    title = "What is said of the supplier"
    order = 8
    needs = ("claim_documents",)
    gives = ("claims", "claim_problems", "claims_version")
    questions = "cupel.claims.questions"

    def rule_version(self) -> str:
        """Return the version of its rules."""
        return plugins.version_of("cupel.claims", "cupel.documents", "cupel.records.claim")

    def outside(self) -> str:
        """Read nothing beside the case."""
        return ""

    def run(self, records: Records, ledger: "Ledger", on_progress: Progress | None) -> dict[str, Any]:
        """Read the documents and find their claims, unless the ledger has that; reviews are read anew each time."""
        from cupel.claims.proposals.kept import kept as accepted  # noqa: PLC0415 - only an assessment needs it
        from cupel.claims.review import reviews_of  # noqa: PLC0415 - as above
        from cupel.claims.reviewed import with_reviews  # noqa: PLC0415 - as above
        from cupel.claims.views.cuts import cuts  # noqa: PLC0415 - as above

        named: dict[str, Path] = records["claim_documents"]
        version = self.rule_version()
        decisions = ledger.decisions()
        proposers = accepted(decisions)
        about = json.dumps(
            [[[name, records["hashes"][name][0]] for name in named], [plain(it.proposals) for it in proposers]]
        )
        key = hashlib.sha256(about.encode()).hexdigest()
        kept = ledger.result(self.name, key, version)
        no_problems: tuple[Problem, ...] = ()
        if kept is not None:
            claims, problems = from_json(ClaimsLedger, kept), no_problems
        else:
            claims, problems = _read(named, proposers, on_progress)
            if not problems and len(claims.claims) * LEAST <= MOST_KEPT and len(made := to_json(claims)) <= MOST_KEPT:
                ledger.keep_result(self.name, key, version, made)
        reviews, lost = reviews_of(decisions, claims.claims)
        stale = tuple(
            Problem(
                it.about, f"decision {it.number} of {it.author} is about words that the rules no longer find as a claim"
            )
            for it in lost
        )
        reviewed = with_reviews(claims, reviews)
        return {
            "claims": reviewed, "claim_problems": (*problems, *stale, *cuts(reviewed)), "claims_version": version,
        }  # fmt: skip


def _read(
    named: dict[str, Path], proposers: "list[Kept]", on_progress: Progress | None
) -> tuple[ClaimsLedger, tuple[Problem, ...]]:
    from cupel.claims.claims import ledger_of  # noqa: PLC0415 - loads the rules
    from cupel.claims.proposals.propose import propose  # noqa: PLC0415 - loads the rules
    from cupel.claims.reading.reading import read_documents  # noqa: PLC0415 - loads the readers

    documents, problems = read_documents(list(named.values()), on_progress)
    # a dossier names files as the case does: the same case gives the same bytes on another machine
    names = {str(path): name for name, path in named.items()}
    renamed = [dataclasses.replace(it, name=names.get(it.name, Path(it.name).name)) for it in documents]
    told = tuple(Problem(names.get(it.locator, it.locator), it.what) for it in problems)
    proposals = propose(renamed, proposers)
    return ledger_of(renamed, (), proposals), (*told, *proposals.problems)


ROOM = ClaimsRoom()
