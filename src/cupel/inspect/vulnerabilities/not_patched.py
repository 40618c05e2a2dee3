"""The fourth rung: what speaks for or against a backported fix goes in, a Step comes out."""

import re
from collections.abc import Sequence

from cupel.inspect.scheme import scheme_of
from cupel.inspect.vulnerabilities.distribution import BACKPORTING, comparable
from cupel.inspect.vulnerabilities.named import Naming
from cupel.inspect.vulnerabilities.ranges import affected
from cupel.records.build import Build, PatchSign
from cupel.records.component import Component, Versions
from cupel.records.evidence import Evidence
from cupel.records.vulnerability import State, Step

Word = tuple[State, str, tuple[Evidence, ...]]
_CVE = re.compile(r"\bCVE-\d{4}-\d{4,}\b")
_HEADING = re.compile(r"[a-z0-9][a-z0-9+.-]+ \(([^\s()]+)\)")
_REBUILT = re.compile(r"\+b\d+$")
"""Debian's mark of a package built again from the same source, which the changelog of the source does not have."""


def not_patched(cve: str, component: Component, lines: Sequence[Naming], build: Build, release: str) -> Step:
    """Say whether the fix is missing: yes is `not patched`.

    1. A patch-presence test that saw the component's own files tells most: it looked at the code.
    2. The packager's revision, against the version in which a distribution says it fixed it.
    3. A changelog in the image that names the CVE.
    4. Two of them that disagree leave it unknown, and both are named.
    5. Nothing of that: unknown. The version alone never says that a fix is missing.
    """
    words = [it for it in (_tests(cve, component, build), _revision(component, lines, release)) if it]
    words += _changelog(cve, component)
    decided = [it for it in words if it[0] != "unknown"]
    evidence = tuple(dict.fromkeys(e for it in words for e in it[2]))[:6]
    if len({it[0] for it in decided}) > 1:  # 4
        return Step("not patched", "unknown", "they disagree: " + "; ".join(it[1] for it in decided), evidence)
    if decided:
        return Step("not patched", decided[0][0], "; ".join(dict.fromkeys(it[1] for it in decided)), evidence)
    if words:
        return Step("not patched", "unknown", "; ".join(dict.fromkeys(it[1] for it in words)), evidence)
    if component.ecosystem in BACKPORTING:
        text = (
            f"its {component.ecosystem} package may carry a backported fix; the packager's list of fixes, or a "
            "patch-presence test, would settle it"
        )
    else:
        text = "no held data tells of its fixes, and no patch-presence test exists for this CVE; one would settle it"
    return Step("not patched", "unknown", text)


def _tests(cve: str, component: Component, build: Build) -> Word | None:
    artefacts = {copy.artefact for copy in component.copies}
    signs = [
        it
        for it in build.patch_signs
        if it.cve == cve and it.evidence.artefact in artefacts and it.product in _products(component)
    ] or [it for it in build.patch_signs if it.cve == cve and it.product in _products(component) and not artefacts]
    if not signs:
        return None
    evidence = tuple(it.evidence for it in signs[:4])
    unfixed = [it for it in signs if it.patched is False]
    fixed = [it for it in signs if it.patched]
    if unfixed and fixed:
        text = f"of {len(signs)} copies, {len(unfixed)} lack the fix: {unfixed[0].reason}"
        return "yes", text, tuple(it.evidence for it in unfixed[:4])
    if unfixed:
        return "yes", _said(unfixed), evidence
    if fixed and len(fixed) == len(signs):
        return "no", _said(fixed), evidence
    return "unknown", _said([it for it in signs if it.patched is None]), evidence


def _said(signs: Sequence[PatchSign]) -> str:
    return f"the test {signs[0].test} says: {signs[0].reason}"


def _products(component: Component) -> set[str]:
    return {component.product, *(name.rsplit(":", 1)[-1] for name in component.cpe)}


def _revision(component: Component, lines: Sequence[Naming], release: str) -> Word | None:
    """Compare the package's version with what its distribution says; several releases must all say the same."""
    told = [it for it in lines if it.affected.ecosystem and it.affected.ecosystem == component.ecosystem]
    if not told or not component.package_version:
        return None
    own = [it for it in told if release and it.affected.release == release] or [
        it for it in told if not it.affected.release
    ]
    chosen = own or told
    doubts = [comparable(component, it.affected, release) for it in chosen]
    if all(doubts):
        return "unknown", doubts[0], ()
    chosen = [it for it, doubt in zip(chosen, doubts, strict=True) if not doubt]
    answers = []
    for it in chosen:
        scheme = scheme_of(it.affected.product, it.affected.ecosystem)
        answers.append((it, *affected(Versions(component.package_version), it.affected, scheme)))
    states = {state for _, state, _ in answers}
    where = component.ecosystem + (f" in {release}" if own and release else "")
    evidence = tuple(it.evidence for it in component.sightings if it.package_version)[:2]
    if len(states) == 1:
        naming, state, reason = answers[0]
        return state, f"{naming.advisory.source} on {naming.affected.product} ({where}): {reason}", evidence
    return (
        "unknown",
        f"the releases of {component.ecosystem} differ, and nothing tells which one {component.package_version} is of",
        evidence,
    )


def _changelog(cve: str, component: Component) -> Sequence[Word]:
    """A changelog of the package that names the CVE: the source `changelog` quotes the identifiers.

    One whose newest entry is of another version than the installed package tells nothing of that package.
    """
    told = [it.evidence for it in component.sightings if it.source == "changelog"]
    newest = {it.artefact: match[1] for it in told if (match := _HEADING.match(it.quote))}
    installed = _REBUILT.sub("", component.package_version)
    return [
        ("no", f"a changelog in the image names {cve}", (it,))
        for it in told
        if cve in _CVE.findall(it.quote) and (not installed or newest.get(it.artefact) == installed)
    ][:1]
