"""SPDX: a Bill goes in, JSON of version 2.3 comes out; JSON or tag-value of 2.2 and 2.3 goes in, a Stated comes out."""

import re

from cupel.bills.document import read_json, source_of, write_json
from cupel.bills.formats._spdx_read import read_document
from cupel.bills.formats._spdx_tags import read_tag_value
from cupel.bills.formats._spdx_write import document_to_write
from cupel.records.bill import Bill, Stated


class Spdx:
    """The format's facts, its reading and its writing."""

    name = "spdx"
    title = "SPDX 2.3 (JSON)"
    description = (
        "Components, the files that hold them with their hashes, and what ties them; weaknesses are left out, for SPDX "
        "2.3 has no place for them. Read: JSON and tag-value of versions 2.2 and 2.3."
    )
    reference = "https://spdx.github.io/spdx-spec/v2.3/"
    suffix = ".spdx.json"
    writes = True
    reads = True

    def write(self, bill: Bill) -> bytes:
        """Write the bill. Raises InputError where no day was stated, which SPDX cannot do without."""
        return write_json(document_to_write(bill))

    def recognises(self, data: bytes) -> bool:
        """Look for the version, which both forms must have."""
        return bool(re.search(rb'"spdxVersion"\s*:|^[ \t]*SPDXVersion:', data, re.MULTILINE))

    def read(self, data: bytes, name: str) -> Stated:
        """Read the packages."""
        if re.search(rb"^[ \t]*SPDXVersion:", data, re.MULTILINE) and not data.lstrip().startswith(b"{"):
            return read_tag_value(data, source_of(data, name, "bills/spdx"))
        return read_document(read_json(data, name, "bills/spdx"))


BILL = Spdx()
