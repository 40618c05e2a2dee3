"""Measures precision: labels of two independent readers go in; precision by detector with its interval comes out.

    python benchmarks/precision.py sheet IMAGE > sheet.jsonl
    python benchmarks/precision.py score A=first/*.jsonl B=second/*.jsonl

`sheet` writes one line of JSON for each finding of an image: what a reader needs who has the image beside it. A reader
adds `label` (right, wrong or unclear: is title, statement, tier and every facet that is not unknown true of the bytes?)
and `why`. `score` counts: a finding is right where both readers say so; the interval is Wilson's, at 95 %.
"""

import argparse
import json
import math
import sys
from collections import defaultdict
from pathlib import Path
from typing import Any

from cupel.inspect.inspection import inspect
from cupel.records.boundary import plain

Z = 1.959964
"""The 97.5 % point of the normal distribution."""


def main() -> None:
    """Write a sheet, or print the table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("action", choices=("sheet", "score"))
    parser.add_argument("paths", nargs="+")
    asked = parser.parse_args()
    if asked.action == "sheet":
        for finding in inspect(Path(asked.paths[0])).findings:
            sys.stdout.write(json.dumps(plain(finding), ensure_ascii=False) + "\n")
        return
    readers: dict[str, dict[str, dict[str, Any]]] = defaultdict(dict)
    for named in asked.paths:
        reader, _, path = named.partition("=")
        for file in sorted(Path().glob(path)) if not Path(path).is_absolute() else [Path(path)]:
            for line in file.read_text("utf-8").splitlines():
                label = json.loads(line)
                readers[reader][f"{file.stem} {label['id']}"] = label
    first, second = readers.values()
    print(table(first, second))


def table(first: dict[str, dict[str, Any]], second: dict[str, dict[str, Any]]) -> str:
    """Count by detector. Raises ValueError where the two did not label the same findings."""
    if first.keys() != second.keys():
        raise ValueError(f"labelled by one reader only: {sorted(first.keys() ^ second.keys())[:5]}")
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    for name, label in first.items():
        pair = {label["label"], second[name]["label"]}
        for key in (label["id"].rpartition("-")[0], "all"):
            counts[key][0] += 1
            counts[key][1] += pair == {"right"}
            counts[key][2] += len(pair) > 1
    lines = [
        "| detector | findings | both say right | precision, 95 % interval | readers disagree |",
        "|---|---|---|---|---|",
    ]
    for name in sorted(counts, key=lambda it: (it == "all", it)):
        number, right, apart = counts[name]
        low, high = wilson(right, number)
        lines.append(f"| {name} | {number} | {right} | {right / number:.2f} ({low:.2f} to {high:.2f}) | {apart} |")
    return "\n".join(lines)


def wilson(right: int, number: int) -> tuple[float, float]:
    """Return Wilson's interval for a share (E. B. Wilson, JASA 22, 1927, pages 209 to 212)."""
    share, z2 = right / number, Z * Z
    middle = share + z2 / (2 * number)
    half = Z * math.sqrt(share * (1 - share) / number + z2 / (4 * number * number))
    return max(0.0, (middle - half) / (1 + z2 / number)), min(1.0, (middle + half) / (1 + z2 / number))


if __name__ == "__main__":
    main()
