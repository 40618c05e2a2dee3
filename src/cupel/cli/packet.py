"""`cupel packet`: what a vendor needs to answer findings, and whether its reply can be read."""

import datetime
import sys
from pathlib import Path
from typing import Annotated

import typer

from cupel.cli.options import AsJson, print_json, wrapped
from cupel.errors import InputError

app = typer.Typer(help="Write findings for a vendor, and read its reply.", no_args_is_help=True, rich_markup_mode=None)


@app.command(
    epilog="Examples:  cupel packet write evidence.zip packet/  |  cupel packet write evidence.zip packet.zip --yes"
)
def write(
    bundle: Annotated[Path, typer.Argument(help="Evidence bundle of the vendor edition.")],
    output: Annotated[Path, typer.Argument(help="New or empty folder, or a .zip file.")],
    as_of: Annotated[
        str, typer.Option(help="The day as of which duties are listed, as 2026-11-22; today if not given.")
    ] = "",
    yes: Annotated[bool, typer.Option("--yes", "-y", help="The duties were read: write without asking.")] = False,
) -> None:
    """Write the packet: per finding what, where, how to reproduce it and what would refute it; and a reply form.

    Reporting duties that telling a vendor may set off are listed before a file is written, unless --yes says that they
    were read; the packet has them once. This is no legal advice.
    """
    from cupel.inspect.bundle.verification import read_bundle
    from cupel.inspect.describe import counted
    from cupel.inspect.packet.duties import duties, in_words
    from cupel.inspect.packet.writing import DUTIES, packet, write_packet

    day = _day(as_of)
    opened, record = read_bundle(bundle)
    files = packet(opened, record, bundle.read_bytes(), day)
    if not yes:
        print(*wrapped(in_words(duties(), day)), "", sep="\n")
        if not sys.stdin.isatty():
            raise InputError("Nothing was written.", "Read the duties above, then give --yes.")
        typer.confirm("These duties were read; write the packet?", abort=True)
    write_packet(files, output)
    listed = counted(len(duties()), "reporting duty", "reporting duties")
    print(f"Written to {output}: {counted(len(record.findings), 'finding')}; {listed} in {DUTIES}")


@app.command(epilog="Example: cupel packet check reply.toml evidence.zip")
def check(
    form: Annotated[Path, typer.Argument(help="Reply form that a vendor filled in.")],
    bundle: Annotated[Path, typer.Argument(help="The bundle that it answers.")],
    as_json: AsJson = False,
) -> None:
    """Check a filled reply form; `cupel inspect --reply` then keeps it beside the findings.

    Exit code 1 where it speaks of another image, or of findings that the bundle does not have.
    """
    from cupel.dossier.visible import visible
    from cupel.inspect.packet.check import check_form
    from cupel.records.boundary import plain

    found = check_form(form, bundle)
    if as_json:
        print_json(plain(found) | {"good": found.good})
    else:
        for it in found.replies:
            print(f"{it.state:10} {it.finding}  {visible(it.text)[:200]}")
        for name in found.strange:
            print(f"no finding of this bundle: {visible(name)}")
        if found.other_image:
            print("The form says that it is about another image.")
        print(f"{len(found.replies):,} answered, {len(found.unanswered):,} not yet.")
    if not found.good:
        raise typer.Exit(1)


@app.command()
def duties(as_of: Annotated[str, typer.Option(help="The day, as 2026-11-22; today if not given.")] = "") -> None:
    """List the reporting duties that telling a vendor may set off. This is no legal advice."""
    from cupel.inspect.packet.duties import duties as known
    from cupel.inspect.packet.duties import in_words

    print(*wrapped(in_words(known(), _day(as_of))), sep="\n")


def _day(as_of: str) -> datetime.date:
    try:
        return datetime.date.fromisoformat(as_of) if as_of else datetime.datetime.now(datetime.UTC).date()
    except ValueError as error:
        raise InputError(f"--as-of {as_of!r} is no date.", "Write it as 2026-11-22.") from error
