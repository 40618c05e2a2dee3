"""CycloneDX: a Bill goes in, JSON of version 1.6 comes out; JSON or XML of 1.2 to 1.7 goes in, a Stated comes out."""

import re

from cupel.bills.document import read_json, write_json
from cupel.bills.formats._cyclonedx_read import read_bill
from cupel.bills.formats._cyclonedx_write import bill_to_write
from cupel.bills.formats._cyclonedx_xml import read_xml
from cupel.records.bill import Bill, Stated


class CycloneDx:
    """The format's facts, its reading and its writing."""

    name = "cyclonedx"
    title = "CycloneDX 1.6 (JSON)"
    description = (
        "Components with every place that speaks of them, their copies with hashes, and each known weakness with the "
        "rungs of its ladder. Read: JSON and XML of versions 1.2 to 1.7."
    )
    reference = "https://cyclonedx.org/docs/1.6/json/"
    suffix = ".cdx.json"
    writes = True
    reads = True

    def write(self, bill: Bill) -> bytes:
        """Write the bill; a date stands in it only where one was stated."""
        return write_json(bill_to_write(bill))

    def recognises(self, data: bytes) -> bool:
        """Look for the format's own mark: a member of JSON, or the namespace of XML."""
        return bool(re.search(rb'"bomFormat"\s*:\s*"CycloneDX"', data) or is_xml(data))

    def read(self, data: bytes, name: str) -> Stated:
        """Read components and replies."""
        rule = "bills/cyclonedx"
        return read_bill(read_xml(data, name, rule) if is_xml(data) else read_json(data, name, rule))


def is_xml(data: bytes) -> bool:
    """Say whether these are XML's first bytes, with CycloneDX's namespace near."""
    return data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<") and b"http://cyclonedx.org/schema/bom/" in data[:4096]


BILL = CycloneDx()
