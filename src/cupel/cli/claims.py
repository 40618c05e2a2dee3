"""`cupel claims`: who says what about whom; and what a person decides about it."""

import contextlib
import shutil
import sys
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from cupel.cli import claims_learning
from cupel.cli.claims_reading import decisions_at, ledger_for, write
from cupel.cli.options import AsJson, ClaimDecisions, ClaimPaths, Edition, Quiet
from cupel.errors import InputError

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
    help="Keep apart who says what about whom, on whose word: `cupel claims FILE...` reads, `review` decides, `labels` "
    "and `train` make a model of what people decided, `sentences` numbers what proposals may name.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
ModelFile = Annotated[
    str,
    typer.Option("--model", help="Add what a model proposes that `cupel claims train` made.", metavar="FILE"),
]
Proposers = Annotated[
    list[str] | None,
    typer.Option(
        "--propose",
        help="Add what a proposer proposes: json-lines=FILE, spacy=PIPELINE, what an installed package offers, or "
        "MODULE:OBJECT. What you name is run with your rights.",
        metavar="NAME[=ARGUMENT]",
    ),
]


@app.command(epilog=READ)
def read(
    paths: ClaimPaths,
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
    ledger: ClaimDecisions = "",
    model: ModelFile = "",
    propose: Proposers = None,
    quiet: Quiet = False,
) -> None:
    """Read who says what about whom, on whose word: each claim with its exact words, its stance and its source.

    Nothing is accepted by itself, and nothing here says whether a claim is true. What a model or a file proposes is
    marked, and counts nowhere until a person accepts it. Exit code 1 where part of a document could not be read, or a
    proposal was refused.
    """
    from cupel.claims.export import claim_export
    from cupel.claims.views.cuts import cuts

    wanted = []
    for given in exports or ():
        name, sign, file = given.partition("=")
        if not sign or not file:
            raise InputError(f"--export {given!r} names no file.", "Write it as csv=claims.csv.")
        wanted.append((claim_export(name), Path(file)))
    where = decisions_at(paths, ledger, must=False)
    found, problems, decisions = ledger_for(paths, quiet or as_json, where, _named(model, propose))
    noted = (*problems, *cuts(found))
    for form, target in wanted:
        write(target, form.pieces(found))
    if html:
        from cupel.claims.page import page_of

        write(html, [page_of(found, noted, decisions, edition.value)])
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
    paths: ClaimPaths,
    author: Annotated[str, typer.Option(help="Who decides, as you sign.")],
    ledger: ClaimDecisions = "",
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
    model: ModelFile = "",
    propose: Proposers = None,
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
    where = decisions_at(paths, ledger, must=True)
    found, _, _ = ledger_for(paths, quiet, where, _named(model, propose))
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
        done = ask_all(found, opened, author, input, print, _now, width)
    states = ", ".join(f"{count} {state}" for state, count in done.states)
    left = f"{done.left} left: the same command goes on." if done.left else "None is left."
    print(f"\n{done.decided} decided{f' ({states})' if states else ''}. {left}")


def _named(model: str, propose: list[str] | None) -> tuple[str, ...]:
    return (*([f"model={model}"] if model else []), *(propose or ()))


def _now() -> str:
    import datetime

    return datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")


app.command(epilog=claims_learning.LABELS)(claims_learning.labels)
app.command(epilog=claims_learning.TRAIN)(claims_learning.train)
app.command(epilog=claims_learning.SENTENCES)(claims_learning.sentences)
