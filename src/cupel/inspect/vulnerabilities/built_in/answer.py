"""Answers the rung `built in`: a rule, a component and the image's build facts go in, a Step comes out."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase

from cupel.inspect.reachable.files import Files
from cupel.inspect.vulnerabilities.built_in.rules import Rule
from cupel.records.build import Applets, Build, KernelConfiguration, KernelModule
from cupel.records.component import Component
from cupel.records.evidence import Evidence
from cupel.records.vulnerability import State, Step


@dataclass(frozen=True, slots=True)
class Finding:
    """What one kind of evidence says."""

    state: State
    """yes, no or unknown."""
    reason: str
    """A clause."""
    evidence: tuple[Evidence, ...] = ()
    """Where to look."""


def built_in(rule: Rule | None, component: Component, build: Build, files: Files) -> Step:
    """Say yes where any thing that the rule names is there, no where each is known to be absent, else unknown."""
    if rule is None:
        return Step("built in", "unknown", "no rule says which part of the product it lies in; one would settle it")
    if rule.always:
        return Step("built in", "yes", f"it lies in {rule.what}, which every build has")
    findings = list(_findings(rule, component, build, files))
    for state in ("yes", "unknown", "no"):
        chosen = [it for it in findings if it.state == state]
        if chosen:
            evidence = tuple(dict.fromkeys(e for it in chosen for e in it.evidence))[:6]
            reason = "; ".join(dict.fromkeys(it.reason for it in chosen))
            return Step("built in", chosen[0].state, f"it lies in {rule.what}: {reason}", evidence)
    return Step("built in", "unknown", f"it lies in {rule.what}, and nothing in the image tells whether it is there")


def _findings(rule: Rule, component: Component, build: Build, files: Files) -> Iterator[Finding]:
    if rule.applets:
        yield _applets(rule, component, build, files)
    if rule.options or rule.modules:
        yield _kernel(rule, component, build)
    if rule.features:
        yield _features(rule, component, build)
    if rule.symbols:
        yield _imports(rule, component, build)
    if rule.libraries:
        yield _libraries(rule, build)
    if rule.programs:
        yield _names(files, rule.programs, "programs", "")
    if rule.files:
        yield _names(files, rule.files, "files", rule.family)
    if rule.setting:
        yield _setting(rule, build)


def _own(component: Component, facts: tuple[Applets, ...]) -> list[Applets]:
    """Return the facts about this component's own copies; about all of its product where it has no copy."""
    artefacts = {copy.artefact for copy in component.copies}
    if artefacts:
        return [it for it in facts if it.evidence.artefact in artefacts]
    return [it for it in facts if it.product == component.product]


def _applets(rule: Rule, component: Component, build: Build, files: Files) -> Finding:
    names = ", ".join(rule.applets)
    lists = _own(component, build.applets)
    for it in lists:
        found = sorted(set(rule.applets) & set(it.names))
        if found:
            return Finding("yes", f"the applet {', '.join(found)} is compiled in", (it.evidence,))
    if lists:
        evidence = tuple(it.evidence for it in lists)
        other = sorted({name for it in lists for name in it.names} & set(rule.perhaps))
        if other:
            text = f"of {names} none is compiled in, but {', '.join(other)} may hold the same code"
            return Finding("unknown", f"{text}; the build's configuration would settle it", evidence)
        return Finding("no", f"none of the applets {names} is compiled in", evidence)
    linked = [
        path
        for root in files.roots
        for name in rule.applets
        for path, seen in files.named(root, name)
        if seen.kind == "link" and component.product in seen.target
    ]
    if linked:
        return Finding("yes", f"/{linked[0]} links to {component.product}")
    return Finding("unknown", f"the list of applets was not found; it would tell whether {names} is compiled in")


def _kernels(component: Component, build: Build) -> tuple[KernelConfiguration, ...]:
    """Return the configurations that are this kernel's: in its own file, or the only one, if no module is another's."""
    artefacts = {copy.artefact for copy in component.copies}
    own = tuple(it for it in build.kernels if it.evidence.artefact in artefacts)
    alone = len(build.kernels) == 1 and all(_of_release(it, component) for it in build.modules)
    return own or (build.kernels if alone else ())


def _of_release(module: KernelModule, component: Component) -> bool:
    version = component.versions.exact
    return not version or not module.kernel or re.match(rf"{re.escape(version)}(?![\d.])", module.kernel) is not None


