"""Base scores: a CVSS vector goes in; the score that follows from it comes out.

Version 3: section 7 of https://www.first.org/cvss/v3.1/specification-document; version 2: section 3.2.1 of
https://www.first.org/cvss/v2/guide. Scores of version 4 follow from tables of
comparisons: they are taken from the source.
"""

import math

V3 = {
    "AV": {"N": 0.85, "A": 0.62, "L": 0.55, "P": 0.2},
    "AC": {"L": 0.77, "H": 0.44},
    "UI": {"N": 0.85, "R": 0.62},
    "C": {"H": 0.56, "L": 0.22, "N": 0.0},
}
PRIVILEGES = {"U": {"N": 0.85, "L": 0.62, "H": 0.27}, "C": {"N": 0.85, "L": 0.68, "H": 0.5}}
V2 = {
    "AV": {"L": 0.395, "A": 0.646, "N": 1.0},
    "AC": {"H": 0.35, "M": 0.61, "L": 0.71},
    "Au": {"M": 0.45, "S": 0.56, "N": 0.704},
    "C": {"N": 0.0, "P": 0.275, "C": 0.66},
}


def base_score(vector: str) -> float | None:
    """Return the base score of a vector of version 2 or 3; None of another version, or where a metric is missing."""
    metrics = dict(part.split(":", 1) for part in vector.split("/") if ":" in part)
    try:
        if metrics.get("CVSS", "").startswith("3."):
            return _version_3(metrics)
        return _version_2(metrics) if "CVSS" not in metrics else None
    except KeyError:
        return None


def _version_3(given: dict[str, str]) -> float:
    changed = {"C": True, "U": False}[given["S"]]
    base = 1 - math.prod(1 - V3["C"][given[it]] for it in ("C", "I", "A"))
    impact = 7.52 * (base - 0.029) - 3.25 * (base - 0.02) ** 15 if changed else 6.42 * base
    ease = V3["AV"][given["AV"]] * V3["AC"][given["AC"]] * V3["UI"][given["UI"]]
    ease *= 8.22 * PRIVILEGES[given["S"]][given["PR"]]
    if impact <= 0:
        return 0.0
    score = round(min((1.08 if changed else 1) * (impact + ease), 10) * 100_000)
    # the specification's Roundup, in whole numbers
    return score / 100_000 if score % 10_000 == 0 else (score // 10_000 + 1) / 10


def _version_2(given: dict[str, str]) -> float:
    impact = 10.41 * (1 - math.prod(1 - V2["C"][given[it]] for it in ("C", "I", "A")))
    ease = 20 * V2["AV"][given["AV"]] * V2["AC"][given["AC"]] * V2["Au"][given["Au"]]
    return round((0.6 * impact + 0.4 * ease - 1.5) * (1.176 if impact else 0), 1)
