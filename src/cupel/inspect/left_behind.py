"""Tells what whoever unpacked an input left in it: names and types go in; what is not the equipment's comes out."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence

from cupel.records.inspection import Artefact, Container, LeftBehind, Occurrence

LOOSE = ("folder", "tar", "zip")
"""Containers in which a person can have put something beside what was unpacked; nobody leaves a file in a SquashFS."""
STREAMS = ("gzip", "xz", "bzip2", "zstd", "lzma", "lz4")
"""What may lie around such an archive."""
DATABASES = (".idb", ".i64", ".bndb", ".id0", ".id1", ".id2", ".nam", ".til")
"""Ends of what disassemblers keep beside a program that they read."""
DATABASE = "disassembler's database"
"""Their type, where content tells it: then it needs no program beside it."""
WORKING = (".id0", ".id1", ".id2", ".nam", ".til")
"""Those of a database that is open: always several together."""
DESKTOP = frozenset({".DS_Store", "Thumbs.db", "desktop.ini", "__MACOSX", ".Spotlight-V100", ".fseventsd", ".Trashes"})
"""Names that desktop systems give, of files and of folders."""
EMULATOR = re.compile(r"qemu-[a-z0-9_]{1,20}(?:-static)?")
"""Emulators of one program; the container's other programs must be for another processor than it is."""
DESK = re.compile(r"ELF (?:executable|shared object), (?:x86|x86-64),")
FEWEST = 20
"""Programs from which on most of them tell what processor the equipment has."""
SHARE = 20
"""One in so many may be for another processor."""
_EXTRACTED = re.compile(r"_?(?P<of>.+?)(?:\.extracted|_extract(?:ed)?|-extracted)")
_PROGRAM = re.compile(r"ELF (?:executable|shared object), ([^,]+)")


def left_behind(
    containers: Sequence[Container], occurrences: Sequence[Occurrence], artefacts: Mapping[str, Artefact]
) -> tuple[LeftBehind, ...]:
    """Name each file that an analyst, a desktop system or a tool for unpacking left, and what tells.

    Only where a root file system comes as a folder or an archive: within a file system of the equipment's own, and in
    an archive within it, all is what its maker packed. Times of files tell nothing: unpacking sets them anew.

    1. Databases of disassemblers, by their content, or beside the program that they are of.
    2. What desktop systems write into folders that a person opens.
    3. An emulator, or a program for a desk's processor among programs for another.
    4. Folders that tools for unpacking make, where what they are of stands beside them and was opened here too.
    """
    opened = {it.locator.rpartition("!")[0] for it in containers}
    found = []
    for container in containers:
        if _is_loose(container, containers[0]):
            names = [it for it in occurrences if it.container == container.number]
            found += [
                LeftBehind(f"{container.locator}!{path}", sha256, why)
                for path, sha256, why in _in(names, artefacts, container.locator, opened)
            ]
    return tuple(found)


def _is_loose(container: Container, first: Container) -> bool:
    """Tell whether an archive is the input itself, but for compression around it."""
    formats = [part.partition("@0x")[0] for part in container.locator.split("!")[1:] if "@0x" in part]
    return container.format in LOOSE and (
        container is first or (first.format in STREAMS and all(it in STREAMS for it in formats[:-1]))
    )


def _in(
    names: Sequence[Occurrence], artefacts: Mapping[str, Artefact], locator: str, opened: set[str]
) -> Iterator[tuple[str, str, str]]:
    beside = {it.path: it for it in names}
    stems = Counter(stem for it in names if (stem := _stem(it.path, WORKING)))
    types = {it.path: artefacts[it.sha256].type for it in names if it.sha256 in artefacts}
    own = _processor(types)
    made = _folders(names, locator, opened)
    for it in names:
        if it.kind == "directory":
            continue
        reason = (
            _database(it.path, types.get(it.path, ""), beside, stems)  # 1
            or _desktop(it.path, beside)  # 2
            or _foreign(it.path, types.get(it.path, ""), own)  # 3
            or next((why for folder, why in made.items() if it.path.startswith(folder)), "")  # 4
        )
        if reason:
            yield it.path, it.sha256, reason


def _stem(path: str, ends: tuple[str, ...]) -> str:
    return path.rpartition(".")[0] if path.endswith(ends) else ""


def _database(path: str, kind: str, beside: Mapping[str, Occurrence], stems: Mapping[str, int]) -> str:
    stem = _stem(path, DATABASES)
    if not stem or not (kind == DATABASE or stem in beside or stems[stem] > 1):
        return ""
    return f"a disassembler's database of {stem.rpartition('/')[2]}"


def _desktop(path: str, beside: Mapping[str, Occurrence]) -> str:
    folder, _, name = path.rpartition("/")
    double = name.startswith("._") and f"{folder}/{name[2:]}".lstrip("/") in beside
    if double or DESKTOP & {*path.split("/")}:
        return "a desktop system writes it into folders that a person opens or packs"
    return ""


def _processor(types: Mapping[str, str]) -> str:
    """Return the processor that nearly all programs are for; empty where too few tell."""
    count = Counter(match[1] for it in types.values() if (match := _PROGRAM.match(it)))
    most = count.most_common(1)
    whole = count.total()
    return most[0][0] if whole >= FEWEST and (whole - most[0][1]) * SHARE <= whole else ""


def _foreign(path: str, kind: str, own: str) -> str:
    match = _PROGRAM.match(kind)
    if not own or not match or match[1] == own:
        return ""
    if EMULATOR.fullmatch(path.rpartition("/")[2]):
        return f"an emulator for {match[1]} among programs for {own}"
    return f"a program for {match[1]}, a desk's processor, among programs for {own}" if DESK.match(kind) else ""


def _folders(names: Sequence[Occurrence], locator: str, opened: set[str]) -> dict[str, str]:
    """Return folder -> why, of those that tools for unpacking made of a file beside them that was opened here too."""
    files: dict[str, list[str]] = defaultdict(list)
    for it in names:
        if it.kind == "file" and f"{locator}!{it.path}" in opened:
            files[it.path.rpartition("/")[0]].append(it.path.rpartition("/")[2])
    found = {}
    for folder in {part for it in names for part in _above(it.path)}:
        above, _, name = folder.rpartition("/")
        match = _EXTRACTED.fullmatch(name)
        if match and match["of"] in files[above]:
            found[f"{folder}/"] = f"a copy that a tool for unpacking made of {match['of']}, which stands beside it"
    return found


def _above(path: str) -> Iterator[str]:
    at = path.find("/")
    while at > 0:
        yield path[:at]
        at = path.find("/", at + 1)
