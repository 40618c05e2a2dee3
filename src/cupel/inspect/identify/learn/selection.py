"""Selects rules: checked candidates of one product go in; the few rules that a signature needs come out."""

import re
from collections import Counter
from dataclasses import dataclass

from cupel.inspect.identify.learn.mining import Candidate, Mined, Place
from cupel.inspect.identify.signature import Rule

MOST_VERSION, MOST_BARE, MOST_PRESENCE = 6, 8, 8
LEAST_GAIN = 0.08
"""Share of a package's files and versions that one more rule must add."""
WRONG_ALLOWED = 0.0
COMMON = frozenset(
    {
        "the", "and", "for", "version", "copyright", "release", "tools", "library", "lib", "lite", "server", "client",
        "daemon", "core", "base", "network", "system", "linux", "debian", "gnu", "open", "free", "file", "program",
        "utils", "build", "package",
    }
)  # fmt: skip
"""Words of products' names that any other product may use."""


@dataclass(frozen=True, slots=True)
class Selected:
    """Rules of one product, and why others were refused."""

    rules: tuple[Rule, ...]
    """The rules, versions first, the surest first."""
    ambiguous: int
    """Candidates refused because they gave a wrong version in the product's own files."""
    common: int
    """Candidates refused because they match in other products' files."""


def select(mined: Mined, words: frozenset[str]) -> Selected:
    """Choose rules that are never wrong, and that together cover every package of the product as far as may be.

    A version rule is refused where it gave any other version in a file of the product itself. Matches in other
    products' files are embedded copies only where the rule's own text names the product (`words`); else the rule is
    not the product's own. A version seen in one release only is trusted in the same case: what never changed may be
    anything.
    """
    several = len(set(mined.versions)) > 1
    refused: Counter[str] = Counter()
    fit: dict[str, list[Candidate]] = {"version": [], "bare": [], "presence": []}
    for it in mined.candidates:
        named = names_product(it.rule.pattern, words)
        if it.wrong or _releases(mined, it.extended) > max(1, _releases(mined, it.right) // 2) or not it.right:
            refused["ambiguous"] += 1
        elif len(it.elsewhere) > (it.rule.kind != "presence") and not (named and it.rule.kind == "version"):
            refused["common"] += 1
        elif it.right and (several or named or it.rule.kind != "version" or it.letters >= 10):
            fit[it.rule.kind].append(it)
    chosen = _cover(mined, fit["version"], set(), MOST_VERSION)
    covered = {(number, group) for it in chosen for number, group in it.right}
    bare = _cover(mined, fit["bare"], {number for number, _ in covered}, MOST_BARE)
    rules = [*(it.rule for it in chosen), *_merged(bare)]
    return Selected(tuple(rules + _presence(mined, fit["presence"])), refused["ambiguous"], refused["common"])


def names_product(pattern: bytes, words: frozenset[str]) -> bool:
    """Tell whether a rule's fixed text has one of the product's own words in it."""
    text = re.sub(rb"\\x00|\\d|\[[^]]*\]", b" ", pattern).decode("latin-1").lower()
    return any(word in text for word in words if len(word) > 2) or any(
        re.search(rf"\b{re.escape(word)}\b", text) for word in words if len(word) == 2
    )


def words_of(product: str, names: set[str]) -> frozenset[str]:
    """Collect the words that name a product: of its name, its packages, libraries and programs."""
    found = {product} if len(product) == 2 else set()
    for name in {product, *names}:
        for word in re.findall(r"[a-z]{3,}", name.lower()):
            found |= {word, word.removeprefix("lib")}
    return frozenset(word for word in found if (len(word) > 2 and word not in COMMON) or word == product)


def _cover(mined: Mined, fit: list[Candidate], covered: set[int], most: int) -> list[Candidate]:
    """Choose greedily: what covers most packages not yet covered, of equals the surest text."""
    left = set(range(len(mined.packages))) - covered
    sizes = Counter(mined.packages)
    chosen: list[Candidate] = []
    rest = list(fit)
    while rest and left and len(chosen) < most:
        uncovered = frozenset(left)
        best = max(rest, key=lambda it: _rank(it, _gain(it, mined, sizes, uncovered)))
        if _gain(best, mined, sizes, uncovered) < LEAST_GAIN:
            break
        chosen.append(best)
        rest.remove(best)
        left -= {number for number, _ in best.right}
    return chosen


def _gain(it: Candidate, mined: Mined, sizes: Counter[str], uncovered: frozenset[int]) -> float:
    """Sum, over the packages that the rule newly covers, of each one's share among the packages of its name."""
    return sum(1 / sizes[mined.packages[number]] for number in {number for number, _ in it.right} & uncovered)


def _rank(it: Candidate, gain: float) -> tuple[float, int, bool, bool, bool, int, int, bytes]:
    """Order rules: by what they add, then by how often they are right, then the surest and shortest text."""
    sure = min(it.letters, 12)
    pattern = it.rule.pattern
    return (
        round(gain, 6),
        len(it.right),
        not it.elsewhere,
        rb"(\d{" in pattern,
        b"{1," in pattern,
        sure,
        -len(pattern),
        pattern,
    )


def _releases(mined: Mined, places: set[Place]) -> int:
    return len({mined.versions[number] for number, _ in places})


def _merged(bare: list[Candidate]) -> list[Rule]:
    """Put bare rules of one pattern together."""
    files: dict[bytes, set[str]] = {}
    for it in bare:
        files.setdefault(it.rule.pattern, set()).update(it.rule.files)
    return [Rule("bare", pattern, files=tuple(sorted(names))) for pattern, names in files.items()]


def _presence(mined: Mined, fit: list[Candidate]) -> list[Rule]:
    """Choose presence strings of the main groups of files: two of each, the largest groups first."""
    by_group: dict[str, list[Candidate]] = {}
    totals = Counter(group for _, group in mined.places)
    for it in fit:
        if re.search(rb"\d\\\.\d", it.rule.pattern):
            continue  # it has a version in it
        groups = Counter(group for _, group in it.right)
        group = min(groups, key=lambda it: (-groups[it], it))
        if groups[group] == totals[group]:
            by_group.setdefault(group, []).append(it)
    chosen: list[Rule] = []
    for group in sorted(by_group, key=lambda it: (-totals[it], it)):
        best = sorted(by_group[group], key=lambda it: (-len(it.right), len(it.rule.pattern) > 40, it.rule.pattern))
        for it in best[:2]:
            if len(chosen) < MOST_PRESENCE and it.rule not in chosen:
                chosen.append(it.rule)
    return chosen
