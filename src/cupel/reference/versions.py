"""Versions as CVE records write them: `1.2`, `< 1.3`, `2.1.*`, `n/a` go in; spans and single versions come out.

Schema: https://github.com/CVEProject/cve-schema/blob/main/schema/docs/versions.md
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from cupel.records.advisory import Span

NOTHING = frozenset(("", "n/a", "na", "-", "unspecified", "unknown", "none", "all", "any", "0", "*"))
"""Words that stand for no version; as the start of a range, for the first there was."""
SERIES = re.compile(r"((?:\d+\.)*)(\d{1,9})\.[*x]")
COMPARED = re.compile(r"(>=|<=|>|<|=)\s*[vV]?(\d[^\s,<>=]*)")
SINGLE = re.compile(r"[vV]?(\d\S{0,99})|([A-Za-z][\w.+~-]*\d[\w.+~-]*)")
LONGEST = 100


@dataclass(frozen=True, slots=True)
class Change:
    """From this version on, the status is another."""

    at: str
    status: str


@dataclass(frozen=True, slots=True)
class Version:
    """One entry of `versions`."""

    version: str = ""
    status: str = "affected"
    versionType: str = ""
    lessThan: str = ""
    lessThanOrEqual: str = ""
    changes: tuple[Change, ...] = ()


Read = tuple[tuple[Span, ...], tuple[str, ...], tuple[Span, ...]]
"""Affected spans, single affected versions, unaffected spans."""


def series(text: str) -> Span | None:
    """Return the span of `2.1.*`: from 2.1 until before 2.2. None where that cannot be said."""
    found = SERIES.fullmatch(text)
    if not found:
        return None
    before, last = found[1], int(found[2])
    return Span(introduced=f"{before}{last}", fixed=f"{before}{last + 1}")


def read_versions(given: Iterable[Version], default: str) -> Read:
    """Return what a product's versions say; commits and words that are no version say nothing."""
    spans: list[Span] = [Span()] if default == "affected" else []
    versions: list[str] = []
    unaffected: list[Span] = []
    for entry in given:
        if entry.versionType == "git":
            continue
        if entry.lessThan or entry.lessThanOrEqual or entry.changes:
            for span, status in _segments(entry):
                if status == "affected":
                    spans.append(span)
                elif status == "unaffected":
                    unaffected.append(span)
            continue
        single, compared = _single(entry.version)
        if entry.status == "affected":
            versions += single
            spans += compared
            if not single and not compared and _is_all(entry.version):
                spans.append(Span())
        elif entry.status == "unaffected":
            unaffected += [*compared, *(Span(introduced=it, last_affected=it) for it in single)]
    return tuple(dict.fromkeys(spans)), tuple(dict.fromkeys(versions)), tuple(dict.fromkeys(unaffected))


def _is_all(text: str) -> bool:
    return text.strip().lower() in ("*", "all", "any", "0")


def _segments(entry: Version) -> list[tuple[Span, str]]:
    """Cut a range at its changes; each part has one status."""
    starts = [(_start(entry.version), entry.status), *((_start(it.at), it.status) for it in entry.changes)]
    if any(start is None for start, _ in starts):
        return []
    found = []
    for (start, status), (end, _) in pairwise(starts):
        found.append((Span(start or "", end or ""), status))
    last = _end(starts[-1][0] or "", entry.lessThan, entry.lessThanOrEqual)
    if last is not None:
        found.append((last, starts[-1][1]))
    return found


def _start(text: str) -> str | None:
    """Read the start of a range; empty for the first version there was, None where it is no version."""
    if text.strip().lower() in NOTHING:
        return ""
    found = SINGLE.fullmatch(text.strip())
    return (found[1] or found[2]) if found else None


def _end(start: str, below: str, at_most: str) -> Span | None:
    """Put the end to a range; None where it is no version."""
    text = (below or at_most).strip()
    if text in ("", "*"):
        return Span(introduced=start)
    if found := series(text):
        return Span(start, found.fixed)
    if text.lower() in NOTHING or not (single := SINGLE.fullmatch(text)):
        return None
    bound = single[1] or single[2]
    return Span(start, bound) if below else Span(start, last_affected=bound)


def _single(text: str) -> tuple[list[str], list[Span]]:
    """Read a version, or a comparison in words: `>= 1.2, < 1.5`."""
    text = text.strip()
    if text.lower() in NOTHING or len(text) > LONGEST:
        return [], []
    if found := series(text):
        return [], [found]
    parts = [COMPARED.fullmatch(part.strip()) for part in text.split(",")]
    bounds = {found[1]: found[2] for found in parts if found}
    if bounds and len(bounds) == len(parts):
        if "=" in bounds:
            return ([bounds["="]], []) if len(bounds) == 1 else ([], [])
        if ">" in bounds:  # no span begins just after a version
            return [], []
        return [], [Span(bounds.get(">=", ""), bounds.get("<", ""), bounds.get("<=", "") if "<" not in bounds else "")]
    single = SINGLE.fullmatch(text)
    return ([single[1] or single[2]], []) if single else ([], [])
