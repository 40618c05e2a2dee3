"""`cupel show`."""

from pathlib import Path
from typing import Annotated

import typer

from cupel.cli.options import Quiet
from cupel.errors import InputError
from cupel.progress import Progress

EPILOG = (
    "Examples:  cupel show firmware.bin 3f786850e387 --offset 0x1c0 --size 48  |  cupel show firmware.bin etc/passwd"
)


def show(
    image: Annotated[Path, typer.Argument(help="Image, archive of a root file system, or folder.")],
    file: Annotated[
        str, typer.Argument(help="SHA-256 of the file (eight digits or more), its path as stored, or its locator.")
    ],
    offset: Annotated[str, typer.Option(help="First byte to show, as 0x1c0 or 448.", metavar="NUMBER")] = "",
    size: Annotated[int, typer.Option(help="Bytes to show, 4096 at most.", min=1)] = 64,
    hide: Annotated[
        list[str] | None,
        typer.Option(help="Bytes, from the first that is shown, that are a secret.", metavar="START:END"),
    ] = None,
    include_secrets: Annotated[bool, typer.Option("--include-secrets", help="Show secrets in clear.")] = False,
    limit: Annotated[
        list[str] | None,
        typer.Option(help="Change a limit, as bytes_out=1000000; `cupel limits` lists them.", metavar="NAME=NUMBER"),
    ] = None,
    quiet: Quiet = False,
) -> None:
    """Show where a file lies in an image, how it is listed there, and its bytes: to check a finding oneself.

    Each finding of a page has the line to type. Secrets, those given by --hide and those that their form tells, are
    shown as fingerprints.
    """
    from cupel.dossier.visible import visible
    from cupel.inspect.command import parse_limits
    from cupel.inspect.showing import show as run
    from cupel.inspect.showing import told

    try:
        span = (int(offset, 0), size) if offset else None
    except ValueError as error:
        raise InputError(f"--offset {offset!r} is no number.", "Write it as 0x1c0 or 448.") from error
    runs = [_run(it) for it in hide or ()]
    with Progress(quiet) as progress:
        found = run(image, file, span, parse_limits(limit or []), progress)
    print(*map(visible, told(found, None if include_secrets else runs)), sep="\n")


def _run(given: str) -> tuple[int, int]:
    start, _, end = given.partition(":")
    if not (start.isdecimal() and end.isdecimal() and len(given) < 12):
        raise InputError(f"--hide {given!r} is no run of bytes.", "Write it as 8:98.")
    return int(start), int(end)
