"""The fifth rung: a component, what runs and who links whom go in, a Step comes out."""

import posixpath
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence

from cupel.inspect.reachable.files import Files, Root
from cupel.inspect.reachable.running import Running
from cupel.inspect.vulnerabilities.built_in.rules import Rule
from cupel.records.build import Build
from cupel.records.component import Component
from cupel.records.evidence import Evidence
from cupel.records.vulnerability import State, Step

KERNELS = frozenset({"linux", "linux_kernel", "linux-kernel", "kernel"})
RADIO = frozenset({"hostapd", "wpad", "wpa_supplicant"})
"""Programs that run only while a Wi-Fi radio does."""
_LOCAL = re.compile(r"AV:[LP]\b")
_ACCOUNT = re.compile(r"PR:[LH]\b|Au:[SM]\b")
MOST_NAMED = 4
MOST_SHOWN = 10


class Reach:
    """Knows what runs and which files each of them loads; answers for one component after another."""

    def __init__(self, files: Files, build: Build, runs: Sequence[Running]) -> None:
        self._runs = runs
        self._multicall = {it.evidence.artefact for it in build.applets}
        self._needed: dict[Root, dict[str, tuple[str, tuple[str, ...]]]] = defaultdict(dict)
        self._by_artefact: dict[str, tuple[str, ...]] = {}
        self._imports: dict[str, frozenset[str]] = {}
        for it in build.linkage:
            self._by_artefact[it.artefact] = it.needed
            self._imports[it.artefact] = frozenset(it.imports)
            place = files.place(it.locator)
            if place:
                names = {posixpath.basename(place[1]), it.soname} - {""}
                for name in names:
                    self._needed[place[0]].setdefault(name, (it.artefact, it.needed))
        self._links: dict[Root, dict[str, str]] = defaultdict(dict)
        for root in files.roots:
            for path, target in files.links(root):
                if ".so" in path:
                    self._links[root][posixpath.basename(path)] = posixpath.basename(target)
        self._closures = {it.artefact: self._closure(it) for it in runs if it.artefact}

    def _closure(self, run: Running) -> frozenset[str]:
        """Collect the artefacts of all libraries that a program loads, directly or not."""
        seen: set[str] = set()
        todo = list(self._by_artefact.get(run.artefact, ()))
        names: set[str] = set()
        while todo:
            name = todo.pop()
            if name in names:
                continue
            names.add(name)
            table = self._needed[run.root]
            found = table.get(name) or table.get(self._links[run.root].get(name, ""))
            if found:
                seen.add(found[0])
                todo += found[1]
        return frozenset(seen)

    def step(self, component: Component, rule: Rule | None, vector: str) -> Step:
        """Answer the rung for one component and one vulnerability.

        1. The kernel takes part in all traffic: who can reach it is said by the rule, or by the CVSS vector.
        2. A weakness that takes a local account is reached from no interface.
        3. Of a library, only programs that import the functions that the rule names count; of a multi-call binary,
           only the applets that it names.
        4. yes: a daemon that runs holds or loads the component, and listens, or asks others, beyond the loopback.
        5. no: whatever would start it does not; or all listen on the loopback only, or are bound to interfaces
           whose zone of the firewall refuses what comes.
        """
        if component.product in KERNELS or (rule and rule.surface):  # 1
            radio = next((it for it in self._runs if it.state == "yes" and it.program in RADIO), None)
            return _kernel(rule, vector, radio)
        if _LOCAL.search(vector) and _ACCOUNT.search(vector):  # 2
            return Step("reachable", "no", f"it takes local access and an account ({vector})")
        runs, loaded = self._concerned(component)
        if runs and rule and rule.symbols:
            users = [it for it in runs if self._uses(it, rule)]
            if not users:
                return _unused(rule, runs)
            runs = users
        applets = set(rule.applets) if rule else set()
        if runs and any(it.artefact in self._multicall for it in runs):  # 3
            single = [it for it in runs if it.artefact not in self._multicall or it.program in applets]
            if not single:
                return _applet(component, rule, runs)
            runs = single
        return _judge(runs, loaded)

    def _uses(self, run: Running, rule: Rule) -> bool:
        """Tell whether a program, or a library that it loads, imports one of the functions that the rule names."""
        return any(self._imports.get(it, frozenset()) & set(rule.symbols) for it in (run.artefact, *self._loads(run)))

    def _loads(self, run: Running) -> frozenset[str]:
        return self._closures.get(run.artefact, frozenset())

    def _concerned(self, component: Component) -> tuple[list[Running], set[str]]:
        """Return what runs a file of the component, or loads one; and the artefacts that load it."""
        artefacts = {copy.artefact for copy in component.copies}
        own = [it for it in self._runs if it.artefact in artefacts]
        loading = [it for it in self._runs if it.artefact and self._loads(it) & artefacts]
        if not artefacts:  # known from a package list only: the table of daemons says which programs it has
            own = [it for it in self._runs if component.product in it.products]
        return own + [it for it in loading if it not in own], {it.artefact for it in loading} - artefacts


