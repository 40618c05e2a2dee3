"""What the commands over claims share: paths and where decisions are go in; documents, ledgers and files come out."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from cupel.errors import InputError
from cupel.progress import Progress

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cupel.records.claim import ClaimsLedger, Document
    from cupel.records.decision import Decision
    from cupel.records.problem import Problem


def ledger_for(
    paths: list[Path], quiet: bool, where: str = "", named: tuple[str, ...] = ()
) -> "tuple[ClaimsLedger, tuple[Problem, ...], tuple[Decision, ...]]":
    """Read documents and make their ledger, with what people decided and what is proposed."""
    from cupel.claims.claims import ledger_of
    from cupel.claims.proposals.kept import kept
    from cupel.claims.proposals.load import opened
    from cupel.claims.proposals.propose import propose
    from cupel.claims.review import reviews_of
    from cupel.claims.reviewed import with_reviews

    documents, problems = documents_of(paths, quiet)  # first: it forks, and proposers or ledgers may start threads
    decisions = _decisions(where)
    proposals = propose(documents, [*kept(decisions), *opened(named)])
    found = ledger_of(documents, (), proposals)
    reviews, lost = reviews_of(decisions, found.claims)
    for it in lost:
        print(f"cupel: decision {it.number} is about words that are no claim under these rules.", file=sys.stderr)
    return with_reviews(found, reviews), (*problems, *proposals.problems), decisions


def documents_of(paths: list[Path], quiet: bool) -> "tuple[tuple[Document, ...], tuple[Problem, ...]]":
    """Read documents, those of a case included. Raises InputError where none can be read."""
    from cupel.claims.reading.reading import read_documents

    if case := _case(paths):
        from cupel.case import read_case

        paths = [case / name for name in read_case(case).claim_documents]
        if not paths:
            raise InputError(f"{case}/case.toml names no documents.", 'Add [claims] with documents = ["documents"].')
    with Progress(quiet) as progress:
        documents, problems = read_documents(paths, progress)
    if not documents:
        told_of = "; ".join(f"{it.locator}: {it.what}" for it in problems[:5])
        raise InputError(f"No document could be read. {told_of}", "Give text, HTML, PDF, e-mail or Word files.")
    return documents, problems


def _case(paths: list[Path]) -> Path | None:
    return paths[0] if len(paths) == 1 and (paths[0] / "case.toml").is_file() else None


def decisions_at(paths: list[Path], ledger: str, must: bool) -> str:
    """Say where the decisions are kept; empty where there are none."""
    if ledger:
        return ledger
    if case := _case(paths):
        kept = case / "ledger.sqlite"
        return str(kept) if must or kept.exists() else ""
    if must:
        raise InputError("No ledger is named.", "Give --ledger FILE, where decisions are kept, or a case folder.")
    return ""


def _decisions(where: str) -> "tuple[Decision, ...]":
    if not where:
        return ()
    from cupel.ledger.ledger import Ledger

    with Ledger.open(where) as opened:
        return opened.decisions()


def write(target: Path, pieces: "Iterable[bytes]") -> None:
    """Write a file piece by piece. Raises InputError where it cannot be written."""
    try:
        with target.open("wb") as file:
            file.writelines(pieces)
    except OSError as error:
        raise InputError(f"{target} cannot be written: {error.strerror}.", "Name another file.") from error
