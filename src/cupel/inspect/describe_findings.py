"""Turns findings into figures: an overview by tier, a card for each finding, the inventory of destinations."""

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache

from cupel.inspect.describe import counted
from cupel.inspect.spots import Spots
from cupel.records.bundle import DetectorDescription
from cupel.records.evidence import Evidence
from cupel.records.figure import Card, Cards, Cell, Table
from cupel.records.finding import TIERS, Finding, Kind
from cupel.records.finding_reply import FindingReply
from cupel.records.inspection import UNREAD, Inspection
from cupel.records.suppression import Suppression

MOST_PLACES = 6
"""Places of evidence that a card shows; JSON has all."""
DOCUMENTED = "access/documented_cases"
"""The detector of publicly documented cases: its findings come first."""
CONSTANTS = "access/compared_constants"
"""The detector whose findings are comparisons for a person to look at."""
ABBREVIATED = ("cve", "gid", "pie", "uid", "url")
"""Names of facts that are written in capitals."""
PLACES_TO_LOOK = (CONSTANTS, "access/launchers", "access/unlaunched_servers")
"""Detectors whose findings are no ways in by themselves."""
UNSEEN: dict[Kind, str] = {
    "weakness": "what shows only when the equipment runs",
    "destination": "addresses that a program computes or is told, and traffic",
    "access": "a way in that leaves no account, key, launcher, listener or constant",
}
"""Kind -> what no reading of files shows of it."""
NO_MATCH = ("-residue", "-affected-version")
"""Ends of its rules where the artefact of the case itself is not there."""


def of_kind(findings: Sequence[Finding], kind: Kind) -> tuple[Finding, ...]:
    """Return the findings of one kind: documented cases first, then the strongest tier, then by detector and path."""
    chosen = [it for it in findings if it.kind == kind]
    chosen.sort(key=lambda it: (it.detector != DOCUMENTED, -TIERS.index(it.tier), it.detector, it.path, it.subject))
    return tuple(chosen)


def is_match(finding: Finding) -> bool:
    """Tell whether a finding is a match with a publicly documented case: the artefact itself was found."""
    return finding.detector == DOCUMENTED and not finding.rule.endswith(NO_MATCH)


def is_way_in(finding: Finding) -> bool:
    """Tell whether an access finding is a way in by itself, and no place to look at: a start of nothing, a residue, a
    program that nothing starts, a comparison that a person must judge.
    """
    return finding.kind == "access" and finding.detector not in PLACES_TO_LOOK and not is_residue(finding)


def is_residue(finding: Finding) -> bool:
    """Tell whether it speaks of a documented case whose artefact itself is not there."""
    return finding.detector == DOCUMENTED and finding.rule.endswith(NO_MATCH)


def overview(findings: Sequence[Finding], title: str) -> Table:
    """Count findings by detector and tier."""
    tiers = [tier for tier in TIERS if any(it.tier == tier for it in findings)]
    count = Counter((it.detector, it.tier) for it in findings)
    order = dict.fromkeys(it.detector for it in findings)
    rows: list[tuple[Cell, ...]] = [(_title(name), *(count[name, tier] for tier in tiers)) for name in order]
    return Table(title, ("what", *tiers), tuple(rows), "Each tier says how far a thing is shown; none is a score.")


def cards(findings: Sequence[Finding], notes: Mapping[str, tuple[str, ...]], spots: Spots) -> list[Cards]:
    """Put each finding on a card, those of one detector together; `notes` has what others say, by identifier."""
    groups: dict[str, list[Finding]] = {}
    for it in findings:
        groups.setdefault(it.detector, []).append(it)
    return [
        Cards(
            f"{_title(name)} ({len(held):,})", _explanation(name),
            tuple(card(it, spots, notes.get(it.id, ())) for it in held),
        )
        for name, held in groups.items()
    ]  # fmt: skip


