"""`cupel ledger`: decisions, and whether anybody changed them."""

import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from cupel.cli.options import AsJson, CaseFolder, LedgerAt, print_json
from cupel.errors import InputError

app = typer.Typer(
    help="Keep the decisions of a case.",
    no_args_is_help=True,
    rich_markup_mode=None,
)


@app.command(
    epilog='Example: cupel ledger decide examples/first-case --author "A. Evaluator" --about inspect/what-is-in-it '
    '--verdict accepted --reason "The unread partition is calibration data."'
)
def decide(
    case: CaseFolder,
    author: Annotated[str, typer.Option(help="Who decides, as you sign.")],
    about: Annotated[str, typer.Option(help="What it is about: an answer's identifier, or your own words.")],
    verdict: Annotated[str, typer.Option(help="What is decided.")],
    reason: Annotated[str, typer.Option(help="Why.")],
    ledger: LedgerAt = "",
) -> None:
    """Add a decision to the case's log."""
    import datetime

    now = datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
    with _ledger(case, ledger, new=True) as opened:
        if broken := opened.verify():
            raise InputError(
                f"The log of decisions was changed: {broken[0]}",
                "See `cupel ledger verify`; restore the ledger from a copy.",
            )
        made = opened.decide(made_at=now, author=author, about=about, verdict=verdict, reason=reason)
    print(f"Decision {made.number}, sealed as {made.hash}")


@app.command()
def decisions(case: CaseFolder, ledger: LedgerAt = "", as_json: AsJson = False) -> None:
    """List the decisions of a case, oldest first."""
    from cupel.dossier.decided import told_reason
    from cupel.dossier.visible import visible
    from cupel.records.boundary import plain

    with _ledger(case, ledger) as opened:
        made, broken = opened.decisions(), opened.verify()
    if as_json:
        print_json(plain(made))
    for it in () if as_json else made:
        head = f"{it.number}. {it.made_at} {it.author}: {it.verdict} ({it.about})"
        print(f"{visible(head)}\n   {visible(told_reason(it.reason))}\n   {it.hash}")
    if not made and not as_json:
        print("No decision was taken in this case.")
    for problem in broken:
        print(f"cupel: the log was changed: {problem}", file=sys.stderr)
    if broken:
        raise typer.Exit(1)


@app.command()
def verify(
    case: CaseFolder,
    ledger: LedgerAt = "",
    head: Annotated[
        str,
        typer.Option(
            help="A head printed before, as a dossier prints it: only this shows a cut tail.", metavar='"NUMBER HASH"'
        ),
    ] = "",
) -> None:
    """Check that no decision was changed, left out or put in.

    Exit code 1 where one was. Decisions cut off at the end can be seen only with --head.
    """
    number, _, seal = head.partition(" ")
    if head and not (number.isdigit() and len(seal) == 64):
        raise InputError(
            f"--head {head!r} is no number and hash.", "Copy it from a dossier: last decision in the ledger."
        )
    with _ledger(case, ledger) as opened:
        found, (count, now) = opened.verify((int(number), seal) if head else None), opened.head()
    for problem in found:
        print(problem)
    if found:
        raise typer.Exit(1)
    print(f"{count} decision{'s' if count != 1 else ''}, the chain is whole. Its head: {count} {now}")


def _ledger(case: Path, ledger: str, new: bool = False) -> Any:
    from cupel.ledger.ledger import Ledger

    if not ledger and not (case / "case.toml").is_file():
        raise InputError(f"{case} is no case folder: it has no case.toml.", "Name a case folder, or give --ledger.")
    if not ledger and not new and not (case / "ledger.sqlite").exists():
        raise InputError(f"The case {case} has no ledger yet.", "Run `cupel assess` or `cupel ledger decide` first.")
    return Ledger.open(ledger or case / "ledger.sqlite")
