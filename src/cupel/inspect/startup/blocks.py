"""Reads configuration files with blocks in braces: nginx, lighttpd, named."""

import re
from collections.abc import Iterator
from fnmatch import fnmatchcase

from cupel.inspect.identify.source import Fact, Visited
from cupel.inspect.startup._text import MOST_FACTS, cut, evidence, lines_of, within
from cupel.records.build import Setting
from cupel.records.problem import Problem

FILES = ("nginx*.conf", "lighttpd*.conf", "named.conf*", "freeradius*.conf", "radiusd.conf", "keepalived.conf")
_PAIR = re.compile(r"([\w.-]+)\s*(?:\+?=|\s)\s*([^{}]*?)\s*;?")
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
        yield from cut(file)
        blocks: list[str] = []
        count = 0
        for number, line in lines_of(file):
            for part in re.findall(r"[^{};]+;?|[{}]", line.partition(" #")[0]):
                text = part.strip()
                if text == "{":
                    continue
                if text == "}":
                    del blocks[-1:]
                    continue
                opens = "{" in line[line.find(part) + len(part) :][:2]
                if opens and len(blocks) < MOST_DEEP:
                    blocks.append(text)
                match = _PAIR.fullmatch(text)
                if match is None or opens:
                    if opens:
                        yield Setting(file.path, " / ".join(blocks), "", "", evidence(file, number, line, self.name))
                    continue
                value = match[2].strip().strip("\"'")
                yield Setting(file.path, " / ".join(blocks), match[1], value, evidence(file, number, line, self.name))
                count += 1
            if count > MOST_FACTS:
                yield Problem(f":{number}", f"more than {MOST_FACTS:,} settings; the rest was left out")
                return


SOURCE = Blocks()
