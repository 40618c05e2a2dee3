"""The published sets of requirements: the files beside this one go in; clauses with their checks come out."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from cupel.records.finding import Tier

FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class FindingCheck:
    """Findings that speak against a clause."""

    detector: str
    """Folder and name: `access/accounts`."""
    rules: tuple[str, ...]
    """Its rules; none: all of them."""
    tier: Tier
    """How far it must be shown, at least."""


@dataclass(frozen=True, slots=True)
class SettingCheck:
    """A setting that speaks against a clause."""

    file: str
    """End of the file's path, a shell pattern."""
    key: str
    """The key, in lower case."""
    values: tuple[str, ...]
    """Values that do, in lower case."""


@dataclass(frozen=True, slots=True)
class Clause:
    """One clause, and what of it an image can show."""

    number: str
    """As the set writes it."""
    title: str
    """What it asks for, in our words: the text itself is its publisher's."""
    mode: str
    """What can show it: image, emulated, live, documents."""
    findings: tuple[FindingCheck, ...]
    """Findings that fail it."""
    settings: tuple[SettingCheck, ...]
    """Settings that fail it."""
    reference: tuple[str, ...]
    """Checks that need reference data: names out of `outside.py`."""
    examined: tuple[str, ...]
    """What must have been examined for a pass: names out of `examined.py`. None: an image alone never passes it."""
    unless: str
    """What would lift a failure, in a clause: an exception that the set makes; empty where there is none."""
    rest: str
    """What an image cannot show of it, in a clause."""
    uncertain: bool
    """Whether its number or content was not checked at its source."""


@dataclass(frozen=True, slots=True)
class RequirementSet:
    """One published set in one edition."""

    id: str
    """The file's name."""
    title: str
    """Its name."""
    publisher: str
    """Who publishes it."""
    edition: str
    """Version and date."""
    source: str
    """Address of the text, or of what it was checked with."""
    checked: str
    """Day on which numbers and contents were checked, ISO 8601."""
    note: str
    """How far they were checked, and what a reader must know."""
    clauses: tuple[Clause, ...]
    """In its own order."""


@cache
def requirement_sets() -> tuple[RequirementSet, ...]:
    """Load every set, in the order of its file's name."""
    return tuple(_read(file) for file in sorted(FOLDER.glob("*.toml")))


def _read(file: Path) -> RequirementSet:
    data = tomllib.loads(file.read_text("utf-8"))
    return RequirementSet(
        file.stem, data["title"], data["publisher"], data["edition"], data["source"], data["checked"], data["note"],
        tuple(_clause(it) for it in data["clause"]),
    )  # fmt: skip


def _clause(it: dict[str, Any]) -> Clause:
    return Clause(
        it["number"], it["title"], it["mode"],
        tuple(
            FindingCheck(one["detector"], tuple(one.get("rules", ())), one.get("tier", "present"))
            for one in it.get("fails", ())
        ),
        tuple(SettingCheck(one["file"], one["key"], tuple(one["values"])) for one in it.get("settings", ())),
        tuple(it.get("reference", ())), tuple(it.get("examined", ())),
        it.get("unless", ""), it["rest"], it.get("uncertain", False),
    )  # fmt: skip
