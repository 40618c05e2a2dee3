"""LuaRocks' descriptions of packages go in; names and versions come out."""

import re
from collections.abc import Iterator

from cupel.inspect.identify.packages import Package, sightings
from cupel.inspect.identify.source import Fact, Visited
from cupel.inspect.identify.text import read_text

MOST = 4 << 20
NAME = re.compile(r"^\s*package\s*=\s*[\"']([^\"'\n]{1,80})[\"']", re.MULTILINE)
VERSION = re.compile(r"^\s*version\s*=\s*[\"']([^\"'\n]{1,80})[\"']", re.MULTILINE)
ROCK = re.compile(r"(?:^|/)lib/luarocks/rocks[^/]*/([^/]+)/([^/]+)/rock_manifest$")


class Lua:
    """The source's facts and its reading."""

    name = "lua"
    title = "a LuaRocks package"
    description = (
        "The rockspec of a Lua package, and the manifest that LuaRocks keeps of an installed one, whose folder names "
        "it."
    )
    reference = "https://github.com/luarocks/luarocks/wiki/Rockspec-format"

    def wants(self, file: Visited) -> bool:
        """Want *.rockspec and rock_manifest."""
        return file.name.endswith(".rockspec") or file.name == "rock_manifest"

    def examine(self, file: Visited) -> Iterator[Fact]:
        """Yield a sighting for the package."""
        if found := ROCK.search(file.path):
            name, version, line, quote = found[1], found[2], 1, f"{found[1]}/{found[2]}"
        else:
            text, problems = read_text(file.content, MOST)
            yield from problems
            package, stated = NAME.search(text), VERSION.search(text)
            if package is None:
                return
            name, version = package[1], stated[1] if stated else ""
            line, quote = text.count("\n", 0, package.start(1)) + 1, f"{name} {version}"
        yield from sightings(file, self.name, "luarocks", [Package(name, version, f":{line}", quote)])


SOURCE = Lua()
