"""Golden cases of instruments: a folder of TOML files goes in; subjects and expected verdicts come out."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cupel.records.holding import Holding
from cupel.records.maker import Maker
from cupel.records.party import Party
from cupel.screen.affiliates import Suppliers
from cupel.screen.evaluate import Circumstances, Subject
from made_holdings import StandIn

KEYS = {
    "name",
    "as_of",
    "maker",
    "subject",
    "operator",
    "holdings",
    "parties",
    "lists",
    "expected",
    "missing",
    "deadlines",
}


@dataclass(frozen=True, slots=True)
class Case:
    """One case: what is known, and what the instrument says of it."""

    instrument: str
    name: str
    subject: Subject
    around: Circumstances
    expected: Mapping[str, str]
    """Value by the entry's id."""
    missing: Mapping[str, list[str]]
    """Facts that must be named as missing, by the entry's id."""
    deadlines: Mapping[str, list[str]]
    """Days of the deadlines that are shown, by the entry's id."""


def cases_of(folder: Path) -> list[Case]:
    """Read the cases of one instrument."""
    return [
        _case(folder.name, it)
        for file in sorted(folder.glob("*.toml"))
        for it in tomllib.loads(file.read_text())["case"]
    ]


def _case(instrument: str, held: dict[str, Any]) -> Case:
    assert set(held) <= KEYS, f"{instrument}, {held.get('name')}: unknown keys {set(held) - KEYS}"
    parties = {
        it["id"]: Party(kind="organisation", names=(), **{"name": it["id"], **it}) for it in held.get("parties", [])
    }
    holdings = StandIn(tuple(_holding(it) for it in held.get("holdings", [])))
    lists = {name: tuple(members) for name, members in held.get("lists", {}).items()}
    around = Circumstances(held["as_of"], held.get("operator", {}), Suppliers(parties, holdings, lists=lists))
    return Case(
        instrument,
        held["name"],
        Subject(held.get("subject", {}), _maker(held.get("maker"))),
        around,
        held["expected"],
        held.get("missing", {}),
        held.get("deadlines", {}),
    )


def _holding(held: dict[str, Any]) -> Holding:
    share = held.pop("share", 0.0)
    low, high = share if isinstance(share, list) else (share, share)
    return Holding(kind=held.pop("kind", "shares"), low=low, high=high, **held)


def _maker(held: Any) -> Maker | None:
    if held is None:
        return None
    if isinstance(held, str):
        return Maker(held, "named", (), "", "")
    return Maker(held.get("party", ""), held["status"], (), held.get("sold_as", ""), "", tuple(held.get("others", ())))
