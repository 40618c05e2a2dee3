"""`cupel claims`."""

from pathlib import Path
from typing import Annotated

import typer

from cupel.cli.options import AsJson, Quiet
from cupel.errors import InputError
from cupel.progress import Progress

EPILOG = (
    "Examples:  cupel claims article.txt hearing.pdf  |  cupel claims clippings/ --full  |  "
    "cupel claims clippings/ --json | jq .contradictions  |  "
    "cupel claims clippings/ --export stix=claims.json --export csv=claims.csv"
)


def claims(
    paths: Annotated[
        list[Path], typer.Argument(help="Documents (text, HTML, PDF, e-mail, Word), or folders.", metavar="FILE...")
    ],
    as_json: AsJson = False,
    full: Annotated[bool, typer.Option("--full", help="Show every claim, the outlets' own voice too.")] = False,
    exports: Annotated[
        list[str] | None,
        typer.Option("--export", help="Write the ledger in a form: csv, ftm, json, prov, stix.", metavar="NAME=FILE"),
    ] = None,
    quiet: Quiet = False,
) -> None:
    """Read who says what about whom, on whose word: each claim with its exact words, its stance and its source.

    Nothing is accepted by itself, and nothing here says whether a claim is true. Exit code 1 where part of a document
    could not be read.
    """
    from cupel.claims.claims import ledger_of
    from cupel.claims.export import claim_export
    from cupel.claims.reading.reading import read_documents

    wanted = []
    for given in exports or ():
        name, sign, file = given.partition("=")
        if not sign or not file:
            raise InputError(f"--export {given!r} names no file.", "Write it as csv=claims.csv.")
        wanted.append((claim_export(name), Path(file)))
    with Progress(quiet or as_json) as progress:
        documents, problems = read_documents(paths, progress)
    if not documents:
        told_of = "; ".join(f"{it.locator}: {it.what}" for it in problems[:5])
        raise InputError(f"No document could be read. {told_of}", "Give text, HTML, PDF, e-mail or Word files.")
    ledger = ledger_of(documents)
    for form, target in wanted:
        try:
            target.write_bytes(form.write(ledger))
        except OSError as error:
            raise InputError(f"{target} cannot be written: {error.strerror}.", "Name another file.") from error
    if as_json:
        import sys

        sys.stdout.buffer.write(claim_export("json").write(ledger))
        for it in problems:
            print(f"{it.locator}: {it.what}", file=sys.stderr)
    else:
        from rich.console import Console

        from cupel.claims.told import told

        Console().print(told(ledger, problems, full))
    if problems:
        raise typer.Exit(1)
