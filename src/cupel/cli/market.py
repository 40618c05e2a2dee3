"""`cupel market`."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from cupel.cli.options import AsJson, print_json
from cupel.errors import InputError

EPILOG = (
    "Examples:  cupel market spread.csv --benchmark index.csv --event 2018-11-23  |  "
    "cupel market share.csv --benchmark index.csv --event 2018-11-23 --measure price --window 0,0  |  "
    "cupel market spread.csv --benchmark index.csv --event 2018-11-23 --events claims.json --placebo 1000"
)


class Measured(StrEnum):
    """What the numbers of a series are."""

    spread = "spread"
    price = "price"


def market(
    series: Annotated[Path, typer.Argument(help="CSV file: a column date, a column of numbers.", metavar="SERIES.csv")],
    benchmark: Annotated[
        Path, typer.Option(help="CSV file of what moves with it anyway: an index, a basket of like bonds.")
    ],
    event: Annotated[str, typer.Option(help="The day on which it was first published.", metavar="YYYY-MM-DD")],
    measure: Annotated[
        Measured, typer.Option(help="spread: changes are differences; price: changes are logarithmic returns.")
    ] = Measured.spread,
    window: Annotated[
        str, typer.Option(help="First and last trading day that are tested; day 0 is the event's.", metavar="FROM,TO")
    ] = "-1,1",
    estimation: Annotated[
        str, typer.Option(help="Trading days from which ordinary movement is learnt.", metavar="FROM,TO")
    ] = "-120,-11",
    events: Annotated[
        Path | None,
        typer.Option(
            help="What else happened: CSV with date and title, or the JSON of `cupel claims`.", metavar="FILE"
        ),
    ] = None,
    placebo: Annotated[
        int, typer.Option(help="Dates, drawn at random, on which the test is tried out.", min=0, max=100_000)
    ] = 0,
    seed: Annotated[int, typer.Option(help="Where the drawing begins: the same seed, the same dates.")] = 0,
    as_json: AsJson = False,
) -> None:
    """Study how a price or a spread moved around a day, against a benchmark: an event study with two tests.

    It tells whether the days were unusual for the series, never why. Nothing is fetched: the series are yours.
    """
    import datetime

    from cupel.market.events import read_events, to_the_day
    from cupel.market.series import read_series
    from cupel.market.study import event_study
    from cupel.market.told import NOT_SHOWN, told
    from cupel.records.boundary import plain

    try:
        day = datetime.date.fromisoformat(event).isoformat()
    except ValueError as error:
        raise InputError(f"--event {event!r} is no date.", "Write it as 2018-11-23.") from error
    days = _days("--window", window), _days("--estimation", estimation)
    own, other = read_series(series), read_series(benchmark)
    given = read_events(events) if events else ()
    found = event_study(own, other, day, measure.value, *days, given, placebo, seed)
    undated = [it for it in given if to_the_day(it.day) is None]
    if as_json:
        inputs = [{"name": it.name, "sha256": it.sha256, "days": len(it.days)} for it in (own, other)]
        print_json(
            plain(found) | {
                "series": inputs[0], "benchmark": inputs[1], "events_given": len(given),
                "events_without_a_day": len(undated), "seed": seed, "not_shown": NOT_SHOWN,
            }
        )  # fmt: skip
    else:
        print(*told(found, own, other, len(given), len(undated)), sep="\n")


def _days(option: str, given: str) -> tuple[int, int]:
    first, _, last = given.partition(",")
    try:
        found = int(first), int(last)
    except ValueError as error:
        raise InputError(f"{option} {given!r} is no pair of days.", "Write it as -1,1.") from error
    if max(map(abs, found)) > 100_000:
        raise InputError(f"{option} {given!r} reaches too far.", "Count trading days from the event: -1,1.")
    return found
