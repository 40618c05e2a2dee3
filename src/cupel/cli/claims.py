"""`cupel claims`: who says what about whom; and what a person decides about it."""

import contextlib
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperGroup

from cupel.cli.options import AsJson, Edition, Quiet
from cupel.errors import InputError
from cupel.progress import Progress

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cupel.records.claim import ClaimsLedger
    from cupel.records.decision import Decision
    from cupel.records.problem import Problem

READ = (
    "Examples:  cupel claims article.txt hearing.pdf  |  cupel claims clippings/ --full  |  "
    "cupel claims clippings/ --html ledger.html  |  cupel claims clippings/ --json | jq .contradictions  |  "
    "cupel claims examples/first-case  |  "
    "cupel claims clippings/ --export stix=claims.json --export csv=claims.csv"
)
REVIEW = (
    'Examples:  cupel claims review examples/first-case --author "A. Nalyst"  |  '
    'cupel claims review clippings/ --ledger claims.sqlite --author "A. Nalyst" --accept D1a2b3c4d-07 '
    '--reason "the recording says so"  |  cupel claims review clippings/ --ledger claims.sqlite --author "A. Nalyst" '
    '--correct D1a2b3c4d-07 --set stance=concern --reason "he fears, he does not accuse"'
)


class _Documents(TyperGroup):
    """`cupel claims FILE...` is `cupel claims read FILE...`; a file named review is given as ./review."""

    default = "read"

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:  # typer carries a click of its own
        if args and args[0] not in self.commands and args[0] not in ctx.help_option_names:
            args = [self.default, *args]
        rest: list[str] = super().parse_args(ctx, args)
        return rest


