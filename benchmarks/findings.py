"""Measures detectors: generated images go in; planted items found, their tiers, and what detectors cost come out.

    python benchmarks/findings.py IMAGES [IMAGE...]

IMAGES holds generated images with a `.truth.json` beside each; its `planted` names path, kind, and the tiers that may
be told of each item, written before any detector was. The cost is the CPU time of an inspection with all detectors and
with none, which leaves what they ask the one scan to look for out of it too, in turns, as a difference and as a ratio:
it is no limit that a test waits for.
"""

import argparse
import contextlib
import json
import resource
import statistics
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from unittest.mock import patch

from cupel.inspect import database, examination
from cupel.inspect.identify.marks import SOURCE_MARKS
from cupel.inspect.inspection import inspect
from cupel.records.finding import Finding
from cupel.records.inspection import Inspection

IMAGES = ("armhf.zstd.squashfs", "mipsel.openwrtlike.bin", "arm64.cpio.gz")
ROUNDS = 5
ANSWERS = {
    "hardcoded-password-hash-md5crypt": ("access/accounts",),
    "second-uid0-account": ("access/accounts",),
    "private-key-pem": ("access/private_keys",),
    "self-signed-cert-with-shared-key": ("weaknesses/certificates",),
    "ssh-host-key": ("access/private_keys",),
    "authorized-key": ("access/authorized_keys",),
    "hidden-telnet": ("access/diagnostic_services",),
    "phone-home-beacon": ("destinations/scripts",),
    "tr069-plaintext-credentials": ("weaknesses/plain_secrets",),
    "cgi-command-injection": ("weaknesses/request_data_in_shell", "access/web_shells"),
    "cloud-key": ("weaknesses/plain_secrets",),
    "unsigned-update-fetch": ("access/update_without_signature",),
    "suid-busybox": ("weaknesses/permissions",),
}
"""Kind of a planted item -> detectors whose finding answers it: another detector's at the same path does not count."""


def main() -> None:
    """Print both tables."""
    parser = argparse.ArgumentParser()
    parser.add_argument("images", type=Path)
    parser.add_argument("names", nargs="*", default=IMAGES)
    asked = parser.parse_args()
    print("| image | planted | found | at a tier that truth allows | findings in all | CPU s with | without | ratio |")
    print("|---|---|---|---|---|---|---|---|")
    for name in asked.names:
        truth = json.loads((asked.images / f"{name}.truth.json").read_text())["planted"]
        found, spent = _measured(asked.images / name)
        print(_row(name, found, truth, spent), flush=True)


def _row(name: str, found: Inspection, truth: list[dict[str, Any]], spent: tuple[float, float]) -> str:
    there = {item["kind"]: _of(item, found.findings) for item in truth}
    fits = {item["kind"]: any(it.tier in item["tiers"] for it in there[item["kind"]]) for item in truth}
    for item in truth:
        told = ", ".join(f"{it.detector} {it.rule} ({it.tier})" for it in there[item["kind"]]) or "NOT FOUND"
        print(f"<!-- {name} {item['path']} {item['kind']}: {told}; may be {'/'.join(item['tiers'])} -->")
    return (
        f"| {name} | {len(truth)} | {sum(map(bool, there.values()))} | {sum(fits.values())} | {len(found.findings)} "
        f"| {spent[0]:.2f} | {spent[1]:.2f} | {spent[0] / spent[1]:.2f} |"
    )


def _of(item: dict[str, Any], findings: tuple[Finding, ...]) -> list[Finding]:
    path = "/" + item["path"]
    return [
        it
        for it in findings
        if it.detector in ANSWERS[item["kind"]]
        and (it.path == path or any(place.endswith(path) for place in (*it.places, *(e.locator for e in it.evidence))))
    ]


def _measured(path: Path) -> tuple[Inspection, tuple[float, float]]:
    """Inspect with and without detectors in turns; return an inspection with, and both medians of CPU seconds."""
    spent: dict[bool, list[float]] = {True: [], False: []}
    found = None
    for number in range(2 * ROUNDS):
        detecting = number % 2 == 0
        with contextlib.nullcontext() if detecting else _no_detector():
            database.scanner(signatures=True)
            before = _cpu()
            one = inspect(path)
            spent[detecting].append(_cpu() - before)
        found = one if detecting else found
    assert found is not None
    return found, (statistics.median(spent[True]), statistics.median(spent[False]))


@contextlib.contextmanager
def _no_detector() -> Iterator[None]:
    """Take away all detectors, metrics, and what they ask the scan to look for."""
    sources = tuple(it for it in examination.PLUGINS if it[0].startswith("read as"))
    first = database.FIRST_SOURCE_MARK + len(SOURCE_MARKS)
    with (
        patch.multiple(examination, PLUGINS=sources, DETECTORS=(), METRICS=()),
        patch.multiple(database, ASKED=SOURCE_MARKS, FIRST_RULE=first),
    ):
        database.scanner.cache_clear()
        yield
    database.scanner.cache_clear()


def _cpu() -> float:
    """Add up what the confined children spent."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    database.scanner(signatures=True)
    main()
