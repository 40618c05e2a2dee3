"""Mining: the packages of one product go in; rules that may tell it and its version come out, not yet checked."""

import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from fnmatch import fnmatchcase

from cupel.inspect.identify.catalogue import library_name
from cupel.inspect.identify.learn.archive import Package
from cupel.inspect.identify.learn.contexts import LEAST_LETTERS, Template, escape, occurrences, templates
from cupel.inspect.identify.learn.version_shape import PART, first_numbers, shape, spellings
from cupel.inspect.identify.signature import Kind, Rule
from cupel.inspect.scan import MOST_WIDE, width

MOST_TEMPLATES = 14
"""Templates of one package kept for the check against all others."""
MOST_PRESENCE = 12
"""Presence strings of one group of files kept for the check."""
MOST_GROUPS = 8
"""Groups of files of one product that presence is learned from."""
FIRST_STRINGS = 4000
WORDS = re.compile(rb"[\x20-\x7e]{14,64}")

Place = tuple[int, str]
"""Number of a package among the product's, and the group of one of its files."""


@dataclass(slots=True)
class Candidate:
    """A rule that may become part of a signature, and where it was seen to be right."""

    rule: Rule
    """The rule."""
    letters: int
    """Letters of fixed text in it."""
    right: set[Place] = field(default_factory=set)
    """Where it gave the package's version, or was present."""
    wrong: set[Place] = field(default_factory=set)
    """Where it gave another."""
    extended: set[Place] = field(default_factory=set)
    """Where it gave a version that goes on where the packager's number stops."""
    elsewhere: Counter[str] = field(default_factory=Counter)
    """Other products in whose files it matched, and how often."""


@dataclass(slots=True)
class Mined:
    """What one product's training packages gave."""

    product: str
    """The product."""
    packages: list[str]
    """Name of each training package."""
    versions: list[str]
    """Upstream version of each."""
    places: set[Place]
    """Every package and group of files."""
    candidates: list[Candidate]
    """Rules to check."""


def group_of(path: str) -> str:
    """Return the name that a file keeps through versions: `libssl*` of `libssl.so.3`, a program's base name."""
    name = path.rsplit("/", 1)[-1]
    if ".so" in name:
        name = library_name(name)
    stem = re.sub(r"[\d.]+$", "", name)
    return f"{stem}[0-9]*" if stem != name and len(stem) > 1 else name


def in_group(name: str, group: str) -> bool:
    """Tell whether a base name belongs to a group."""
    return fnmatchcase(library_name(name) if ".so" in name else name, group)


def file_patterns(group: str) -> tuple[str, ...]:
    """Return shell patterns for the base names of a group's files."""
    return (group, f"{group}.so*", f"{group}-[0-9]*.so*") if group.startswith("lib") else (group, f"{group}.so*")


def mine(product: str, packages: list[Package]) -> Mined:
    """Collect templates of the version and presence strings from a product's training packages."""
    names = [it.name for it in packages]
    versions = [it.upstream for it in packages]
    seen: dict[Template, set[Place]] = defaultdict(set)
    places: set[Place] = set()
    for number, package in enumerate(packages):
        for text in package.texts:
            place = (number, group_of(text.path))
            places.add(place)
            data = b"\0" + text.data
            for spelled in spellings(package.upstream):
                for before, after in occurrences(data, spelled):
                    for template in templates(before, after, b"_" in spelled):
                        seen[template].add(place)
    mined = Mined(product, names, versions, places, [])
    mined.candidates += _version_rules(mined, seen)
    mined.candidates += _presence(mined, packages)
    return mined


def _version_rules(mined: Mined, seen: dict[Template, set[Place]]) -> Iterable[Candidate]:
    """Keep for each package the templates that most of its files and versions have."""
    kept: dict[Template, set[Place]] = {}
    for name in sorted(set(mined.packages)):
        numbers = {number for number, it in enumerate(mined.packages) if it == name}
        scored = []
        for template, places in seen.items():
            count = len({it[0] for it in places} & numbers)
            if count and 2 * count >= len(numbers):
                scored.append((-count, template.letters < LEAST_LETTERS, -min(template.letters, 16), template))
        scored.sort()
        strong = [it for it in scored if not it[1]][:MOST_TEMPLATES]
        bare = [it for it in scored if it[1]][:MOST_TEMPLATES]
        for *_, template in strong + bare:
            kept[template] = seen[template]
    for template, places in sorted(kept.items()):
        separator = b"_" if template.underscores else rb"\."
        if template.letters >= LEAST_LETTERS:
            yield _candidate("version", template, shape(mined.versions, False, separator), places, ())
            # what is too common for all files may still do in the product's own
            yield _candidate("bare", template, shape(mined.versions, False, separator), places, ())
            continue
        first = first_numbers(mined.versions)
        shapes = dict.fromkeys(
            shape(mined.versions, True, separator, number, loose) for number in (PART, first) for loose in (True, False)
        )
        for group in sorted({it[1] for it in places}):
            within = {it for it in places if it[1] == group}
            for version in shapes:
                yield _candidate("bare", template, version, within, file_patterns(group))


def _candidate(kind: Kind, template: Template, version: bytes, places: set[Place], files: tuple[str, ...]) -> Candidate:
    pattern = template.before + version + template.after
    return Candidate(Rule(kind, pattern, files=files), template.letters, set(places))


def _presence(mined: Mined, packages: list[Package]) -> Iterable[Candidate]:
    """Find strings that a group of files has in every version and on every architecture."""
    texts: dict[str, list[tuple[int, bytes]]] = defaultdict(list)
    for number, package in enumerate(packages):
        for text in package.texts:
            texts[group_of(text.path)].append((number, text.data))

    def rank(group: str) -> tuple[bool, int, int, str]:
        named = mined.product[:5] in group or group.removeprefix("lib").rstrip("[0-9]*")[:5] in mined.product
        count = len({number for number, _ in texts[group]})
        return (not named, -count, -max(len(data) for _, data in texts[group]), group)

    for group in sorted(texts, key=rank)[:MOST_GROUPS]:
        common: set[bytes] | None = None
        for _, data in texts[group]:
            strings = {it for it in data.split(b"\0") if WORDS.fullmatch(it)}
            common = strings if common is None else common & strings
            if not common:
                break
        chosen = sorted(common or (), key=lambda it: _worth(it, mined.product, group))[:MOST_PRESENCE]
        places = {(number, group) for number, _ in texts[group]}
        for it in chosen:
            yield Candidate(Rule("presence", escape(it)), len(it), set(places))


def _worth(text: bytes, product: str, group: str) -> tuple[bool, bool, str]:
    """Order strings: those that name the product, then sentences, then by hash, so that the choice is spread."""
    words = [it for it in re.findall(r"[a-z]{3,}", f"{product} {group}".lower()) if it != "lib"]
    low = text.lower().decode("ascii")
    named = any(it in low or it.removeprefix("lib") in low for it in words)
    return not named, text.count(b" ") < 1, hashlib.sha256(text).hexdigest()


def usable(rule: Rule) -> bool:
    """Tell whether a pattern is bounded and compiles."""
    try:
        re.compile(rule.pattern, re.DOTALL)
        return width(rule.pattern) <= MOST_WIDE // 2
    except (ValueError, re.error):
        return False