app = typer.Typer(
    cls=_Documents,
    help="Keep apart who says what about whom, on whose word: `cupel claims FILE...` reads, `review` decides.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
Paths = Annotated[
    list[Path],
    typer.Argument(help="Documents (text, HTML, PDF, e-mail, Word), folders, or a case.", metavar="FILE..."),
]
Decisions = Annotated[
    str, typer.Option("--ledger", help="Ledger with decisions about claims; of a case CASE/ledger.sqlite.")
]


@app.command(epilog=READ)
def read(
    paths: Paths,
    as_json: AsJson = False,
    full: Annotated[bool, typer.Option("--full", help="Show every claim, the outlets' own voice too.")] = False,
    exports: Annotated[
        list[str] | None,
        typer.Option("--export", help="Write the ledger in a form: csv, ftm, json, prov, stix.", metavar="NAME=FILE"),
    ] = None,
    html: Annotated[
        Path | None,
        typer.Option(
            "--html", help="Write the ledger as a self-contained page, claims marked in the documents.", metavar="FILE"
        ),
    ] = None,
    edition: Annotated[Edition, typer.Option(help="Who the page is for.")] = Edition.confidential,
    ledger: Decisions = "",
    quiet: Quiet = False,
) -> None:
    """Read who says what about whom, on whose word: each claim with its exact words, its stance and its source.

    Nothing is accepted by itself, and nothing here says whether a claim is true. Exit code 1 where part of a document
    could not be read.
    """
    from cupel.claims.export import claim_export
    from cupel.claims.views.cuts import cuts

    wanted = []
    for given in exports or ():
        name, sign, file = given.partition("=")
        if not sign or not file:
            raise InputError(f"--export {given!r} names no file.", "Write it as csv=claims.csv.")
        wanted.append((claim_export(name), Path(file)))
    found, problems = _claims(paths, quiet or as_json)
    decisions: tuple[Decision, ...] = ()
    if where := _where(paths, ledger, must=False):
        found, decisions = _reviewed(found, where)
    noted = (*problems, *cuts(found))
    for form, target in wanted:
        _write(target, form.pieces(found))
    if html:
        from cupel.claims.page import page_of

        _write(html, [page_of(found, noted, decisions, edition.value)])
    if as_json:
        for piece in claim_export("json").pieces(found):
            sys.stdout.buffer.write(piece)
        for it in noted:
            print(f"{it.locator}: {it.what}", file=sys.stderr)
    else:
        from rich.console import Console

        from cupel.claims.told import told

        console = Console(highlight=False)
        console.print(told(found, noted, full, console.width))
        if html:
            console.print(f"Written to {html}", markup=False)
    if problems:
        raise typer.Exit(1)


@app.command(epilog=REVIEW)
def review(
    paths: Paths,
    author: Annotated[str, typer.Option(help="Who decides, as you sign.")],
    ledger: Decisions = "",
    accept: Annotated[str, typer.Option(help="Accept this claim, and ask nothing.", metavar="ID")] = "",
    reject: Annotated[str, typer.Option(help="Reject this claim, and ask nothing.", metavar="ID")] = "",
    correct: Annotated[str, typer.Option(help="Correct this claim by --set, and ask nothing.", metavar="ID")] = "",
    undo: Annotated[
        str, typer.Option(help="Take back what was decided about this claim, and ask nothing.", metavar="ID")
    ] = "",
    changes: Annotated[
        list[str] | None,
        typer.Option(
            "--set",
            help="What a correction changes: stance, source_class, quote_type, medium, speaker (a name), content or "
            "cue (exact words of the document).",
            metavar="FIELD=VALUE",
        ),
    ] = None,
    reason: Annotated[str, typer.Option(help="Why.")] = "",
    reliability: Annotated[str, typer.Option(help="Admiralty letter A to F that you give the source.")] = "",
    credibility: Annotated[str, typer.Option(help="Admiralty digit 1 to 6 that you give the claim.")] = "",
    quiet: Quiet = False,
) -> None:
    """Accept, correct or reject claims, one by one, as the person who signs.

    Each decision is sealed in the ledger's chain with author, time, reason and the words that it is about. Whoever
    stops goes on where it stopped.
    """
    from cupel.claims.review import decide
    from cupel.claims.reviewing import read_changes
    from cupel.claims.reviewing import review as ask_all
    from cupel.ledger.ledger import Ledger
    from cupel.records.claim import Review, ReviewDecision

    named: list[tuple[Review, str]] = [
        ("accepted", accept), ("rejected", reject), ("corrected", correct), ("proposed", undo)
    ]  # fmt: skip
    given = [(state, claim) for state, claim in named if claim]
    if len(given) > 1:
        raise InputError(
            "More than one claim is to be decided.", "Give one of --accept, --reject, --correct and --undo."
        )
    if not given and not sys.stdin.isatty():
        raise InputError(
            "Standard input is no terminal: nobody can be asked.",
            "Give --accept, --reject, --correct or --undo with a claim's identifier, and --reason.",
        )
    where = _where(paths, ledger, must=True)
    found, _ = _claims(paths, quiet)
    with Ledger.open(where) as opened:
        if broken := opened.verify():
            raise InputError(f"The log of decisions was changed: {broken[0]}", "See `cupel ledger verify`.")
        if given:
            state, claim = given[0]
            fields = read_changes(changes or []) if state == "corrected" else {}
            made = decide(opened, found, ReviewDecision(
                claim, state, author, _now(), reason, fields, reliability, credibility
            ))  # fmt: skip
            done_so = "taken back" if state == "proposed" else state
            print(f"Decision {made.number}: {claim} {done_so}, sealed as {made.hash}")
            return
        with contextlib.suppress(ImportError):
            import readline  # noqa: F401 - its import lets a person edit the line that input() reads
        width = shutil.get_terminal_size().columns
        done = ask_all(_with(found, opened), opened, author, input, print, _now, width)
    states = ", ".join(f"{count} {state}" for state, count in done.states)
    left = f"{done.left} left: the same command goes on." if done.left else "None is left."
    print(f"\n{done.decided} decided{f' ({states})' if states else ''}. {left}")


def _claims(paths: list[Path], quiet: bool) -> "tuple[ClaimsLedger, tuple[Problem, ...]]":
    from cupel.claims.claims import ledger_of
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
    return ledger_of(documents), problems


def _case(paths: list[Path]) -> Path | None:
    return paths[0] if len(paths) == 1 and (paths[0] / "case.toml").is_file() else None


def _where(paths: list[Path], ledger: str, must: bool) -> str:
    """Say where the decisions are kept; empty where there are none."""
    if ledger:
        return ledger
    if case := _case(paths):
        kept = case / "ledger.sqlite"
        return str(kept) if must or kept.exists() else ""
    if must:
        raise InputError("No ledger is named.", "Give --ledger FILE, where decisions are kept, or a case folder.")
    return ""


def _reviewed(found: "ClaimsLedger", where: str) -> "tuple[ClaimsLedger, tuple[Decision, ...]]":
    from cupel.ledger.ledger import Ledger

    with Ledger.open(where) as opened:
        return _with(found, opened), opened.decisions()


def _write(target: Path, pieces: "Iterable[bytes]") -> None:
    try:
        with target.open("wb") as file:
            file.writelines(pieces)
    except OSError as error:
        raise InputError(f"{target} cannot be written: {error.strerror}.", "Name another file.") from error


def _with(found: "ClaimsLedger", opened: Any) -> "ClaimsLedger":
    from cupel.claims.review import reviews_of
    from cupel.claims.reviewed import with_reviews

    reviews, lost = reviews_of(opened.decisions(), found.claims)
    for it in lost:
        print(f"cupel: decision {it.number} is about words that are no claim under these rules.", file=sys.stderr)
    return with_reviews(found, reviews)


def _now() -> str:
    import datetime

    return datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
