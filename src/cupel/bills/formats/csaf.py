"""CSAF 2.0 VEX: a Bill's ladder goes in, an advisory comes out; a vendor's advisory goes in, replies come out."""

import re

from cupel.bills.document import read_json, write_json
from cupel.bills.formats._csaf_read import read_advisory
from cupel.bills.formats._csaf_write import advisory_to_write
from cupel.records.bill import Bill, Stated


class Csaf:
    """The format's facts, its reading and its writing."""

    name = "csaf"
    title = "CSAF 2.0 VEX"
    description = (
        "For each known vulnerability, the components that the ladder calls affected, fixed, not affected, or under "
        "investigation; a draft, for no person has reviewed it."
    )
    reference = "https://docs.oasis-open.org/csaf/csaf/v2.0/csaf-v2.0.html"
    suffix = ".csaf.json"
    writes = True
    reads = True

    def write(self, bill: Bill) -> bytes:
        """Write the advisory. Raises InputError where there is nothing to say, or no day was stated."""
        return write_json(advisory_to_write(bill))

    def recognises(self, data: bytes) -> bool:
        """Look for the version that each document must state."""
        return bool(re.search(rb'"csaf_version"\s*:', data))

    def read(self, data: bytes, name: str) -> Stated:
        """Read replies: one for each product that a status names."""
        return read_advisory(read_json(data, name, "bills/csaf"))


BILL = Csaf()
