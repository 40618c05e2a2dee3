"""Folders of RPATH and RUNPATH: an ELF file goes in; those that are relative or open to all users come out."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from cupel.inspect.detect.finding import found
from cupel.inspect.detect.image import Image
from cupel.inspect.detect.quoting import quoted
from cupel.inspect.detect.weaknesses._hardened import RPATH, RUNPATH
from cupel.inspect.detect.weaknesses._users import in_use
from cupel.inspect.identify.elf import Elf
from cupel.inspect.identify.source import Visited
from cupel.inspect.reachable.origins import UNCALLED
from cupel.inspect.sign import Sign
from cupel.records.finding import Finding

RULE = "weaknesses/hardening"
OPEN = ("tmp", "var/tmp", "dev/shm", "var/run/user")
"""Folders that every user can write to, on any Linux."""
BESIDE = ("$ORIGIN", "${ORIGIN}", "$LIB", "${LIB}", "$PLATFORM", "${PLATFORM}")
MOST = 64
"""Folders of one file that are looked at."""
WRITE_OTHERS, STICKY = 0o002, 0o1000


@dataclass(frozen=True, slots=True)
class RunPath(Sign):
    """One folder of a run path. Evidence: the whole path in the table of names."""

    folder: str
    """The folder, as written."""
    tag: str
    """RPATH or RUNPATH."""


def run_paths(elf: Elf, file: Visited) -> Iterator[RunPath]:
    """Yield the folders of a file's run path."""
    for tag in (RPATH, RUNPATH):
        value = elf.tag(tag)
        if value is None:
            continue
        text, offset = elf.text_at(value)
        if offset is not None and text:
            evidence = quoted(file, offset, len(text), RULE)
            for folder in dict.fromkeys(text.split(":")[:MOST]):
                yield RunPath(evidence, folder, "RPATH" if tag == RPATH else "RUNPATH")


def run_path_findings(image: Image, signs: Sequence[RunPath]) -> Iterator[Finding]:
    """Yield a finding for each folder that is relative, or that every user can write to."""
    for sign in signs:
        why = _open(image, sign)
        if not why:
            continue
        use = in_use(image, sign.evidence.artefact)
        shown = sign.folder or "the current folder (an empty part)"
        path = image.path_of(sign.evidence.locator)
        yield found(
            image, RULE, "open-run-path",
            title=f"{path} looks for libraries in {shown}",
            statement=f"The {sign.tag} of {path} names {shown}, {why}. Libraries of the names that it asks for are "
            "loaded from there.",
            subject=sign.folder or ".",
            tier="configured" if use else "present",
            tier_reason=f"{use.path} {use.reason}" if use else f"{UNCALLED} starts it",
            evidence=[sign.evidence],
            facts={"tag": sign.tag},
            program=use.locator if use else "",
            places=image.places(sign.evidence.artefact),
        )  # fmt: skip


def _open(image: Image, sign: RunPath) -> str:
    folder = sign.folder
    if not folder.startswith("/"):
        return "" if folder.startswith(BESIDE) else "which is relative to where it is started"
    bare = "/".join(part for part in folder.split("/") if part not in ("", "."))
    if any(bare == it or bare.startswith(f"{it}/") for it in OPEN):
        return "where every user can write"
    place = image.files.place(sign.evidence.locator.rpartition("!")[0])
    there = image.files.resolve(place[0], bare) if place else None
    mode = there[1].mode if there and there[1].kind == "directory" else None
    return "which is open to all users" if mode is not None and mode & WRITE_OTHERS and not mode & STICKY else ""
