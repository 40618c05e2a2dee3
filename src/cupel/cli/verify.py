"""`cupel verify`."""

from pathlib import Path
from typing import Annotated

import typer

from cupel.cli.options import AsJson, Quiet, print_json, wrapped
from cupel.progress import Progress

EPILOG = (
    "Examples:  cupel verify evidence.zip  |  cupel verify evidence.zip firmware.bin  |  "
    "cupel verify evidence.zip firmware.bin --json | jq '.findings[] | select(.state != \"verified\")'"
)


def verify(
    bundle: Annotated[Path, typer.Argument(help="Evidence bundle, as `cupel inspect --bundle` writes it.")],
    image: Annotated[
        Path | None, typer.Argument(help="The image that it is about: its bytes are then read again.")
    ] = None,
    limit: Annotated[
        list[str] | None,
        typer.Option(help="Change a limit, as bytes_out=1000000; `cupel limits` lists them.", metavar="NAME=NUMBER"),
    ] = None,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Check an evidence bundle, offline: its hashes, its quotes, and each quoted byte against the image.

    Exit code 0: all holds; 1: something was changed, differs or cannot be reached; 2: it is no bundle, or the image is
    another one.
    """
    from cupel.inspect.bundle.verification import verify as run
    from cupel.inspect.command import parse_limits
    from cupel.records.boundary import plain

    with Progress(quiet or as_json) as progress:
        found = run(bundle, image, parse_limits(limit or []), progress)
    if as_json:
        print_json(plain(found) | {"good": found.good})
    else:
        from cupel.inspect.bundle.told import told

        print(*wrapped(told(found)), sep="\n")
    if not found.good:
        raise typer.Exit(1)
