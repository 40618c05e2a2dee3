"""What several commands share: options, and how a value is written to standard output."""

import sys
from collections.abc import Iterable
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

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
ClaimPaths = Annotated[
    list[Path],
    typer.Argument(help="Documents (text, HTML, PDF, e-mail, Word), folders, or a case.", metavar="FILE..."),
]
ClaimDecisions = Annotated[
    str, typer.Option("--ledger", help="Ledger with decisions about claims; of a case CASE/ledger.sqlite.")
]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Show no progress.")]


class Edition(StrEnum):
    """Who a page is made for."""

    public = "public"
    confidential = "confidential"
    vendor = "vendor"


def wrapped(lines: Iterable[str]) -> list[str]:
    """Fold lines to the terminal's width; leave them alone where there is none."""
    if not sys.stdout.isatty():
        return list(lines)
    import shutil
    import textwrap

    width = shutil.get_terminal_size().columns
    return [textwrap.fill(line, width, subsequent_indent="    ") for line in lines]


def print_json(value: Any) -> None:
    """Write a value as JSON."""
    import json

    print(json.dumps(value, indent=1, ensure_ascii=False))
