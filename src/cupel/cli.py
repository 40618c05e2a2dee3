"""The command line: arguments go in, one call is made, an exit code comes out; there is no domain logic here."""

import gc
import os
import signal
import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

import cupel
from cupel.errors import CupelError, InputError
from cupel.progress import Progress

if TYPE_CHECKING:
    from collections.abc import Iterable


app = typer.Typer(
    name="cupel",
    help="Evidence-based assurance of network-equipment suppliers: what can be shown, apart from what is only said.",
    epilog="Exit codes: 0 done; 1 done, but part of an input could not be inspected, or a ledger's chain is broken; "
    "2 the input or the call is wrong; 3 the machine lacks something; 130 stopped by you.",
    no_args_is_help=True,
    rich_markup_mode=None,  # half of the start-up time
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
ledger_app = typer.Typer(
    help="Keep the decisions of a case.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
app.add_typer(ledger_app, name="ledger")
signatures_app = typer.Typer(
    help="Learn, check and list the signatures of products.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
app.add_typer(signatures_app, name="signatures")

CaseFolder = Annotated[Path, typer.Argument(help="Folder with a case.toml.", metavar="CASE")]
LedgerAt = Annotated[
    str,
    typer.Option(
        "--ledger",
        help="Ledger file, or a postgresql:// address; CASE/ledger.sqlite if not given.",
        envvar="CUPEL_LEDGER",
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="Write JSON to standard output instead of text.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Show no progress.")]


class Schema(StrEnum):
    """Records whose JSON Schema can be printed."""

    dossier = "dossier"
    inspection = "inspection"


class Edition(StrEnum):
    """Who a page is made for."""

    public = "public"
    confidential = "confidential"
    vendor = "vendor"


def main() -> NoReturn:
    """Run the command line; no traceback ever reaches a person."""
    if not (3, 11) <= sys.version_info[:2] <= (3, 14):
        sys.exit(
            f"cupel needs Python 3.11 to 3.14; this is {sys.version.split()[0]}. Install one of those and try again."
        )
    signal.signal(signal.SIGINT, _stop)
    gc.disable()  # one command, then the end: looking for cycles costs more than the few that there are
    try:
        app(prog_name="cupel")
    except CupelError as error:
        print(f"cupel: {error.message}\n  {error.advice}", file=sys.stderr)
        sys.exit(error.exit_code)
    except (_Stopped, KeyboardInterrupt):
        print("cupel: stopped by you; what was written until then is not complete.", file=sys.stderr)
        sys.exit(130)
    except BrokenPipeError:  # the reader of our output went away: not our trouble, but Python would say so at exit
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except OSError as error:
        print(f"cupel: {error.filename or 'the output'} cannot be written or read: {error.strerror}.", file=sys.stderr)
        print("  Check the space on the disk, the path and its permissions.", file=sys.stderr)
        sys.stdout = None  # what it still holds cannot be written either
        sys.exit(3)
    except Exception as error:  # noqa: BLE001 - the last net: a person gets a sentence, the trace goes into a file
        sys.exit(_own_error(error))
    sys.exit(0)


class _Stopped(BaseException):
    """The person pressed Ctrl-C; typer would end without a word at a KeyboardInterrupt."""


def _stop(_signal: int, _frame: object) -> NoReturn:
    raise _Stopped


def _own_error(error: Exception) -> int:
    import traceback

    from cupel.cache import folder, write_cached

    if os.environ.get("CUPEL_TRACEBACK"):
        raise error
    write_cached("last-error.txt", "".join(traceback.format_exception(error)).encode())
    print(
        f"cupel: an error of cupel's own: {type(error).__name__}: {error}\n"
        f"  Please report it with the file {folder() / 'last-error.txt'}.",
        file=sys.stderr,
    )
    return 3


def _version(wanted: bool) -> None:
    if wanted:
        print(f"cupel {cupel.__version__}")
        raise typer.Exit


@app.callback()
def _top(
    version: Annotated[
        bool, typer.Option("--version", help="Print the version.", callback=_version, is_eager=True)
    ] = False,
) -> None:
    pass


@app.command(epilog="Example: cupel assess examples/first-case")
def assess(
    case: CaseFolder,
    ledger: LedgerAt = "",
    output: Annotated[
        Path | None, typer.Option(help="Folder for the dossier; CASE/dossier if not given.", metavar="DIR")
    ] = None,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Assess a case folder and write its dossier.

    The dossier is CASE/dossier/index.html, which needs no network, and dossier.json beside it.
    """
    from cupel.assess import assess as run

    with Progress(quiet or as_json) as progress:
        done = run(case, ledger, progress, output)
    if as_json:
        files = {name: str(path) for name, path in done.files.items()}
        told = {"files": files, "summary": done.summary, "unchanged": done.unchanged, "complete": done.complete}
        _print_json(told)
    else:
        print(*_wrapped(done.summary), "", sep="\n")
        if done.unchanged:
            print("Nothing changed since this dossier was written:")
        for name, path in done.files.items():
            print(f"  {name:5} {path}")
    if not done.complete:
        raise typer.Exit(1)


@app.command(
    epilog="Examples:  cupel inspect firmware.bin  |  cupel inspect rootfs.tar.xz --html report.html  |  "
    "cupel inspect firmware.bin --json | jq .coverage  |  cupel inspect firmware.bin --extract files/"
)
def inspect(
    paths: Annotated[
        list[Path],
        typer.Argument(help="Images, archives of a root file system, or folders.", metavar="PATH..."),
    ],
    as_json: Annotated[bool, typer.Option("--json", help="Write one line of JSON for each PATH.")] = False,
    edition: Annotated[Edition, typer.Option(help="The marking of the page.")] = Edition.confidential,
    html: Annotated[
        Path | None, typer.Option("--html", help="Write the result as a self-contained page.", metavar="FILE")
    ] = None,
    extract: Annotated[
        Path | None,
        typer.Option("--extract", help="Write what is read below this new or empty folder.", metavar="DIR"),
    ] = None,
    maker: Annotated[str, typer.Option(help="Who made it, as stated.")] = "",
    product: Annotated[str, typer.Option(help="Product, as stated.")] = "",
    product_version: Annotated[str, typer.Option(help="Version, as stated.")] = "",
    source: Annotated[str, typer.Option(help="Where it was got: an address, a shop, a device's flash.")] = "",
    obtained_on: Annotated[str, typer.Option(help="The day it was got, as 2026-11-22.")] = "",
    obtained_by: Annotated[str, typer.Option(help="Who got it.")] = "",
    commissioned_by: Annotated[str, typer.Option(help="Who asked for this work and paid for it.")] = "",
    legal_basis: Annotated[str, typer.Option(help="On what legal basis it was got and is examined.")] = "",
    vendor_sha256: Annotated[str, typer.Option(help="The SHA-256 that the vendor publishes.")] = "",
    vendor_sha256_source: Annotated[str, typer.Option(help="Where the vendor publishes it.")] = "",
    modification: Annotated[str, typer.Option(help="What was changed since the vendor made it.")] = "",
    limit: Annotated[
        list[str] | None,
        typer.Option(help="Change a limit, as bytes_out=1000000; `cupel limits` lists them.", metavar="NAME=NUMBER"),
    ] = None,
    threads: Annotated[
        int | None,
        typer.Option(help="Threads; as many as there are processors, 4 at most, if not given.", min=1, max=8),
    ] = None,
    quiet: Quiet = False,
) -> None:
    """Say what is in equipment images.

    Images within images are opened, every file is hashed and typed, and what could not be read is named.
    """
    from cupel.inspect.command import inspect_paths
    from cupel.records.acquisition import Acquisition

    stated = Acquisition(
        source=source, obtained_on=obtained_on, obtained_by=obtained_by, commissioned_by=commissioned_by,
        legal_basis=legal_basis, vendor_sha256=vendor_sha256, vendor_sha256_source=vendor_sha256_source,
        modification=modification,
    )  # fmt: skip
    with Progress(quiet or as_json) as progress:
        complete = inspect_paths(
            paths,
            (maker, product, product_version),
            stated,
            limit or [],
            threads,
            extract,
            html,
            edition.value,
            as_json,
            progress,
        )
    if not complete:
        raise typer.Exit(1)


@app.command()
def formats(as_json: AsJson = False) -> None:
    """List the containers that can be opened, and how that is proved."""
    from cupel.inspect.unpack.registry import FORMATS

    rows = [{"name": it.name, "title": it.title, "proof": it.proof, "description": it.description} for it in FORMATS]
    if as_json:
        _print_json(rows)
        return
    width = max(len(row["title"]) for row in rows)
    print(f"{'name':12} {'title':{width}} proof")
    for row in rows:
        print(f"{row['name']:12} {row['title']:{width}} {row['proof']}")
    print("\nproof: packer, cases made by an independent packer; image, a real image opens; unproved, neither yet.")


@app.command()
def limits(as_json: AsJson = False) -> None:
    """List the limits of an inspection.

    Change one with `cupel inspect --limit NAME=NUMBER`.
    """
    import dataclasses

    from cupel.inspect.unpack.limits import Limits

    values = dataclasses.asdict(Limits())
    if as_json:
        _print_json(values)
        return
    for name, value in values.items():
        print(f"{name:15} {value:>18,}")


@app.command()
def schema(record: Annotated[Schema, typer.Argument(help="Which record.")]) -> None:
    """Print the JSON Schema of a record."""
    from cupel.records.boundary import schema as schema_of
    from cupel.records.dossier import Dossier
    from cupel.records.inspection import Inspection

    _print_json(schema_of({"dossier": Dossier, "inspection": Inspection}[record.value]))


@ledger_app.command(
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


@ledger_app.command()
def decisions(case: CaseFolder, ledger: LedgerAt = "", as_json: AsJson = False) -> None:
    """List the decisions of a case, oldest first."""
    from cupel.records.boundary import plain

    with _ledger(case, ledger) as opened:
        made, broken = opened.decisions(), opened.verify()
    if as_json:
        _print_json(plain(made))
    for it in () if as_json else made:
        print(f"{it.number}. {it.made_at} {it.author}: {it.verdict} ({it.about})\n   {it.reason}\n   {it.hash}")
    if not made and not as_json:
        print("No decision was taken in this case.")
    for problem in broken:
        print(f"cupel: the log was changed: {problem}", file=sys.stderr)
    if broken:
        raise typer.Exit(1)


@ledger_app.command()
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


Archives = Annotated[
    list[Path], typer.Argument(help="Package archives (deb, ipk, apk), or folders of them.", metavar="PATH...")
]
TextCache = Annotated[
    Path | None,
    typer.Option("--texts", help="Folder that keeps what was read of each archive; in cupel's cache if not given."),
]


@signatures_app.command("learn", epilog="Example: cupel signatures learn packages/ --output signatures/")
def signatures_learn(
    archives: Archives,
    output: Annotated[Path, typer.Option(help="New or empty folder for the signatures.", metavar="DIR")],
    index: Annotated[
        Path | None, typer.Option(help='Only archives named in it: lines of JSON with a "file".', metavar="FILE")
    ] = None,
    texts: TextCache = None,
    quiet: Quiet = False,
) -> None:
    """Learn signatures from packages of known name and version.

    A third of all pairs of product and version is held out, and the signatures are measured on both parts.
    """
    from cupel.inspect.identify.learn.command import learn_signatures

    with Progress(quiet) as progress:
        learn_signatures(archives, output, index, texts, progress or (lambda *_: None))


@signatures_app.command("check")
def signatures_check(
    archives: Archives,
    signatures: Annotated[
        Path | None, typer.Option(help="Folder of signatures; those that cupel ships if not given.", metavar="DIR")
    ] = None,
    texts: TextCache = None,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Measure signatures on packages of known name and version.

    Exit code 1 where any version that they tell is wrong.
    """
    from cupel.inspect.identify.learn.command import check_signatures

    with Progress(quiet or as_json) as progress:
        right = check_signatures(archives, signatures, texts, as_json, progress or (lambda *_: None))
    if not right:
        raise typer.Exit(1)


@signatures_app.command("list")
def signatures_list(as_json: AsJson = False) -> None:
    """List the products that can be told by their bytes."""
    from cupel.inspect.identify.learn.command import list_signatures

    list_signatures(as_json)


def _wrapped(lines: "Iterable[str]") -> list[str]:
    if not sys.stdout.isatty():
        return list(lines)
    import shutil
    import textwrap

    width = shutil.get_terminal_size().columns
    return [textwrap.fill(line, width, subsequent_indent="    ") for line in lines]


def _ledger(case: Path, ledger: str, new: bool = False) -> Any:
    from cupel.ledger.ledger import Ledger

    if not ledger and not (case / "case.toml").is_file():
        raise InputError(f"{case} is no case folder: it has no case.toml.", "Name a case folder, or give --ledger.")
    if not ledger and not new and not (case / "ledger.sqlite").exists():
        raise InputError(f"The case {case} has no ledger yet.", "Run `cupel assess` or `cupel ledger decide` first.")
    return Ledger.open(ledger or case / "ledger.sqlite")


def _print_json(value: Any) -> None:
    import json

    print(json.dumps(value, indent=1, ensure_ascii=False))