def card(finding: Finding, spots: Spots, notes: tuple[str, ...] = ()) -> Card:
    """Tell one finding in full."""
    rows = [("Tier", f"{finding.tier}: {finding.tier_reason}")]
    rows += [(it.name.capitalize(), f"{it.answer}: {it.reason}") for it in finding.facets]
    rows += [(_spelt(name), _plain(value)) for name, value in finding.facts.items() if value != ""]
    if len(finding.places) > 1:
        rows.append(("In", ", ".join(finding.places[:MOST_PLACES])))
    rows.append(("Identifier", finding.id))
    places = spots.of(finding.evidence[:MOST_PLACES])
    return Card(finding.title, finding.tier, finding.statement, tuple(rows), places, notes)


def notes(replies: Sequence[FindingReply], suppressions: Sequence[Suppression]) -> dict[str, tuple[str, ...]]:
    """Write what the vendor says of findings, and who decided that they need no more attention, by identifier."""
    said: dict[str, list[str]] = {}
    for reply in replies:
        state = f"{reply.state} in {reply.version}" if reply.version else reply.state
        said.setdefault(reply.finding, []).append(f"Reply of {reply.author}, {reply.dated}: {state}. {reply.text}")
    for it in suppressions:
        until = f" until {it.until}{', which is over' if it.ended else ''}" if it.until else ""
        for finding in it.findings:
            said.setdefault(finding, []).append(f"Suppressed by {it.author}, {it.dated}{until}: {it.reason}")
    return {finding: tuple(lines) for finding, lines in said.items()}


def unmatched(replies: Sequence[FindingReply], suppressions: Sequence[Suppression]) -> Table:
    """List replies and suppressions that fit no finding: nothing that somebody stated is dropped."""
    rows = [("reply", it.finding, it.author, it.dated, it.text) for it in replies if not it.found]
    rows += [
        ("suppression", it.finding or f"{it.detector} {it.path} {it.subject}".strip(), it.author, it.dated, it.reason)
        for it in suppressions
        if not it.findings
    ]
    return Table("Stated of findings that are not there", ("what", "about", "by", "on", "text"), tuple(rows))


def destinations(findings: Sequence[Finding]) -> Table:
    """List what calls out: one row for each destination and use."""
    rows: list[tuple[Cell, ...]] = []
    for it in findings:
        answers = {facet.name: facet.answer for facet in it.facets}
        rows.append(
            (it.subject, str(it.facts.get("role", "")), it.path, str(it.facts.get("started_by", "")),
             answers.get("encrypted", "unknown"), answers.get("authenticated", "unknown"),
             answers.get("can be changed by the operator", "unknown"), str(it.facts.get("sends", "")), it.tier)
        )  # fmt: skip
    columns = (
        "destination", "what for", "in", "started by", "encrypted", "authenticated", "operator's", "may send", "tier",
    )  # fmt: skip
    return Table(
        "What it would call",
        columns,
        tuple(rows),
        "Nothing was called: this is what files and code say. operator's: whether the operator can change it.",
    )


def evidence(findings: Sequence[Finding], inspection: Inspection, rule: str) -> list[Evidence]:
    """Point at the image, and at the first place of each finding."""
    image = Evidence(inspection.sha256, inspection.name, f"{inspection.size:,} bytes", rule, inspection.rule_version)
    return [image, *(it.evidence[0] for it in findings)]


