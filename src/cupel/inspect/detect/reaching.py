"""Lifts configured findings to reachable where what runs listens to the outside: a finding goes in and out."""

import dataclasses
from collections.abc import Iterable, Sequence
from itertools import islice

from cupel.inspect.detect.access._firewall_words import firewall_of
from cupel.inspect.detect.image import Image
from cupel.inspect.reachable.running import Running
from cupel.records.finding import Facet, Finding

MOST_PLACES = 8
"""Ports that a sentence names: a script can start a program on thousands."""


def reached(finding: Finding, image: Image, state: str = "in factory state") -> Finding:
    """Return the finding, lifted where its program runs at boot and listens beyond the loopback, in the given state.

    1. Only a configured finding that names its program is lifted; no other way leads up from `present`.
    2. Its program must run without a condition that files cannot settle, and listen, and no firewall may close it.
       Where the finding quotes a start of it, that very start counts, and no other start of the same program.
    """
    if finding.tier != "configured" or not finding.program:  # 1
        return finding
    outside = [run for run in _own(finding, image) if run.state == "yes" and listens_outside(run)]
    if not outside:  # 2
        return finding
    where = places_in_words(outside)
    reason = f"{outside[0].program} runs ({outside[0].reason}) and listens on {where}, {state}"
    firewall = firewall_of(image, outside[0].root, outside[0].listeners)
    if firewall:
        reason += f"; {firewall}"
    interface = Facet("on which interface", "yes", where, outside[0].evidence[:2])
    facets = tuple(interface if it.name == interface.name and it.answer == "unknown" else it for it in finding.facets)
    return dataclasses.replace(finding, tier="reachable", tier_reason=f"{reason}.", facets=facets)


def _own(finding: Finding, image: Image) -> Sequence[Running]:
    """Return the runs of a finding's program: those of the starts that it quotes, where it quotes one."""
    runs = image.runs(finding.program)
    quoted = {it.locator for it in finding.evidence}
    return [run for run in runs if run.evidence and run.evidence[0].locator in quoted] or runs


def as_deployed(findings: Iterable[Finding], image: Image, name: str) -> tuple[Finding, ...]:
    """Judge anew what is reachable, in an image with its deployed configuration laid over it; `name` names that."""
    judged = []
    for it in findings:
        if it.tier == "reachable" and it.program:
            reason = f"Reachable in factory state, and not shown to be so as deployed ({name})."
            it = dataclasses.replace(it, tier="configured", tier_reason=reason)
        judged.append(reached(it, image, f"as deployed ({name})"))
    return tuple(judged)


def listens_outside(run: Running) -> bool:
    """Tell whether a server takes what comes from beyond the equipment."""
    return run.role == "server" and not run.closed and any(not it.loopback for it in run.listeners)


def places_in_words(runs: Sequence[Running]) -> str:
    """Name the ports and interfaces of some runs, at most MOST_PLACES of them."""
    found = dict.fromkeys(f"{it.port} on {it.where}" for run in runs for it in run.listeners if not it.loopback)
    more = f", and {len(found) - MOST_PLACES:,} more" if len(found) > MOST_PLACES else ""
    return ", ".join(islice(found, MOST_PLACES)) + more
