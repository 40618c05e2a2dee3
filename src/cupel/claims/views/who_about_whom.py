"""Who says what about whom: claims go in, a matrix of speakers and those spoken about comes out, counted by stance."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from cupel.records.claim import STANCES, Claim, Stance


@dataclass(frozen=True, slots=True)
class Said:
    """One field of the matrix."""

    speaker: str
    """Entity that speaks; empty for all claims whose speaker nobody names."""
    about: str
    """Entity spoken about."""
    stances: tuple[tuple[Stance, int], ...]
    """(stance, claims), the most frequent first."""
    claims: tuple[str, ...]
    """The claims, in the ledger's order."""


def who_about_whom(claims: Sequence[Claim]) -> tuple[Said, ...]:
    """Count claims by speaker, by whom they are about, and by stance; a repetition in the same words counts once.

    A claim about two entities stands in two fields. What somebody says of itself is there too.
    """
    fields: dict[tuple[str, str], list[Claim]] = defaultdict(list)
    for it in claims:
        if not it.duplicate_of:
            for entity in dict.fromkeys(it.about):
                fields[it.speaker, entity].append(it)
    ordered = sorted(fields.items(), key=lambda field: (-len(field[1]), field[0]))
    return tuple(Said(*pair, _counted(said), tuple(it.id for it in said)) for pair, said in ordered)


def _counted(claims: Sequence[Claim]) -> tuple[tuple[Stance, int], ...]:
    counts = Counter(it.stance for it in claims)
    return tuple(sorted(counts.items(), key=lambda it: (-it[1], STANCES.index(it[0]))))
