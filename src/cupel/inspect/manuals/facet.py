"""Answers the facet `documented`: an inspection and manuals go in; it comes out with that facet answered."""

import dataclasses

from cupel.inspect.manuals.reading import Manuals
from cupel.inspect.manuals.search import Index, TooMany
from cupel.inspect.manuals.terms import terms_of
from cupel.records.finding import Facet, Finding
from cupel.records.inspection import Inspection
from cupel.records.problem import Problem

NAME = "documented"


def with_manuals(inspection: Inspection, manuals: Manuals) -> Inspection:
    """Answer the facet of every finding that has it; nothing else of a finding changes. What could not be read of the
    manuals becomes problems, as it bounds every no.
    """
    index = Index(manuals)
    findings = tuple(_answered(it, manuals, index) for it in inspection.findings)
    problems = tuple(Problem(name, f"manual not searched: {why}") for name, why in manuals.unread)
    return dataclasses.replace(inspection, findings=findings, problems=inspection.problems + problems)


def _answered(finding: Finding, manuals: Manuals, index: Index) -> Finding:
    if not any(it.name == NAME for it in finding.facets):
        return finding
    answer = _facet(finding, manuals, index)
    before = next(it for it in finding.facets if it.name == NAME)
    if before.answer != "unknown" and answer.answer != "yes":  # what a documented case says is not lost over a silence
        return finding
    return dataclasses.replace(finding, facets=tuple(answer if it.name == NAME else it for it in finding.facets))


def _facet(finding: Finding, manuals: Manuals, index: Index) -> Facet:
    read, left = len(manuals.documents), len(manuals.unread)
    terms = terms_of(finding)
    if not terms:
        return Facet(NAME, "unknown", "it has no name that could be searched for in manuals")
    if not read:
        return Facet(NAME, "unknown", f"no document of the folder could be read ({left} could not)")
    names = ", ".join(it.shown for it in terms[:5])
    try:
        found = index.find(terms)
    except TooMany:
        return Facet(NAME, "unknown", f"{names}: the word stands in more places than were looked at")
    if found:
        term, evidence = found
        return Facet(NAME, "yes", f"{term.shown} stands in {evidence.locator}: “{evidence.quote}”", (evidence,))
    searched = f"{read:,} documents, {manuals.pages:,} pages searched; {left:,} could not be read"
    return Facet(NAME, "no", f"{names}: not found in the manuals ({searched})")
