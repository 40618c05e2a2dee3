"""Finds libraries loaded before all others: ld.so.preload and LD_PRELOAD go in, a finding for each comes out."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from cupel.inspect.detect.access._preload_lines import Preloaded, libraries_of
from cupel.inspect.detect.access._scripts_run import tier_of_script
from cupel.inspect.detect.finding import facet, found
from cupel.inspect.detect.image import Image
from cupel.inspect.detect.quoting import quoted
from cupel.inspect.detect.settings.lines import is_text, lines_of
from cupel.inspect.detect.settings.placing import At, at_every_place
from cupel.inspect.identify.source import Visited
from cupel.inspect.reachable.files import Root
from cupel.inspect.sign import Sign
from cupel.inspect.startup._script import is_script
from cupel.records.evidence import Evidence
from cupel.records.finding import Finding, Tier
from cupel.records.problem import Problem

NAME = "access/preloaded_libraries"
LOGIN = re.compile(
    r"(?:^|/)(?:etc/(?:profile|bash\.bashrc|bashrc|profile\.d/[^/]+\.sh)|\.(?:bash)?(?:profile|rc|_profile))$"
)
PLACES = re.compile(r"(?:^|/)etc/environment$|systemd/(?:system/[^/]+\.service|system\.conf)$|(?:^|/)etc/inittab$")
ANYWHERE = re.compile("")
LOADER = re.compile(r"(?:^|/)(?:ld[-.][^/]*|libc[-.][^/]*)$")
"""Loaders of programs; only one that names the list reads it: glibc's, uClibc's where it was built so, musl's not."""
MOST_NAMED = 50


@dataclass(frozen=True, slots=True)
class ListReader(Sign):
    """A loader of programs that names the list. Evidence: its name for it."""


class PreloadedLibraries:
    """Entries of ld.so.preload, and settings of LD_PRELOAD."""

    name = "preloaded_libraries"
    title = "libraries that are loaded before all others"
    means = (
        "A library is put into programs that do not ask for it, and may replace any function of theirs: for every "
        "program (ld.so.preload), or for what a script, login or unit starts (LD_PRELOAD). What it does was not read."
    )
    checked = (
        "Entries of /etc/ld.so.preload, commands of scripts that write it, and values of LD_PRELOAD in scripts that "
        "something runs, in files of logins, in /etc/environment, inittab and units of systemd; a value that is only a "
        "variable is left out, and so is a script outside /etc that nothing calls."
    )
    refutes = "The loader was built without it (musl reads no list), or the library is not there when programs start."
    references = ("CWE-426: Untrusted Search Path", "ld.so(8)", "MITRE ATT&CK T1574.006")
    marks = ((rb"LD_PRELOAD=", "sets LD_PRELOAD"), (rb"/etc/ld\.so\.preload", "names ld.so.preload"))

    def wants(self, file: Visited) -> bool:
        """Want the list, and texts that set the variable or name the list."""
        if file.path.endswith("etc/ld.so.preload"):
            return is_text(file)
        if "sets LD_PRELOAD" not in file.marks and "names ld.so.preload" not in file.marks:
            return False
        if file.type.startswith("ELF "):
            return LOADER.search(file.path) is not None and "names ld.so.preload" in file.marks
        return is_script(file) or bool(is_text(file) and (LOGIN.search(file.path) or PLACES.search(file.path)))

    def examine(self, file: Visited) -> Iterator[Sign | Problem]:
        """Yield each library that is named; of a loader, that it reads the list."""
        if file.type.startswith("ELF "):
            end, size = file.marks["names ld.so.preload"], len("/etc/ld.so.preload")
            yield ListReader(quoted(file, end - size, size, NAME))
            return
        listed, told = file.path.endswith("etc/ld.so.preload"), 0
        for line in lines_of(file):
            if isinstance(line, Problem):
                yield line
                continue
            for library, way in libraries_of(line, listed):
                told += 1
                if told > MOST_NAMED:
                    yield Problem("", f"names more than {MOST_NAMED} libraries to load first; the rest was left out")
                    return
                yield Preloaded(line.evidence(file, NAME), library, way)

    def conclude(self, image: Image) -> Iterator[Finding | Problem]:
        """Yield a finding for each library of each file, but not of scripts outside /etc that nothing runs."""
        seen = set[tuple[Root, str, str]]()
        loaders = {it.root: it.evidence for it in at_every_place(image, image.signs(ListReader), LOADER)}
        for at in at_every_place(image, image.signs(Preloaded), ANYWHERE):
            key = (at.root, at.path, at.sign.library)
            tier, reason = _tier(image, at, loaders)
            if key not in seen and (tier == "configured" or not _is_wrapper(at.path)):
                seen.add(key)
                yield _finding(image, at, tier, reason)


def _is_wrapper(path: str) -> bool:
    """Tell whether a file is none of configuration: a script for users to call."""
    return "etc" not in path.split("/")[:-1] and not PLACES.search(path)


def _tier(image: Image, at: At[Preloaded], loaders: Mapping[Root, Evidence]) -> tuple[Tier, str]:
    library = at.sign.library
    there = image.files.resolve(at.root, library) if "/" in library else image.files.named(at.root, library)
    if not there:
        return "present", f"{library} is not in the same root file system."
    if at.sign.way == "list":
        if at.root in loaders:
            return "configured", f"{image.path_of(loaders[at.root].locator)} reads such a list, and {library} is there."
        return "present", "No loader of programs that names such a list was found in the same root file system."
    if LOGIN.search(at.path):
        return "configured", f"A shell reads /{at.path} when somebody logs in, and {library} is there."
    run = image.origins.run((at.root, at.path))
    if at.path.endswith(".service") and run.state != "yes":  # a unit that may be enabled later sets nothing yet
        return "present", f"{run.reason[:1].upper()}{run.reason[1:]}."
    return tier_of_script(image, at.evidence.locator.rpartition(":")[0])


def _finding(image: Image, at: At[Preloaded], tier: Tier, reason: str) -> Finding:
    it, where = at.sign, f"/{at.path}"
    how = {
        "list": "lists it for every program",
        "variable": "sets LD_PRELOAD to it for what it starts",
        "written": "writes it to the list of every program (/etc/ld.so.preload)",
    }[it.way]
    return found(
        image, NAME, {"list": "for-every-program", "variable": "for-what-is-started"}.get(it.way, "list-is-written"),
        title=f"{where} names {it.library} to be loaded before all other libraries",
        statement=f"{where} names {it.library} and {how}: it is loaded first, and its functions go before others.",
        subject=it.library[:100], tier=tier, tier_reason=reason, evidence=(at.evidence,), path=where,
        facets=(facet("can be disabled", "yes", "by that line"),),
        facts={"library": it.library[:200], "way": it.way},
    )  # fmt: skip


DETECTOR = PreloadedLibraries()
