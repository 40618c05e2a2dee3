"""Tells what starts the files that use destinations: an image and places go in; a tier and its reason come out."""

import posixpath
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from cupel.inspect.detect.destinations._settings_read import Reading
from cupel.inspect.detect.image import Image
from cupel.inspect.reachable.files import Root
from cupel.inspect.reachable.origins import UNCALLED, Origin, Origins, uncalled
from cupel.records.build import Launch
from cupel.records.evidence import Evidence
from cupel.records.finding import Tier

_CRON = re.compile(r"(?:^|/)(?:etc/crontab|etc/cron\.(?:d|hourly|daily|weekly|monthly)/|etc/crontabs/|cron/crontabs/)")
_EVENT = re.compile(
    r"(?:^|/)(?:hotplug\.d|hotplug|ip-up\.d|ip-down\.d|ip-up|ip-down|udev|ifup\.d|if-up\.d|if-down\.d|if-pre-up\.d|udhcpc|"
    r"dhcpc|uci-defaults|dhclient-\w+-hooks\.d|networkd-dispatcher|NetworkManager/dispatcher\.d|ppp)(?:/|$|\.)"
)
_READ_FROM = re.compile(r"^(?:usr/|usr/local/|var/|tmp/|opt/)?etc/|^\w+/etc/|^etc$")
CRON_PROGRAMS = ("crond", "cron")
MOST_READERS = 20


@dataclass(frozen=True, slots=True)
class Started:
    """What starts a file."""

    by: str
    """`boot`, `inetd`, `cron`, `event`, or `none seen`."""
    tier: Tier
    """present or configured."""
    reason: str
    """Why, in a sentence without its stop."""
    evidence: tuple[Evidence, ...] = ()
    """What starts it."""


class Starts:
    """Answers for every file, following who calls whom."""

    def __init__(self, image: Image, scripts: Iterable[str]) -> None:
        """Prepare for an image; `scripts` are locators of scripts, which may be called without starting anything."""
        self._image = image
        launches: dict[Origin, list[Launch]] = defaultdict(list)
        for launch in image.build.launches:
            origin = image.files.place(launch.evidence.locator)
            if origin is not None:
                launches[origin].append(launch)
        for locator in scripts:
            place = image.files.place(locator)
            if place is not None and place not in launches:
                launches[place] = [Launch("", "", "boot", "", Evidence("", locator, "", "", ""))]
        self._origins = Origins(image.files, launches)

    def script(self, locator: str) -> Started:
        """Say what starts a script."""
        image = self._image
        place = image.files.place(locator)
        if place is None:
            return Started("none seen", "present", "It lies outside a root file system")
        if _CRON.search(place[1]):
            return self._by_cron(place)
        started = next((it for it in image.starts(locator) if it.state != "no" and not uncalled(it.reason)), None)
        if started:
            by = started.launch.starter
            return Started(
                by, "configured", f"{started.reason[:1].upper()}{started.reason[1:]}", (started.launch.evidence,)
            )
        run = self._origins.run(place)
        reason = f"{run.reason[:1].upper()}{run.reason[1:]}"
        if run.state == "yes":
            return Started("boot", "configured", reason)
        if _EVENT.search(place[1]):
            return Started("event", "configured", f"/{place[1]} lies where scripts are run at an event")
        if run.state == "unknown" and " calls " in run.reason and not uncalled(run.reason):
            return Started("boot", "configured", reason)
        return Started("none seen", "present", reason)

    def _by_cron(self, place: Origin) -> Started:
        root, path = place
        for name in CRON_PROGRAMS:
            if self._image.files.program(root, name):
                return Started("cron", "configured", f"cron, which is in the image ({name}), reads /{path}")
        return Started("cron", "present", f"/{path} is a file for cron, and no cron program is in the image")

    def program(self, locator: str) -> Started:
        """Say what starts an executable."""
        for it in self._image.starts(locator):
            if it.state != "no" and not uncalled(it.reason):
                reason = f"{it.reason[:1].upper()}{it.reason[1:]}"
                return Started(it.launch.starter, "configured", reason, (it.launch.evidence,))
        return Started("none seen", "present", f"{UNCALLED[:1].upper()}{UNCALLED[1:]} starts it")

    def readers(
        self, locator: str, names: Sequence[str], guessed: Sequence[str], read: Sequence[Reading], on: str
    ) -> Started:
        """Say whether what reads a configuration is there, and started: programs by their manuals (`names`), programs
        of the file's own name (`guessed`), and scripts that ask for the setting (`read`), which `on` says to be on.
        """
        place = self._image.files.place(locator)
        root: Root | None = place[0] if place else None
        asking = [(self.script(it.evidence.locator), it) for it in read[:MOST_READERS]]
        asking.sort(key=lambda it: it[0].tier == "present")
        for started, it in asking:
            path = self._image.path_of(it.evidence.locator)
            then = started.reason[:1].lower() + started.reason[1:]
            if started.tier == "present" and on:
                return Started("setting", "configured", f"{on}, and {path} reads it ({it.asked})", (it.evidence,))
            if started.tier != "present" or not names:
                reason = f"{path} reads it ({it.asked}); of that script: {then}"
                return Started(started.by, started.tier, reason, (it.evidence, *started.evidence[:1]))
        if place and not _READ_FROM.search(place[1]):
            return Started(
                "none seen", "present", "It lies outside the folders from which programs read their settings"
            )
        there = []
        for name in (*names, *guessed):
            program = self._image.files.program(root, name) if root is not None else None
            if program is None:
                continue
            many = posixpath.basename(program[1]) != name  # a program of several names: a start of another is none
            shown = f"/{program[1]} ({name})" if many else f"/{program[1]}"
            there.append((shown, "reads it" if name in names else "has its name"))
            for run in self._runs.get((program[0], program[1], name if many else ""), ()):
                return Started("boot", "configured", f"{shown} {there[-1][1]}, and {run[0]}", run[1])
        if there:
            path, does = there[0]
            return Started("none seen", "present", f"{path} {does}, and {UNCALLED} starts that")
        if names:
            shown = ", ".join(names[:4])
            return Started("none seen", "present", f"No program that its manuals name as a reader was found ({shown})")
        if guessed:
            shown = " or ".join(guessed[:4])
            reason = f"Which program reads it is not told by what was read; none of the name {shown} was found"
            return Started("none seen", "present", reason)
        return Started("none seen", "present", "Nothing that was read tells which program reads it")

    @property
    def _runs(self) -> dict[tuple[Root, str, str], list[tuple[str, tuple[Evidence, ...]]]]:
        """By root, path, and the name by which it is started, or an empty one for every name."""
        table: dict[tuple[Root, str, str], list[tuple[str, tuple[Evidence, ...]]]] = defaultdict(list)
        for it in self._image.running:
            if it.path and it.state != "no" and not _unknown(it.reason):
                for name in ("", it.program):
                    table[it.root, it.path, name].append((it.reason, it.evidence[:1]))
        return table


def _unknown(reason: str) -> bool:
    """Tell whether a chain of starts ends in a script that nothing was seen to call."""
    return "nothing that was read" in reason.lower()


def stem(path: str) -> str:
    """Return the base name of a path without its endings."""
    return posixpath.basename(path).partition(".")[0]
