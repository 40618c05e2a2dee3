"""Tells what runs and where it listens: the files and build facts of an image go in, Running records come out."""

import dataclasses
import posixpath
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from cupel.inspect.reachable import first_boot
from cupel.inspect.reachable.alternatives import joined
from cupel.inspect.reachable.called import CALL
from cupel.inspect.reachable.conditions import ruled_out, weighed
from cupel.inspect.reachable.configured import Configured
from cupel.inspect.reachable.daemons import Daemon, by_program
from cupel.inspect.reachable.files import Files, Root
from cupel.inspect.reachable.interfaces import wanted_by_interfaces
from cupel.inspect.reachable.listening import Listener, listeners, switched_off
from cupel.inspect.reachable.origins import UNCALLED, Origin, Origins, Run, told_by
from cupel.records.build import Build, Launch, Setting
from cupel.records.evidence import Evidence
from cupel.records.vulnerability import State

ONLY_IF = " starts it only if: "
"""What joins a starter and its condition in a reason."""
SO_ONLY_IF = " starts it in this way only if: "
"""The same where it starts the program with other arguments too."""
_SWITCH = re.compile(r"\$\{?\w*(?:enable|disable)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Running:
    """One program that something starts, or would start."""

    program: str
    """Base name."""
    path: str
    """Path in its root; empty where it is missing."""
    artefact: str
    """SHA-256 of its file; empty where it is missing."""
    root: Root
    """The root file system it lies in."""
    state: State
    """Whether it runs."""
    reason: str
    """Why."""
    products: tuple[str, ...]
    """Products that the table of daemons says it is made of; empty where the table does not have it."""
    role: str
    """server, client or local, as the table of daemons says; `unlisted` where the table does not have it."""
    listeners: tuple[Listener, ...]
    """Where it listens, as far as that is told."""
    guarded: str
    """What a firewall keeps away from it, in words; empty where none is told."""
    closed: bool
    """Whether it listens only on interfaces from which the firewall lets nothing in."""
    evidence: tuple[Evidence, ...]
    """The launch, and the settings that decide."""
    starter: State = "unknown"
    """Whether the file that starts it is run or read itself."""
    starter_reason: str = ""
    """Why."""


def running(files: Files, build: Build) -> tuple[Running, ...]:
    """Weigh every launch: is its starter run, is its program there, do settings switch it off, where does it listen?

    1. A launcher whose program is missing runs nothing.
    2. A setting that switches it off, or a starter that is never run, rules it out.
    3. A condition that cannot be settled from files leaves it unknown.
    4. Interfaces and radios of UCI need programs of their own, which netifd starts.
    """
    by_origin: dict[Origin, list[Launch]] = defaultdict(list)
    placed: list[tuple[Origin, Launch]] = []
    for launch in build.launches:
        origin = files.place(launch.evidence.locator)
        if origin is not None:
            by_origin[origin].append(launch)
            placed.append((origin, launch))
    origins = Origins(files, by_origin, first_boot.switched(files, build.settings), told_by(files, build))
    edited = first_boot.edited(files, build.settings)
    settings = {root: Configured(held) for root, held in settings_by_root(files, build.settings).items()}
    nothing = Configured(())
    ways: dict[tuple[Origin, str], dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for origin, launch in placed:  # 3: what both branches of a test start alike is started whatever the test says
        if not ruled_out(launch.condition, files, origin[0]):
            ways[origin, launch.program][launch.arguments].append(launch.condition)
    found = []
    for origin, launch in placed:
        if launch.starter in ("cron", CALL) or any(sign in launch.program for sign in "*?["):
            continue
        alike = ways.get((origin, launch.program), {})
        conditions = alike.get(launch.arguments, [])
        if len(conditions) > 1 and launch.condition in conditions:
            launch = dataclasses.replace(launch, condition=joined(conditions))
        run = _weigh(files, origins, origin, launch, settings.get(origin[0], nothing), edited.get(origin))
        if len(alike) > 1:
            run = dataclasses.replace(run, reason=run.reason.replace(ONLY_IF, SO_ONLY_IF, 1))
        found.append(run)
    for root, own in settings.items():
        found += _for_interfaces(files, root, own, found)  # 4
    return tuple(found)


def _for_interfaces(files: Files, root: Root, settings: Configured, runs: Sequence[Running]) -> Iterator[Running]:
    """Yield what netifd starts for the interfaces and radios of one root file system."""
    netifd = sorted((it for it in runs if it.root == root and it.program == "netifd"), key=lambda it: it.state != "yes")
    for wanted in wanted_by_interfaces(settings.all):
        program = files.program(root, wanted.program)
        run = Run(wanted.state, f"netifd starts it for {wanted.reason}")
        if program is None:
            run = Run("no", f"{wanted.reason} needs {wanted.program}, which is not in the image")
        elif wanted.state == "yes" and (not netifd or netifd[0].state != "yes"):
            run = Run("unknown", f"{wanted.reason}, and {UNCALLED} starts netifd")
        daemon = by_program().get(wanted.program)
        places = _places(daemon, Launch(wanted.program, "", "event", "", wanted.evidence[0]), settings)
        yield Running(
            wanted.program, program[1] if program else "", program[2].sha256 if program else "", root, run.state,
            run.reason, daemon.products if daemon else (), daemon.role if daemon else "unlisted",
            places if run.state != "no" else (), "", False,
            (*wanted.evidence, *(netifd[0].evidence if netifd else ())),
        )  # fmt: skip


def settings_by_root(files: Files, settings: tuple[Setting, ...]) -> dict[Root, list[Setting]]:
    """Sort settings by the root file system that they hold for; a deployed configuration holds for all."""
    found: dict[Root, list[Setting]] = defaultdict(list)
    for it in settings:
        place = files.place(it.evidence.locator)
        for root in [place[0]] if place else files.roots:
            found[root].append(it)
    return found


def _weigh(
    files: Files, origins: Origins, origin: Origin, launch: Launch, settings: Configured, edit: Setting | None
) -> Running:
    root = origin[0]
    name = posixpath.basename(launch.program)
    program = files.program(root, launch.program) if "$" not in launch.program else None
    # a script of a daemon's name listens on nothing: what it starts does
    daemon = by_program().get(name) if program is None or not files.is_script(program[2]) else None
    run, witness = _run(files, origins, origin, launch, daemon, settings, program is not None)
    places = _places(daemon, launch, settings) if run.state != "no" else ()
    if edit is not None and (run.state == "no" or launch.condition) and not witness and program is not None:
        changed = first_boot.in_words(files, edit)
        run, witness = Run("unknown", f"{run.reason}; {changed}, so that this may no longer hold"), (edit.evidence,)
        places = _places(daemon, launch, settings)
    begun = origins.run(origin)
    return Running(
        name, program[1] if program else "", program[2].sha256 if program else "", program[0] if program else root,
        run.state, run.reason, daemon.products if daemon else (),
        daemon.role if daemon else "server" if launch.starter == "inetd" else "unlisted",
        places, settings.firewall.guard(places), settings.firewall.closes(places), (launch.evidence, *witness),
        begun.state, begun.reason,
    )  # fmt: skip


def _run(
    files: Files,
    origins: Origins,
    origin: Origin,
    launch: Launch,
    daemon: Daemon | None,
    settings: Configured,
    there: bool,
) -> tuple[Run, tuple[Evidence, ...]]:
    if "$" in launch.program:
        return Run("unknown", f"/{origin[1]} starts what {launch.program} names when it runs"), ()
    if not there:  # 1
        return Run("no", f"/{origin[1]} starts {launch.program}, which is not in the image"), ()
    if daemon:  # 2
        off, setting = switched_off(daemon, settings.of(daemon))
        if off and setting is not None:
            text = f"{setting.key or 'its default'} {setting.value}".strip()
            return Run("no", f"{setting.file} switches it off ({text})"), (setting.evidence,)
    if launch.condition == "disabled":
        return Run("no", f"/{origin[1]} says that it is disabled"), ()
    never = ruled_out(launch.condition, files, origin[0])
    if never:
        return Run("no", f"it is started only if {never}"), ()
    run = origins.run(origin)
    if run.state == "yes" and launch.condition and not _holds(launch, files, origin[0], daemon, settings):  # 3
        return Run("unknown", f"/{origin[1]}{ONLY_IF}{launch.condition}"), ()
    return run, ()


def _holds(launch: Launch, files: Files, root: Root, daemon: Daemon | None, settings: Configured) -> bool:
    """Tell whether files settle each part of the condition, or whether a setting switches it on or off: that has been
    weighed by the settings themselves."""
    switched = any(keys.enable or keys.disable for keys in (daemon.keys if daemon else ()))
    switched = switched and daemon is not None and bool(settings.of(daemon))  # its file is there, and has been read
    return all(
        weighed(part, files, root).holds or (switched and _SWITCH.search(part)) for part in launch.condition.split("; ")
    )


def _places(daemon: Daemon | None, launch: Launch, settings: Configured) -> tuple[Listener, ...]:
    if launch.starter == "inetd":
        own = [it for it in settings.at(launch.evidence.locator) if it.section == launch.program]
        ports = [it.value for it in own if it.key == "port"]
        from_file = [it.value for it in own if it.key == "address"]
        loopback = bool(from_file) and all(value.startswith(("127.", "::1", "localhost")) for value in from_file)
        where = "the loopback only" if loopback else ", ".join(from_file) or "any address"
        return tuple(Listener(port, where, loopback) for port in ports)
    if daemon is None:
        return ()
    return listeners(daemon, launch.arguments, settings.of(daemon))
