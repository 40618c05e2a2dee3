"""Measures how often a planted comparison is among the first ten: C programs go in, built for every processor that a
compiler is there for; a table comes out.

    python benchmarks/compared_constants.py WORK_FOLDER [--daemons FOLDER...]

Each program of compared_constants/ and compared_constants/held_out/ is built without and with each of its triggers, at
-O2 and -Os, stripped. With --daemons, what comes out of the programs below folders is counted instead:
unpacked packages of a distribution.
"""

import argparse
import re
import statistics
import subprocess
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from shutil import which

from cupel.inspect.code.program import CannotTell, Program
from cupel.inspect.detect.code.compared_constants import MOST_CANDIDATES, READER, candidates, surroundings
from cupel.inspect.file_type import type_of
from cupel.inspect.identify.source import Visited
from cupel.inspect.unpack.content import BytesContent

SOURCES = Path(__file__).parent / "compared_constants"
COMPILERS = {
    "ARM (Thumb)": ("arm-linux-gnueabihf-gcc",),
    "ARM": ("arm-linux-gnueabihf-gcc", "-marm"),
    "AArch64": ("aarch64-linux-gnu-gcc",),
    "MIPS, little-endian": ("mipsel-linux-gnu-gcc",),
    "MIPS, big-endian": ("mips-linux-gnu-gcc",),
    "PowerPC": ("powerpc-linux-gnu-gcc",),
    "x86-64": ("x86_64-linux-gnu-gcc",),
    "x86": ("i686-linux-gnu-gcc",),
}
TRIGGER = re.compile(r'trigger (\w+) (?:"(.*)"|0x([0-9a-f]+))')
MOST_INSTRUCTIONS = 4_000_000


def triggers(source: Path) -> Iterator[tuple[str, bytes, int]]:
    """Yield (name, text, number) of the triggers that a program's first comment lists."""
    for name, text, number in TRIGGER.findall(source.read_text("utf-8").partition("*/")[0]):
        yield name, text.encode(), int(number or "0", 16)


def built(source: Path, processor: str, level: str, trigger: str, folder: Path) -> Path:
    """Compile a program, stripped."""
    out = folder / f"{source.stem}-{trigger or 'plain'}-{_file_name(processor)}{level}"
    if not out.exists() or out.stat().st_mtime < source.stat().st_mtime:
        define = [f"-DTRIGGER_{trigger}"] if trigger else []
        library = folder / _file_name(processor) / "libcrypt.so"
        if not library.exists():
            library.parent.mkdir(exist_ok=True)
            shared = ["-shared", "-fPIC", "-Wl,-soname,libcrypt.so.1", "-o", str(library)]
            subprocess.run([*COMPILERS[processor], *shared, str(SOURCES / "library/crypt.c")], check=True)
        command = [*COMPILERS[processor], level, "-s", "-w", *define, "-o", str(out), str(source)]
        subprocess.run([*command, f"-L{library.parent}", "-lcrypt", "-lpthread"], check=True)
    return out


def _file_name(processor: str) -> str:
    return re.sub("[^a-z0-9]+", "-", processor.lower()).strip("-")


def rank_of(program: Path, text: bytes, number: int) -> tuple[int, int]:
    """Return (rank of the trigger, 0 where it is not there; candidates) of a program."""
    around, found, _ = surroundings(Program(BytesContent(program.read_bytes())), MOST_INSTRUCTIONS)
    ranked = [case.decision for _, case in candidates(around, found)]
    for rank, it in enumerate(ranked, 1):
        bare = it.constant.rstrip(b"\0")
        if (
            text
            and bare
            and (bare == text or (len(bare) >= min(4, len(text)) and text.lower().startswith(bare.lower())))
        ):
            return rank, len(ranked)
        backwards = int.from_bytes(number.to_bytes(8, "little").rstrip(b"\0") or b"\0", "big")
        if number and it.number in (number, backwards):
            return rank, len(ranked)
    return 0, len(ranked)


def measure(folder: Path, show: bool, only: str) -> None:
    """Build and rank everything; print a table."""
    table: dict[tuple[str, str], list[tuple[int, int]]] = defaultdict(list)
    plain: dict[tuple[str, str], list[int]] = defaultdict(list)
    for processor, (compiler, *_) in COMPILERS.items():
        if only not in (processor, ""):
            continue
        if not which(compiler):
            print(f"no {compiler}: {processor} is not measured")
            continue
        for source in sorted(it for it in SOURCES.rglob("*.c") if it.parent.name != "library"):
            part = "held out" if source.parent.name == "held_out" else "chosen on"
            for level in ("-O2", "-Os"):
                plain[processor, part].append(rank_of(built(source, processor, level, "", folder), b"", 0)[1])
                for name, text, number in triggers(source):
                    try:
                        found = rank_of(built(source, processor, level, name, folder), text, number)
                    except CannotTell as error:
                        print(error)
                        continue
                    table[processor, part].append(found)
                    if show and not found[0] and part == "chosen on":
                        print(f"missed: {source.stem} {name}, {processor} {level}")
    print("| processor | programs | variants | among the first ten | first | candidates without a trigger (median) |")
    print("| --- | --- | --- | --- | --- | --- |")
    for (processor, part), ranks in table.items():
        ten = sum(0 < rank <= MOST_CANDIDATES for rank, _ in ranks)
        first = sum(rank == 1 for rank, _ in ranks)
        print(
            f"| {processor} | {part} | {len(ranks)} | {ten} ({ten / len(ranks):.0%})"
            f" | {first} ({first / len(ranks):.0%}) | {statistics.median(plain[processor, part]):g} |"
        )


def daemons(folder: Path, show: bool) -> None:
    """Count the candidates of every program below a folder that the reader wants; print them and their median."""
    counts = []
    for file in sorted(folder.rglob("*")):
        if file.is_symlink() or not file.is_file() or not {"sbin", "bin", "libexec", "lib"} & set(file.parts):
            continue
        content = BytesContent(file.read_bytes())
        visited = Visited(str(file.relative_to(folder)), "", type_of(content)[0], content, ())
        if not READER.wants(visited):
            continue
        program = Program(content)
        try:
            around, found, _ = surroundings(program, MOST_INSTRUCTIONS)
        except CannotTell as error:
            print(f"{visited.path}: {error}")
            continue
        ranked = candidates(around, found)
        counts.append(len(ranked))
        print(f"{visited.path}: {len(ranked)} of {len(found):,} comparisons, {program.decoded:,} instructions")
        for score, case in ranked if show else ():
            print(
                f"   {score:.2f} 0x{case.decision.address:x} {case.decision.by or 'inline'} {case.decision.constant!r}"
            )
    if counts:
        print(f"{folder.name}: {len(counts)} programs, median {statistics.median(counts):g}, most {max(counts)}")


def main() -> None:
    """Measure what the command line asks."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("work", type=Path, help="a folder for what is built")
    parser.add_argument("--daemons", type=Path, nargs="*", default=(), help="folders of unpacked packages")
    parser.add_argument(
        "--show",
        action="store_true",
        help="name what is missed of the programs that were chosen on, and each candidate of a daemon",
    )
    parser.add_argument("--only", default="", choices=["", *COMPILERS], help="one processor")
    given = parser.parse_args()
    given.work.mkdir(parents=True, exist_ok=True)
    if given.daemons:
        for folder in given.daemons:
            daemons(folder, given.show)
    else:
        measure(given.work, given.show, given.only)


if __name__ == "__main__":
    main()
