"""Finds claims that stand twice in a document: claims go in; the same claims, copies marked, come out."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace

from cupel.records.claim import Claim, Document

WORD = re.compile(r"\w+")
APART = 12
"""Signs by which the same words may differ: quotation marks, spaces, a "that"."""
FEWEST = 3
"""Words from which on the same words are the same claim."""


def marked(claims: Sequence[Claim], document: Document) -> list[Claim]:
    """Return the claims with `duplicate_of` set on copies.

    Two claims of one speaker in the same words are one; so is one that breaks off ("...") and goes on elsewhere. The
    copy is the one in a teaser or that breaks off, else the later.
    """
    teasers = sorted((it.span.start, it.span.end) for it in document.passages if it.part == "teaser")
    seen: dict[tuple[str, str], list[int]] = {}
    copies: dict[int, int] = {}
    for at, claim in enumerate(claims):
        opening = _opening(document.text, claim)
        if not opening:
            continue
        for other in seen.get((claim.speaker, opening), ())[-8:]:
            parted = _length(claim) - _length(claims[other])
            if abs(parted) > APART and not _breaks(document.text, claims[other] if parted > 0 else claim):
                continue
            first, second = _words(document.text, claims[other]), _words(document.text, claim)
            short = min(len(first), len(second))
            whole = first == second
            broken = first[:short] == second[:short] and _breaks(
                document.text, claims[other if len(first) == short else at]
            )
            if not (whole or broken) or (claims[other].kind != claim.kind and claim.kind != "author"):
                continue
            early = _in_teaser(claims[other], teasers) or (broken and not whole and len(first) == short)
            copy, original = (other, at) if early else (at, other)
            if original not in copies and copy not in copies and claims[copy].cue != claims[original].cue:
                copies[copy] = original
                break
        seen.setdefault((claim.speaker, opening), []).append(at)
    return [
        replace(claim, duplicate_of=claims[copies[at]].id) if at in copies else claim for at, claim in enumerate(claims)
    ]


def _length(claim: Claim) -> int:
    return sum(span.end - span.start for span in claim.content)


def _opening(text: str, claim: Claim) -> str:
    """Return the first words of a claim in lower case; empty where it has too few."""
    if not claim.content:
        return ""
    words = WORD.findall(text, claim.content[0].start, min(claim.content[-1].end, claim.content[0].start + 60))
    return " ".join(words[:FEWEST]).lower() if len(words) >= FEWEST else ""


def _words(text: str, claim: Claim) -> list[str]:
    return WORD.findall(" ".join(text[it.start : it.end] for it in claim.content).lower())


def _breaks(text: str, claim: Claim) -> bool:
    end = claim.content[-1].end
    return (
        text[end - 3 : end] == "..." or "…" in text[end - 1 : end + 1] or text[end : end + 4].strip().startswith("...")
    )


def _in_teaser(claim: Claim, teasers: Sequence[tuple[int, int]]) -> bool:
    at = bisect_right(teasers, (claim.content[0].start, len(claim.content) + claim.content[-1].end))
    return at > 0 and claim.content[0].start < teasers[at - 1][1]
