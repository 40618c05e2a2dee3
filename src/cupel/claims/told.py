"""Tells a ledger of claims to a person at a terminal: a ledger goes in, what rich prints comes out.

Of a long ledger the most telling claims of each document are shown, in the order of the text; every cut is said.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from cupel.claims.figures import Figures
from cupel.claims.indexed import RULES, Indexed
from cupel.claims.interval import dated
from cupel.dossier.terminal import facings_of, timeline_of
from cupel.dossier.visible import visible
from cupel.records.claim import Claim, ClaimsLedger, Document, Stance
from cupel.records.problem import Problem

SHORT = 30
"""Claims that are shown of a ledger, unless all are asked for."""
FEWEST = 3
"""Claims that are shown of a document that is shown."""
MOST_DOCUMENTS = 10
MOST_LISTED = 200
"""Documents that are listed where all claims are asked for."""
MOST_EVENTS = 15
MOST_PAIRS = 8
MOST_SAYINGS = 2
"""Claims that a side of a pair shows."""
MOST_UNNAMED = 6
MOST_CHAINS = 4
ALL = 1 << 30
WIDE = 100
"""Columns from which on a claim has one row; on a narrower terminal its words stand below it."""
COLOURS = {"allegation": "red", "concern": "yellow", "denial": "cyan", "not_said": "cyan", "no_comment": "cyan",
           "decision": "green"}  # fmt: skip
TELLING: tuple[Stance, ...] = (
    "allegation", "denial", "not_said", "no_comment", "decision", "concern", "announcement", "intention", "prediction",
)  # fmt: skip
"""Stances that are shown first where not all are."""


def told(ledger: ClaimsLedger, problems: tuple[Problem, ...], full: bool, width: int) -> RenderableType:
    """Return claims by document, timeline, contradictions, and what stands on unnamed word; `full`: every row."""
    figures = Figures(ledger)
    parts: list[RenderableType] = [*_documents(figures, full, width)]
    if ledger.events:
        parts += ["", timeline_of(figures.timeline(), ALL if full else MOST_EVENTS)]
    if ledger.contradictions:
        parts += ["", facings_of(figures.against(), width, *((ALL, ALL) if full else (MOST_PAIRS, MOST_SAYINGS)))]
    parts += [*_chains(figures, full), *_unnamed(figures, full, width)]
    parts += _proposers(ledger)
    parts += [Text(visible(f"problem: {it.locator}: {it.what}"), style="yellow") for it in problems]
    return Group(*parts, "", *_summary(figures))


def _documents(figures: Figures, full: bool, width: int) -> Iterator[RenderableType]:
    of: dict[str, list[Claim]] = {}
    for claim in figures.claims.values():
        if not claim.duplicate_of:
            of.setdefault(claim.document, []).append(claim)
    documents = figures.ledger.documents
    shown = documents[: MOST_LISTED if full else MOST_DOCUMENTS]
    most = ALL if full else max(FEWEST, SHORT // max(1, len(shown)))
    for number, it in enumerate(shown, 1):
        claims = of.get(it.id, [])
        counted = [it for it in claims if figures.index.counts(it)]
        proposed = [it for it in claims if not figures.index.counts(it)]
        listed = claims if full else [*_telling(counted, most), *proposed[:SHORT]]
        yield Text("" if number == 1 else "\n").append_text(_headed(number, it, len(counted), len(proposed)))
        yield Padding(_claims(listed, figures, full, width), (0, 0, 0, 2))
        if left := len(claims) - len(listed):
            yield Text(f"  {left:,} more: --full shows all, --json has all", "dim")
    if left := len(documents) - len(shown):
        yield Text(f"\n{left:,} more documents: {'--json' if full else '--full or --json'}", "dim")


def _headed(number: int, it: Document, claims: int, proposed: int) -> Text:
    outlet = f"{it.outlet}, " if it.outlet else ""
    when = dated(it.published.interval) or "date unknown"
    told_of = f"{outlet}{when} ({it.published.basis}); {len(it.text.split()):,} words, {claims:,} claims"
    told_of += f", and {proposed:,} proposed that nobody accepted: they count nowhere" if proposed else ""
    return Text.assemble((visible(f"{number}  {Path(it.name).name}"), "bold"), f"  {visible(told_of)}")


def _telling(claims: Sequence[Claim], most: int) -> list[Claim]:
    """Choose the claims that tell most, in the order of the text; what is told inside another comes after it."""

    def rank(claim: Claim) -> tuple[int, bool]:
        place = TELLING.index(claim.stance) if claim.stance in TELLING else len(TELLING)
        return (len(TELLING) + 1 if claim.kind == "author" else place), bool(claim.parent)

    chosen = {it.id for it in sorted(claims, key=rank)[:most]}
    return [it for it in claims if it.id in chosen]


def _claims(claims: Sequence[Claim], figures: Figures, full: bool, width: int) -> Table:
    wide = width >= WIDE
    table = Table(box=None, pad_edge=False, show_header=False, padding=(0, 2, 0, 0))
    table.add_column(no_wrap=True)
    if wide:
        table.add_column(width=max(18, width // 6), overflow="fold")
        table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    for it in claims:
        stance = Text(figures.stance(it), COLOURS.get(it.stance, ""))
        who, said = Text(visible(figures.who(it))), Text(visible(_said(it, figures, 200 if full else 110)))
        if wide:
            table.add_row(it.id, who, stance, said)
        else:
            table.add_row(it.id, Text.assemble(who, "  ", stance, "\n", said))
    return table


def _said(claim: Claim, figures: Figures, longest: int) -> str:
    index: Indexed = figures.index
    review = index.reviews.get(claim.id)
    told_of = [f"{review.state} by {review.author}"] if review else []
    if claim.proposed_by != RULES:
        told_of.insert(0, f"proposed by {claim.proposed_by}{f': {claim.note}' if claim.note else ''}")
    return figures.said(claim, longest) + (f" [{'; '.join(told_of)}]" if told_of else "")


def _chains(figures: Figures, full: bool) -> Iterator[RenderableType]:
    roots = figures.chains().roots
    if not roots:
        return
    yield Text("\nWhat leads back to one source", "bold")
    shown = [it for it in roots if it.below][: ALL if full else MOST_CHAINS]
    for root in shown:
        carried = "; ".join(dict.fromkeys(it.label for it in root.below))
        yield Padding(Text(visible(f"{root.label}\n{root.detail} ({carried})")), (0, 0, 0, 2))
    if left := len(figures.ledger.chains) - len(shown):
        yield Text(f"  {left:,} more: {'' if full else '--full shows more, '}--json has all", "dim")


def _unnamed(figures: Figures, full: bool, width: int) -> Iterator[RenderableType]:
    found = figures.unsupported()
    if not found:
        return
    yield Text("\nWhat stands on unnamed people's word alone", "bold")
    shown = found[: ALL if full else MOST_UNNAMED]
    for it in shown:
        claim = figures.claims[it.claim]
        said = f"{it.claim}  {it.word} ({figures.stance(claim)}): {figures.said(claim, max(60, width - 40))}"
        yield Padding(Text(visible(said)), (0, 0, 0, 2))
    if left := len(found) - len(shown):
        yield Text(f"  {left:,} more: --full shows all, --json has all", "dim")


def _summary(figures: Figures) -> Iterator[RenderableType]:
    kept = [it for it in figures.kept if not it.duplicate_of]
    accusing = sum(it.stance in ("allegation", "concern") for it in kept)
    denying = sum(it.stance == "denial" for it in kept)
    yield Text(
        f"{len(kept):,} claims in {len(figures.ledger.documents):,} documents: {accusing:,} accuse or fear, "
        f"{denying:,} deny; claims do not fit together in {figures.places()}; "
        f"{len(figures.unsupported()):,} on unnamed word alone; {len(figures.index.reviews):,} reviewed.",
        "bold",
    )
    yield Text(
        "Every claim is somebody's, and found by rules or proposed: nothing is accepted until a person says so, "
        "and nothing here says whether it is true.",
        "dim",
    )


def _proposers(ledger: ClaimsLedger) -> Iterator[RenderableType]:
    for it in ledger.proposers:
        rests = f"; SHA-256 {it.sha256}" if it.sha256 else ""
        told_of = f"{it.given:,} claims proposed, {it.refused:,} refused, {it.known:,} known before"
        yield Text(visible(f"\n{it.name} (version {it.version}{rests}): {told_of}"))
