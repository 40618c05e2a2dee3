"""One image as detectors see it at the end: its inspection so far and all signs go in; lookups come out."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from cupel.inspect.reachable.files import Files, Root
from cupel.inspect.reachable.firewall import Firewall
from cupel.inspect.reachable.first_boot import switched
from cupel.inspect.reachable.origins import Origin, Origins, rank, told_by
from cupel.inspect.reachable.running import Running, running, settings_by_root
from cupel.inspect.sign import Sign
from cupel.records.build import Build, Launch, Setting
from cupel.records.component import Component
from cupel.records.finding import State
from cupel.records.inspection import Inspection, Occurrence

S = TypeVar("S", bound=Sign)


@dataclass(frozen=True, slots=True)
class Start:
    """One thing that starts a program or script."""

    launch: Launch
    """What the starter says."""
    state: State
    """Whether it is started: of what boot starts, as far as files tell; of cron and events, unknown."""
    reason: str
    """Why, in a clause."""


class Image:
    """All that is known of one image when its files have been visited."""

    def __init__(self, inspection: Inspection, signs: Sequence[Sign], places: Mapping[str, Sequence[str]]) -> None:
        self.inspection = inspection
        self._signs = signs
        self._places = places

    def with_findings(self, inspection: Inspection) -> "Image":
        """Return the same image with findings: what was looked up of its files, starts and signs is kept."""
        image = copy(self)
        image.inspection = inspection
        return image

    @property
    def build(self) -> Build:
        """What is compiled in, started and configured."""
        return self.inspection.build

    @property
    def components(self) -> tuple[Component, ...]:
        """What software it is made of."""
        return self.inspection.components

    @cached_property
    def files(self) -> Files:
        """Every name, by root file system and path."""
        return Files(self.inspection)

    @cached_property
    def running(self) -> tuple[Running, ...]:
        """What boot and inetd would start, in factory state, and where it listens."""
        return running(self.files, self.build)

    @cached_property
    def firewalls(self) -> Mapping[Root, Firewall]:
        """The firewall of each root file system that has settings: one reading for all who speak of it."""
        held = settings_by_root(self.files, self.build.settings)
        return {root: Firewall(own) for root, own in held.items()}

    def signs(self, kind: type[S]) -> tuple[S, ...]:
        """Return the signs of one kind, in the order of the image."""
        return tuple(self._by_kind.get(kind, ()))  # type: ignore[arg-type] # what stands under a kind is of it

    @cached_property
    def _by_kind(self) -> dict[type[Sign], list[Sign]]:
        table: dict[type[Sign], list[Sign]] = defaultdict(list)
        for sign in self._signs:
            table[type(sign)].append(sign)
        return table

    def places(self, sha256: str) -> Sequence[str]:
        """Return the locators of every file with these bytes, in the order of the image."""
        return self._places.get(sha256, ())

    @cached_property
    def _types(self) -> dict[str, str]:
        return {it.sha256: it.type for it in self.inspection.artefacts}

    def type_of(self, sha256: str) -> str:
        """Return what an artefact is, as its content tells; empty where it is not known."""
        return self._types.get(sha256, "")

    @cached_property
    def _settings(self) -> dict[str, list[Setting]]:
        table: dict[str, list[Setting]] = defaultdict(list)
        for it in self.build.settings:
            table[it.key.lower()].append(it)
        return table

    def settings_of(self, key: str) -> Sequence[Setting]:
        """Return every setting with a key, whatever its case, in the order of the image."""
        return self._settings.get(key.lower(), ())

    def path_of(self, locator: str) -> str:
        """Return a file's path as the equipment sees it, `/etc/passwd`: from the root of its file system down."""
        place = self.files.place(file_of(locator))
        return "/" + place[1] if place else "/" + file_of(locator).rsplit("!", 1)[-1].lstrip("/")

    def occurrence(self, locator: str) -> Occurrence | None:
        """Return the name that a locator points at: its mode and owner."""
        place = self.files.place(file_of(locator))
        found = self.files.resolve(*place) if place else None
        return found[1] if found else None

    def runs(self, locator: str) -> tuple[Running, ...]:
        """Return what of `running` is this very file, the ones that run first."""
        place = self.files.place(file_of(locator))
        found = self._runs_by_place.get(place, []) if place else []
        return tuple(sorted(found, key=lambda it: rank(it.state, it.reason)))

    @cached_property
    def _runs_by_place(self) -> dict[tuple[Root, str], list[Running]]:
        table: dict[tuple[Root, str], list[Running]] = defaultdict(list)
        for it in self.running:
            if it.path:
                table[it.root, it.path].append(it)
        return table

    def starts(self, locator: str) -> tuple[Start, ...]:
        """Return every launch of this very file: by boot, inetd, cron or an event, the sure ones first."""
        place = self.files.place(file_of(locator))
        found = self._starts_by_place.get(place, []) if place else []
        return tuple(sorted(found, key=lambda it: rank(it.state, it.reason)))

    @cached_property
    def origins(self) -> Origins:
        """Whether a script is run at boot, by its place and by who calls it."""
        by_origin: dict[Origin, list[Launch]] = defaultdict(list)
        for launch in self.build.launches:
            origin = self.files.place(launch.evidence.locator)
            if origin is not None:
                by_origin[origin].append(launch)
        return Origins(
            self.files, by_origin, switched(self.files, self.build.settings), told_by(self.files, self.build)
        )

    @cached_property
    def _starts_by_place(self) -> dict[tuple[Root, str], list[Start]]:
        table: dict[tuple[Root, str], list[Start]] = defaultdict(list)
        weighed = {it.evidence[0].locator + it.program: it for it in self.running if it.evidence}
        for launch in self.build.launches:
            origin = self.files.place(launch.evidence.locator)
            program = self.files.program(origin[0], launch.program) if origin and "$" not in launch.program else None
            if program is None or origin is None:
                continue
            run = weighed.get(launch.evidence.locator + launch.program.rsplit("/", 1)[-1])
            if run:
                start = Start(launch, run.state, run.reason)
            else:
                start = Start(launch, "unknown", f"/{origin[1]} starts it ({launch.starter})")
            table[program[0], program[1]].append(start)
        return table


def file_of(locator: str) -> str:
    """Cut an offset off a locator; a line is cut off by `Files.place`."""
    head, _, tail = locator.rpartition("!")
    return head if tail.startswith("@0x") else locator
