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

    The dossier is CASE/dossier/index.html, which needs no network, and dossier.json beside it; bills of materials, and
    the findings as SARIF, lie in folders there.
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
            if "/" not in name:
                print(f"  {name:8} {path}")
        for kind in ("bills", "findings"):
            if beside := [path for name, path in done.files.items() if name.startswith(f"{kind}/")]:
                print(f"  {kind:8} {beside[0].parent} ({len(beside)} file{'s' if len(beside) > 1 else ''})")
    if not done.complete:
        raise typer.Exit(1)
