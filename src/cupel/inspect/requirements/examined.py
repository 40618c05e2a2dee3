"""Tells whether an inspection saw what a pass rests on: names and the inspection go in; what is missing comes out."""

import re
from collections.abc import Callable

from cupel.records.inspection import READABLE, UNREAD, Inspection

CUT = re.compile(
    r"\b(?:left out|not read|not searched|not disassembled|only (?:its|the) first|cut short|were not counted"
    r"|bytes of code only)\b|more than [\d,]+ "
)
"""Words by which a Problem says that a part was not read."""
LEAST_READ = 0.95
"""Share of an image's bytes that must be readable before anything passes."""
PAGES = (".cgi", ".php", ".asp", ".lp", ".lua", ".htm", ".html", ".jsp")


def missing(inspection: Inspection, names: tuple[str, ...]) -> str:
    """Say in a clause what was not examined; empty where all was."""
    if not inspection.examined or not inspection.complete:
        return "the inspection is not complete"
    share = share_read(inspection)
    if share < LEAST_READ:
        return f"{share:.0%} of the bytes could be read, and a pass needs {LEAST_READ:.0%}"
    if gap := next((SEEN[name][1] for name in names if not SEEN[name][0](inspection)), ""):
        return gap
    cut = next((it for it in inspection.problems if CUT.search(it.what)), None)
    return f"not all of {cut.locator} was read: {cut.what.rstrip('.')}" if cut else ""


def share_read(inspection: Inspection) -> float:
    """Return the share of bytes that could be read, of the image and of what came out of it; padding is neither."""
    coverage = inspection.coverage
    tables = (coverage.unpacked, coverage.image)
    read = sum(table.get(kind, 0) for table in tables for kind in READABLE)
    unread = sum(table.get(kind, 0) for table in tables for kind in UNREAD) + coverage.unread_bytes
    return read / (read + unread) if read + unread else 0.0


def _accounts(it: Inspection) -> bool:
    return any(f"/{seen.path}".endswith("/etc/passwd") and seen.sha256 for seen in it.occurrences)


def _executables(it: Inspection) -> bool:
    return any(artefact.type.startswith("ELF executable") for artefact in it.artefacts)


def _modes(it: Inspection) -> bool:
    files = [seen for seen in it.occurrences if seen.kind == "file"]
    return bool(files) and all(seen.mode is not None for seen in files)


def _pages(it: Inspection) -> bool:
    return any(seen.path.lower().endswith(PAGES) or "cgi-bin/" in seen.path for seen in it.occurrences)


def _parameters(it: Inspection) -> bool:
    return any("etc/sysctl" in seen.path and seen.sha256 for seen in it.occurrences)


SEEN: dict[str, tuple[Callable[[Inspection], bool], str]] = {
    "accounts": (_accounts, "no etc/passwd could be read"),
    "executables": (_executables, "no executable was found"),
    "kernel configuration": (lambda it: bool(it.build.kernels), "no kernel configuration was found"),
    "kernel parameters": (_parameters, "no file of sysctl was found"),
    "modes": (_modes, "a container keeps no mode of its files"),
    "pages": (_pages, "no page or script of a web server was found"),
    "start": (lambda it: bool(it.build.launches), "nothing was found that boot starts"),
}
"""Name -> (whether an inspection saw it, what is said where it did not)."""
