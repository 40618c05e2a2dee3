"""Examines an image's files: each during its visit, then all together; components, build facts, findings come out."""

import dataclasses
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from cupel import plugins
from cupel.errors import CupelError
from cupel.inspect.database import rules_of, source_marks_of
from cupel.inspect.detect.detector import Detector
from cupel.inspect.detect.guarding import guarded
from cupel.inspect.detect.image import Image
from cupel.inspect.detect.image_words import Words
from cupel.inspect.detect.merging import merged
from cupel.inspect.detect.reaching import reached
from cupel.inspect.detect.registry import DETECTORS
from cupel.inspect.detect.second_pass import Choice, Chosen, SecondPass
from cupel.inspect.identify.catalogue import catalogue
from cupel.inspect.identify.confirm import bare_scanner, claims
from cupel.inspect.identify.kernel_release import sightings_of_modules
from cupel.inspect.identify.merge import merge
from cupel.inspect.identify.signature import Claim
from cupel.inspect.identify.source import Fact, Source, Visited
from cupel.inspect.known.base import cases
from cupel.inspect.metric import Metric
from cupel.inspect.scan import Hit
from cupel.inspect.sign import Sign
from cupel.inspect.unpack.content import Content
from cupel.records.build import (
    Applets,
    Build,
    Certificate,
    Feature,
    KernelConfiguration,
    KernelModule,
    Launch,
    Linkage,
    PatchSign,
    Setting,
)
from cupel.records.component import Component, Sighting, Versions
from cupel.records.evidence import Evidence
from cupel.records.finding import Finding
from cupel.records.inspection import ExaminationBounds, Inspection, LeftBehind
from cupel.records.measure import Measure
from cupel.records.problem import Problem

SOURCES: tuple[Source, ...] = (
    *plugins.load("cupel.inspect.identify.sources", "SOURCE", Source),
    *plugins.load("cupel.inspect.startup", "SOURCE", Source),
    *plugins.load("cupel.inspect.vulnerabilities.features", "SOURCE", Source),
    *plugins.load("cupel.inspect.vulnerabilities.patches", "TEST", Source),
)
Plugin = Source | Detector | Choice | Words
_ALWAYS: tuple[tuple[str, Plugin], ...] = (
    *((f"read as {source.title}", source) for source in SOURCES),
    *((f"examined for {detector.title}", detector) for _, detector in DETECTORS),
)
PLUGINS = (*_ALWAYS, ("chosen for disassembly", Choice(deep=False)))
"""(what each does, as a Problem says it; the plug-in), in the order in which they see a file."""
OF_TWO_PASSES = (*_ALWAYS, ("chosen for disassembly", Choice(deep=True)), ("read for its words", Words()))
"""The same, where a second pass follows."""
METRICS: tuple[Metric, ...] = plugins.load("cupel.inspect.measure", "METRIC", Metric)
_LINE = re.compile(r":\d+\Z")
MOST_QUOTE = 200
MOST_FINDINGS = 2_000
"""Findings of one detector in one image that are told."""


