"""Composer's lists of PHP packages go in; names and versions come out."""

from collections.abc import Iterator

from cupel.inspect.identify.json_text import read_json
from cupel.inspect.identify.packages import Package, sightings
from cupel.inspect.identify.source import Fact, Visited

MOST_PACKAGES = 20_000


class Php:
    """The source's facts and its reading."""

    name = "php"
    title = "a list of Composer"
    description = "vendor/composer/installed.json, and composer.lock without what only developers needed."
    reference = "https://getcomposer.org/doc/01-basic-usage.md#commit-your-composer-lock-file-to-version-control"

    def wants(self, file: Visited) -> bool:
        """Want composer.lock and composer/installed.json."""
        return file.name == "composer.lock" or file.path.endswith("composer/installed.json")

    def examine(self, file: Visited) -> Iterator[Fact]:
        """Yield a sighting for each package."""
        data, _, problems = read_json(file.content)
        yield from problems
        rows = data.get("packages") if isinstance(data, dict) else data  # Composer 1 wrote the bare list
        development = set(data.get("dev-package-names") or ()) if isinstance(data, dict) else set()
        if isinstance(rows, list):
            yield from sightings(file, self.name, "composer", _packages(rows, development))


def _packages(rows: list[object], development: set[object]) -> Iterator[Package]:
    for number, it in enumerate(rows[:MOST_PACKAGES]):
        if not isinstance(it, dict):
            continue
        name, version = it.get("name"), it.get("version")
        if isinstance(name, str) and isinstance(version, str) and name not in development:
            # `dev-main` is a branch, not a release
            yield Package(name, version, "", f"packages[{number}]: {name} {version}")


SOURCE = Php()
