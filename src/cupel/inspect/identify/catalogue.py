"""All signatures: the files of signatures/ go in; patterns for the scan, and look-ups by name, come out."""

import hashlib
import json
import os
import re
import tomllib
from collections import defaultdict
from collections.abc import Iterable
from fnmatch import translate
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from cupel.cache import read_cached, write_cached
from cupel.errors import PluginError
from cupel.inspect.identify.signature import KINDS, Rule, Signature, width_of

FOLDER = Path(__file__).parent / "signatures"
NAMES = ("cpe", "packages", "libraries", "programs")
SPECIAL = re.compile(r"[*?\[]")
RELEASE = re.compile(r"-\d+(?:\.\d+)+.*$")


class Catalogue:
    """Every signature, by product; `scanned` lists the rules whose patterns the one scan searches, in its order."""

    def __init__(self, signatures: Iterable[Signature]) -> None:
        self.signatures = {it.product: it for it in signatures}
        rules = [(it, rule) for it in self.signatures.values() for rule in it.rules]
        self.scanned: tuple[tuple[Signature, Rule], ...] = tuple(
            (it, rule) for it, rule in rules if rule.kind not in ("bare", "name")
        )
        self.bare: tuple[bytes, ...] = tuple(dict.fromkeys(rule.pattern for _, rule in rules if rule.kind == "bare"))

    @cached_property
    def _packages(self) -> "Names":
        return Names((name, it) for it in self.signatures.values() for name in it.packages)

    @cached_property
    def _libraries(self) -> "Names":
        return Names((name, it) for it in self.signatures.values() for name in it.libraries)

    @cached_property
    def _programs(self) -> "Names":
        return Names((name, it) for it in self.signatures.values() for name in it.programs)

    def of_package(self, name: str) -> Signature | None:
        """Return the product that a package of this name is made of."""
        return next(iter(self._packages.find(name)), None)

    def of_library(self, name: str) -> Signature | None:
        """Return the product of a shared library by its base name, `libssl` of `libssl.so.1.1`."""
        return next(iter(self._libraries.find(name)), None)

    def of_program(self, name: str) -> Signature | None:
        """Return the product of a program by its base name."""
        return next(iter(self._programs.find(name)), None)

    def owners(self, name: str) -> tuple[Signature, ...]:
        """Return the products whose own file has this base name: a library `libssl.so.1.1`, or a program."""
        if ".so" in name:
            base = library_name(name)
            return tuple(dict.fromkeys(self._libraries.find(base) + self._programs.find(base)))  # modules: mod_ssl.so
        return self._programs.find(name)


class Names:
    """Names and shell patterns of signatures, for quick look-up of one name."""

    def __init__(self, pairs: Iterable[tuple[str, Signature]]) -> None:
        self._exact: dict[str, list[Signature]] = defaultdict(list)
        self._patterns: dict[str, list[tuple[str, Signature]]] = defaultdict(list)  # by their first two letters
        for name, signature in pairs:
            special = SPECIAL.search(name)
            if special is None:
                self._exact[name].append(signature)
            else:
                self._patterns[name[: min(special.start(), 2)]].append((name, signature))
        self._found: dict[str, tuple[Signature, ...]] = {}

    def find(self, name: str) -> tuple[Signature, ...]:
        """Return the signatures that have the name: those that spell it out first, then by the longest pattern."""
        found = self._found.get(name)
        if found is None:
            listed = [*self._patterns.get("", ()), *self._patterns.get(name[:1], ()), *self._patterns.get(name[:2], ())]
            matched = [it for it in listed if _shell(it[0]).match(name)]
            matched.sort(key=lambda it: (-len(it[0]), it[0]))
            found = tuple(dict.fromkeys([*self._exact.get(name, ()), *(it[1] for it in matched)]))
            if len(self._found) < 100_000:
                self._found[name] = found
        return found


def library_name(name: str) -> str:
    """Return a library's base name: `libdns` of `libdns-9.18.49-1.so`, `libssl` of `libssl.so.1.1`."""
    return RELEASE.sub("", name.partition(".so")[0])


@cache
def catalogue() -> Catalogue:
    """Load the signatures: out of the cache where their files are the same as before."""
    with os.scandir(FOLDER) as found:
        seen = sorted((it.name, it.stat().st_size, it.stat().st_mtime_ns) for it in found if it.name.endswith(".toml"))
    # their names, sizes and times stand for their bytes: to read eight hundred files takes longer than all the rest
    digest = hashlib.sha256(Path(__file__).read_bytes() + repr((str(FOLDER), seen)).encode())
    name = "catalogue-" + digest.hexdigest()
    if (known := read_cached(name)) is not None:
        try:
            return Catalogue(_signature(*it) for it in json.loads(known))
        except (ValueError, TypeError):  # damaged: the cache is disposable
            pass
    files = [FOLDER / it[0] for it in seen]
    listed = [_listed(file, file.read_text("utf-8")) for file in files]
    write_cached(name, json.dumps(listed).encode())
    return Catalogue(_signature(*it) for it in listed)


def read_signature(file: Path) -> Signature:
    """Read one file of signatures. Raises PluginError, naming the file."""
    return _signature(*_listed(file, file.read_text("utf-8")))


def _listed(file: Path, text: str) -> list[Any]:
    """Read one file into plain lists, as the cache keeps them."""
    try:
        data = tomllib.loads(text)
        rules = [
            Rule(
                kind, it["pattern"].encode("latin-1"), it.get("prefix", ""), it.get("exact", ""),
                it.get("at_least", ""), it.get("below", ""), it.get("files", ()), it.get("sure", False),
                it.get("text", False),
            )
            for kind in KINDS
            for it in data.get(kind, ())
        ]  # fmt: skip
        listed = [_plain(it) for it in (*rules, *table_rules(data.get("names", {})))]
        return [file.stem, data["title"], data["purl"], *(data.get(key, []) for key in NAMES), listed]
    except (KeyError, TypeError, ValueError, re.error) as error:
        raise PluginError(f"{file} is no signature: {error!r}.", "See docs/how-to/add-a-signature.md.") from error


def table_rules(names: dict[str, str]) -> list[Rule]:
    """Turn a table of file names into rules. It says a version, `1.2.3`, or a range without its end, `1.2.3..1.4`."""
    return [Rule("name", re.escape(name).encode(), "", *_told(version)) for name, version in sorted(names.items())]


def _told(version: str) -> tuple[str, str, str]:
    """Part what a table of names says: `1.2.3`, or a range `1.2.3..1.4` without its end."""
    first, dots, last = version.partition("..")
    return ("", first, last) if dots else (version, "", "")


def _plain(rule: Rule) -> list[Any]:
    return [rule.kind, rule.pattern.decode("latin-1"), *rule[2:-1], width_of(rule)]


def _signature(product: str, title: str, purl: str, *rest: Any) -> Signature:
    cpe, packages, libraries, programs, rules = rest
    return Signature(
        product, title, purl, tuple(cpe), tuple(packages), tuple(libraries), tuple(programs),
        tuple(
            Rule(kind, pattern.encode("latin-1"), prefix, exact, at_least, below, tuple(files), sure, text, longest)
            for kind, pattern, prefix, exact, at_least, below, files, sure, text, longest in rules
        ),
    )  # fmt: skip


@cache
def _shell(pattern: str) -> re.Pattern[str]:
    return re.compile(translate(pattern))
