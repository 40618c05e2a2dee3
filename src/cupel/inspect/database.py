"""The one database of the one scan: magics, marks and signatures go in; numbers of hits tell which is which."""

from functools import cache

from cupel.inspect.detect.registry import DETECTOR_MARKS
from cupel.inspect.file_type import MARKS
from cupel.inspect.identify.catalogue import catalogue
from cupel.inspect.identify.marks import SOURCE_MARKS
from cupel.inspect.identify.signature import width_of
from cupel.inspect.scan import Hit, Pattern, Scanner, width
from cupel.inspect.unpack.registry import MAGICS

ASKED = (*SOURCE_MARKS, *DETECTOR_MARKS)
"""Marks that sources and detectors ask for."""
FIRST_MARK = len(MAGICS)
FIRST_SOURCE_MARK = FIRST_MARK + len(MARKS)
FIRST_RULE = FIRST_SOURCE_MARK + len(ASKED)


@cache
def scanner(signatures: bool) -> Scanner:
    """Compile (or load from the cache) the scanner: its numbers index MAGICS, MARKS and ASKED, then the rules.

    Without `signatures` it ends before the rules: what only unpacks need not pay for them.
    """
    return Scanner(
        [
            *(Pattern(it.pattern, it.length, it.anchor, it.anchor_at, it.anchor_length) for it, _ in MAGICS),
            *(Pattern(expression, length, once=True) for expression, length, _ in MARKS),
            *(Pattern(expression, width(expression), once=True) for expression, _ in ASKED),
            *(
                Pattern(rule.pattern, width_of(rule), once=rule.kind != "version")
                for _, rule in (catalogue().scanned if signatures else ())
            ),
        ]
    )


def marks_of(hits: list[Hit]) -> frozenset[str]:
    """Name the marks among the hits that tell what a content is."""
    return frozenset(MARKS[number - FIRST_MARK][2] for number, _ in hits if FIRST_MARK <= number < FIRST_SOURCE_MARK)


def source_marks_of(hits: list[Hit]) -> dict[str, int]:
    """Name the marks among the hits that sources and detectors ask for -> offset just past the first place of each."""
    found: dict[str, int] = {}
    for number, end in hits:
        if FIRST_SOURCE_MARK <= number < FIRST_RULE:
            name = ASKED[number - FIRST_SOURCE_MARK][1]
            found[name] = min(end, found.get(name, end))
    return found


def rules_of(hits: list[Hit]) -> list[Hit]:
    """Return the hits of signatures, their numbers in `catalogue().scanned`."""
    return [(number - FIRST_RULE, end) for number, end in hits if number >= FIRST_RULE]
