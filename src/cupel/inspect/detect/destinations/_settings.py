"""Reads configuration files of any common syntax, for hosts: a text goes in; settings with their places come out."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from cupel.inspect.detect.destinations._text import Text

MOST_SETTINGS = 20_000
"""Settings that one file may give."""
MOST_LINE = 4_000
"""Characters of a line that are read."""
_UCI = re.compile(
    r"\s*(config|option|list)\s+(?:'([^']*)'|\"([^\"]*)\"|([^\s'\"]+))(?:\s+(?:'([^']*)'|\"([^\"]*)\"|(\S+)))?"
)
_SETTING = re.compile(
    r"\s*(?:export |set )?[\"']?([A-Za-z_@][\w.\-/]{0,80})[\"']?\s{0,20}[=:]\s{0,20}[\"']?([^\"'\s,;#]{1,2000})"
)
_ATTRIBUTE = re.compile(r"(?<![\w:.-])([A-Za-z_][\w.-]{0,80})\s{0,3}=\s{0,3}\"([^\"<>]{1,2000})\"")
_MEMBER = re.compile(
    r"(?P<open>(?:\"(?P<name>[^\"\\]{0,80})\"\s{0,5}:\s{0,5})?[{\[])|(?P<close>[}\]])"
    r"|\"(?P<key>[A-Za-z_][\w. -]{0,80})\"\s{0,5}:\s{0,5}(?:\"(?P<value>[^\"\\]{1,2000})\""
    r"|(?P<bare>true|false|\d{1,9}))"
    r"|\"(?:[^\"\\]|\\.){0,2000}\""
)
_TAG = re.compile(r"<(/?)([A-Za-z_][\w.:-]{0,80})(\s[^<>]{0,8000}?)?(/?)>([^<]{0,2100})")
MOST_NESTED = 200
FLAT = 40
"""Settings of a file without sections up to which all that have no prefix belong together."""
_COMMENT = ("#", ";", "//", "--", "!", "%")


@dataclass(frozen=True, slots=True)
class Item:
    """One setting."""

    section: str
    """What encloses it, by its own syntax, with the place where that begins; empty where nothing does."""
    key: str
    value: str
    offset: int
    """Of the value."""

    @property
    def parent(self) -> str:
        """The name of what encloses it."""
        return self.section.partition(" @")[0]


class Sections:
    """The settings of one file, by what encloses them."""

    def __init__(self, held: Sequence[Item]) -> None:
        self._own: dict[tuple[str, str], list[Item]] = defaultdict(list)
        for it in held:
            self._own[_home(it)].append(it)
        self._few = len(held) <= FLAT

    def beside(self, item: Item) -> list[Item]:
        """Return the settings of the same section, the item too. In a file without sections those are the ones with the
        same prefix (`acs_` of `acs_url`), or, in a short file, all that have none.
        """
        return self._own[_home(item)] if self._few or any(_home(item)) else [item]


def _home(item: Item) -> tuple[str, str]:
    return (item.section, "") if item.section else ("", _prefix(item.key))


def _prefix(key: str) -> str:
    head, sign, _ = key.lower().replace(".", "_").replace("-", "_").rpartition("_")
    return head if sign else ""


def items(read: Text) -> Iterator[Item]:
    """Yield the settings of a file, by the syntax that it shows: UCI, XML, JSON, or one setting a line."""
    head = read.text[:4000].lstrip()
    if re.search(r"^\s*config\s+\S", head, re.MULTILINE) and re.search(
        r"^\s*(?:option|list)\s+\S", read.text, re.MULTILINE
    ):
        found = _uci(read)
    elif head.startswith("<"):
        found = _xml(read.text)
    elif head.startswith(("{", "[\n", "[{")):
        found = _json(read.text)
    else:
        found = _lines(read)
    for count, item in enumerate(found):
        if count >= MOST_SETTINGS:
            return
        yield item


def _uci(read: Text) -> Iterator[Item]:
    section = ""
    for start, line in lines(read):
        match = _UCI.match(line)
        if match is None:
            continue
        key, value = match[2] or match[3] or match[4] or "", match[5] or match[6] or match[7] or ""
        if match[1] == "config":
            section = f"{key} {value}".rstrip() + f" @{start}"
        elif value:
            at = next(group for group in (5, 6, 7) if match[group] is not None)
            yield Item(section, key, value, start + match.start(at))


def _xml(text: str) -> Iterator[Item]:
    """Attributes, and elements that hold a word, belong to the element around them: of attributes, to their own."""
    text = _without_comments(text)
    open_tags: list[str] = []
    waiting: tuple[str, str, int] | None = None  # name, value and place of an element that holds only text so far
    for match in _TAG.finditer(text):
        closes, name, attributes, empty, rest = match.groups()
        if closes:
            names = [it.partition(" @")[0] for it in open_tags]
            if name in names:
                del open_tags[len(names) - 1 - names[::-1].index(name) :]
            if waiting and waiting[0] == name:
                yield Item(open_tags[-1] if open_tags else "", *waiting)
            waiting = None
            continue
        section = f"{name} @{match.start()}"
        for own in _ATTRIBUTE.finditer(attributes or ""):
            yield Item(section, own[1], own[2], match.start(3) + own.start(2))
        waiting = None
        if empty:
            continue
        if len(open_tags) < MOST_NESTED:
            open_tags.append(section)
        value = rest.strip()
        if value and not any(it.isspace() for it in value):
            waiting = name, value, match.start(5) + len(rest) - len(rest.lstrip())


def _json(text: str) -> Iterator[Item]:
    open_objects: list[str] = []
    for match in _MEMBER.finditer(text):
        if match["open"]:
            if len(open_objects) < MOST_NESTED:
                open_objects.append(f"{match['name'] or ''} @{match.start()}")
        elif match["close"]:
            del open_objects[-1:]
        elif match["key"]:
            group = "value" if match["value"] else "bare"
            yield Item(open_objects[-1] if open_objects else "", match["key"], match[group], match.start(group))


def _without_comments(text: str) -> str:
    """Blank the comments of XML, so that all else stays in its place."""
    parts, at = [], 0
    while (start := text.find("<!--", at)) >= 0 and (end := text.find("-->", start)) >= 0:
        parts += [text[at:start], " " * (end + 3 - start)]
        at = end + 3
    return "".join([*parts, text[at:]])


def _lines(read: Text) -> Iterator[Item]:
    section = ""
    for start, line in lines(read):
        bare = line.strip()
        if bare.startswith("[") and bare.endswith("]"):
            section = f"{bare[1:-1]} @{start}"
            continue
        match = _SETTING.match(line)
        if match:
            yield Item(section, match[1], match[2], start + match.start(2))


def lines(read: Text) -> Iterator[tuple[int, str]]:
    """Yield (offset, line) of lines that are neither blank nor comments; of long ones the beginning."""
    start = 0
    for line in read.text.split("\n"):
        bare = line[:MOST_LINE]
        text = bare.lstrip()
        if text and not text.startswith(_COMMENT):
            yield start, bare
        start += len(line) + 1
