"""Turns the ladder into figures: counts at every rung, the matches, and what they rest on."""

from collections.abc import Mapping

from cupel.inspect.vulnerabilities.counts import counts
from cupel.records.component import Component
from cupel.records.figure import Cell, Funnel, Stage, Table
from cupel.records.vulnerability import Ladder, Match, Step

RUNG_WORDS = {
    "named": "reference data names the product",
    "version affected": "and the version is affected",
    "built in": "and the affected part is built in",
    "not patched": "and no fix is there",
    "reachable": "and something that listens reaches it",
    "known exploited": "and it is known to be exploited",
}


def settle(match: Match) -> tuple[int, Step | None]:
    """Return how many rungs hold with a yes, and the step that ends the climb; None where all hold."""
    for number, step in enumerate(match.steps):
        if step.state != "yes":
            return number, step
    return len(match.steps), None


def funnel(ladder: Ladder) -> Funnel:
    """Draw the counts at each rung: there is no single number of vulnerabilities."""
    stages = tuple(Stage(it.rung, RUNG_WORDS[it.rung], it.yes, it.unknown, it.no) for it in counts(ladder.matches))
    return Funnel(
        f"Known vulnerabilities, rung by rung ({ladder.state})", ("yes", "cannot tell", "ruled out"), stages,
        "Each line takes up those with a yes in the line above, and adds up to them.",
    )  # fmt: skip


def matches(ladder: Ladder, components: Mapping[str, Component]) -> Table:
    """List the matches that nothing rules out: the highest rung first, then known-exploited ones, then the score."""
    left = [it for it in ladder.matches if it.ruled_out is None]
    left.sort(key=lambda it: (-settle(it)[0], not it.exploited_since, -(it.score or 0), it.cve, it.component))
    rows: list[tuple[Cell, ...]] = []
    for it in left:
        ending = settle(it)[1]
        why = f"{ending.rung}: {ending.reason}" if ending else "every rung holds"
        known = components.get(it.component)
        rows.append(
            (it.cve, it.component if known is None else f"{known.title} {it.component.partition('@')[2]}", it.rung,
             "" if it.score is None else it.score, it.exploited_since, why, reply(it))
        )  # fmt: skip
    columns = (
        "identifier",
        "component",
        "highest rung",
        "CVSS",
        "exploited since",
        "what ends the climb",
        "vendor's reply",
    )
    out = len(ladder.matches) - len(left)
    return Table(
        "Those that nothing rules out", columns, tuple(rows),
        f"{out:,} {'match' if out == 1 else 'matches'} ruled out by version, build or patch: see the JSON.",
    )  # fmt: skip


def reply(match: Match) -> str:
    """Write what the vendor says of a match."""
    return "; ".join(
        " ".join(part for part in (it.status, f"({it.justification})" if it.justification else "") if part)
        for it in match.replies
    )


def feeds(ladder: Ladder) -> Table:
    """List the reference data that was asked, with its date."""
    rows = tuple((it.name, it.dated or "not stated", it.records, it.refused, it.origin) for it in ladder.feeds)
    return Table("Reference data", ("feed", "dated", "records", "refused", "origin"), rows)


def sentence(ladder: Ladder) -> str:
    """Say the counts at each rung in one sentence: what cannot be told stands beside what is."""
    words = ", ".join(f"{it.yes:,} + {it.unknown:,} {it.rung}" for it in counts(ladder.matches))
    return f"known vulnerabilities by rung, yes + cannot tell: {words}."
