"""`cupel assess`."""

from pathlib import Path
from typing import Annotated

import typer

from cupel.cli.options import AsJson, CaseFolder, LedgerAt, Quiet, print_json, wrapped
from cupel.progress import Progress

EPILOG = "Example: cupel assess examples/first-case"


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
        print_json(told)
    else:
        print(*wrapped(done.summary), "", sep="\n")
        if done.unchanged:
            print("Nothing changed since this dossier was written:")
        for name, path in done.files.items():
            if not name.startswith("bills/"):
                print(f"  {name:5} {path}")
        if bills := [path for name, path in done.files.items() if name.startswith("bills/")]:
            print(f"  bills {bills[0].parent} ({len(bills)} files)")
    if not done.complete:
        raise typer.Exit(1)
