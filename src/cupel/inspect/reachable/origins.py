"""Tells whether a script or unit is run at boot: files that start things go in, a state with its reason comes out."""

import posixpath
import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from cupel.inspect.reachable.alternatives import joined
from cupel.inspect.reachable.called import starter_of
from cupel.inspect.reachable.conditions import ruled_out
from cupel.inspect.reachable.files import Files, Root
from cupel.records.build import Build, Launch
from cupel.records.vulnerability import State

_NUMBERED = re.compile(r"S\d\d?\D?.*")
_LINK = re.compile(r"etc/(?:rc\.d|rc(\w)\.d|rc\.d/rc(\w)\.d|init\d?\.d)/([SK])\d\d?")
_WANTS = re.compile(r"systemd/system/[^/]+\.(?:wants|requires)/[^/]+$")
_ENDING = frozenset({"stop", "disable", "status", "shutdown", "kill"})
"""First arguments with which a script is called to end things."""
_UNITS = re.compile(r"(?:etc|run|lib)/systemd/system/[^/]+$")
_INIT_FOLDER = re.compile(r"etc/(?:init\d?\.d|rc\.d|rc\w\.d)$")
_INIT_SCRIPTS = ("etc/init*.d/*", "etc/rc*", "*systemd/system/*")
_INITS = ("sbin/init", "bin/init", "init")
_SUPERS = {
    "inetd": ("inetd", "openbsd-inetd", "inetutils-inetd", "rlinetd"), "xinetd": ("xinetd",)
}  # fmt: skip
"""Programs that read inetd.conf, and those that read xinetd's files."""
_NOT_BOOT = frozenset("016")
"""Run levels in which nothing is started at boot: halt, one user, reboot (init(8), Debian Policy 9.3)."""
INITDEFAULT = "initdefault"
"""Key of the Setting that names the run level which inittab enters by default."""
UNCALLED = "no start script of the kinds that are read"
"""How every reason begins its clause that nothing which is read starts something."""

_NAMING = frozenset({"startup/first_boot", "startup/uci_handlers"})
"""Sources of starts that are named in a configuration rather than called."""

MOST_DEEP = 100
"""Scripts in a chain of calls that is followed."""

Origin = tuple[Root, str]
"""Root and path of a file that starts things."""


@dataclass(frozen=True, slots=True)
class Run:
    """Whether something runs at boot, and why."""

    state: State
    """yes, no or unknown."""
    reason: str
    """A clause: `/etc/rc.d/S50dropbear starts it at boot`."""


def uncalled(reason: str) -> bool:
    """Tell whether a reason says that nothing which is read starts the thing, or what would start it."""
    return UNCALLED in reason


def rank(state: State, reason: str) -> int:
    """Return how sure a start is, the surest first: what nothing calls counts less than what only is not settled."""
    return {"yes": 0, "unknown": 2 if uncalled(reason) else 1, "no": 3}[state]


@dataclass(frozen=True, slots=True)
class Told:
    """What facts other than names and starts say of each root file system."""

    levels: Mapping[Root, str]
    """The run level that its inittab enters by default."""
    applets: Mapping[Root, frozenset[str]]
    """Applets of its BusyBox or Toybox."""


NOTHING_TOLD = Told({}, {})


def told_by(files: Files, build: Build) -> Told:
    """Sort default run levels and applets by the root file system that they hold for."""
    levels: dict[Root, str] = {}
    applets: dict[Root, frozenset[str]] = {}
    for setting in build.settings:
        place = files.place(setting.evidence.locator) if setting.key == INITDEFAULT else None
        if place:
            levels.setdefault(place[0], setting.value)
    for held in build.applets:
        place = files.place(held.evidence.locator)
        if place:
            applets[place[0]] = applets.get(place[0], frozenset()) | frozenset(held.names)
    return Told(levels, applets)


