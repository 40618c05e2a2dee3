"""EPSS: the day's scores as CSV go in; the probability of exploitation of each vulnerability comes out."""

import re
from collections.abc import Iterator

from cupel.records.advisory import ExploitProbability
from cupel.reference.damaged import Damaged
from cupel.reference.decoding import Unusable, identifier, within
from cupel.reference.documents import Document
from cupel.reference.feed import Entry, Item, Refused, Statement

HEADER = re.compile(rb"(?:#model_version:(?P<model>[^,\r\n]{1,40}),score_date:(?P<day>\d{4}-\d\d-\d\d)[^\r\n]*\r?\n)?"
                    rb"cve,epss,percentile\r?\n")  # fmt: skip
LONGEST_LINE = 1000


class Epss:
    """The feed's facts and its reading."""

    name = "epss"
    title = "Exploit Prediction Scoring System"
    description = (
        "The probability that a vulnerability is exploited within 30 days, as FIRST's model says. "
        "The day is that of the scores."
    )
    reference = "https://www.first.org/epss/data_stats"
    whole = True
    record_a_file = False
    members = r"(?i).*\.csv(?:\.gz)?"

    def recognises(self, head: bytes) -> bool:
        """Tell by the comment with the model, or by the header."""
        return head.startswith((b"#model_version", b"cve,epss"))

    def read(self, document: Document) -> Iterator[Item]:
        """Yield a probability a line."""
        head = HEADER.match(document.head())
        if not head:
            raise Damaged("its first lines are not those of EPSS: a model's version and day, then cve,epss,percentile")
        number, rest, skip = 0, b"", head.end()
        for chunk in document.chunks():
            cut = min(skip, len(chunk))
            skip -= cut
            *lines, rest = (rest + chunk[cut:]).split(b"\n")
            if len(rest) > LONGEST_LINE:
                raise Damaged(f"a line has more than {LONGEST_LINE} bytes")
            for line in lines:
                number += 1
                yield _item(line, number)
        if rest:
            raise Damaged("it is cut: its last line has no end")
        yield Statement((head["day"] or b"").decode())


def _item(line: bytes, number: int) -> Item:
    fields = line.rstrip(b"\r").decode("ascii", "backslashreplace").split(",")
    try:
        if len(fields) != 3:
            raise Unusable(f"it has {len(fields)} fields; cve,epss,percentile are 3")
        cve = identifier(fields[0])
        probability = within(float(fields[1]), 0, 1, "probability")
    except ValueError as error:
        return Refused(fields[0][:80] or f"data line {number}", str(error))
    assert probability is not None
    return Entry(cve, (ExploitProbability(cve, probability),))


FEED = Epss()
