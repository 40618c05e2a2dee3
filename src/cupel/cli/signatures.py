"""`cupel signatures`: learn them from packages, measure them, list them."""

from pathlib import Path
from typing import Annotated

import typer

from cupel.cli.options import AsJson, Quiet
from cupel.progress import Progress

app = typer.Typer(
    help="Learn, check and list the signatures of products.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

Archives = Annotated[
    list[Path], typer.Argument(help="Package archives (deb, ipk, apk), or folders of them.", metavar="PATH...")
]
TextCache = Annotated[
    Path | None,
    typer.Option("--texts", help="Folder that keeps what was read of each archive; in cupel's cache if not given."),
]


@app.command("learn", epilog="Example: cupel signatures learn packages/ --output signatures/")
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


@app.command("check")
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


@app.command("list")
def signatures_list(as_json: AsJson = False) -> None:
    """List the products that can be told by their bytes."""
    from cupel.inspect.identify.learn.command import list_signatures

    list_signatures(as_json)
