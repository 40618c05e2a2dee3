"""A patch-presence test as data: one file goes in; whether it holds a fix, and by which mark, comes out."""

from collections.abc import Iterable
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Literal, Protocol

from cupel.inspect.code.program import CannotTell, Program
from cupel.inspect.identify.source import Visited
from cupel.records.build import PatchSign
from cupel.records.evidence import Evidence

RULE = "vulnerabilities/patch"
VERBS = {"added": "adds", "removed": "removes"}


@dataclass(frozen=True, slots=True)
class Seen:
    """Where a mark stands."""

    offset: int
    """Offset in the file."""
    quote: str
    """What stands there, printable."""


class Mark(Protocol):
    """One thing that tells code before a fix from code after it."""

    @property
    def says(self) -> str:
        """What it looks for, as the end of a sentence: `the text "q too large"`."""

    def find(self, program: Program) -> Seen | None:
        """Find it in a program. Raises CannotTell where that cannot be decided."""


@dataclass(frozen=True, slots=True)
class PatchTest:
    """One fix: which files it changes, and what it adds to them and takes away. It keeps the protocol of a Source."""

    name: str
    """product_year_number of the vulnerability: `dropbear_2023_48795`."""
    title: str
    """Product and vulnerability, for people."""
    description: str
    """What the fix changes, and how that shows in the program."""
    reference: str
    """The fix: upstream's address of the commit, or its release note."""
    products: tuple[str, ...]
    """The products in the catalogue that have this code."""
    cves: tuple[str, ...]
    """The vulnerabilities that this fix, as one change, mends."""
    files: tuple[str, ...]
    """Shell patterns for the base names that the code in question has; a claim of the product is as good."""
    scope: tuple[Mark, ...]
    """Marks of the code that the fix changes, before and after it alike: without all of them, no verdict."""
    added: tuple[Mark, ...]
    """Marks that the fix adds: one is enough."""
    removed: tuple[Mark, ...] = ()
    """Marks that the fix takes away: one is enough."""
    lack_of: Literal["", "added", "removed"] = ""
    """What tells by its lack: without all that is `added`, the code is unfixed; without all that is `removed`, fixed.
    Only where a build that has the scope cannot lack it for another reason: both stand in one function or one table."""

    def wants(self, file: Visited) -> bool:
        """Tell whether this is a program of the product, by its base name or by a claim."""
        if not file.type.startswith("ELF"):
            return False
        return self._named(file) or any(claim.product in self.products for claim in file.claims)

    def examine(self, file: Visited) -> Iterable[PatchSign]:
        """Yield the verdict for each vulnerability; nothing for a file that lacks the code in an unusual place."""
        program = Program(file.content)
        patched, reason, seen = self._judge(program)
        if seen is None and not self._named(file):
            return
        where = Evidence(file.sha256, f"@0x{seen.offset:x}", seen.quote, RULE, "") if seen else None
        evidence = where or Evidence(file.sha256, "", "", RULE, "")
        names = (*(claim.product for claim in file.claims), file.name, *self.products)
        product = next(name for name in names if name in self.products)
        for cve in self.cves:
            yield PatchSign(self.name, cve, product, patched, reason, evidence)

    def _named(self, file: Visited) -> bool:
        return any(fnmatchcase(file.name, pattern) for pattern in self.files)

    def _judge(self, program: Program) -> tuple[bool | None, str, Seen | None]:
        """Say patched, not patched or neither, why, and what was seen."""
        first: Seen | None = None
        try:
            for mark in self.scope:
                seen = mark.find(program)
                if seen is None:
                    return None, f"the code that the fix changes was not found: {mark.says} is not there", None
                first = first or seen
        except CannotTell as reason:
            return None, str(reason), first
        added, unsure = _first(self.added, program)
        removed, unsure_too = _first(self.removed, program)
        if added and removed:
            both = f"{added[0].says}, which the fix adds, stands beside {removed[0].says}, which it removes"
            return None, both, added[1]
        if added:
            return True, f"{added[0].says} is there, which the fix adds", added[1]
        if removed:
            return False, f"{removed[0].says} is there, which the fix removes", removed[1]
        if unsure or unsure_too:
            return None, unsure or unsure_too, first
        if program.cut or not self.lack_of:
            return None, "neither what the fix adds nor what it removes was found", first
        marks = self.added if self.lack_of == "added" else self.removed
        lacking = " or ".join(mark.says for mark in marks)
        there = self.scope[0].says if self.scope else "the code"
        return (
            self.lack_of == "removed",
            f"{there} is there without {lacking}, which the fix {VERBS[self.lack_of]}",
            first,
        )


def _first(marks: tuple[Mark, ...], program: Program) -> tuple[tuple[Mark, Seen] | None, str]:
    """Return the first mark that is there, or else why one could not be looked for."""
    unsure = ""
    for mark in marks:
        try:
            if seen := mark.find(program):
                return (mark, seen), ""
        except CannotTell as reason:
            unsure = unsure or str(reason)
    return None, unsure
