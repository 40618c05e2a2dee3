"""Weighs documented cases for one image: signs and facts of the image go in; the cases that match come out."""

import posixpath
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase

from cupel.inspect.detect.image import Image, file_of
from cupel.inspect.known.base import cases
from cupel.inspect.known.case import OUTCOMES, Artefact, Case
from cupel.inspect.known.in_file import RULE, Matched
from cupel.inspect.known.matcher import (
    CertificateMatcher,
    ComponentMatcher,
    FileMatcher,
    LaunchMatcher,
    Matcher,
    PathMatcher,
    SettingMatcher,
)
from cupel.inspect.reachable.origins import uncalled
from cupel.records.build import Launch
from cupel.records.evidence import Evidence
from cupel.records.finding import State

MOST_EVIDENCE = 8
MOST_MAKERS = 3
"""Makers to whose cases one file can hold strings and not be a list of them: fewer."""
RANK: tuple[State, ...] = ("yes", "unknown", "no")


@dataclass(frozen=True, slots=True)
class Proof:
    """One place where a matcher holds."""

    evidence: Evidence
    """The place."""
    starts: str = ""
    """Of a launch: the locator of the program that it starts; empty where that is missing or no launch is meant."""
    state: State = "unknown"
    """Of a launch: whether it is carried out, as far as files tell."""
    reason: str = ""
    """Of a launch: why."""
    version: str = ""
    """The version that was compared, of a matcher that asks for one."""


@dataclass(frozen=True, slots=True)
class Match:
    """A case that an artefact in the image shows."""

    case: Case
    """The case."""
    artefact: Artefact
    """The artefact."""
    proofs: tuple[Proof, ...]
    """Where, the deciding place first."""


def _anywhere(case: Case) -> Iterator[FileMatcher]:
    """Yield the matchers of a case that a file of any name fulfils."""
    for artefact in case.artefacts:
        yield from (it for it in artefact.matchers if isinstance(it, FileMatcher) and not it.path)


def _lists(signs: Sequence[Matched], anywhere: Mapping[str, str]) -> set[str]:
    """Return the files that hold strings of so many makers' cases that they list them: scanners, honeypots, rules."""
    makers: dict[str, set[str]] = defaultdict(set)
    for sign in signs:
        if sign.matcher in anywhere:
            makers[sign.evidence.artefact].add(anywhere[sign.matcher])
    return {artefact for artefact, held in makers.items() if len(held) >= MOST_MAKERS}


class Weighing:
    """All matchers against one image."""

    def __init__(self, image: Image) -> None:
        self._image = image
        self._signs: dict[str, list[Matched]] = defaultdict(list)
        anywhere = {it.name: case.origin or case.vendor for case in cases() for it in _anywhere(case)}
        listed = _lists(image.signs(Matched), anywhere)
        for sign in image.signs(Matched):
            if sign.evidence.artefact not in listed or sign.matcher not in anywhere:
                self._signs[sign.matcher].append(sign)
        self._launches: dict[str, list[Launch]] = defaultdict(list)
        for launch in image.build.launches:
            self._launches[posixpath.basename(launch.program)].append(launch)
        self._certificates = {it.sha256: it.evidence for it in image.build.certificates}

    def matches(self) -> Iterator[Match]:
        """Yield each case that matches, once: what is shown before a residue before a version."""
        for case in cases():
            for artefact in sorted(case.artefacts, key=lambda it: OUTCOMES.index(it.outcome)):
                proofs = self._weigh(artefact)
                if proofs:
                    yield Match(case, artefact, proofs)
                    break

    def _weigh(self, artefact: Artefact) -> tuple[Proof, ...]:
        found: list[Proof] = []
        for it in artefact.all:
            proofs = self._holds(it)
            if not proofs:
                return ()
            found += proofs
        some = [proof for it in artefact.any for proof in self._holds(it)]
        if artefact.any and not some:
            return ()
        if any(self._holds(it) for it in artefact.none):
            return ()
        return tuple([*found, *some][:MOST_EVIDENCE])

    def _holds(self, matcher: Matcher) -> list[Proof]:
        if isinstance(matcher, PathMatcher):
            return list(self._paths(matcher))
        if isinstance(matcher, LaunchMatcher):
            return list(self._started(matcher))
        if isinstance(matcher, SettingMatcher):
            return list(self._settings(matcher))
        if isinstance(matcher, ComponentMatcher):
            return list(self._components(matcher))
        if isinstance(matcher, CertificateMatcher):
            return [Proof(self._certificates[it]) for it in matcher.sha256 if it in self._certificates]
        return [Proof(it.evidence, version=it.version) for it in self._signs.get(matcher.name, ())]

    def _paths(self, matcher: PathMatcher) -> Iterator[Proof]:
        places = {it.number: it.locator for it in self._image.inspection.containers}
        for seen in self._image.inspection.occurrences:
            if seen.kind not in ("file", "hard link") or not seen.size or not seen.sha256:
                continue
            if matcher.executable and seen.mode is not None and not seen.mode & 0o111:
                continue
            if fnmatchcase("/" + seen.path.lstrip("/"), matcher.path):
                place = f"{places.get(seen.container, self._image.inspection.name)}!{seen.path}"
                yield Proof(Evidence(seen.sha256, place, "", RULE, ""))

    def _started(self, matcher: LaunchMatcher) -> Iterator[Proof]:
        for name, launches in self._launches.items():
            if not re.fullmatch(matcher.program, name):
                continue
            for launch in launches:
                if matcher.arguments and not re.search(matcher.arguments, launch.arguments):
                    continue
                program = self._program(launch)
                if matcher.missing != (not program):
                    continue
                state, reason = self._state(launch, program)
                yield Proof(launch.evidence, program, state, reason)

    def _program(self, launch: Launch) -> str:
        """Return the locator of what a launch starts; empty where that is not in the image."""
        origin = self._image.files.place(launch.evidence.locator)
        found = self._image.files.program(origin[0], launch.program) if origin and "$" not in launch.program else None
        if found is None:
            return ""
        places = {it.number: it.locator for it in self._image.inspection.containers}
        return f"{places.get(found[2].container, self._image.inspection.name)}!{found[2].path}"

    def _state(self, launch: Launch, program: str) -> tuple[State, str]:
        if not program:
            return "no", f"{launch.program} is not in the image"
        for start in self._image.starts(program):
            if start.launch == launch:
                return start.state, start.reason
        return "unknown", f"{launch.starter} starts it"

    def _settings(self, matcher: SettingMatcher) -> Iterator[Proof]:
        for it in self._image.build.settings:
            if (
                fnmatchcase("/" + it.file.lstrip("/"), matcher.file)
                and re.fullmatch(matcher.key, it.key)
                and re.fullmatch(matcher.value, it.value)
            ):
                yield Proof(it.evidence)

    def _components(self, matcher: ComponentMatcher) -> Iterator[Proof]:
        for it in self._image.components:
            if it.product == matcher.product and it.held and it.versions.exact in matcher.exact and it.sightings:
                yield Proof(it.sightings[0].evidence, version=it.versions.exact)


def first_started(image: Image, proofs: Sequence[Proof]) -> Proof | None:
    """Return the proof whose program is started, the surest first: a launch, or a file that something starts."""
    found = [it for it in proofs if it.starts and it.state != "no" and not uncalled(it.reason)]
    for proof in proofs:
        for start in image.starts(proof.evidence.locator):
            if start.state != "no" and not uncalled(start.reason):
                found.append(Proof(start.launch.evidence, file_of(proof.evidence.locator), start.state, start.reason))
    return min(found, key=lambda it: RANK.index(it.state), default=None)
