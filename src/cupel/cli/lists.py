"""`cupel formats`, `cupel limits`, `cupel schema`: what this version reads, keeps to and writes."""

from enum import StrEnum
from typing import Annotated

import typer

from cupel.cli.options import AsJson, print_json


class Schema(StrEnum):
    """Records whose JSON Schema can be printed."""

    bundle = "bundle"
    dossier = "dossier"
    inspection = "inspection"


def formats(as_json: AsJson = False) -> None:
    """List the containers that can be opened, and how that is proved."""
    from cupel.inspect.unpack.registry import FORMATS

    rows = [{"name": it.name, "title": it.title, "proof": it.proof, "description": it.description} for it in FORMATS]
    if as_json:
        print_json(rows)
        return
    width = max(len(row["title"]) for row in rows)
    print(f"{'name':12} {'title':{width}} proof")
    for row in rows:
        print(f"{row['name']:12} {row['title']:{width}} {row['proof']}")
    print("\nproof: packer, cases made by an independent packer; image, a real image opens; unproved, neither yet.")


def bills(as_json: AsJson = False) -> None:
    """List the forms of bills of materials and replies that are written and read."""
    from cupel.bills.format import formats as known

    rows = [{"name": it.name, "title": it.title, "writes": it.writes, "reads": it.reads} for it in known()]
    if as_json:
        print_json(rows)
        return
    for row in rows:
        does = " and ".join(word for word, able in (("written", row["writes"]), ("read", row["reads"])) if able)
        print(f"{row['name']:12} {row['title']}, {does}")


def limits(as_json: AsJson = False) -> None:
    """List the limits of an inspection.

    Change one with `cupel inspect --limit NAME=NUMBER`.
    """
    import dataclasses

    from cupel.inspect.unpack.limits import Limits

    values = dataclasses.asdict(Limits())
    if as_json:
        print_json(values)
        return
    for name, value in values.items():
        print(f"{name:15} {value:>18,}")


def schema(record: Annotated[Schema, typer.Argument(help="Which record.")]) -> None:
    """Print the JSON Schema of a record."""
    from cupel.records.boundary import schema as schema_of
    from cupel.records.bundle import Bundle
    from cupel.records.dossier import Dossier
    from cupel.records.report import Report

    print_json(schema_of({"bundle": Bundle, "dossier": Dossier, "inspection": Report}[record.value]))
