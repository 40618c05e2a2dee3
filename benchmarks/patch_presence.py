"""Measures the patch tests on Debian's builds: prints verdicts, abstentions, precision and recall of each test.

get_builds.sh downloads the builds first; both take the folder from BUILDS_DIR. Truth is what Debian's changelogs say,
with patch_truth.toml for what upstream releases fixed; the changelogs are taken out of what is judged. A third of the
builds (by a hash of source, version and architecture) is held out, and the architectures that TUNED does not name are
unseen: no test was written with them. Own builds (build_fixes.sh) are counted apart.

--judge MODULE:FUNCTION measures another way to tell patched from not patched on the same pairs: the function gets a
folder with a package's files, without changelogs and package database, and returns {vulnerability: True, False, None}.
`patch_presence:by_inspection` is one; a ladder that counts package revisions, too, would be another.
"""

import argparse
import dataclasses
import gzip
import hashlib
import importlib
import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from cupel.inspect.examination import SOURCES
from cupel.inspect.file_type import type_of
from cupel.inspect.identify.source import Visited
from cupel.inspect.inspection import inspect
from cupel.inspect.unpack.content import BytesContent
from cupel.inspect.vulnerabilities.patch_test import PatchTest

Verdicts = Mapping[str, bool | None]
Counts = Counter[tuple[bool, bool | None]]
TESTS = [source for source in SOURCES if isinstance(source, PatchTest)]
TUNED = ("amd64", "arm64", "armel", "armhf", "i386", "mipsel")
ENTRY = re.compile(r"^\S+ \(([^)]+)\) [^;]+;", re.MULTILINE)
HEADER = f"{'':31}{'patched':>9}{'right':>7}{'none':>6}{'wrong':>7}{'unpatched':>11}{'right':>7}{'none':>6}{'wrong':>7}"


@dataclass(frozen=True)
class Package:
    """One downloaded package."""

    name: str
    source: str
    version: str
    architecture: str
    files: Path
    changelog: str

    @property
    def release(self) -> str:
        """The version of the source: a rebuild alone does not change it."""
        return re.sub(r"[+]b[0-9]+$", "", self.version)

    @property
    def part(self) -> str:
        """tuning, held out (a third, by a hash of the source's build, so that twins fall on one side) or unseen."""
        if self.architecture not in TUNED:
            return "unseen"
        build = f"{self.source}_{self.release}_{self.architecture}"
        return "held out" if hashlib.sha256(build.encode()).digest()[0] % 3 == 0 else "tuning"


def packages(folder: Path, names: set[str]) -> list[Package]:
    """Unpack the wanted packages, changelogs apart from the files."""
    found = []
    for path in sorted((folder / "debs").glob("*.deb")):
        name, version, architecture = path.stem.split("_")
        if name not in names:
            continue
        files, notes = folder / "files" / path.stem, folder / "changelogs" / path.stem
        if not notes.exists():
            shutil.rmtree(files, ignore_errors=True)
            files.parent.mkdir(exist_ok=True)
            subprocess.run(["dpkg-deb", "-x", path, files], check=True)
            logs = [log for log in files.rglob("[Cc]hangelog*") if not log.is_symlink() and log.is_file()]
            text = b"".join(
                gzip.decompress(log.read_bytes()) for log in logs if log.suffix == ".gz" and "ebian" in log.name
            )
            for log in logs:
                log.unlink()
            notes.parent.mkdir(exist_ok=True)
            notes.write_bytes(text)
        source = subprocess.run(
            ["dpkg-deb", "-f", path, "Source"], capture_output=True, text=True, check=True
        ).stdout.split()
        changelog = notes.read_text("utf-8", "replace")
        found.append(
            Package(name, source[0] if source else name, version.replace("%3a", ":"), architecture, files, changelog)
        )
    known = {(it.source, it.release): it.changelog for it in found if it.changelog}
    # some packages have a link to a sister's folder in place of a changelog
    return [dataclasses.replace(it, changelog=it.changelog or known.get((it.source, it.release), "")) for it in found]


@cache
def before(one: str, other: str) -> bool:
    """Tell whether one version is lower."""
    return subprocess.run(["dpkg", "--compare-versions", one, "lt", other], check=False).returncode == 0


@cache
def named(changelog: str) -> dict[str, str]:
    """Vulnerability -> the lowest version whose entry names it."""
    found: dict[str, str] = {}
    starts = [*ENTRY.finditer(changelog)]
    for at, start in enumerate(starts):
        end = starts[at + 1].start() if at + 1 < len(starts) else len(changelog)
        for cve in re.findall(r"CVE-\d{4}-\d+", changelog[start.end() : end]):
            if cve not in found or before(start[1], found[cve]):
                found[cve] = start[1]
    return found


def truth(package: Package, cve: str, fixed: str, all_of: list[Package]) -> bool | None:
    """Tell whether the build is patched: its changelog names the vulnerability, or it is of a later upstream release;
    not patched: only a later entry, of this suite or another, or a later release does.
    """
    if cve in named(package.changelog) or (fixed and not before(package.version, fixed + "~")):
        return True
    later = [named(it.changelog)[cve] for it in all_of if it.source == package.source and cve in named(it.changelog)]
    if fixed or any(before(package.version, version) for version in later):
        return False
    return None


