"""Says where sightings of one product contradict each other: groups of them go in, a sentence for each conflict out."""

import itertools
from collections import defaultdict
from collections.abc import Sequence

from cupel.inspect.identify.version_range import agree
from cupel.records.component import Sighting, Versions

Group = tuple[Versions, list[Sighting]]


def conflicts_of(groups: Sequence[Group]) -> list[tuple[str, ...]]:
    """Return the conflicts of each group.

    1. One file shows two exact versions of the same product.
    2. A file shows an exact version, and something else in it a range that does not hold that version.
    3. A package list names one version, and the files of the product show only others.
    """
    told: list[list[str]] = [[] for _ in groups]
    _within_a_file(groups, told)
    _list_against_files(groups, told)
    return [tuple(lines) for lines in told]


def _within_a_file(groups: Sequence[Group], told: list[list[str]]) -> None:
    in_file: dict[str, dict[int, Sighting]] = defaultdict(dict)
    for number, (_, sightings) in enumerate(groups):
        for it in sightings:
            if it.extent:
                in_file[it.evidence.artefact].setdefault(number, it)
    for seen in in_file.values():
        numbers = list(seen)
        for first, second in itertools.pairwise(numbers):
            one, other = seen[first], seen[second]
            if agree(one.product, one.versions, other.versions):
                continue
            line = f"{place(one)} shows {said(one)} ({one.source}) and {said(other)} ({other.source})."
            told[first].append(line)  # 1, 2
            told[second].append(line)


def _list_against_files(groups: Sequence[Group], told: list[list[str]]) -> None:
    listed = [number for number, (_, all_of) in enumerate(groups) if any(it.package for it in all_of)]
    shown = [number for number, (versions, all_of) in enumerate(groups)
             if versions.exact and any(it.extent and it.versions.exact for it in all_of)]  # fmt: skip
    for number in listed:
        versions, sightings = groups[number]
        if not versions.exact or not shown or number in shown:
            continue
        lister = next(it for it in sightings if it.package)
        files = [next(it for it in groups[other][1] if it.extent and it.versions.exact) for other in shown]
        line = f"The {lister.source} list says {lister.package} {lister.package_version}; no file shows that version: "
        line += ", ".join(f"{place(it)} shows {said(it)}" for it in files[:3]) + "."
        for other in (number, *shown):  # 3
            told[other].append(line)


def place(it: Sighting) -> str:
    """Name the file of a sighting, without the offset in it."""
    head, _, tail = it.evidence.locator.rpartition("!")
    return head if tail.startswith("@") else it.evidence.locator


def said(it: Sighting) -> str:
    """Write the version that a sighting states."""
    versions = it.versions
    if versions.exact:
        return versions.exact
    return (
        " ".join(
            part
            for part in (
                f"at least {versions.at_least}" if versions.at_least else "",
                f"below {versions.below}" if versions.below else "",
            )
            if part
        )
        or "no version"
    )
