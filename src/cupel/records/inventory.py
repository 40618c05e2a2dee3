"""Inventory: equipment as its owner lists it, row by row, each field with where it stood."""

from dataclasses import dataclass, field
from typing import Literal

from cupel.records.maker import Maker
from cupel.records.problem import Problem


@dataclass(frozen=True, slots=True)
class InventoryRow:
    """One line of an inventory."""

    locator: str
    """File, sheet and line: `sites.xlsx!North!17`."""
    original: tuple[tuple[str, str], ...]
    """Every (heading, cell) as it stood there, so that an output can show the owner's own columns."""
    facts: dict[str, str] = field(default_factory=dict)
    """Fields of `inventory/fields.toml` that were read from it, normalised: `label`, `model`, `mac`, `domain`,
    `generation`, `class`, `purpose`, `country_of_production`, `installed_on` ...; a field that is absent is unknown."""
    maker: Maker | None = None
    """Who made it; None before anybody asked."""


@dataclass(frozen=True, slots=True)
class ColumnMapping:
    """Which column of a file was taken for which field."""

    file: str
    heading: str
    """As it stands there; of a column without heading its letter."""
    field: str
    """The field; empty where it was taken for none."""
    basis: Literal["mapping file", "heading", "values", "none"]
    """What it rests on."""


@dataclass(frozen=True, slots=True)
class Inventory:
    """What was read of an inventory."""

    rows: tuple[InventoryRow, ...]
    mapping: tuple[ColumnMapping, ...]
    """Of every column of every file."""
    unread: tuple[Problem, ...]
    """Rows and cells that could not be read, with their line."""