def by_patch_tests(files: Path) -> Verdicts:
    """Judge a folder with the patch tests alone."""
    signs: list[Verdicts] = []
    for path in sorted(files.rglob("*")):
        if path.is_symlink() or not path.is_file():
            continue
        data = path.read_bytes()
        if data[:4] != b"\x7fELF":
            continue
        content = BytesContent(data)
        visited = Visited(
            str(path.relative_to(files)), hashlib.sha256(data).hexdigest(), type_of(content)[0], content, ()
        )
        signs += ({it.cve: it.patched} for test in TESTS if test.wants(visited) for it in test.examine(visited))
    return merged(signs)


def by_inspection(files: Path) -> Verdicts:
    """Judge a folder with the patch tests as a whole inspection asks them: with what the signatures claim, too."""
    return merged({it.cve: it.patched} for it in inspect(files).build.patch_signs)


def builds(found: list[Package], cases: Mapping[str, Any]) -> Iterator[list[Package]]:
    """Yield what is judged as one: a package, or the packages of a source that split its code anew in each release."""
    joined = {name for case in cases.values() if case.get("together") for name in case["packages"]}
    together: dict[tuple[str, str, str], list[Package]] = defaultdict(list)
    for package in found:
        if package.name in joined:
            together[package.source, package.version, package.architecture].append(package)
        else:
            yield [package]
    yield from together.values()


def merged(all_of: Iterable[Verdicts]) -> Verdicts:
    """Put verdicts together: one unfixed program makes a build unfixed."""
    found: dict[str, bool | None] = {}
    for verdicts in all_of:
        for cve, said in verdicts.items():
            known = found.get(cve)
            found[cve] = said if known is None else known if said is None else known and said
    return found


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--judge", help="MODULE:FUNCTION instead of the patch tests")
    options.add_argument(
        "--part", choices=("all", "tuning", "held out", "unseen", "own"), default="all", help="which builds to judge"
    )
    options.add_argument("--each", action="store_true", help="print each wrong verdict and abstention")
    chosen = options.parse_args()
    judge: Callable[[Path], Verdicts] = by_patch_tests
    if chosen.judge:
        module, function = chosen.judge.split(":")
        judge = getattr(importlib.import_module(module), function)
    cases = tomllib.loads(Path(__file__).with_name("patch_truth.toml").read_text())
    folder = Path(os.environ["BUILDS_DIR"])
    found = packages(folder, {name for case in cases.values() for name in case["packages"]})
    counts: dict[tuple[str, str], Counts] = defaultdict(Counter)
    pairs = Counter[bool]()
    architectures = set()
    for build in builds(found, cases):
        part = build[0].part
        if chosen.part not in ("all", part):
            continue
        said = merged(judge(package.files) for package in build)
        for test in TESTS:
            case = cases.get(test.name, {"packages": []})
            if not any(package.name in case["packages"] for package in build):
                continue
            for number, cve in enumerate(test.cves):
                right = truth(build[0], cve, case.get("fixed", ""), found)
                if right is None:
                    continue
                pairs[right] += 1
                architectures.add(build[0].architecture)
                if number:  # one fix, one file: its further vulnerabilities are pairs, not further trials
                    continue
                counts[test.name, part][right, said.get(cve)] += 1
                if chosen.each and said.get(cve) is not right:
                    print(f"{test.name}: {build[0].files.name}: {said.get(cve)}, truth {right}", file=sys.stderr)
    for path in sorted((folder / "own").glob("*/*")) if chosen.part in ("all", "own") else ():
        own, right, judged = path.parent.name, path.name.startswith("patched"), judge(path)
        verdict = judged.get(next(it.cves[0] for it in TESTS if it.name == own))
        counts[own, "own"][right, verdict] += 1
        if chosen.each and verdict is not right:
            print(f"{own}: {path.name}: {verdict}, truth {right}", file=sys.stderr)
    show(counts)
    print(f"\n{pairs.total()} pairs of vulnerability and build ({pairs[True]} patched, {pairs[False]} not), "
          f"{len(architectures)} architectures: {', '.join(sorted(architectures))}")  # fmt: skip


def show(counts: Mapping[tuple[str, str], Counts]) -> None:
    """Print the table and the sums."""
    print(HEADER)
    sums: dict[str, Counts] = defaultdict(Counter)
    for (name, part), count in sorted(counts.items()):
        print(row(name, part, count))
        sums[part] += count
    for part, count in sorted(sums.items()):
        print(row("all", part, count))
    for part, count in sorted(sums.items()):
        right = count[True, True] + count[False, False]
        given = right + count[True, False] + count[False, True]
        negative = count[False, False] + count[True, False]
        print(f"\n{part}: precision {right / max(given, 1):.3f} ({right} of {given} verdicts), "
              f"recall {right / max(count.total(), 1):.3f} ({right} of {count.total()} builds), "
              f"precision of 'not patched' {count[False, False] / max(negative, 1):.3f} "
              f"({count[False, False]} of {negative})")  # fmt: skip


def row(name: str, part: str, count: Counts) -> str:
    """One line of the table."""
    cells = [
        (
            sum(count[right, said] for said in (True, False, None)),
            count[right, right],
            count[right, None],
            count[right, not right],
        )
        for right in (True, False)
    ]
    (a, b, c, d), (e, f, g, h) = cells
    return f"{name:22}{part:9}{a:9}{b:7}{c:6}{d:7}{e:11}{f:7}{g:6}{h:7}"


if __name__ == "__main__":
    main()
