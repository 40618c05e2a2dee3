"""Positions short of law: TOML files, shipped ones and those of a folder of the user's, go in; dated records come out.

approached: another state or the EU asks it to restrict; incentive offered: with money or goods if it does; reviewing:
it examines or prepares something; advising: it warns, or declares what suppliers should be; restricting: it limits
somebody by an announcement, a single decision or a condition; rejecting: it declines such a request, or a bill that
would restrict; no restriction: it says that it restricts nobody.
"""

import tomllib
from collections.abc import Iterable
from dataclasses import replace
from functools import cache
from importlib.resources import files
from pathlib import Path

from cupel.errors import InputError
from cupel.records.law import Position
from cupel.screen.conditions import days_of
from cupel.screen.tables import record_of

TABLE = "positions"
"""Name of the list of tables in each file."""


@cache
def shipped_positions() -> tuple[Position, ...]:
    """Read the positions that cupel ships, oldest first."""
    folder = files("cupel.screen").joinpath("positions")
    found = [it for it in folder.iterdir() if it.name.endswith(".toml")]
    return _oldest_first(it for file in found for it in positions_of(file.read_text("utf-8"), file.name))


def read_positions(folder: Path) -> tuple[Position, ...]:
    """Read the positions of a folder of the user's, oldest first.

    Raises InputError that names file and key and says what to do.
    """
    found: list[Position] = []
    for file in sorted(folder.glob("*.toml")):
        try:
            found += positions_of(file.read_text("utf-8"), file.name)
        except (OSError, UnicodeDecodeError) as error:
            raise InputError(f"{file} cannot be read: {error}.", "Give a TOML file in UTF-8.") from error
    return _oldest_first(found)


def positions_of(text: str, name: str) -> tuple[Position, ...]:
    """Read the positions of one file, whose name is given for errors. Raises InputError that names file and key."""
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise InputError(f"{name} is no TOML: {error}.", "Correct the line.") from error
    entries = table.pop(TABLE, None)
    if table or not isinstance(entries, list):
        raise InputError(f"{name}: it holds something else than [[{TABLE}]].", f"Write every position as [[{TABLE}]].")
    return tuple(_position(it, name, f"{TABLE}[{at}]") for at, it in enumerate(entries))


def known_on(day: str, positions: Iterable[Position], country: str = "") -> tuple[Position, ...]:
    """Return those that had been taken by a day (ISO 8601), of one country or of all, oldest first.

    One of which only the month is known counts from the last day of the month.
    """
    return _oldest_first(
        it
        for it in positions
        if country in ("", it.country) and (span := days_of(it.since)) is not None and span[1] <= day
    )


def _position(table: object, name: str, place: str) -> Position:
    since = table.get("since", "") if isinstance(table, dict) else ""
    bare = {**table, "since": ""} if isinstance(table, dict) else table  # a month is allowed here, other than in rules
    position = replace(record_of(Position, bare, name, place), since=since)
    if not isinstance(since, str) or days_of(since) is None or len(since) < len("2019-05"):
        raise InputError(f"{name}: {place}.since is {since!r}.", "Write a day or a month: 2019-05-30, 2019-05.")
    if not (len(position.country) == 2 and position.country.isascii() and position.country.isupper()):
        raise InputError(f"{name}: {place}.country is {position.country!r}.", "Write ISO 3166-1 alpha-2, or EU.")
    if not (position.statement and position.said_by and position.source.address):
        raise InputError(f"{name}: {place} says nothing, nobody, or no address.", "Give statement, said_by and source.")
    return position


def _oldest_first(positions: Iterable[Position]) -> tuple[Position, ...]:
    return tuple(sorted(positions, key=lambda it: (it.since, it.country, it.stance, it.statement)))
