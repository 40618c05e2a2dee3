"""The command line: arguments go in, one call is made, an exit code comes out; there is no domain logic here."""

from typing import Annotated, NoReturn

import typer

import cupel
from cupel.cli import assess, claims, inspect, ledger, lists, market, packet, reference, show, signatures, verify
from cupel.cli.run import run

app = typer.Typer(
    name="cupel",
    help="Evidence-based assurance of network-equipment suppliers: what can be shown, apart from what is only said.",
    epilog="Exit codes: 0 done; 1 done, but part of an input could not be inspected, or a ledger, bundle or reply "
    "does not hold; "
    "2 the input or the call is wrong; 3 the machine lacks something; 130 stopped by you.",
    no_args_is_help=True,
    rich_markup_mode=None,  # half of the start-up time
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command(epilog=assess.EPILOG)(assess.assess)
app.command(epilog=inspect.EPILOG)(inspect.inspect)
app.command(epilog=show.EPILOG)(show.show)
app.command(epilog=verify.EPILOG)(verify.verify)
app.add_typer(claims.app, name="claims")
app.command(epilog=market.EPILOG)(market.market)
for listed in (lists.formats, lists.bills, lists.limits, lists.schema):
    app.command()(listed)
app.add_typer(reference.app, name="reference")
app.add_typer(signatures.app, name="signatures")
app.add_typer(ledger.app, name="ledger")
app.add_typer(packet.app, name="packet")


def main() -> NoReturn:
    """Run the command line."""
    run(app)


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