def _judge(runs: Sequence[Running], loaded: Iterable[str]) -> Step:
    if not runs:
        return Step("reachable", "unknown", "nothing that was read starts it or loads it; a program may do so")
    links = set(loaded)
    outside = [it for it in runs if it.state == "yes" and _outside(it)]
    if outside:  # 4
        reason = "; ".join(dict.fromkeys(_describe(it, it.artefact in links) for it in outside[:MOST_NAMED]))
        return Step("reachable", "yes", reason, _evidence(outside))
    evidence = _evidence(runs)
    told = "; ".join(dict.fromkeys(f"{it.program}: {it.reason}" for it in runs[:MOST_NAMED]))
    if all(it.state == "no" for it in runs):  # 5
        return Step("reachable", "no", told, evidence)
    inside = [it for it in runs if it.state == "yes" and it.listeners and all(x.loopback for x in it.listeners)]
    if inside and all(it.state == "no" or it in inside for it in runs):
        return Step("reachable", "no", f"{inside[0].program} listens on the loopback only", evidence)
    closed = [it for it in runs if it.state == "yes" and it.closed]
    if closed and all(it.state == "no" or it in closed for it in runs):
        where = closed[0].listeners[0].where
        return Step("reachable", "no", f"{closed[0].program} is bound to {where}; {closed[0].guarded}", evidence)
    running = [it for it in runs if it.state == "yes"]
    if running:
        names = ", ".join(dict.fromkeys(it.program for it in running[:MOST_NAMED]))
        return Step("reachable", "unknown", f"{names} runs, and nothing tells whether it listens", evidence)
    return Step("reachable", "unknown", told, evidence)


def _evidence(runs: Sequence[Running]) -> tuple[Evidence, ...]:
    """Point at the launches, and at the settings that say where they listen."""
    found = (e for it in runs[:MOST_NAMED] for e in (*it.evidence, *(x for at in it.listeners for x in at.evidence)))
    return tuple(dict.fromkeys(found))[:MOST_SHOWN]


def _outside(run: Running) -> bool:
    if run.role == "client":
        return True
    return run.role == "server" and not run.closed and any(not listener.loopback for listener in run.listeners)


def _describe(run: Running, links: bool) -> str:
    verb = "loads it, " if links else ""
    places: dict[str, list[str]] = {}
    for listener in run.listeners:
        if not listener.loopback:
            places.setdefault(listener.where, []).append(listener.port)
    text = " and ".join(f"{', '.join(ports)} on {where}" for where, ports in list(places.items())[:3])
    does = f"listens on {text}" if run.role == "server" else "asks others as a client and reads what they answer"
    if run.role == "server" and not run.guarded and any("any address" in where for where in places):
        does += " (no firewall policy that was read says which interfaces)"
    guard = f"; {run.guarded}" if run.guarded and run.role == "server" else ""
    return f"{run.program} {verb}runs ({run.reason}) and {does}{guard}"


def _kernel(rule: Rule | None, vector: str, radio: Running | None) -> Step:
    surface = rule.surface if rule else ""
    if surface == "network":
        return Step("reachable", "yes", f"the kernel's {rule.what if rule else ''} takes traffic of every interface")
    if rule and surface == "radio" and radio and "bluetooth" not in rule.modules:
        reason = f"a radio is on: {radio.program} runs ({radio.reason})"
        return Step("reachable", "yes", reason, _evidence([radio]))
    if surface == "radio":
        return Step("reachable", "unknown", "it takes a radio that is on; the configuration of the radios would tell")
    if surface == "local" or _LOCAL.search(vector):
        return Step("reachable", "no", "no interface reaches it by itself: it takes code that runs on the equipment")
    return Step("reachable", "unknown", "no rule says which traffic reaches this part of the kernel")


def _unused(rule: Rule, runs: Sequence[Running]) -> Step:
    names = ", ".join(dict.fromkeys(it.program for it in runs[:MOST_NAMED]))
    text = f"of what loads it ({names}), nothing that was read imports {', '.join(rule.symbols)}; a program may load it"
    return Step("reachable", "unknown", text, _evidence(runs))


def _applet(component: Component, rule: Rule | None, runs: Sequence[Running]) -> Step:
    names = ", ".join(dict.fromkeys(it.program for it in runs if it.state == "yes")) or "none of its applets"
    state: State = "unknown"
    if rule and rule.applets:
        text = (
            f"nothing that was read starts {', '.join(rule.applets)}; a script or a program may pass foreign data to it"
        )
    else:
        text = f"no rule says which applet of {component.title} it lies in; {names} runs"
    return Step("reachable", state, text, _evidence(runs[:2]))
