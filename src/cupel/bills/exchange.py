"""Bills meet files: a Bill and a path go in, a file comes out; a path goes in, a Stated comes out."""

from pathlib import Path

from cupel.bills.document import MOST_BYTES
from cupel.bills.format import BillFormat, formats
from cupel.content_hash import name_of
from cupel.errors import InputError
from cupel.records.bill import Bill, Stated


def format_named(name: str) -> BillFormat:
    """Find a format that can be written, by its name. Raises InputError that lists the names there are."""
    written = {found.name: found for found in formats() if found.writes}
    if name not in written:
        raise InputError(f"There is no export named {name!r}.", f"Choose one of {', '.join(written)}.")
    return written[name]


def write_bill(bill: Bill, name: str, path: Path) -> None:
    """Write `bill` to `path` in the format of that name.

    Raises InputError where there is no such format, where the bill lacks a fact that the format cannot do without, or
    where the file cannot be written; then no file is begun.
    """
    data = format_named(name).write(bill)
    try:
        path.write_bytes(data)
    except OSError as error:
        raise InputError(
            f"{path} cannot be written: {error.strerror}.", "Give a file in a folder that is there and writable."
        ) from error


def read_stated(path: Path) -> Stated:
    """Read a bill of materials or a reply that somebody hands in, in whatever format it is.

    1. Refuse what is no file, is empty, or is larger than is read: memory stays bounded.
    2. Ask each format whether it knows the bytes.
    3. Let those that do read it; the first that can gives the result. The last one's error is the person's.

    Raises InputError.
    """
    name, data = name_of(path), _bytes(path)  # 1
    known = [found for found in formats() if found.reads and found.recognises(data)]  # 2
    complaint = InputError(
        f"{path} is in no format of bills or replies that cupel reads.",
        f"Give one of: {'; '.join(found.title for found in formats() if found.reads)}.",
    )
    for found in known:  # 3
        try:
            return found.read(data, name)
        except InputError as error:
            complaint = error
    raise complaint


def _bytes(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror}.", "Check the path and its permissions.") from error
    if not data.strip():
        raise InputError(f"{path} is empty.", "Give the file that its author wrote.")
    if len(data) > MOST_BYTES:
        raise InputError(
            f"{path} is larger than {MOST_BYTES >> 20} MB.",
            "Ask its author for a bill of this product alone, without the list of every file.",
        )
    return data
