"""What a ledger of many documents must keep to: the same pairs as without an index, and every cut named."""

from collections.abc import Sequence

from hypothesis import given, settings
from hypothesis import strategies as st

from claims_of_text import document
from cupel.claims.views.chains import ALIKE, FEWEST, RUN, _Groups, _same_text
from cupel.claims.views.contradictions import MOST_ROWS, contradictions
from cupel.claims.views.cuts import cuts
from cupel.claims.views.wording import Wording
from cupel.records.claim import Claim, ClaimsLedger, Document, Span, When

WORDS = ("the", "ministry", "banned", "Orvane", "from", "northern", "network", "in", "spring", "again")


def said(text: str, number: int, stance: str = "fact", kind: str = "attributed") -> tuple[Document, Claim]:
    made = document(f"{text} {number}")
    claim = Claim(
        f"{made.id}-01", made.id, kind, "", None, f"person:{number}", "named_person", "", (), None,  # type: ignore[arg-type]
        (Span(0, len(text)),), "indirect", stance, "made", (), ("org:orvane",), When("", "unknown"), "", "", "rules",  # type: ignore[arg-type]
        "made",
    )  # fmt: skip
    return made, claim


def groups(pairs: Sequence[tuple[int, int]], count: int) -> list[list[int]]:
    joined = _Groups(count)
    for one, other in pairs:
        joined.join(one, other)
    return sorted(joined.all())


def runs(text: str) -> set[tuple[str, ...]]:
    words = text.lower().split()
    return {tuple(words[at : at + RUN]) for at in range(len(words) - RUN + 1)}


@settings(deadline=None)
@given(st.lists(st.lists(st.sampled_from(WORDS), min_size=1, max_size=12).map(" ".join), max_size=8))
def test_copies_are_those_that_comparing_each_with_each_finds(texts: list[str]) -> None:
    made = [said(text, number) for number, text in enumerate(texts)]
    wording = Wording([it for it, _ in made], [it for _, it in made])
    alike = [
        (one, other) for other, text in enumerate(texts) for one in range(other)
        if len(runs(texts[one]) & runs(text)) >= max(FEWEST, ALIKE * min(len(runs(texts[one])), len(runs(text))))
    ]  # fmt: skip
    kept: list[tuple[int, int]] = []
    for one, other in alike:  # a copy is found by what it copies, and copied by none
        if not any(one == copy for _, copy in kept):
            kept.append((one, other))
    found = list(_same_text([it for _, it in made], wording))
    assert groups(found, len(texts)) == groups(kept, len(texts))


def test_more_contradictions_than_are_kept_leave_room_for_other_kinds_and_are_named() -> None:
    made = []
    for number in range(MOST_ROWS + 20):
        made.append(said("Orvane spies on its customers", 2 * number, "allegation"))
        made.append(said("Orvane never spied on anybody", 2 * number + 1, "denial"))
    made += [said("Orvane is a maker that was founded by a former soldier", -1, kind="author")]
    documents, claims = [it for it, _ in made], [it for _, it in made]
    rows = contradictions(claims, Wording(documents, claims))
    assert sum(it.kind == "allegation and denial" for it in rows) == MOST_ROWS
    ledger = ClaimsLedger(tuple(documents), (), tuple(claims), (), rows, ())
    (cut,) = cuts(ledger)
    assert str(MOST_ROWS) in cut.what
    assert list(cuts(ClaimsLedger((), (), (), (), rows[:3], ()))) == []
