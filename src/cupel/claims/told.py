"""Tells a ledger of claims to a person at a terminal: a ledger goes in, rich's tables come out."""

from collections.abc import Iterator
from pathlib import Path

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from cupel.claims.indexed import RULES, Indexed
from cupel.claims.views.anonymous import anonymous_only
from cupel.claims.views.wording import Wording
from cupel.dossier.visible import visible
from cupel.records.claim import Claim, ClaimsLedger
from cupel.records.problem import Problem

SHORT = 30
"""Claims that are shown of a ledger, unless all are asked for."""
COLOURS = {"allegation": "red", "concern": "yellow", "denial": "cyan", "not_said": "cyan", "no_comment": "cyan",
           "decision": "green"}  # fmt: skip


def told(ledger: ClaimsLedger, problems: tuple[Problem, ...], full: bool) -> RenderableType:
    """Return documents, claims, timeline, contradictions, and what stands on unnamed word alone; `full`: every row."""
    wording = Wording(ledger.documents, ledger.claims)
    names = {it.id: it.name for it in ledger.entities}
    parts: list[RenderableType] = [*_documents(ledger)]
    parts += [_claims(ledger, wording, names, full), *_events(ledger), *_contradictions(ledger, wording, names)]
    parts += [*_chains(ledger, names), *_anonymous(ledger, wording, full), *_proposers(ledger)]
    parts += [Text(visible(f"problem: {it.locator}: {it.what}"), style="yellow") for it in problems]
    parts.append(
        Text(
            "\nEvery claim is somebody's, and found by rules or proposed: nothing is accepted until a person says so.",
            "dim",
        )
    )
    return Group(*parts)


def _documents(ledger: ClaimsLedger) -> Iterator[RenderableType]:
    for it in ledger.documents:
        when = it.published.interval or "date unknown"
        outlet = f"{it.outlet}, " if it.outlet else ""
        yield Text(
            visible(
                f"{it.id}  {Path(it.name).name}: {outlet}{when} ({it.published.basis}); {len(it.text.split()):,} words"
            )
        )


def _claims(ledger: ClaimsLedger, wording: Wording, names: dict[str, str], full: bool) -> Table:
    index = Indexed(ledger)
    corrected = [it for it, _ in index.claims(rejected=True)]
    shown = [it for it in corrected if not it.duplicate_of and (full or it.kind != "author")]
    shown.sort(key=lambda it: not index.counts(it))  # those that do not count stand last
    counted = sum(index.counts(it) for it in ledger.claims)
    proposed = len(ledger.claims) - counted
    more = f", and {proposed} proposed that no person accepted: they count nowhere" if proposed else ""
    table = Table(title=f"\n{counted} claims{more}", title_justify="left", box=None, pad_edge=False)
    widest = max([12, *(len(it.id) for it in shown)])
    for heading, width in (("claim", widest), ("who", 18), ("stance", 14), ("words", None)):
        table.add_column(heading, width=width, no_wrap=heading == "claim", overflow="fold")
    for it in shown if full else shown[:SHORT]:
        state = f" [{index.state(it)} by {index.reviews[it.id].author}]" if it.id in index.reviews else ""
        if it.proposed_by != RULES:
            state = f" [proposed by {it.proposed_by}{f': {it.note}' if it.note else ''}]{state}"
        stance = Text(it.stance.replace("_", " "), COLOURS.get(it.stance, ""))
        said = Text(visible(wording.short(it, 200 if full else 90) + state))
        table.add_row(it.id, Text(visible(_who(it, wording, names))), stance, said)
    if not full and len(shown) > SHORT:
        table.caption = f"{len(shown) - SHORT} more of them, and the outlets' own voice: --full"
        table.caption_justify = "left"
    return table


def _who(claim: Claim, wording: Wording, names: dict[str, str]) -> str:
    if claim.kind == "author":
        return "(the outlet)"
    who = names.get(claim.speaker) or wording.source(claim) or "(nobody named)"
    via = ", ".join(names.get(it, it) for it in claim.via)
    return f"{who} via {via}" if via else who


def _events(ledger: ClaimsLedger) -> Iterator[RenderableType]:
    if ledger.events:
        table = Table(title="\nTimeline", title_justify="left", box=None, pad_edge=False, show_header=False)
        for it in ledger.events:
            table.add_row(it.when.interval, Text(visible(it.title)), Text(", ".join(it.claims[:3]), "dim"))
        yield table


def _contradictions(ledger: ClaimsLedger, wording: Wording, names: dict[str, str]) -> Iterator[RenderableType]:
    known = {it.id: it for it in ledger.claims}
    yield Text(f"\n{len(ledger.contradictions)} pairs that do not fit together as they stand", "bold")
    for number, it in enumerate(ledger.contradictions, 1):
        yield Text(visible(f" {number}. {it.kind}: {it.difference}"))
        for side in (it.one, it.other):
            for claim in (known[name] for name in side[:3]):
                said = f"      {claim.id}  {_who(claim, wording, names)}: {wording.short(claim, 100)}"
                yield Text(visible(said), "dim")


def _chains(ledger: ClaimsLedger, names: dict[str, str]) -> Iterator[RenderableType]:
    for it in ledger.chains:
        yield Text(visible(f"\n{it.note}: {names.get(it.origin, it.origin)} ({', '.join(it.claims[:6])})"))


def _anonymous(ledger: ClaimsLedger, wording: Wording, full: bool) -> Iterator[RenderableType]:
    index = Indexed(ledger)
    found = anonymous_only([it for it in ledger.claims if index.counts(it)], wording)
    if not found:
        return
    known = {it.id: it for it in ledger.claims}
    yield Text(f"\n{len(found)} claims on unnamed word alone", "bold")
    for it in found if full else found[:8]:
        yield Text(visible(f"      {it.claim}  {it.word}: {wording.short(known[it.claim], 100)}"), "dim")
    if not full and len(found) > 8:
        yield Text(f"      {len(found) - 8} more: --full", "dim")


def _proposers(ledger: ClaimsLedger) -> Iterator[RenderableType]:
    for it in ledger.proposers:
        rests = f"; SHA-256 {it.sha256}" if it.sha256 else ""
        told = f"{it.given} claims proposed, {it.refused} refused, {it.known} known before"
        yield Text(visible(f"\n{it.name} (version {it.version}{rests}): {told}"))