def _kernel(rule: Rule, component: Component, build: Build) -> Finding:
    kernels = _kernels(component, build)
    loadable = [it for it in build.modules if _of_release(it, component)]
    modules = [it for it in loadable if it.name.replace("-", "_") in {m.replace("-", "_") for m in rule.modules}]
    if modules:
        return Finding("yes", f"the module {modules[0].name} is in the image", tuple(it.evidence for it in modules[:3]))
    options = " or ".join(rule.options)
    if not kernels:
        wanted = f"{options} is set" if options else f"one of {', '.join(rule.modules)} is built into it"
        return Finding("unknown", f"the configuration of this kernel was not found; it would tell whether {wanted}")
    evidence = tuple(it.evidence for it in kernels)
    for kernel in kernels:
        if any(kernel.options.get(option) == "y" for option in rule.options):
            return Finding("yes", f"{options} is set in the kernel's configuration", (kernel.evidence,))
    as_module = [option for it in kernels for option in rule.options if it.options.get(option) == "m"]
    if as_module and not loadable:
        return Finding("unknown", f"{as_module[0]} is a module, and no module of this kernel was found", evidence)
    if as_module:
        return Finding("no", f"{as_module[0]} is a module, which is not among the image's modules", evidence)
    if not rule.options:
        return Finding("no", f"none of the modules {', '.join(rule.modules)} is in the image", evidence)
    return Finding("no", f"{options} is not set in the kernel's configuration", evidence)


def _features(rule: Rule, component: Component, build: Build) -> Finding:
    artefacts = {copy.artefact for copy in component.copies}
    told = [it for it in build.features if it.product == rule.product and it.name in rule.features]
    told = [it for it in told if not artefacts or it.evidence.artefact in artefacts]
    silent = {copy.artefact for copy in component.copies if copy.extent != "full"} - {
        it.evidence.artefact for it in told
    }
    names = ", ".join(rule.features)
    yes = [it for it in told if it.compiled]
    if yes:
        return Finding("yes", f"{yes[0].name} is compiled in", tuple(it.evidence for it in yes[:3]))
    if told and not silent and all(it.compiled is False for it in told):
        return Finding("no", f"{names} was left out of the build", tuple(it.evidence for it in told[:3]))
    return Finding("unknown", f"no file of the product tells whether {names} is compiled in")


def _imports(rule: Rule, component: Component, build: Build) -> Finding:
    names = ", ".join(rule.symbols)
    users = [it for it in build.linkage if set(it.imports) & set(rule.symbols)]
    if users:
        used = ", ".join(name for name in users[0].imports if name in rule.symbols)
        places = tuple(Evidence(it.artefact, it.locator, used, "built in/imports", "") for it in users[:3])
        return Finding("yes", f"{users[0].locator.rsplit('!', 1)[-1]} uses {used}", places)
    if not build.linkage:
        return Finding("unknown", f"it was not read which programs use {names}")
    if any(copy.extent != "full" for copy in component.copies):
        return Finding("unknown", f"no file imports {names}, but a program holds a copy of its own, which may use it")
    return Finding("no", f"none of {len(build.linkage)} programs and libraries imports {names}")


def _libraries(rule: Rule, build: Build) -> Finding:
    for it in build.linkage:
        found = [name for name in it.needed if any(fnmatchcase(name, pattern) for pattern in rule.libraries)]
        if found:
            place = Evidence(it.artefact, it.locator, found[0], "built in/libraries", "")
            return Finding("yes", f"{it.locator.rsplit('!', 1)[-1]} links {found[0]}", (place,))
    names = ", ".join(rule.libraries)
    return Finding("no" if build.linkage else "unknown", f"no program was seen that links {names}")


def _names(files: Files, patterns: tuple[str, ...], kind: str, family: str) -> Finding:
    names = ", ".join(patterns)
    for root in files.roots:
        for pattern in patterns:
            path = files.program_path(root, pattern) if kind == "programs" else files.first(root, pattern)
            if path:
                return Finding("yes", f"/{path} is in the image")
    if family and not any(files.first(root, family) for root in files.roots):
        return Finding("unknown", f"no plug-in {family} is in the image: {names} may be compiled in")
    return Finding("no", f"none of the {kind} {names} is in the image")


def _setting(rule: Rule, build: Build) -> Finding:
    wanted = rule.setting
    assert wanted is not None  # the caller asks only then
    for it in build.settings:
        if it.file.rsplit("/", 1)[-1] == wanted.file and it.key == wanted.key and re.fullmatch(wanted.value, it.value):
            return Finding(wanted.means, f"{it.file} says {it.key} {it.value}", (it.evidence,))
    return Finding("unknown", f"no {wanted.file} says {wanted.key}")
