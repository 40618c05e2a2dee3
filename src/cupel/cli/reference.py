"""`cupel reference` on the command line: arguments go in, one call is made, an exit code comes out."""

from pathlib import Path
from typing import Annotated

import typer

from cupel.cli.options import AsJson, Quiet
from cupel.progress import Progress

app = typer.Typer(
    help="Keep the reference data: known vulnerabilities, those that are exploited, and ends of support.",
    epilog="It lies in $XDG_DATA_HOME/cupel/reference.sqlite. Only `cupel reference update` uses the network.",
    no_args_is_help=True,
    rich_markup_mode=None,
)


@app.command(
    "update",
    epilog="Examples:  cupel reference update  |  cupel reference update kev epss  |  "
    "NVD_API_KEY=... cupel reference update nvd",
)
def update_feeds(
    feeds: Annotated[
        list[str] | None,
        typer.Argument(help="Feeds; all if none is given. `cupel reference status` lists them.", metavar="[FEED...]"),
    ] = None,
    addresses: Annotated[
        Path | None, typer.Option(help="Take the addresses from this file: those of a mirror, say.", metavar="FILE")
    ] = None,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Download feeds and import them.

    An update that was interrupted goes on where it stopped. NVD gives its pages ten times as fast to who has a key:
    put it into the environment variable NVD_API_KEY. Exit code 1 where a record could not be used, or a feed is not
    complete.
    """
    from cupel.reference.command import update

    with Progress(quiet or as_json) as progress:
        complete = update(feeds or [], addresses, _now(), as_json, progress)
    if not complete:
        raise typer.Exit(1)


@app.command(
    "import",
    epilog="Examples:  cupel reference import known_exploited_vulnerabilities.json  |  "
    "cupel reference import nvdcve-2.0-*.json.gz  |  cupel reference import cvelistV5-main.zip",
)
def import_files(
    files: Annotated[
        list[Path],
        typer.Argument(help="Downloaded files, zipped, gzipped, xz or not, or folders of them.", metavar="FILE..."),
    ],
    afresh: Annotated[
        bool, typer.Option("--afresh", help="Forget what the feeds of these files held before; all files, or none.")
    ] = False,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Import files that were downloaded elsewhere; no network is used.

    Which feed a file is of is seen from its content. A file that is cut or damaged changes nothing. Exit code 1 where a
    record could not be used, or a file has fewer records than it says.
    """
    from cupel.reference.command import import_files

    with Progress(quiet or as_json) as progress:
        complete = import_files(files, afresh, _now(), as_json, progress)
    if not complete:
        raise typer.Exit(1)


@app.command("status", epilog="Examples:  cupel reference status  |  cupel reference status --refusals nvd")
def status_of_feeds(
    refusals: Annotated[
        str, typer.Option("--refusals", help="List every record of this feed that could not be used.", metavar="FEED")
    ] = "",
    as_json: AsJson = False,
) -> None:
    """Say what is held: how old it is, how much, and how complete.

    Exit code 1 where a feed is not complete: it says that it holds more records than were read.
    """
    from cupel.reference.command import status

    if not status(_now(), refusals, as_json):
        raise typer.Exit(1)


def _now() -> str:
    import datetime

    return datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
