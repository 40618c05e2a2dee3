"""File names that tell a version: the library files of one product go in; name rules and a table come out."""

import re
from collections import defaultdict

from cupel.inspect.identify.learn.archive import Package
from cupel.inspect.identify.learn.contexts import escape
from cupel.inspect.identify.signature import Rule

NUMBERED = re.compile(
    r"^(lib[A-Za-z0-9_+-]+?)(?:-(\d[\d.]*\d))?\.so((?:\.\d+)+)$|^(lib[A-Za-z0-9_+-]+)-(\d[\d.]*\d)\.so$"
)
EVERY_RELEASE = frozenset({"freetype", "libffi", "libunistring", "libwebp", "nettle", "libdaemon"})
"""Projects whose releases each have a library number of their own, as their release notes list them (FreeType's
docs/VERSIONS.TXT, libffi's libtool-version, libwebp's NEWS ...). Of other projects a number may outlive a release: of
the tables that were tried without this, a fifth said a wrong version of packages that were held out."""
LEAST_VERSIONS = 3
"""Versions in which a rule must hold, each with its own number, before a file's name is believed."""


def name_rules(product: str, packages: list[Package]) -> tuple[list[Rule], dict[str, str]]:
    """Find how a product's library file names tell its version.

    1. The version stands in the name: a rule.
    2. Each number of the version is always the same, or is one number of the name, or a hundredth of it: a rule.
    3. The project gives every release its own number: a table of names, each with its exact version.
    4. Else a number may stay through several releases: a table with ranges, up to the next release that was seen
       with another number.
    """
    families: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for package in packages:
        for text in package.texts:
            name = text.path.rsplit("/", 1)[-1]
            if NUMBERED.match(name):
                families[re.sub(r"\d+", "#", name.partition(".so")[0])][name].add(package.upstream)
    rules: dict[Rule, None] = {}
    table: dict[str, str] = {}
    versions = sorted({package.upstream for package in packages}, key=_numbers)
    for names in (families[it] for it in sorted(families)):
        pairs = [(name, version) for name in sorted(names) for version in sorted(names[name])]
        rule = _contained(pairs) or _computed(pairs)  # 1, 2
        if rule is not None:
            rules[rule] = None
        elif len(table) < 40 and max(len(it) for it in names) < 48:
            table |= _table(names, versions, product)  # 3, 4
    return list(rules)[:4], table


def _contained(pairs: list[tuple[str, str]]) -> Rule | None:
    patterns = set()
    if len({version for _, version in pairs}) < LEAST_VERSIONS:
        return None
    for name, version in pairs:
        at = name.find(version)
        if at < 0 or "." not in version:
            return None
        before, after = (
            re.sub(r"\d+", r"\\d{1,4}", escape(part.encode()).decode())
            for part in (name[:at], name[at + len(version) :])
        )
        patterns.add(f"{before}(\\d{{1,4}}(?:\\.\\d{{1,4}}){{1,3}}){after}")
    return Rule("name", patterns.pop().encode()) if len(patterns) == 1 else None


def _computed(pairs: list[tuple[str, str]]) -> Rule | None:
    if len({version for _, version in pairs}) < LEAST_VERSIONS:
        return None
    rows = [([int(it) for it in re.findall(r"\d+", name)], version.split(".")) for name, version in pairs]
    shapes = {(len(numbers), len(parts)) for numbers, parts in rows}
    if len(shapes) != 1 or not all(it.isdigit() for _, parts in rows for it in parts):
        return None
    count, length = shapes.pop()
    table = [(numbers, [int(it) for it in parts]) for numbers, parts in rows]
    sources: list[tuple[int, int] | None] = []
    for position in range(length):
        wanted = {parts[position] for _, parts in table}
        found = next(
            (
                (at, factor)
                for factor in (1, 100)
                for at in range(count)
                if all(numbers[at] == parts[position] * factor for numbers, parts in table)
            ),
            None,
        )
        if len(wanted) == 1:
            sources.append(None)
        elif found is None:
            return None
        else:
            sources.append(found)
    used = [it for it in sources if it is not None]
    first = next((at for at, it in enumerate(sources) if it is not None), length)
    if not used or None in sources[first:] or [it[0] for it in used] != sorted({it[0] for it in used}):
        return None
    prefix = "".join(f"{it}." for it in rows[0][1][:first])
    factors = dict(used)
    lengths = {at: {len(str(numbers[at] // factor)) for numbers, _ in table} for at, factor in used}
    index = iter(range(count))
    pattern = re.sub(
        r"\d+",
        lambda it: _number(it[0], factors, lengths, next(index)),
        escape(pairs[0][0].encode()).decode(),
    )
    return Rule("name", pattern.encode(), prefix=prefix)


def _number(text: str, factors: dict[int, int], lengths: dict[int, set[int]], at: int) -> str:
    """Write one number of a name as an expression, no shorter and no longer than it was seen."""
    if at not in factors:
        return text
    low, high = min(lengths[at]), max(lengths[at])
    group = rf"(\d{{{low}}})" if low == high else rf"(\d{{{low},{high}}})"
    return group + ("00" if factors[at] == 100 else "")


def _table(names: dict[str, set[str]], versions: list[str], product: str) -> dict[str, str]:
    told = {}
    for name, seen in names.items():
        ordered = sorted(seen, key=_numbers)
        if product in EVERY_RELEASE and len(seen) == 1:
            told[name] = ordered[0]
        elif len(versions) >= LEAST_VERSIONS:
            later = [it for it in versions if _numbers(it) > _numbers(ordered[-1])]
            if len(ordered) < len(versions):
                told[name] = f"{ordered[0]}..{later[0] if later else ''}"
    return told


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(it) for it in re.findall(r"\d+", version))
