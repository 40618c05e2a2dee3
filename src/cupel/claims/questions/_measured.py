"""Claims about equipment beside what its inspection found: both go in, cards without a verdict come out."""

import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from cupel.claims.figures import Figures
from cupel.claims.views.wording import pattern
from cupel.records.claim import Claim
from cupel.records.equipment import Equipment
from cupel.records.figure import Card, Cards
from cupel.records.finding import TIERS
from cupel.records.inspection import Inspection
from cupel.room import Records

UNSPOKEN = frozenset({"no_comment", "not_said", "question"})
MOST = 4
"""Claims that a cell names."""
EXPLANATION = (
    ("Means", "What is said of a maker or its product stands beside what its image shows. No verdict follows."),
    (
        "Checked",
        "A claim stands here by its words, a finding by its rule; each speaker had something else in mind.",
    ),
    ("Refuted by", "Nothing here: what was not found was not found in the part of this file that could be read."),
)


def beside_measured(figures: Figures, records: Records) -> Cards:
    """Put what is said and denied of a maker's equipment beside the findings in it: a card for each kind of them."""
    found: dict[str, Inspection] = records.get("inspections", {})
    equipment: tuple[Equipment, ...] = records.get("equipment", ())
    _, titles, questions = _words()
    cards = []
    for item in equipment:
        inspection = found.get(item.id)
        if inspection is None or not inspection.examined:
            continue
        for kind, told in _about(item, figures).items():
            claimed = [it for it in told if it.stance != "denial"]
            denied = [it for it in told if it.stance == "denial"]
            rows = (*_listed("said of it", claimed, figures), *_listed("denied", denied, figures))
            measured = f"{item.label}: {_measured(inspection, kind)}"
            cards.append(Card(measured, titles[kind], f"In full under: {questions[kind]}", rows))
    return Cards("Claims beside what was measured", EXPLANATION, tuple(cards))


def _about(item: Equipment, figures: Figures) -> dict[str, list[Claim]]:
    """Gather the claims about an item's maker or product by the kind of finding that they speak of."""
    names = {it.lower() for it in (item.maker, item.product) if it}
    makers = {it.id for it in figures.ledger.entities if names & {form.lower() for form in (it.name, *it.forms)}}
    holding = {it.parent for it in figures.kept}
    found: dict[str, list[Claim]] = {}
    for kind, words in _words()[0].items():
        for claim in figures.kept:
            text = figures.wording.text(claim).lower()
            concerned = makers & {*claim.about, claim.speaker} or any(name in text for name in names)
            # who only tells on what another claims is named there as the one who relays it
            told_on = claim.id in holding and claim.stance == "fact"
            if concerned and not (claim.duplicate_of or told_on or claim.stance in UNSPOKEN) and words.search(text):
                found.setdefault(kind, []).append(claim)
    return found


def _listed(heading: str, claims: list[Claim], figures: Figures) -> Iterator[tuple[str, str]]:
    said = {figures.said(it, 160): it for it in reversed(claims)}  # the same words of several: the first of them
    if not said:
        yield heading, "by nobody in these documents"
    for words, it in list(reversed(said.items()))[:MOST]:
        yield heading, f"{figures.who(it)} ({it.stance.replace('_', ' ')}): {words}"
        heading = ""
    if len(said) > MOST:
        yield "", f"and {len(said) - MOST} more"


def _measured(inspection: Inspection, kind: str) -> str:
    findings = [it for it in inspection.findings if it.kind == kind]
    what = _words()[1][kind]
    if not findings:
        return f"no {what} that a rule knows"
    tiers = Counter(it.tier for it in findings)
    told = ", ".join(f"{tiers[tier]} {tier}" for tier in TIERS if tiers[tier])
    return f"{len(findings)} {what}: {told}"


@cache
def _words() -> tuple[dict[str, re.Pattern[str]], dict[str, str], dict[str, str]]:
    data = tomllib.loads((Path(__file__).parent / "measured.toml").read_text("utf-8"))
    return {kind: pattern(words) for kind, words in data["kinds"].items()}, data["titles"], data["questions"]
