"""The ladder on one page: an inspection and reference data go in; each known vulnerability, rung by rung, comes out."""

import re
from collections.abc import Collection, Sequence

from cupel import plugins
from cupel.inspect.reachable.files import Files
from cupel.inspect.reachable.running import running
from cupel.inspect.vulnerabilities.built_in.answer import built_in
from cupel.inspect.vulnerabilities.built_in.rules import rule_for
from cupel.inspect.vulnerabilities.configuration import Configuration, overlay
from cupel.inspect.vulnerabilities.distribution import distributions, release_of
from cupel.inspect.vulnerabilities.named import Naming, Reference, asked_of, named, namings
from cupel.inspect.vulnerabilities.not_patched import not_patched
from cupel.inspect.vulnerabilities.reach import Reach
from cupel.inspect.vulnerabilities.version_affected import version_affected
from cupel.records.advisory import Advisory
from cupel.records.build import Build
from cupel.records.component import Component
from cupel.records.inspection import Inspection
from cupel.records.problem import Problem
from cupel.records.vulnerability import Ladder, Match, Step

MOST_VERSIONS = 50
"""Of one product in one package list."""
KNOWN_EXPLOITED = "kev"
"""Name of the feed that is the whole list of known-exploited vulnerabilities."""


def climb(
    inspection: Inspection,
    reference: Reference,
    configuration: Configuration | None = None,
    as_of: str = "",
) -> Ladder:
    """Join every component that the image holds with what the reference data says of it, and climb.

    1. Lay the deployed configuration, where one is given, over what the image configures.
    2. Find out what runs, and which files each program loads.
    3. Ask the reference data once about all components.
    4. For each vulnerability that names a component, answer the six rungs, each by its own evidence.

    What was published, or became known as exploited, after `as_of` (a day, ISO 8601; empty: no limit) is left out.
    """
    build = overlay(inspection.build, configuration) if configuration else inspection.build  # 1
    files = Files(inspection)
    if configuration:
        files.lay_over(configuration.name, configuration.files)
    reach = Reach(files, build, running(files, build))  # 2
    components = [it for it in inspection.components if it.held]
    components, crowded = _without_crowds(components)
    told = reference.about([name for component in components for name in asked_of(component)])  # 3
    present = {name for component in components for name in component.cpe}
    listed = any(it.name == KNOWN_EXPLOITED and not it.missing for it in reference.feeds())
    systems = distributions(components)
    spoken = {line.ecosystem for held in told.values() for it in held for line in it.affected} - {""}
    matches: list[Match] = []
    unasked: list[str] = []
    for component in components:
        release = release_of(component, systems)
        found = namings(component, told)
        if not component.cpe and not found and component.ecosystem not in spoken:
            package = f"no held feed speaks of {component.ecosystem} packages" if component.ecosystem else "no package"
            unasked.append(f"{component.id}: the catalogue knows no CPE name for it, and {package}")
        for cve in sorted(found):
            lines = [it for it in found[cve] if not as_of or _day(it.advisory) <= as_of]
            if lines:
                steps = _steps(cve, component, lines, build, files, reach, present, release, as_of, listed)  # 4
                matches.append(_match(cve, component, lines, steps, as_of))
    state = f"as deployed ({configuration.name})" if configuration else "factory"
    problems = (*(configuration.problems if configuration else ()), *crowded)
    return Ladder(tuple(matches), reference.feeds(), tuple(unasked), state, rule_version(), problems)


def rule_version() -> str:
    """Return the version of the rules of the ladder."""
    return plugins.version_of("cupel.inspect.vulnerabilities", "cupel.inspect.startup", "cupel.records.vulnerability")


def _steps(
    cve: str,
    component: Component,
    lines: list[Naming],
    build: Build,
    files: Files,
    reach: Reach,
    present: Collection[str],
    release: str,
    as_of: str,
    listed: bool,
) -> tuple[Step, ...]:
    rule = rule_for((component.product, *component.cpe), cve)
    vector = next((it.advisory.vector for it in lines if it.advisory.vector), "")
    return (
        named(component, lines),
        version_affected(component, lines, present, release),
        built_in(rule, component, build, files),
        not_patched(cve, component, lines, build, release),
        reach.step(component, rule, vector),
        _exploited([it.advisory for it in lines], as_of, listed),
    )


def _without_crowds(components: list[Component]) -> tuple[list[Component], list[Problem]]:
    """Leave out products that one list alone names in more versions than an image has, and say which."""
    lists: dict[tuple[str, str], list[Component]] = {}
    for it in components:
        artefacts = {seen.evidence.artefact for seen in it.sightings}
        if not it.copies and it.ecosystem and len(artefacts) == 1:
            lists.setdefault((it.product, artefacts.pop()), []).append(it)
    crowds = [held for held in lists.values() if len(held) > MOST_VERSIONS]
    left_out = {it.id for held in crowds for it in held}
    problems = [
        Problem(
            held[0].sightings[0].evidence.locator,
            f"{held[0].product} stands there in {len(held):,} versions; none was asked about, for more than "
            f"{MOST_VERSIONS} of one product are no installation",
        )
        for held in crowds
    ]
    return [it for it in components if it.id not in left_out], problems


def _day(advisory: Advisory) -> str:
    """Return the day of publication; where the source tells none, the year in the CVE's number."""
    year = re.match(r"CVE-(\d{4})-", advisory.id)
    return advisory.published or (year[1] if year else "")


def _since(advisories: Sequence[Advisory], as_of: str) -> str:
    """Return the day on which it entered a list of known-exploited vulnerabilities, where that was before `as_of`."""
    days = {
        it.exploited_since for it in advisories if it.exploited_since and (not as_of or it.exploited_since <= as_of)
    }
    return min(days, default="")


def _exploited(advisories: Sequence[Advisory], as_of: str, listed: bool) -> Step:
    """Say no only where a whole list is held: excerpts of it, as in the data that cupel ships, tell of a yes only."""
    day = _since(advisories, as_of)
    if day:
        return Step("known exploited", "yes", f"in the list of known-exploited vulnerabilities since {day}")
    if not listed:
        return Step("known exploited", "unknown", "no list of known-exploited vulnerabilities is held in full")
    return Step("known exploited", "no", "in no list of known-exploited vulnerabilities that is held")


def _match(
    cve: str,
    component: Component,
    lines: Sequence[Naming],
    steps: tuple[Step, ...],
    as_of: str,
) -> Match:
    advisories = [it.advisory for it in lines]
    scored = next((it for it in advisories if it.score is not None), None)
    return Match(
        cve, component.id, steps,
        scored.score if scored else None, scored.vector if scored else "",
        next((it.exploit_probability for it in advisories if it.exploit_probability is not None), None),
        _since(advisories, as_of),
        tuple(dict.fromkeys(it.source for it in advisories)),
    )  # fmt: skip
