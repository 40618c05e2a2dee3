"""Installed npm packages and lock files go in; names and versions come out."""

import re
from collections.abc import Iterator

from cupel.inspect.identify.json_text import line_of, read_json
from cupel.inspect.identify.packages import Package, sightings
from cupel.inspect.identify.source import Fact, Visited

LOCKS = ("package-lock.json", ".package-lock.json", "npm-shrinkwrap.json")
MOST_PACKAGES = 50_000
PLACEHOLDER = re.compile(r"^0\.0\.0(?:-|$)")


class Npm:
    """The source's facts and its reading."""

    name = "npm"
    title = "npm package data"
    description = (
        "package.json of each package below node_modules, and lock files, which list what a program was built with. "
        "What only its developers needed is left out."
    )
    reference = "https://docs.npmjs.com/cli/configuring-npm/package-json; package-lock-json"

    def wants(self, file: Visited) -> bool:
        """Want package.json and the lock files."""
        return file.name == "package.json" or file.name in LOCKS

    def examine(self, file: Visited) -> Iterator[Fact]:
        """Yield a sighting for the package, or for each one of a lock file."""
        data, text, problems = read_json(file.content)
        yield from problems
        if isinstance(data, dict):
            rows = _locked(data) if file.name in LOCKS else [(data.get("name"), data.get("version"))]
            yield from sightings(file, self.name, "npm", _packages(rows, text, file.name in LOCKS))


def _packages(rows: list[tuple[object, object]], text: str, lock: bool) -> Iterator[Package]:
    seen = set()
    for name, version in rows[:MOST_PACKAGES]:
        if not isinstance(name, str) or not isinstance(version, str) or (name, version) in seen:
            continue  # a package.json without either only sets how its folder is read
        if PLACEHOLDER.match(version):
            continue
        seen.add((name, version))
        # a line is searched for where there is one package; in a lock of thousands that would cost their square
        line = 1 if lock else line_of(text, "name", name)
        yield Package(name, version, f":{line}", f"{name} {version}")


def _locked(data: dict[str, object]) -> list[tuple[object, object]]:
    found: list[tuple[object, object]] = []
    packages = data.get("packages")
    if isinstance(packages, dict):  # version 2 and 3: the key is the folder
        for folder, it in packages.items():
            if folder and isinstance(it, dict) and not it.get("dev") and "node_modules/" in folder:
                found.append((it.get("name") or folder.rsplit("node_modules/", 1)[1], it.get("version")))
        return found
    pending = [data.get("dependencies")]
    while pending and len(found) < MOST_PACKAGES:
        level = pending.pop()
        for name, it in level.items() if isinstance(level, dict) else ():
            if isinstance(it, dict) and not it.get("dev"):
                found.append((name, it.get("version")))
                pending.append(it.get("dependencies"))
    return found


SOURCE = Npm()
