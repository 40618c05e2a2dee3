"""Looks up what a script says of a call elsewhere in its text: the host's place, what else it may be, what is sent."""

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property

from cupel.inspect.detect.destinations._commands import Call
from cupel.inspect.detect.destinations._identity import filled_by

_NAMESPACE = re.compile(r"xmlns|schemaLocation|<!DOCTYPE")
_READ = re.compile(
    r"uci_get|\b(?:uci|nvram|flash|cfg|fw_printenv)\b.{0,40}\bget\b|nvram_get|(?:xmldbc|rgdb) -\w?[gw]|config_get"
)
_PLAIN = re.compile(
    r"^[^#\n]{0,200}?(?<![\w$])(\w{1,60})=[\"']?([^\s\"'$`;()]{1,200})[\"']?[ \t]*;?[ \t]*$", re.MULTILINE
)
_WRITES = re.compile(
    r"^[ \t]*(?:echo|printf)[ \t]+(?P<text>[^\n]{1,1000}?)[ \t]*>>?"
    r"[ \t]*[\"']?(?P<target>[\w/.${}-]{1,200})[\"']?[ \t]*$",
    re.MULTILINE,
)
_SCHEMES = frozenset({"http", "https", "ftp", "ftps"})
MOST_WRITES = 200
MOST_PLACES = 50


class Script:
    """One shell script's text."""

    def __init__(self, text: str) -> None:
        self.text = text

    @cached_property
    def sources(self) -> dict[str, str]:
        """What fills its variables: name -> the commands behind `$(` or a backquote."""
        return filled_by(self.text)

    @cached_property
    def _plain(self) -> list[tuple[str, str]]:
        """(variable, value) of assignments of plain values at the end of a line, in the order of the text."""
        return _PLAIN.findall(self.text)

    def place_of(self, call: Call, start: int, end: int) -> int:
        """Return where the host of a call stands: in its own lines (start to end), else where its URL is written, else
        anywhere; the name of a schema is no address. -1 where it stands nowhere.
        """
        host = call.address.host
        at = self.text.find(host, start, end)
        if at >= 0:
            return at
        path = call.shown.partition("?")[0].partition("$")[0]
        for asked in dict.fromkeys((path, f"://{host}", host)):
            at = self.text.find(asked) if host in asked else -1
            for _ in range(MOST_PLACES):
                if at < 0:
                    break
                line = self.text[self.text.rfind("\n", 0, at) + 1 : at]
                if not _NAMESPACE.search(line) and not line.lstrip().startswith("#"):
                    return at + asked.find(host)
                at = self.text.find(asked, at + 1)
        return -1

    def with_scheme(self, call: Call) -> tuple[Call, str]:
        """Return the call, and how its scheme is chosen: where that is a variable which the script sets to several, the
        call is of all of them; empty where one is written.
        """
        match = re.search(r"\$\{?(\w{1,60})\}?://" + re.escape(call.address.host), self.text)
        if match is None:
            return call, ""
        values = sorted({value for name, value in self._plain if name == match[1]} & _SCHEMES)
        if len(values) < 2:
            return call, ""
        told = " or ".join(values)
        return replace(call, protocol=told, port=0), f"its scheme is a variable that the script sets to {told}"

    def setting_before(self, host: str) -> str:
        """Return the command that reads the setting for which a host stands in where it is empty; else nothing."""
        for name, value in self._plain:
            if value == host and _READ.search(self.sources.get(name, "")):
                return " ".join(self.sources[name].split()).rstrip(")`\"' ;")[:120]
        return ""

    def posted(self, data: Sequence[str]) -> str:
        """Return what it writes by echo or printf into files that a call sends."""
        files = {word.rpartition("@")[2].removeprefix("file://") for word in data if "/" in word}
        if not files:
            return ""
        plain, parts = dict(self._plain), []
        for count, match in enumerate(_WRITES.finditer(self.text)):
            if count >= MOST_WRITES:
                break
            if re.sub(r"\$\{?(\w+)\}?", lambda it: plain.get(it[1], it[0]), match["target"]) in files:
                parts.append(match["text"])
        return " ".join(parts)

    def defines(self, name: str) -> bool:
        """Tell whether it defines a function of a name."""
        return re.search(rf"^[ \t]*(?:function[ \t]+)?{re.escape(name)}[ \t]*\(\)", self.text, re.MULTILINE) is not None
