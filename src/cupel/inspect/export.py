"""What a form of findings is to cupel: an inspection with what people say of it goes in, a file's bytes come out."""

from dataclasses import dataclass
from functools import cache
from typing import Protocol, runtime_checkable

from cupel import plugins
from cupel.errors import InputError
from cupel.records.equipment import Equipment
from cupel.records.finding_reply import FindingReply
from cupel.records.inspection import Inspection
from cupel.records.suppression import Suppression


@dataclass(frozen=True, slots=True)
class Told:
    """What there is to write of one item of equipment."""

    item: Equipment
    """The equipment, as stated."""
    inspection: Inspection
    """What was found in it."""
    replies: tuple[FindingReply, ...] = ()
    """What its maker replies."""
    suppressions: tuple[Suppression, ...] = ()
    """Which findings need no more attention."""


@runtime_checkable
class FindingExport(Protocol):
    """One form of findings: the constant EXPORT of a module in exports/."""

    name: str
    """One word, lower case: the name on the command line."""
    title: str
    """The name that people in the field use, with its version."""
    description: str
    """What it carries and what not, in one or two sentences."""
    reference: str
    """Address of its specification."""
    suffix: str
    """How names of its files end, with the dot."""

    def write(self, told: Told) -> bytes:
        """Return the file's bytes; the same findings give the same bytes."""


@cache
def finding_exports() -> tuple[FindingExport, ...]:
    """Load the forms."""
    return plugins.load("cupel.inspect.exports", "EXPORT", FindingExport)


def finding_export(name: str) -> FindingExport:
    """Find a form by its name. Raises InputError that lists the names of every export there is."""
    from cupel.bills.format import formats  # noqa: PLC0415 - 40 ms that only an export need pay

    known = {it.name: it for it in finding_exports()}
    if name not in known:
        names = sorted([*known, *(it.name for it in formats() if it.writes)])
        raise InputError(f"There is no export named {name!r}.", f"Choose one of {', '.join(names)}.")
    return known[name]