class Examination:
    """One image's examination: the walk's Examiner."""

    def __init__(self, rule_version: str, deep: bool = False) -> None:
        bare_scanner(catalogue().bare)  # compiled when the first examination is made, which is before any fork
        self.problems: list[Problem] = []
        self._version = rule_version
        self._plugins = OF_TWO_PASSES if deep else PLUGINS
        self._facts: list[Fact] = []
        self._from: list[str] = []  # locator of the file that said each of them
        self._aside: dict[str, str] = {}  # locator of what is not the equipment's -> SHA-256
        self._places: dict[str, list[str]] = {}  # SHA-256 -> every locator, in the order of the image
        self._said: dict[str, list[tuple[Fact, ...]]] = {}  # SHA-256 -> what its occurrences said

    def visit(self, path: str, sha256: str, kind: str, content: Content, hits: list[Hit]) -> tuple[Fact, ...]:
        """Ask the signatures and every source that wants the file."""
        known = catalogue()
        told = claims(known, path, kind, content, rules_of(hits))
        file = Visited(path, sha256, kind, content, told, source_marks_of(hits))
        facts: list[Fact] = [_sighting(file, claim) for claim in told]
        for title, source in self._plugins:
            if not source.wants(file):
                continue
            try:
                facts += source.examine(file)
            except CupelError:
                raise  # the machine's trouble is no fact about the input
            except Exception as error:  # noqa: BLE001 - hostile bytes: whatever a reader raises is a fact about them
                facts.append(Problem("", f"cannot be {title}: {type(error).__name__} {error}"))
        return tuple(facts)

    def take(self, locator: str, sha256: str, found: Any) -> None:
        """Keep what a visit gave, under the file's place."""
        self._places.setdefault(sha256, []).append(locator)
        facts: tuple[Fact, ...] = found or ()
        said = self._said.setdefault(sha256, [])
        if facts in said:  # the same bytes under another name say the same again; only what a starter says is new there
            facts = tuple(fact for fact in facts if isinstance(fact, Launch | Setting))
        else:
            said.append(facts)
        self._facts += (self._placed(fact, locator) for fact in facts)
        self._from += [locator] * len(facts)

    def set_aside(self, left: Sequence[LeftBehind]) -> None:
        """Forget what files said that are not the equipment's, unless the same bytes lie elsewhere in it too."""
        self._aside = aside = {it.locator: it.sha256 for it in left}
        kept: list[Fact] = []
        for locator, fact in zip(self._from, self._facts, strict=True):
            beside = _inner(locator, aside)
            if not beside:
                kept.append(fact)
            elif isinstance(fact, Launch | Setting):
                continue  # of these every place has told its own
            elif other := next((it for it in self._places.get(aside[beside], ()) if not _inner(it, aside)), ""):
                kept.append(_moved(fact, beside, other + locator[len(beside) :]))
        self._facts = kept
        self._places = {
            sha256: own
            for sha256, places in self._places.items()
            if (own := [it for it in places if not _inner(it, aside)])
        }

    def conclude(self) -> tuple[tuple[Component, ...], Build]:
        """Merge the sightings into components, and sort the build facts."""
        self.problems += self._of(Problem)
        self._facts += sightings_of_modules(self._of(KernelModule))
        components = merge(self._of(Sighting), catalogue(), self._places)
        return components, Build(
            kernels=self._of(KernelConfiguration), modules=self._of(KernelModule), applets=self._of(Applets),
            linkage=self._of(Linkage), features=self._of(Feature), patch_signs=self._of(PatchSign),
            launches=self._of(Launch), settings=self._of(Setting), certificates=self._of(Certificate),
        )  # fmt: skip

    def image(self, inspection: Inspection) -> Image:
        """Return the inspection so far, with all signs."""
        return Image(inspection, self._of(Sign), self._places)

    def find(self, inspection: Inspection, second: SecondPass | None = None) -> Inspection:
        """Let every detector conclude on the inspection so far, then every metric measure it; return it with both.

        What the second pass saw counts as what the first one did.
        """
        read = [self._placed(fact, locator) for locator, fact in second.facts()] if second else []
        self._facts += read
        image = self.image(inspection)
        findings: list[Finding] = []
        problems = [*inspection.problems, *(fact for fact in read if isinstance(fact, Problem))]
        for name, detector in DETECTORS:
            made = left = 0
            for found in _guarded(detector.conclude, image, name, inspection.name):
                if isinstance(found, Problem):
                    problems.append(found)
                elif made < MOST_FINDINGS:
                    made += 1
                    findings.append(reached(self._versioned(found), image))
                else:
                    left += 1
            if left:
                what = f"{name} found more than {MOST_FINDINGS:,} things; {left:,} were left out"
                problems.append(Problem(inspection.name, what))
        chosen = len({it.evidence.artefact for it in image.signs(Chosen) if it.to_disassemble})
        bounds = ExaminationBounds(len(DETECTORS), len(cases()), _executables(inspection), chosen)
        if second:
            bounds = dataclasses.replace(bounds, disassembled=second.disassembled, instructions=second.decoded)
        done = dataclasses.replace(
            inspection,
            findings=guarded(merged(self._of_the_equipment(findings), image)),
            problems=tuple(problems),
            examination=bounds,
        )
        image = image.with_findings(done)
        measures: list[Measure] = []
        for metric in METRICS:
            for value in _guarded(metric.measure, image, f"measure/{metric.name}", inspection.name):
                (problems if isinstance(value, Problem) else measures).append(value)
        return dataclasses.replace(done, measures=tuple(measures), problems=tuple(problems))

    def _of_the_equipment(self, findings: list[Finding]) -> list[Finding]:
        """Leave out what is said of files that are not the equipment's: of some, their name and mode are enough."""
        return [it for it in findings if not (it.evidence and self._is_aside(it.evidence[0].locator))]

    def _is_aside(self, locator: str) -> bool:
        return bool(self._aside) and bool(_inner(locator, self._aside) or _inner(_LINE.sub("", locator), self._aside))

    def _versioned(self, finding: Finding) -> Finding:
        evidence = tuple(dataclasses.replace(it, rule_version=self._version) for it in finding.evidence)
        return dataclasses.replace(finding, evidence=evidence)

    def _of(self, kind: type) -> Any:
        return tuple(fact for fact in self._facts if isinstance(fact, kind))

    def _placed(self, fact: Fact, locator: str) -> Fact:
        """Put the chain from the image down before the place in the file."""
        if isinstance(fact, Problem):
            return Problem(_place(locator, fact.locator), fact.what)
        if isinstance(fact, Linkage):
            return dataclasses.replace(fact, locator=locator)
        evidence = fact.evidence
        place = _place(locator, evidence.locator)
        quote = evidence.quote[:MOST_QUOTE]
        return dataclasses.replace(
            fact, evidence=dataclasses.replace(evidence, locator=place, quote=quote, rule_version=self._version)
        )


