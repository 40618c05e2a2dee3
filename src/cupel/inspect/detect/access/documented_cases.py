"""Documented cases: what is publicly known of ways into equipment goes in as data; what of it an image holds, out."""

from collections.abc import Iterator

from cupel.inspect.detect.credentials.account_base import bases
from cupel.inspect.detect.credentials.other_account_file import other_account_file
from cupel.inspect.detect.finding import facet, found
from cupel.inspect.detect.image import Image, file_of
from cupel.inspect.identify.source import Visited
from cupel.inspect.known.base import cases, marks
from cupel.inspect.known.case import Case
from cupel.inspect.known.in_file import RULE, Matched, signs, wanted
from cupel.inspect.known.in_image import Match, Weighing, first_started
from cupel.inspect.known.matcher import AccountMatcher
from cupel.inspect.known.product import unnamed
from cupel.records.evidence import Evidence
from cupel.records.finding import Facet, Finding, Tier
from cupel.records.problem import Problem

STATUS = {
    "vendor-confirmed": "confirmed by the vendor", "CVE": "recorded as a CVE", "disputed": "disputed",
    "third party": "reported by third parties", "withdrawn": "withdrawn",
}  # fmt: skip
MANUALS = "documented"
"""The facet that only a search of manuals answers."""
SUFFIX = {"shown": "", "residue": "-residue", "affected version": "-affected-version"}


class DocumentedCases:
    """The detector's facts and its reading."""

    name = "documented_cases"
    title = "publicly documented ways in"
    means = (
        "The image holds the artefact of a case that was published before: a string, an account, a key, a launch that "
        "its sources name. The case's status and the vendor's position stand with it. It does not mean that the case "
        "applies as a whole, that the image is of the product it was published for (that is said apart), nor why the "
        "artefact is there. 'residue' means that a part is left and the part that "
        "does it is absent; 'affected version' that only a version was seen that the case names: that is no match."
    )
    checked = (
        "Strings of all cases are looked for in the one scan of every file; accounts, keys (by the fingerprint of the "
        "public half), launches, paths and release files are compared with the cases' data (inspect/known)."
    )
    refutes = (
        "Bytes at the quoted place that belong to something else (documentation, a test file, an analyst's notes), or "
        "a vendor's statement that this release has the artefact and not the behaviour."
    )
    references = (
        "docs/explanation/documented-cases.md",
        "Thomas and Francillon, Backdoors: Definition, Deniability and Detection, RAID 2018",
        "CWE-798, CWE-912, CWE-1242",
    )
    marks = marks()

    def wants(self, file: Visited) -> bool:
        """Want files with a case's string or with keys, account files, and release files."""
        return wanted(file)

    def examine(self, file: Visited) -> Iterator[Matched | Problem]:
        """Yield a sign for each matcher that holds."""
        return signs(file)

    def conclude(self, image: Image) -> Iterator[Finding]:
        """Yield one finding a case."""
        for match in Weighing(image).matches():
            yield _finding(image, match)


def searched() -> int:
    """Count the cases that are searched: what bounds a negative answer."""
    return len(cases())


def _finding(image: Image, match: Match) -> Finding:
    case, artefact, proofs = match.case, match.artefact, match.proofs
    tier, reason, program = _tier(image, match)
    known = f" ({', '.join(case.cve)})" if case.cve else ""
    shared = f"; origin of the code: {case.origin} (brands: {', '.join(case.brands)})" if case.brands else ""
    told = {
        "shown": f"the artefact of a documented case{known}",
        "residue": f"a residue of a documented case{known}, and not the case",
        "affected version": f"a version that a documented case names{known}; its artefact was not seen: no match",
    }[artefact.outcome]
    product = "" if artefact.outcome == "affected version" else unnamed(image, case)
    state = f"Status: {STATUS[case.status]}{shared}. The vendor's position: {case.position}"
    facts: dict[str, str | int | bool] = {
        "case": case.id, "cve": ", ".join(case.cve), "kind": case.kind, "status": case.status,
        "verified": case.verified == "verified", "outcome": artefact.outcome, "year": case.year,
        "vendor": case.vendor, "origin": case.origin, "brands": ", ".join(case.brands),
        "position": case.position, "position_source": case.position_source, "source": case.sources[0].address,
    }  # fmt: skip
    facts |= {f"sources_say_{it.name}": f"{it.answer}: {it.reason}" for it in case.facets if it.name == MANUALS}
    if version := next((it.version for it in proofs if it.version), ""):
        facts["version"] = version
    heading = {"shown": "Documented case", "residue": "Residue of a documented case"}.get(
        artefact.outcome, "Version named by a documented case"
    )
    evidence = tuple(dict.fromkeys(it.evidence for it in proofs))
    in_no_file = image.files.place(file_of(evidence[0].locator)) is None  # a run of the image's own bytes
    return found(
        image, RULE, case.id + SUFFIX[artefact.outcome],
        title=f"{heading}: {case.title}",
        statement=f"{artefact.says}: {told}. {case.story}{product} {state}",
        subject=case.cve[0] if case.cve else case.id, tier=tier, tier_reason=reason, evidence=evidence,
        facets=_facets(case) if artefact.outcome == "shown" else (), facts=facts, program=program,
        path="" if in_no_file else None,
        places=tuple(dict.fromkeys(it.locator for it in evidence)) if len(evidence) > 1 else (),
    )  # fmt: skip


def _tier(image: Image, match: Match) -> tuple[Tier, str, str]:
    if match.artefact.outcome == "affected version":
        return "present", "Only a version that the case names was seen.", ""
    if match.artefact.outcome == "residue":
        return "present", "What is left can do nothing by itself: the part that does it is not in the image.", ""
    started = first_started(image, match.proofs)
    if started is not None:
        return "configured", f"Something starts it: {started.reason}.", started.starts
    account = next((it for it in match.artefact.all if isinstance(it, AccountMatcher)), None)
    if account is not None and not _live(image, match.proofs[0].evidence):
        return "present", "It stands in an account file of which nothing read says that a login uses it.", ""
    place = image.files.place(file_of(match.proofs[0].evidence.locator))
    other = other_account_file(image, place[0]) if place and place[1] in ("etc/passwd", "etc/shadow") else ""
    if other:
        return "present", f"{other}: that a login reads this file is not shown.", ""
    if match.artefact.tier == "configured":
        where = "an account file that logins read" if account else "a file that puts such things to use"
        return "configured", f"It stands in {where}; whether the login of this image does was not examined.", ""
    return "present", "Nothing that was read starts or uses it.", ""


def _live(image: Image, evidence: Evidence) -> bool:
    """Tell whether a line stands in the account file of its root file system, as access/accounts judges it."""
    return any(
        base.live and any(account.evidence.artefact == evidence.artefact for _, account in (*base.passwd, *base.shadow))
        for base in bases(image)
    )


def _facets(case: Case) -> tuple[Facet, ...]:
    """Return what the sources say of the access; whether manuals tell of it is for a search of manuals alone."""
    return tuple(facet(it.name, it.answer, it.reason) for it in case.facets if it.name != MANUALS)


DETECTOR = DocumentedCases()
