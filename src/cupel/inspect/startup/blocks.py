"""Reads configuration files with blocks in braces: nginx, lighttpd, named."""

import re
from collections.abc import Iterator
from fnmatch import fnmatchcase

from cupel.inspect.identify.source import Fact, Visited
from cupel.inspect.startup._text import bounded, cut, evidence, lines_of, within
from cupel.records.build import Setting

FILES = ("nginx*.conf", "lighttpd*.conf", "named.conf*", "freeradius*.conf", "radiusd.conf", "keepalived.conf")
_PART = re.compile(r"([^{};]*)([{};]|$)")
_PAIR = re.compile(r"([\w.-]+)(?: *\+?= *|\s+)(.*)")
MOST_DEEP = 32


class Blocks:
    """`name words {`, `key value;` or `key = value`, `}`; a section is the path of the blocks around it."""

    name = "blocks"
    title = "configuration with blocks in braces"
    description = "Settings of nginx, lighttpd, BIND and others: where they listen."
    reference = "https://nginx.org/en/docs/beginners_guide.html#conf_structure; lighttpd's Docs_Configuration"

    def wants(self, file: Visited) -> bool:
        """Take the files whose base names are listed, and those in folders of nginx and lighttpd."""
        if any(fnmatchcase(file.name, pattern) for pattern in FILES):
            return True
        return file.name.endswith(".conf") and within(
            file, "etc/nginx", "nginx/conf.d", "nginx/sites-enabled", "etc/lighttpd", "lighttpd/conf.d"
        )

    def examine(self, file: Visited) -> Iterator[Fact]:
        """Yield a Setting for each key, and one for each block with an empty value."""
        return bounded(self._facts(file))

    def _facts(self, file: Visited) -> Iterator[Fact]:
        yield from cut(file)
        blocks: list[str] = []
        for number, line in lines_of(file):
            for part in _PART.finditer(line.partition(" #")[0]):
                text = part[1].strip()
                if part[2] == "}":
                    del blocks[-1:]
                elif part[2] == "{":
                    if len(blocks) < MOST_DEEP:
                        blocks.append(text[:100])
                        place = evidence(file, number, self.name)
                        yield Setting(file.path, " / ".join(blocks), "", "", place)
                elif match := _PAIR.fullmatch(text):
                    value = match[2].strip().strip("\"'")
                    place = evidence(file, number, self.name)
                    yield Setting(file.path, " / ".join(blocks), match[1], value, place)


SOURCE = Blocks()
