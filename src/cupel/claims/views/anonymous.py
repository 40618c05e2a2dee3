"""What stands on unnamed people's word alone: claims go in, those come out that nobody with a name says too."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from cupel.claims.views.wording import Wording
from cupel.records.claim import NOT_ASSERTED, Claim

UNNAMED = frozenset({"anonymous", "anonymous_group", "unspecified"})
"""Source classes without a name."""
NAMED = frozenset({"named_person", "official", "body", "company", "document"})
"""Source classes that somebody answers for; an outlet that relays unnamed people adds no source of its own."""
SAME = 0.6
"""Share of the bearing words of the shorter claim that the other must have to say the same."""
FEWEST = 3
"""Bearing words that a claim must have to be compared by them."""
MOST_NEAR = 150
"""Claims about one entity that are looked at beside one claim."""


@dataclass(frozen=True, slots=True)
class Unsupported:
    """A claim whose only word is that of people without a name."""

    claim: str
    """`Claim.id`."""
    word: str
    """Whose word it is, as the text puts it: `people familiar with the matter`; `nobody` where it names none."""
    relayed_by: tuple[str, ...]
    """Entities that relay it, from the unnamed outwards."""


def anonymous_only(claims: Sequence[Claim], wording: Wording) -> tuple[Unsupported, ...]:
    """List asserted claims of unnamed sources that no named source and no document of the ledger says too."""
    named: dict[str, list[Claim]] = defaultdict(list)
    for it in claims:
        own = it.kind == "author" and it.stance in ("fact", "decision")
        if it.stance not in NOT_ASSERTED and (it.source_class in NAMED or own):
            for entity in it.about:
                named[entity].append(it)
    found = []
    for it in claims:
        if it.source_class in UNNAMED and it.stance not in NOT_ASSERTED and not it.duplicate_of:
            near = (other for entity in it.about for other in named[entity][:MOST_NEAR])
            if not any(_supports(other, it, wording) for other in near):
                found.append(Unsupported(it.id, wording.source(it) or "nobody", it.via))
    return tuple(found)


def _supports(other: Claim, claim: Claim, wording: Wording) -> bool:
    """Tell whether another claim says the same, and is not the claim itself as somebody tells it on."""
    told_on = other.id == claim.parent or other.parent == claim.id or _overlap(other, claim)
    if told_on or claim.speaker in other.via or (other.speaker and other.speaker in claim.via):
        return False
    one, two = wording.bearing(claim), wording.bearing(other)
    return len(one) >= FEWEST and len(one & two) >= max(FEWEST, SAME * min(len(one), len(two)))


def _overlap(one: Claim, other: Claim) -> bool:
    """Tell whether two claims are the same words of one document: one source, however many tell it on."""
    if one.document != other.document:
        return False
    return any(a.start < b.end and b.start < a.end for a in one.content for b in other.content)
