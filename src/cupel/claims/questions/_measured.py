"""Claims about equipment beside what its inspection found: both go in, sides without a verdict come out."""

import re
import tomllib
from collections import Counter
from functools import cache
from pathlib import Path

from cupel.claims.facing import holds
from cupel.claims.figures import Figures
from cupel.claims.views.wording import pattern
from cupel.records.claim import Claim
from cupel.records.equipment import Equipment
from cupel.records.figure import Facing, Facings, Saying, Side
from cupel.records.finding import TIERS
from cupel.records.inspection import Inspection
from cupel.room import Records

UNSPOKEN = frozenset({"no_comment", "not_said", "question"})
MOST = 4
"""Claims, or findings, that a side names."""
LONGEST = 160
EXPLANATION = (
    ("Means", "What is said of a maker or its product stands beside what its image shows. No verdict follows."),
    (
        "Checked",
        "A claim stands here by its words, a finding by its rule; each speaker had something else in mind.",
    ),
    ("Refuted by", "Nothing here: what was not found was not found in the part of this file that could be read."),
)


def beside_measured(figures: Figures, records: Records) -> Facings:
    """Put what is said and denied of a maker's equipment beside the findings in it, once for each kind of them."""
    found: dict[str, Inspection] = records.get("inspections", {})
    equipment: tuple[Equipment, ...] = records.get("equipment", ())
    facings = []
    for item in equipment:
        inspection = found.get(item.id)
        if inspection is None or not inspection.examined:
            continue
        for kind, told in _about(item, figures).items():
            sides = (
                _side("said of it", [it for it in told if it.stance != "denial"], figures),
                _side("denied", [it for it in told if it.stance == "denial"], figures),
                _measured(inspection, kind),
            )
            facings.append(Facing(item.label, _words()[1][kind], sides))
    return Facings("Claims beside what was measured", EXPLANATION, tuple(facings))


def _about(item: Equipment, figures: Figures) -> dict[str, list[Claim]]:
    """Gather the claims about an item's maker or product by the kind of finding that they speak of."""
    names = {it.lower() for it in (item.maker, item.product) if it}
    makers = {it.id for it in figures.ledger.entities if names & {form.lower() for form in (it.name, *it.forms)}}
    inside: dict[str, list[Claim]] = {}
    for it in figures.kept:
        inside.setdefault(it.document, []).append(it)
    found: dict[str, list[Claim]] = {}
    for kind, words in _words()[0].items():
        for claim in figures.kept:
            text = figures.wording.text(claim).lower()
            if claim.duplicate_of or claim.stance in UNSPOKEN or not words.search(text):
                continue
            concerned = makers & {*claim.about, claim.speaker} or any(name in text for name in names)
            # who only tells on what another claims is named there as the one who relays it
            told_on = claim.stance == "fact" and any(holds(claim, it) for it in inside[claim.document])
            if concerned and not told_on:
                found.setdefault(kind, []).append(claim)
    return found


def _side(heading: str, claims: list[Claim], figures: Figures) -> Side:
    said = {figures.said(it, LONGEST): it for it in reversed(claims)}  # the same words of several: the first of them
    shown = list(reversed(said.values()))
    left = len(shown) - MOST
    note = f"and {left:,} more" if left > 0 else "" if shown else "by nobody in these documents"
    return Side(heading, tuple(figures.saying(it, LONGEST) for it in shown[:MOST]), note)


def _measured(inspection: Inspection, kind: str) -> Side:
    """Count the findings of a kind by tier, and name those that are shown furthest."""
    findings = sorted(
        (it for it in inspection.findings if it.kind == kind), key=lambda it: -TIERS.index(it.tier)
    )  # fmt: skip
    what, anchor = _words()[1][kind], _words()[2][kind].replace("/", "-")
    tiers = Counter(it.tier for it in findings)
    told = ", ".join(f"{tiers[tier]} {tier}" for tier in TIERS if tiers[tier])
    count = f"{len(findings)} {what}" if findings else f"no {what} that a rule knows"
    first = Saying(count, "", told, None, anchor, "in full")
    named = tuple(Saying(it.title, "", it.tier) for it in findings[: MOST - 1])
    left = len(findings) - len(named)
    return Side("measured in this file", (first, *named), f"and {left:,} more" if left else "")


@cache
def _words() -> tuple[dict[str, re.Pattern[str]], dict[str, str], dict[str, str]]:
    data = tomllib.loads((Path(__file__).parent / "measured.toml").read_text("utf-8"))
    return {kind: pattern(words) for kind, words in data["kinds"].items()}, data["titles"], data["questions"]
