"""Measures the matching of names: registries and judged pairs go in; recall, speed and F1 come out.

    python benchmarks/screening.py [--pairs FILE.csv] [--held-out] [--nomenklatura PYTHON]

About 89,000 names of organisations are read from two packages of Debian, fetched from its archive with apt-get:
ieee-data (registries of MAC prefixes) and libwireshark-data (private enterprise numbers). Queries are such names with
one random typo (a wrong, missing, surplus or swapped letter, seed 7). FILE.csv has columns name1, name2, is_match.
--held-out also scores the held-out half of tests/cases/names. PYTHON is an interpreter that has nomenklatura, which is
then scored too. Nothing here uses a second thread; seconds are of the processor, so that other work counts less.
"""

import argparse
import csv
import json
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TypeVar

from rapidfuzz import fuzz
from rapidfuzz.utils import default_process

from cupel.suppliers.names import THRESHOLD, Matcher, compare
from cupel.suppliers.names.candidates import Candidates
from cupel.suppliers.names.normal import parsed

CASES = Path(__file__).parents[1] / "tests" / "cases" / "names"
PACKAGES = ("ieee-data", "libwireshark-data")
LETTERS = "abcdefghijklmnopqrstuvwxyz"
QUERIES = 5_000
Pairs = Sequence[tuple[str, str, bool]]
Result = TypeVar("Result")

LOGIC = """
import json, sys
from nomenklatura.matching import LogicV2
from nomenklatura.matching.types import ScoringConfig
from followthemoney import model
config = LogicV2.default_config() if hasattr(LogicV2, "default_config") else ScoringConfig.defaults()
def entity(name, number):
    return model.get_proxy({"id": f"n{number}", "schema": "Company", "properties": {"name": [name]}})
pairs = json.load(sys.stdin)
scores = [LogicV2.compare(entity(a, 2 * i), entity(b, 2 * i + 1), config).score for i, (a, b, _) in enumerate(pairs)]
json.dump(scores, sys.stdout)
"""
"""A fresh id for each entity: nomenklatura keeps what it computed by id."""


def main() -> None:
    """Run what was asked for and print a table."""
    arguments = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    arguments.add_argument("--pairs", type=Path)
    arguments.add_argument("--held-out", action="store_true")
    arguments.add_argument("--nomenklatura", type=Path)
    options = arguments.parse_args()
    registered = registry()
    print(f"{len(registered)} names")
    for line in searched(registered):
        print(line)
    for label, pairs in judged(options.pairs, options.held_out):
        print(f"{label}: {len(pairs)} pairs, {sum(match for *_, match in pairs)} the same")
        print("  cupel                 ", f1(pairs, [compare(a, b)[0] for a, b, _ in pairs], THRESHOLD))
        print("  rapidfuzz token_sort  ", best_f1(pairs, [_sorted_tokens(a, b) for a, b, _ in pairs]))
        if options.nomenklatura:
            print("  nomenklatura logic-v2 ", best_f1(pairs, logic(options.nomenklatura, pairs)))


