"""Measures how cupel reads the protections of executables against lief: the ratio of time, and where they disagree.

`python benchmarks/hardening.py FOLDER...` takes unpacked root file systems; without one it takes /usr. Both read every
executable and shared library, in one process, three times in turn; the median counts. lief's own import is left out.
"""

import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from statistics import median

import lief

from cupel.inspect.detect.weaknesses._hardened import hardened
from cupel.inspect.identify.elf import Elf, NotElf
from cupel.inspect.unpack.content import BytesContent
from cupel.records.evidence import Evidence

NOTHING = Evidence("0" * 64, "", "", "weaknesses/hardening", "")
KINDS = (b"\x02\0", b"\x03\0", b"\0\x02", b"\0\x03")
ROUNDS = 3
Answers = tuple[bool, bool, bool, bool, int]
"""Any RELRO, all of it, NX, canary, number of checked functions."""


def executables(folder: Path) -> list[Path]:
    """Return the executables and shared libraries below a folder."""
    found = []
    for file in sorted(folder.rglob("*")):
        if file.is_file() and not file.is_symlink():
            with file.open("rb") as stream:
                head = stream.read(18)
            if head[:4] == b"\x7fELF" and head[16:18] in KINDS:
                found.append(file)
    return found


def by_cupel(file: Path) -> Answers | None:
    """Ask our own reader."""
    try:
        sign = hardened(Elf(BytesContent(file.read_bytes())), file.name, "", NOTHING)
    except NotElf:
        return None
    full = sign.relro == "full" and not sign.static
    return sign.relro != "none", full, sign.nx == "yes", sign.canary == "yes", sign.fortified


def by_lief(file: Path) -> Answers | None:
    """Ask lief."""
    binary = lief.ELF.parse(str(file))
    if not isinstance(binary, lief.ELF.Binary):
        return None
    kinds = lief.ELF.Segment.TYPE
    relro = any(it.type == kinds.GNU_RELRO for it in binary.segments)
    stack = [it for it in binary.segments if it.type == kinds.GNU_STACK]
    tags = lief.ELF.DynamicEntry.TAG
    flags, more = binary.get(tags.FLAGS), binary.get(tags.FLAGS_1)
    now = binary.has(tags.BIND_NOW)
    now = now or (flags is not None and bool(flags.value & 8)) or (more is not None and bool(more.value & 1))
    names = {str(it.name) for it in binary.imported_symbols}
    checked = sum(it.startswith("__") and it.endswith("_chk") and it != "__fdelt_chk" for it in names)
    nx = bool(stack) and not stack[0].has(lief.ELF.Segment.FLAGS.X)
    canary = bool(names & {"__stack_chk_fail", "__stack_chk_guard"})
    return relro, relro and now, nx, canary, checked


def seconds(ask: Callable[[Path], Answers | None], files: list[Path]) -> float:
    """Ask of every file; return the processor time."""
    begin = time.process_time()
    for file in files:
        ask(file)
    return time.process_time() - begin


def main() -> None:
    """Measure each folder."""
    for folder in [Path(it) for it in sys.argv[1:]] or [Path("/usr")]:
        files = executables(folder)
        differ: Counter[str] = Counter()
        for file in files:
            ours, theirs = by_cupel(file), by_lief(file)
            if ours is None or theirs is None:
                differ["not read by one of them"] += ours != theirs
                continue
            for name, one, two in zip(("RELRO", "full RELRO", "NX", "canary", "FORTIFY"), ours, theirs, strict=True):
                if one != two:
                    differ[name] += 1
                    print(f"  {file.relative_to(folder)}: {name} {one}, lief {two}")
        times = [(seconds(by_cupel, files), seconds(by_lief, files)) for _ in range(ROUNDS)]
        own, other = median(it[0] for it in times), median(it[1] for it in times)
        words = ", ".join(f"{name} {count}" for name, count in differ.items() if count) or "none"
        print(f"{folder.name}: {len(files)} files, cupel {own:.2f} s, lief {other:.2f} s, ratio {own / other:.2f}")
        print(f"  disagreements: {words}")


if __name__ == "__main__":
    main()