class Origins:
    """Answers for every file that starts things, following who calls whom."""

    def __init__(
        self,
        files: Files,
        launches: dict[Origin, list[Launch]],
        switched: Mapping[Origin, tuple[str, str]] | None = None,
        told: Told = NOTHING_TOLD,
    ) -> None:
        """Prepare; `switched` holds, by init script, (enable or disable, path of the script of the first boot)."""
        self._told = told
        self._files = files
        self._launches = launches
        self._switched = switched or {}
        self._known: dict[Origin, Run] = {}
        self._links: dict[Root, dict[str, list[str]]] = {}
        self._deep = 0
        self._callers: dict[Origin, list[tuple[Origin, Launch]]] = defaultdict(list)
        for origin, started in launches.items():
            for launch in started:
                ends = launch.arguments.split()[:1]
                for called in self._called(origin[0], launch.program):
                    if called != origin and not (ends and ends[0] in _ENDING):
                        self._callers[called].append((origin, launch))

    def _called(self, root: Root, program: str) -> list[Origin]:
        if "$" in program:
            return []
        if any(sign in program for sign in "*?["):
            resolved = (self._files.resolve(root, path) for path in self._files.matching(root, program))
            return [(root, found[0]) for found in resolved if found]
        script = self._files.program(root, program)
        return [script[:2]] if script else []

    def run(self, origin: Origin) -> Run:
        """Say whether the file is run at boot."""
        if origin not in self._known:
            self._known[origin] = Run("unknown", "scripts call each other in a circle, or in too long a chain")
            self._deep += 1
            if self._deep <= MOST_DEEP:
                self._known[origin] = self._decide(origin)
            self._deep -= 1
        return self._known[origin]

    def _decide(self, origin: Origin) -> Run:
        root, path = origin
        name, folder = posixpath.basename(path), posixpath.dirname(path)
        if name == "inittab":
            return Run("yes", "init reads /etc/inittab")
        if name.startswith("inetd") or name == "xinetd.conf" or folder.endswith("xinetd.d"):
            return self._super("xinetd" if "xinetd" in path else "inetd", root)
        if name.endswith((".service", ".socket")):
            return self._unit(root, name)
        if path == "etc/profile" and self._is_boot_script(root):
            default = "without /etc/inittab and init scripts init's default is a login shell, which reads it"
            return Run("yes", f"/etc/profile runs it at boot: {default}")
        if folder.endswith("etc/uci-defaults"):
            return Run("unknown", f"/{path} is run once, at the first boot")
        if folder.endswith("etc/config"):
            return self._configuration(root, path)
        starter = self._launches[origin][0].starter if origin in self._launches else ""
        if starter == "cron" or (starter == "event" and starter_of(path) == "event"):
            return Run("unknown", f"/{path} runs at an event, not by being started at boot")
        links = self._links_to(root).get(path, [])
        if links:
            starting = [it for it in links if posixpath.basename(it).startswith("S")]
            first = next((it for it in starting if self._at_boot(root, it)), "")
            if first:
                return Run("yes", f"/{first} starts it at boot")
            if starting:
                return Run("no", f"/{starting[0]} starts it in a run level that is not the one of the boot")
        called = self._by_call(origin)
        if called and called.state == "yes":
            return called
        if _INIT_FOLDER.search(folder) and _NUMBERED.fullmatch(name):
            return (
                called
                if called and not uncalled(called.reason)
                else Run("yes", f"/{path} is run at boot by its number")
            )
        if name in ("rcS", "rc.local", "rc.sysinit", "rc", "preinit"):
            return called if called and not uncalled(called.reason) else Run("yes", f"init runs /{path}")
        if _INIT_FOLDER.search(folder) and origin in self._switched and self._switched[origin][0] == "enable":
            return Run("unknown", f"{self._switched[origin][1]} enables /{path} at the first boot")
        if called:
            return called
        if _INIT_FOLDER.search(folder) and self._links_to(root):
            return Run("no", f"no link in rc.d starts /{path}: it is switched off")
        return Run("unknown", f"{UNCALLED} calls /{path}")

    def _is_boot_script(self, root: Root) -> bool:
        """Tell whether BusyBox's init has no table and no script, so that a login shell is all that it starts."""
        resolved = (self._files.resolve(root, it) for it in _INITS)
        init = next((it[0] for it in resolved if it), "")
        if posixpath.basename(init) != "busybox" or self._files.resolve(root, "etc/inittab"):
            return False
        return not any(self._files.first(root, pattern) for pattern in _INIT_SCRIPTS)

    def _configuration(self, root: Root, path: str) -> Run:
        """Judge what a UCI file names: the firewall runs its includes, a handler waits for its event."""
        name = posixpath.basename(path)
        if name != "firewall":
            return Run("unknown", f"/{path} names it as what an event runs")
        script = self._files.resolve(root, f"etc/init.d/{name}")
        run = self.run((root, script[0])) if script else Run("unknown", f"{UNCALLED} starts {name}")
        return Run(run.state, f"/{path} names it as an include of the firewall, and {run.reason}")

    def _at_boot(self, root: Root, link: str) -> bool:
        """Tell whether a link lies in the folder of a run level that is entered at boot."""
        found = _LINK.match(link)
        level = (found[1] or found[2] or "") if found else ""
        default = self._told.levels.get(root, "")
        if not level.isdigit():
            return True  # rc.d, rcS.d
        return level == default if default else level not in _NOT_BOOT

    def _links_to(self, root: Root) -> dict[str, list[str]]:
        if root not in self._links:
            table: dict[str, list[str]] = defaultdict(list)
            for path, target in self._files.links(root):
                if _LINK.match(path):
                    table[target].append(path)
            self._links[root] = table
        return self._links[root]

    def _by_call(self, origin: Origin) -> Run | None:
        """Judge by its callers: the surest first; one that itself nothing calls counts least, save one that is off."""
        best: tuple[int, Run] | None = None
        calls: dict[tuple[Origin, bool], list[Launch]] = defaultdict(list)
        for caller, launch in self._callers.get(origin, ()):
            calls[caller, launch.evidence.rule in _NAMING].append(launch)
        for (caller, _), launches in calls.items():
            run, launch = self.run(caller), launches[0]
            possible = [it.condition for it in launches if not ruled_out(it.condition, self._files, caller[0])]
            condition = joined(possible or [it.condition for it in launches])
            verb = "names" if launch.evidence.rule in _NAMING else "calls"
            does = f"/{caller[1]} {verb} /{origin[1]}"
            if verb == "names" and launch.variables:
                does += f" ({launch.variables[0]})"
            if run.state == "yes" and not condition:
                return Run("yes", f"{does}, and {run.reason}")
            if run.state == "no":
                found = 2, Run("no", f"{does}, and {run.reason}")
            elif uncalled(run.reason):
                found = 1, Run("unknown", f"{does}, and {run.reason}")
            else:
                found = (
                    0,
                    Run("unknown", f"{does}: {f'only if {condition}' if condition else run.reason}"),
                )
            if best is None or found[0] < best[0]:
                best = found
        return best[1] if best else None

    def _super(self, name: str, root: Root) -> Run:
        """Judge what inetd or xinetd would start: is it there, and does anything start it?"""
        there = any(self._files.program(root, it) for it in _SUPERS[name])
        if not there and name not in self._told.applets.get(root, frozenset()):
            return Run(
                "no", f"{name}, which would start it, is not in the image, neither as a program nor as an applet"
            )
        runs = [
            self.run(origin)
            for origin, started in self._launches.items()
            if origin[0] == root and any(posixpath.basename(it.program) in (name, *_SUPERS[name]) for it in started)
        ]
        yes = next((run for run in runs if run.state == "yes"), None)
        if yes:
            return Run("yes", f"{name} starts it for a connection, and {yes.reason}")
        if runs and all(run.state == "no" for run in runs):
            return Run("no", f"{name} itself is not started: {runs[0].reason}")
        return Run("unknown", f"{UNCALLED} starts {name}")

    def _unit(self, root: Root, name: str) -> Run:
        stem = name.rpartition(".")[0]
        wanted = {f"{stem}.service", f"{stem}.socket"}
        for path, seen in self._files.named(root, name):
            if seen.kind == "link" and seen.target == "/dev/null" and _UNITS.search(path):
                return Run("no", f"/{path} is a link to /dev/null: the unit is masked")
        for path, _ in (it for unit in sorted(wanted) for it in self._files.named(root, unit)):
            if _WANTS.search(path):
                return Run("yes", f"/{path} starts it at boot")
        if not self._files.first(root, "etc/systemd/system/*.wants/*"):
            return Run("unknown", f"no unit of this image is enabled by a link; {name} may be, when it first boots")
        return Run("no", f"no link in a folder .wants starts {name}: it is switched off")