def registry() -> list[str]:
    """Return the names of both registries, each once; raises CalledProcessError where apt-get or dpkg-deb fail."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(["apt-get", "download", "-q", *PACKAGES], cwd=folder, check=True, capture_output=True)
        for package in sorted(Path(folder).glob("*.deb")):
            subprocess.run(["dpkg-deb", "-x", str(package), folder], check=True)
        return list(dict.fromkeys(name for name in _names(Path(folder) / "usr" / "share") if name))


def _names(share: Path) -> Iterator[str]:
    for file in ("oui.csv", "mam.csv", "oui36.csv", "iab.csv"):
        with (share / "ieee-data" / file).open(encoding="utf-8", errors="replace", newline="") as rows:
            yield from (row[2].strip() for row in list(csv.reader(rows))[1:])
    for line in (share / "wireshark" / "enterprises.tsv").read_text("utf-8", errors="replace").splitlines():
        if "\t" in line and not line.startswith("#"):
            yield line.split("\t")[1].strip()


def with_typo(name: str, chance: random.Random) -> str:
    """Return a name with one letter wrong, missing, surplus, or swapped with the next."""
    at, kind = chance.randrange(len(name)), chance.randrange(4)
    before, sign, after = name[:at], name[at], name[at + 1 :]
    if kind == 0:
        return before + chance.choice(LETTERS) + after
    if kind == 1:
        return before + after
    return before + chance.choice(LETTERS) + sign + after if kind == 2 else before + after[:1] + sign + after[1:]


def searched(registered: Sequence[str]) -> Iterator[str]:
    """Measure candidates, and candidates with scores, on names with a typo."""
    chance = random.Random(7)
    numbers = chance.sample(range(len(registered)), QUERIES)
    queries = [with_typo(registered[number], chance) for number in numbers]
    index, seconds = timed(lambda: Candidates([parsed(name) for name in registered]))
    yield f"candidates: index built in {seconds:.1f} s"
    found, seconds = timed(partial(in_batches, index, queries, 50))
    recall = sum(number in near for number, near in zip(numbers, found, strict=True)) / len(queries)
    yield f"candidates: recall at 50 {recall:.4f}, {len(queries) / seconds:.0f} names/s with reading them"
    del index
    parsed.cache_clear()
    matcher, seconds = timed(lambda: Matcher(registered))
    yield f"matcher: built in {seconds:.1f} s"
    parsed.cache_clear()
    matches, seconds = timed(lambda: matcher.match_all(queries, 5))
    first = [
        bool(match) and match[0].party == registered[number] for number, match in zip(numbers, matches, strict=True)
    ]
    five = [
        any(one.party == registered[number] for one in match) for number, match in zip(numbers, matches, strict=True)
    ]
    yield f"matcher: {len(queries) / seconds:.0f} names/s end to end"
    yield f"matcher: the very name first {sum(first) / len(first):.3f}, among five {sum(five) / len(five):.3f}"


def in_batches(index: Candidates, names: Sequence[str], limit: int) -> list[set[int]]:
    """Return the candidates of names, 500 at once."""
    found: list[set[int]] = []
    for begin in range(0, len(names), 500):
        near = index.nearest([parsed(name) for name in names[begin : begin + 500]], limit)
        found += [set(numbers.tolist()) for numbers in near]
    return found


def judged(public: Path | None, held_out: bool) -> Iterator[tuple[str, Pairs]]:
    """Yield the lists of pairs: label and (name, other, same)."""
    if public:
        with public.open(encoding="utf-8", newline="") as rows:
            yield public.name, [(row["name1"], row["name2"], row["is_match"] == "true") for row in csv.DictReader(rows)]
    for name in ("dev", "held_out") if held_out else ("dev",):
        with (CASES / f"{name}.csv").open(encoding="utf-8", newline="") as rows:
            pairs = [(row["name"], row["other"], row["relation"] == "same as") for row in csv.DictReader(rows)]
        yield f"telecom, {name}", pairs


def f1(pairs: Pairs, scores: Sequence[float], threshold: float) -> str:
    """Return precision, recall and F1 at a threshold."""
    right = sum(score >= threshold and match for score, (*_, match) in zip(scores, pairs, strict=True))
    said = sum(score >= threshold for score in scores)
    there = sum(match for *_, match in pairs)
    value = 2 * right / (said + there) if said + there else 0.0
    return f"P {right / max(said, 1):.3f}  R {right / max(there, 1):.3f}  F1 {value:.3f} at {threshold:.2f}"


def best_f1(pairs: Pairs, scores: Sequence[float]) -> str:
    """Return them at 0.70, and at the threshold that is best for these very pairs."""
    lines = [f1(pairs, scores, step / 100) for step in range(5, 100)]
    return f"{f1(pairs, scores, 0.7)}; best {max(lines, key=lambda line: line.partition('F1 ')[2])}"


def _sorted_tokens(a: str, b: str) -> float:
    return fuzz.token_sort_ratio(a, b, processor=default_process) / 100


def logic(python: Path, pairs: Pairs) -> list[float]:
    """Return the scores of nomenklatura's logic-v2, run by another interpreter."""
    ran = subprocess.run(
        [python, "-c", LOGIC], input=json.dumps(list(pairs)), text=True, capture_output=True, check=False
    )
    if ran.returncode:
        sys.exit(f"{python} cannot run logic-v2: {ran.stderr.strip().splitlines()[-1]}")
    return [float(score) for score in json.loads(ran.stdout)]


def timed(work: Callable[[], Result]) -> tuple[Result, float]:
    """Return what work returns and the seconds of the processor that it took."""
    begin = time.process_time()
    result = work()
    return result, time.process_time() - begin


if __name__ == "__main__":
    main()
