"""Claims about equipment beside what its inspection found: claims and inspections go in, a table comes out, no verdict."""

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
from cupel.records.figure import Cell, Table
from cupel.records.finding import TIERS
from cupel.records.inspection import Inspection
from cupel.room import Records

UNSPOKEN = frozenset({"no_comment", "not_said", "question"})
NOTE = (
    "No verdict: a claim is somebody's, about what they had in mind; a finding is about the file that was inspected. "
    "What was not found was not found in the part that could be read."
)


def beside_measured(figures: Figures, records: Records) -> Table | None:
    """Put claims about a maker's equipment beside the findings in its images; None where nothing was inspected."""
    found: dict[str, Inspection] = records.get("inspections", {})
    equipment: tuple[Equipment, ...] = records.get("equipment", ())
    rows: list[tuple[Cell, ...]] = []
    for item in equipment:
        inspection = found.get(item.id)
        if inspection is None or not inspection.examined:
            continue
        for claim, kind in _about(item, figures):
            side = "denies" if claim.stance == "denial" else claim.stance.replace("_", " ")
            rows.append(
                (
                    f"{figures.who(claim)} ({side}): {figures.said(claim, 160)}",
                    item.label,
                    _measured(inspection, kind),
                    _words()[2][kind],
                )
            )
    if not rows:
        return None
    columns = ("what is claimed", "in which equipment", "what its inspection found", "answered in full under")
    return Table("Claims beside what was measured", columns, tuple(rows), NOTE)


def _about(item: Equipment, figures: Figures) -> Iterator[tuple[Claim, str]]:
    """Give the claims about an item's maker or product that speak of what an inspection looks for."""
    names = {it.lower() for it in (item.maker, item.product) if it}
    makers = {
        it.id for it in figures.ledger.entities if names & {form.lower() for form in (it.name, *it.forms)}
    }  # fmt: skip
    kinds, _, _ = _words()
    for claim in figures.kept:
        text = figures.wording.text(claim).lower()
        concerned = makers & {*claim.about, claim.speaker} or any(name in text for name in names)
        if claim.duplicate_of or claim.stance in UNSPOKEN or not concerned:
            continue
        for kind, words in kinds.items():
            if words.search(text):
                yield claim, kind


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
