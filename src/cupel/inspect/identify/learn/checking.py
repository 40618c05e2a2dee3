"""Checks candidates: those of all products go in together; where each is right, wrong or seen elsewhere is counted."""

import re
from collections.abc import Iterator
from fnmatch import fnmatchcase

from cupel.inspect.identify.confirm import version_of
from cupel.inspect.identify.learn.corpus import Corpus
from cupel.inspect.identify.learn.mining import Candidate, Mined, Place, group_of
from cupel.inspect.identify.learn.version_shape import agrees, extends
from cupel.inspect.scan import Pattern, Scanner, width

SLACK = 80
MOST_CONFIRMED = 40


def check(mined: list[Mined], corpus: Corpus) -> Iterator[str]:
    """Search every training package for every candidate, in one pass; yield each product when it is done.

    A candidate's own `right` and `wrong` are counted anew: what mining saw is only where it came from.
    """
    listed = [(it, candidate) for it in mined for candidate in it.candidates]
    for _, candidate in listed:
        candidate.right.clear()
        candidate.wrong.clear()
    checker = _Checker(listed)
    for it in mined:
        for number, package in enumerate(corpus.packages(it.product, training=True)):
            for text in package.texts:
                checker.look(it.product, number, text.path, package.upstream, b"\0" + text.data)
        yield it.product


class _Checker:
    def __init__(self, listed: list[tuple[Mined, Candidate]]) -> None:
        self._groups: dict[bytes, list[tuple[str, Candidate]]] = {}
        for mined, candidate in listed:
            self._groups.setdefault(candidate.rule.pattern, []).append((mined.product, candidate))
        self._patterns = list(self._groups)
        self._expressions = [re.compile(it, re.DOTALL) for it in self._patterns]
        self._widths = [width(it) for it in self._patterns]
        only_presence = [all(c.rule.kind == "presence" for _, c in self._groups[it]) for it in self._patterns]
        self._only_presence = only_presence
        self._scanner = Scanner(
            [Pattern(it, n, once=p) for it, n, p in zip(self._patterns, self._widths, only_presence, strict=True)]
        )

    def look(self, product: str, number: int, path: str, version: str, data: bytes) -> None:
        group, name = group_of(path), path.rsplit("/", 1)[-1]
        ends: dict[int, list[int]] = {}
        for hit, end in self._scanner.scan_bytes(data):
            found = ends.setdefault(hit, [])
            if len(found) < MOST_CONFIRMED:
                found.append(end)
        for hit, where in ends.items():
            owners = self._groups[self._patterns[hit]]
            shown = {""} if self._only_presence[hit] else self._versions(hit, where, data, owners)
            if not shown:
                continue
            for owner, candidate in owners:
                rule = candidate.rule
                if owner != product:
                    if rule.kind != "bare":
                        candidate.elsewhere[product] += 1
                elif rule.kind == "presence":
                    candidate.right.add((number, group))
                elif not rule.files or any(fnmatchcase(name, it) for it in rule.files):
                    self._judge(candidate, (number, group), version, shown)

    @staticmethod
    def _judge(candidate: Candidate, place: Place, version: str, shown: set[str]) -> None:
        shown = {it for it in shown if not any(other.startswith(it + ".") for other in shown)}
        if all(agrees(version, it) for it in shown):
            candidate.right.add(place)
        elif len(shown) == 1 and extends(version, next(iter(shown))):
            candidate.extended.add(place)
        else:
            candidate.wrong.add(place)

    def _versions(self, hit: int, ends: list[int], data: bytes, owners: list[tuple[str, Candidate]]) -> set[str]:
        expression, rule, last, shown = self._expressions[hit], owners[0][1].rule, -1, set()
        for end in ends:
            if end <= last:
                continue
            start = max(0, end - self._widths[hit])
            for match in expression.finditer(data, start, end + SLACK):
                if match.end() >= end:
                    last = match.end()
                    shown.add(version_of(rule, match))
                    break
        return shown