def _guarded(ask: Callable[[Image], Iterable[Any]], image: Image, name: str, place: str) -> Iterator[Any]:
    """Pass on what a detector or metric yields; what it raises, over hostile bytes, is a Problem."""
    try:
        yield from ask(image)
    except CupelError:
        raise
    except Exception as error:  # noqa: BLE001 - hostile bytes: whatever it raises is a fact about them
        yield Problem(place, f"{name} could not conclude: {type(error).__name__} {error}")


def _inner(locator: str, aside: Mapping[str, str]) -> str:
    """Return which file of `aside` a locator lies in; empty where it lies in none."""
    while locator and locator not in aside:
        locator = locator.rpartition("!")[0]
    return locator


def _moved(fact: Fact, place: str, other: str) -> Fact:
    """Say the same of the same bytes elsewhere."""
    if isinstance(fact, Problem | Linkage):
        return dataclasses.replace(fact, locator=other + fact.locator[len(place) :])
    moved = other + fact.evidence.locator[len(place) :]
    return dataclasses.replace(fact, evidence=dataclasses.replace(fact.evidence, locator=moved))


def _executables(inspection: Inspection) -> int:
    return sum(artefact.type.startswith("ELF ") for artefact in inspection.artefacts)


def _place(locator: str, within: str) -> str:
    """Put the chain from the image down before a place in the file: an offset is a part of it, a line is not."""
    return f"{locator}{'!' if within.startswith('@') else ''}{within}"


def _sighting(file: Visited, claim: Claim) -> Sighting:
    evidence = Evidence(file.sha256, f"@0x{claim.offset:x}", claim.quote, "identify/signature", "")
    return Sighting(
        claim.product, Versions(claim.exact, claim.at_least, claim.below), "signature", evidence, claim.extent
    )
