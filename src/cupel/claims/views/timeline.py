"""The timeline: claims go in, events come out, each with all claims that tell it, over all documents.

1. A claim tells an event where its text gives it a date, or where it tells a decision. Facts must tell a deed. The
   document's own date gives an event where something is decided or announced on it, and of the first deed that the
   document tells: its news. What lies after that date is an event only where somebody decides it.
2. Claims with the same date are one event where they share who it is about and what they say; the day decides alone
   where a day is known and they are about the same.
3. The event's title is the claim that tells it most plainly.
"""

import dataclasses
import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from functools import cache

from cupel.claims.views.wording import Wording, data, pattern, shorten
from cupel.records.claim import Claim, Document, Event, When

DECIDES = frozenset({"decision", "announcement"})
UNTOLD = frozenset({"no_comment", "not_said", "question"})
"""Stances that tell no event."""
SOLE = re.compile(r"\d{4}(?:-\d{2}(?:-\d{2})?)?")
"""A year, a month or a day: no longer interval is an event's date."""
OPEN = re.compile(r"\.\./(\d{4}(?:-\d{2}(?:-\d{2})?)?)")
SHORT_SUBJECT = re.compile(r"(?:that )?(?:it|they|he|she|we|i|to|this|these)\b", re.IGNORECASE)
"""A claim that begins so does not say who acts."""
LONGEST_TITLE = 110
ENOUGH = 2
"""What a claim must share with an event of the same date: an entity counts 2, one that all speak about 0, a word 1."""
COMMON = 0.25
"""Share of the claims from which on an entity is what all of them are about."""
MOST_EVENTS = 64
"""Events of one date that one word or entity leads to."""
MOST_CLAIMS = 400
"""Claims that an event keeps."""


def timeline(documents: Sequence[Document], claims: Sequence[Claim], wording: Wording) -> tuple[Event, ...]:
    """Find the events, the oldest first; those known only by "until" stand at that date."""
    own = _own_dates(documents, claims)
    common = _common(claims)
    by_date: dict[str, list[_Telling]] = defaultdict(list)
    begun: set[str] = set()
    for it in claims:
        news = it.document not in begun and it.stance == "fact" and _does(it, wording)
        begun |= {it.document} if news else set()
        if date := _date(it, own.get(it.document, ""), news, wording):
            _add(it, by_date[date], common, wording, is_day=len(date) == len("2013-11-25"))
    taken: Counter[str] = Counter()
    events = []
    for date in sorted(by_date, key=_order):
        for telling in by_date[date]:
            plainest = min(telling.claims, key=lambda it: _plainness(it, wording))
            name = f"E{_order(date)[0]}-{_name(plainest, wording)}"
            taken[name] += 1
            identifier = name if taken[name] == 1 else f"{name}-{taken[name]}"
            basis = Counter(it.when.basis for it in telling.claims).most_common(1)[0][0]
            title = shorten(wording.text(plainest), LONGEST_TITLE)
            events.append(Event(identifier, When(date, basis), title, tuple(it.id for it in telling.claims)))
    return tuple(events)


def with_events(claims: Sequence[Claim], events: Sequence[Event]) -> tuple[Claim, ...]:
    """Give each claim the event that it tells, and no other."""
    event_of = {claim: event.id for event in events for claim in event.claims}
    return tuple(
        it if it.event == event_of.get(it.id, "") else dataclasses.replace(it, event=event_of.get(it.id, ""))
        for it in claims
    )


class _Telling:
    """An event while its claims are gathered."""

    def __init__(self) -> None:
        self.claims: list[Claim] = []
        self.ids: set[str] = set()
        self.words: set[str] = set()
        self.about: set[str] = set()


def _add(claim: Claim, tellings: list[_Telling], common: frozenset[str], wording: Wording, is_day: bool) -> None:
    words, about = wording.bearing(claim), set(claim.about)
    best, most = None, 0
    for it in tellings[-MOST_EVENTS:]:
        shared = 2 * len(it.about & about - common) + len(it.words & words)
        shared += ENOUGH * (claim.parent in it.ids or claim.duplicate_of in it.ids)
        shared += ENOUGH * (is_day and bool(it.about & about))
        if shared >= ENOUGH and shared > most and len(it.claims) < MOST_CLAIMS:
            best, most = it, shared
    if best is None:
        best = _Telling()
        tellings.append(best)
        best.words, best.about = set(words), about
    best.claims.append(claim)
    best.ids.add(claim.id)
    if len(best.claims) < ENOUGH * 4:  # the first claims say what the event is; later ones must not widen it
        best.words |= words
        best.about |= about


def _own_dates(documents: Sequence[Document], claims: Sequence[Claim]) -> dict[str, str]:
    """Return each document's own date: as read, else the one that most of its claims have."""
    own = {it.id: it.published.interval for it in documents}
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for it in claims:
        counts[it.document][it.when.interval] += 1
    for document, intervals in counts.items():
        date, count = intervals.most_common(1)[0]
        if not own.get(document) and count > max(4, COMMON * intervals.total()):
            own[document] = date
    return own


def _date(claim: Claim, own: str, news: bool, wording: Wording) -> str:
    """Return the date of the event that a claim tells; empty where it tells none."""
    interval, basis = claim.when.interval, claim.when.basis
    if claim.stance in UNTOLD or not interval:
        return ""
    decides = claim.stance in DECIDES or (news and (interval == own or basis.startswith("dateline")))
    if SOLE.fullmatch(interval):
        if not decides and SOLE.fullmatch(own) and interval[: len(own)] > own:
            return ""
        is_own = interval == own or basis.startswith("dateline")
        tells = _does(claim, wording) or (basis.endswith("stated") and claim.stance not in ("fact", "opinion"))
        return interval if decides or (not is_own and tells) else ""
    return interval if decides and OPEN.fullmatch(interval) else ""


def _does(claim: Claim, wording: Wording) -> bool:
    return bool(_doing().search(wording.text(claim).lower()))


def _common(claims: Sequence[Claim]) -> frozenset[str]:
    counts = Counter(name for it in claims for name in set(it.about))
    return frozenset(name for name, count in counts.items() if count > max(4, COMMON * len(claims)))


def _order(date: str) -> tuple[str, int]:
    """Order dates by their end, a year before its months and "until 2013" before 2013."""
    end = date.rpartition("/")[2]
    return end, 0 if date.startswith("../") else 1


def _plainness(claim: Claim, wording: Wording) -> tuple[bool, bool, bool, bool, int]:
    """Order claims by how plainly they tell what happened: a deed, a decision, in the author's words, no fragment."""
    text = wording.text(claim)
    return (
        not _does(claim, wording), bool(SHORT_SUBJECT.match(text)), claim.stance not in DECIDES,
        bool(claim.duplicate_of) or len(text) < LONGEST_TITLE // 4,
        abs(len(text) - LONGEST_TITLE * 2 // 3),
    )  # fmt: skip


def _name(claim: Claim, wording: Wording) -> str:
    text = wording.text(claim).lower()
    found = _doing().search(text)
    if found is None:
        return claim.stance.replace("_", "-")
    rest = re.match(r"[\w-]*", text[found.end() :])
    return re.sub(r"[^\w]+", "-", found.group() + (rest.group() if rest else "")).strip("-")


@cache
def _doing() -> re.Pattern[str]:
    words = data("timeline.toml")["doing"]
    return pattern(words)
