"""What a format of bills is to cupel: a Bill goes in and bytes come out, or bytes go in and a Stated comes out."""

from functools import cache
from typing import Protocol, runtime_checkable

from cupel import plugins
from cupel.records.bill import Bill, Stated


@runtime_checkable
class BillFormat(Protocol):
    """One format of bills or replies: the constant BILL of a module in formats/."""

    name: str
    """One word, lower case: the name on the command line, in results and in golden cases."""
    title: str
    """The name that people in the field use, with the version that is written."""
    description: str
    """What it carries and what not, in one or two sentences."""
    reference: str
    """Address of its specification."""
    suffix: str
    """How names of its files end, with the dot."""
    writes: bool
    """Whether `write` works; where it does not, it raises InputError."""
    reads: bool
    """Whether `read` works; where it does not, it raises InputError."""

    def write(self, bill: Bill) -> bytes:
        """Return the file's bytes; the same bill gives the same bytes. Raises InputError where it lacks a fact."""

    def recognises(self, data: bytes) -> bool:
        """Say whether a file is in this format, by a quick look at its bytes."""

    def read(self, data: bytes, name: str) -> Stated:
        """Read a file. Raises InputError where nothing of it can be read; what is wrong in part becomes a Problem."""


@cache
def formats() -> tuple[BillFormat, ...]:
    """Load the formats."""
    return plugins.load("cupel.bills.formats", "BILL", BillFormat)
