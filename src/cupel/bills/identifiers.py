"""Identifiers and dates of what is written: a Bill goes in; names and a time stamp come out, always the same."""

import datetime
import hashlib
import uuid

from cupel.bills.names import make_package_url
from cupel.errors import InputError
from cupel.records.bill import Bill
from cupel.records.boundary import to_json

NAMESPACE = uuid.uuid5(uuid.NAMESPACE_OID, "cupel.bills")
"""Under which cupel's documents are named (RFC 9562, version 5)."""


def identifier(bill: Bill, format_name: str) -> str:
    """Return the UUID of the document: of version 5, made of the bill's hash and the format's name."""
    return str(uuid.uuid5(NAMESPACE, f"{format_name}:{hashlib.sha256(to_json(bill)).hexdigest()}"))


def time_stamp(bill: Bill) -> str:
    """Return the bill's day as a time stamp (RFC 3339, UTC); empty where none was stated.

    Raises InputError where what was stated is no date.
    """
    if not bill.as_of:
        return ""
    try:
        moment = datetime.datetime.fromisoformat(bill.as_of)
    except ValueError as error:
        raise InputError(f"as_of {bill.as_of!r} is no date.", "Write a day like 2026-11-22.") from error
    if moment.tzinfo:
        moment = moment.astimezone(datetime.UTC)
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def stated_time_stamp(bill: Bill, title: str) -> str:
    """Return the time stamp for a format that cannot do without. Raises InputError where no day was stated.

    The day of the run would make two runs over the same input differ.
    """
    stamp = time_stamp(bill)
    if not stamp:
        raise InputError(f"{title} needs a date, and none was stated.", "State the day with as_of, like 2026-11-22.")
    return stamp


def equipment_url(bill: Bill) -> str:
    """Name the equipment by a package URL of type generic: maker, product and version as stated, and the hash."""
    checksum = {} if bill.folder or not bill.sha256 else {"checksum": f"sha256:{bill.sha256}"}
    name = bill.product or bill.file or bill.label or "equipment"
    return make_package_url("generic", bill.maker, name, bill.version, checksum)


def references(bill: Bill) -> dict[int, str]:
    """Name each component of a bill uniquely within a document: its place in the bill -> its name.

    A name is the component's own identifier, with a number where two have the same.
    """
    names: dict[int, str] = {}
    used: set[str] = set()
    for at, component in enumerate(bill.components):
        name, again = component.id or "component", 2
        while name in used:
            name, again = f"{component.id}#{again}", again + 1
        used.add(name)
        names[at] = name
    return names