def bounds(inspection: Inspection) -> list[str]:
    """Say how much the detectors could look at, a sentence each."""
    reach = inspection.examination
    unread = sum(inspection.coverage.unpacked.get(kind, 0) + inspection.coverage.image.get(kind, 0) for kind in UNREAD)
    lines = [
        f"{counted(reach.detectors, 'detector')} ran in the rules {inspection.rule_version[:12]}; what no rule knows "
        "does not show. Their measured recall stands in docs/explanation/accuracy.md; where none does, it is unknown."
    ]
    left = reach.chosen - reach.disassembled
    if left or not reach.chosen:
        how = "the problems say why the others were not" if reach.instructions else "--deep was not asked for"
        lines.append(
            f"{reach.disassembled:,} of the {reach.chosen:,} executables that listen, check logins or define bounded "
            f"copies, of {reach.executables:,} in the image, were disassembled" + (f": {how}." if left else ".")
        )
    if unread:
        lines.append(f"{counted(unread, 'byte')} are of no known type; nothing in them was examined.")
    if inspection.coverage.unread_files:
        lines.append(f"{counted(inspection.coverage.unread_files, 'file')} could not be read.")
    if inspection.left_behind:
        lines.append(
            f"{counted(len(inspection.left_behind), 'file')} left by whoever unpacked it say nothing of the equipment; "
            "they are listed under what is in it."
        )
    if not inspection.complete:
        lines.append("A limit, a crash or the watchdog ended part of the work.")
    return lines


def by_tier(findings: Sequence[Finding]) -> tuple[tuple[str, int], ...]:
    """Count findings by tier, those tiers that there are, the weakest first."""
    count = Counter(it.tier for it in findings)
    return tuple((tier, count[tier]) for tier in TIERS if count[tier])


def found_in_short(findings: Sequence[Finding], kind: Kind, inspection: Inspection) -> str:
    """Say in a sentence or two how many findings there are, and which is shown furthest."""
    if kind == "access":
        cases = [it for it in findings if is_match(it)]
        text = f"No publicly documented case matches, of {inspection.examination.cases:,} searched"
        text = f"{counted(len(cases), 'match', 'matches')} with publicly documented cases" if cases else text
        text += f"; {counted(sum(is_way_in(it) for it in findings) - len(cases), 'other way')} in."
    else:
        one, many = ("weakness", "weaknesses") if kind == "weakness" else ("destination", "destinations")
        text = f"{counted(len(findings), one, many)}." if findings else f"No {one} that a rule knows was found."
    furthest = max(findings, key=lambda it: TIERS.index(it.tier), default=None)
    if furthest and furthest.tier != "present":
        text += f" Shown furthest: {furthest.title}."
    return text


def left_in_short(kind: Kind, inspection: Inspection) -> str:
    """Say in one sentence what the detectors could not look at, or cannot see."""
    reach, coverage = inspection.examination, inspection.coverage
    unread = sum(coverage.unpacked.get(kind, 0) + coverage.image.get(kind, 0) for kind in UNREAD)
    left = reach.chosen - reach.disassembled
    parts = [f"{counted(left, 'program')} that listen or check logins, not disassembled"] if left else []
    parts += [f"{counted(unread, 'byte')} of no known type"] if unread else []
    parts += [f"{counted(coverage.unread_files, 'file')} that could not be read"] if coverage.unread_files else []
    parts += ["what came after a limit or a crash"] if not inspection.complete else []
    return f"Not examined: {'; '.join([*parts, UNSEEN[kind]])}."


def tally(findings: Sequence[Finding]) -> str:
    """Count findings by tier in words: `3 present, 2 configured`."""
    return ", ".join(f"{number:,} {tier}" for tier, number in by_tier(findings)) or "none"


@cache
def _described() -> dict[str, DetectorDescription]:
    from cupel.inspect.detect.descriptions import descriptions  # noqa: PLC0415 - what only unpacks loads no detector

    return {it.detector: it for it in descriptions()}


def _title(name: str) -> str:
    known = _described().get(name)
    title = known.title if known else name
    return title[:1].upper() + title[1:]


def _explanation(name: str) -> tuple[tuple[str, str], ...]:
    known = _described().get(name)
    if known is None:
        return ()
    told = (("Means", known.means), ("Checked", known.checked), ("Refuted by", known.refutes))
    return (*told, ("References", "; ".join(known.references)), ("Detector", name))


def _spelt(name: str) -> str:
    words = name.replace("_", " ")
    return words.upper() if words in ABBREVIATED else words.capitalize()


def _plain(value: str | int | bool) -> str:
    return ("yes" if value else "no") if isinstance(value, bool) else str(value)
