"""Finds what stands before an attribution and is claimed by it: a sentence and a place go in; words come out."""

from cupel.claims.attribution.found import Range
from cupel.claims.attribution.phrases import has_finite_verb


def part_start(tags: str, at: int) -> int:
    """Return the first word of the part of a sentence that holds word `at`: behind a colon or semicolon, but for
    those in brackets."""
    sign = max(tags.rfind(";", 0, at), tags.rfind(":", 0, at))
    opening = tags.rfind("(", 0, max(sign, 0))
    if opening >= 0 and ")" not in tags[opening:sign] and ")" in tags[sign:at]:
        return part_start(tags, opening)
    return sign + 1


def clause_before(tags: str, stop: int) -> Range:
    """Return the words before word `stop`, back to where the sentence or its part begins, less a conjunction there."""
    begin = stop - 1
    while begin > 0 and tags[begin - 1] not in ";:":
        begin -= 1
    if tags[begin] in "CB" and begin + 1 < stop:
        begin += 1
    return begin, stop


def content_before(tags: str, at: int) -> Range | None:
    """Return the content before word `at`: a quotation, or a clause and a comma or dash; None where there is none."""
    if at == 0:
        return None
    if tags[at - 1] == "q":
        return clause_before(tags, at)
    if tags[at - 1] in ",-" and at > 1:
        begin, stop = clause_before(tags, at - 1)
        if tags[begin] == "V" and "q" not in tags[begin:stop]:  # "Asked whether ..., he said"
            inner = tags.find(",", begin, stop)
            if inner < 0 or not has_finite_verb(tags, inner, stop):
                return None
            begin = inner + 1
        if tags[stop - 1] != "q" and tags[begin] in "SRgUV" and not has_finite_verb(tags, begin, stop):
            return None
        return begin, stop
    return None


def is_claimable(tags: str, part: Range, verbless: bool = False) -> bool:
    """Tell whether a stretch may be claimed: it quotes, has a finite verb, or is a headline's, which leaves verbs out.

    `verbless`: where a longer one is taken without a verb that any list knows.
    """
    long = part[1] - part[0] > 3 and tags[part[0]] in "DOPX#n"
    return (
        (verbless and long)
        or has_finite_verb(tags, *part)
        or "q" in tags[slice(*part)]
        or (tags[-1] != "." and part[0] == 0 and part[1] - part[0] > 2)
    )
