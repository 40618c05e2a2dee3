"""Measures components: images go in; recall, precision and time against their truth and their lists come out.

    python benchmarks/components.py IMAGES [--real FOLDER] [--tools FOLDER]

IMAGES holds generated images with a `.truth.json` beside each; FOLDER of --real holds vendors' images with package
lists inside; FOLDER of --tools holds score_components.py, which scores detections against a truth.
"""

import argparse
import importlib.util
import json
import re
import resource
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from cupel.inspect.identify.catalogue import Catalogue, catalogue
from cupel.inspect.identify.learn.upstream import upstream
from cupel.inspect.inspection import inspect
from cupel.records.component import Component
from cupel.records.inspection import Inspection

IMAGES = ("armhf.xz.squashfs", "mipsel.openwrtlike.bin", "arm64.nested.zip")
BINARY = ("signature", "elf", "kernel", "uboot", "busybox", "kernel_banner", "vermagic", "boot_loader")
"""Sources that read the software itself; all others read what is written about it."""


def main() -> None:
    """Print both tables."""
    parser = argparse.ArgumentParser()
    parser.add_argument("images", type=Path)
    parser.add_argument("--tools", type=Path, required=True, help="folder with score_components.py")
    parser.add_argument("--real", type=Path, help="folder with vendors' images")
    asked = parser.parse_args()
    known = catalogue()
    score = _scorer(asked.tools / "score_components.py")
    print("| image | components | recall | precision | name recall | ranges | copies in others' files | CPU seconds |")
    print("|---|---|---|---|---|---|---|---|")
    for name in IMAGES:
        truth = json.loads((asked.images / f"{name}.truth.json").read_text())["components"]
        found, spent = _measured(asked.images / name)
        print(_row(name, found, truth, score, known, spent), flush=True)
    if asked.real:
        print("\n| image | in its list | named by the binaries | exact | another version | only in the binaries |")
        print("|---|---|---|---|---|---|")
        for path in sorted(asked.real.iterdir()):
            if path.suffix not in (".md", ".manifest"):
                _compare(path, known)


def _measured(path: Path) -> tuple[Inspection, tuple[float, float]]:
    """Inspect with examination, and unpack only; return the inspection and both CPU times in seconds."""
    before = _cpu()
    found = inspect(path)
    between = _cpu()
    inspect(path, examine=False)
    return found, (between - before, _cpu() - between)


def _cpu() -> float:
    """Add up what the confined children spent."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def own(component: Component) -> bool:
    """Tell whether the image holds the product itself, not only a part of it in another product's file."""
    return any(copy.extent == "full" for copy in component.copies) or any(
        it.extent is None for it in component.sightings
    )


def cpe_name(component: Component, known: Catalogue) -> str:
    """Return the product as CPE names spell it, else as the catalogue does."""
    signature = known.signatures.get(component.product)
    cpe = signature.cpe if signature else component.cpe
    return cpe[0].split(":")[1] if cpe else component.product


def _row(
    name: str, found: Inspection, truth: list[dict[str, Any]], score: Any, known: Catalogue, spent: tuple[float, float]
) -> str:
    said = [it for it in found.components if own(it)]
    exact = [("", cpe_name(it, known), it.versions.exact, it.id) for it in said if it.versions.exact]
    result = score.evaluate(exact, truth)
    names = {cpe_name(it, known) for it in said} | {it.product for it in said}
    named = sum(bool(names & {*score.A.get(it["source"], ()), it["source"]}) for it in truth)
    ranges = sum(bool(it.versions.at_least or it.versions.below) for it in said)
    parts = sum(not own(it) for it in found.components)
    for part in ("missed", "wrong_version", "unknown_product"):
        print(f"<!-- {name} {part}: {result[part]} -->")
    print(f"<!-- {name} in others' files: {[it.id for it in found.components if not own(it)]} -->")
    more = f"{spent[0] - spent[1]:.1f} more than {spent[1]:.1f}"
    return (
        f"| {name} | {len(truth)} | {result['recall']:.3f} | {result['precision']:.3f} | {named / len(truth):.3f} "
        f"| {ranges} | {parts} | {more} |"
    )


def _compare(path: Path, known: Catalogue) -> None:
    """Print how far the binaries of a vendor's image say what its package list says."""
    found = inspect(path)
    listed = dict(_listed(path, found, known))
    said: dict[str, set[str]] = {}
    for it in found.components:
        if any(seen.source in BINARY for seen in it.sightings) and own(it):
            said.setdefault(it.product, set()).add(it.versions.exact)
    both = {it: version for it, version in listed.items() if it in said}
    exact = [it for it, version in both.items() if version in said[it]]
    other = [f"{it} {'/'.join(sorted(said[it]))} for {both[it]}" for it in both if it not in exact and said[it] - {""}]
    print(
        f"| {path.name} | {len(listed)} | {len(both)} | {len(exact)} | {len(other)} | {len(set(said) - set(listed))} |"
    )
    missed = sorted(f"{it} {version}" for it, version in listed.items() if it not in said)
    for label, what in (("another version", other), ("not named", missed), ("only", sorted(set(said) - set(listed)))):
        print(f"<!-- {path.name} {label}: {', '.join(what)} -->", flush=True)


def _listed(path: Path, found: Inspection, known: Catalogue) -> Iterator[tuple[str, str]]:
    """Yield (product, upstream version) of the image's package list, of products that have a signature."""
    for component in found.components:
        for seen in component.sightings:
            if seen.package and (signature := known.of_package(seen.package)):
                yield signature.product, re.sub(r"-\d+$", "", upstream(seen.package_version))
    manifest = path.with_suffix(".manifest")
    for line in manifest.read_text().splitlines() if manifest.exists() else ():
        name, _, version = line.partition(" - ")
        if signature := known.of_package(name):
            yield signature.product, re.sub(r"-\d+$", "", upstream(version))  # kernel: version, revision, hash


def _scorer(file: Path) -> Any:
    spec = importlib.util.spec_from_file_location("score_components", file)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


if __name__ == "__main__":
    main()
