"""Follows request data through a shell script run as CGI: text goes in, flows come out.

It is no shell. Data comes in by the variables of RFC 3875 and by the request's body; it goes on by assignments,
`read`, `for`, `set` and pipes; it is run by `eval`, `sh -c`, `.`, a pipe into a shell, or as the command's own name.
An argument of another command is split into words and never read as shell again, so that is none. What passed a filter
that leaves only named characters, or a test of its characters, is let go.
"""

import re
from collections.abc import Iterator

from cupel.inspect.detect.request_data.flow import Flow, Lines
from cupel.inspect.startup._tokens import tokens

SOURCES = re.compile(
    r"QUERY_STRING|REQUEST_URI|PATH_INFO|PATH_TRANSLATED|REMOTE_USER|SCRIPT_URI"
    r"|HTTP_(?:USER_AGENT|COOKIE|REFERER|HOST|AUTHORIZATION|SOAPACTION|X_\w{1,60}|IF_\w{1,60}|ACCEPT\w{0,60})"
)
"""Variables that carry what the client sent (RFC 3875, section 4.1)."""
FORM = re.compile(r"(?:FORM|GET|POST|COOKIE|CGI)_\w{1,60}")
"""Variables that wrappers of CGI (haserl, proccgi) fill with the fields of a form."""
SHELLS = frozenset({"sh", "ash", "bash", "dash", "ksh", "zsh", "/bin/sh", "/bin/ash", "/bin/bash", "/bin/dash"})
PREFIXES = frozenset(
    {"exec", "nohup", "command", "sudo", "time", "env", "nice", "then", "do", "else", "!", "{", "busybox"}
)
_REFERENCE = re.compile(r"(?<!\\)\$(?:\{[#!]?)?(\w+|[*@])")
_PIECE = re.compile(r"""\\.|'[^']{0,8000}'|"(?:\\.|[^"\\]){0,8000}"|[^'"\\]+|.""", re.DOTALL)
_ALONE = re.compile(r"""[\\"']*\$\{?(\w+)\}?[\\"']*""")
_INNER = re.compile(r"\$\(((?:[^()]|\([^()]{0,400}\)){1,2000})\)|`([^`]{1,2000})`")
_ASSIGN = re.compile(r"(\w+)\+?=(.*)", re.DOTALL)
_FILTER = re.compile(
    r"\btr\s+-(?:cd|dc|d\s+-c|c\s+-d)\b|\bs(.)\[\^[^]]{1,200}\][*+\\]{0,2}\1\1g|\bgrep\s+-[a-zA-Z]{0,3}o"
    r"|\b(?:wc|md5sum|sha1sum|sha256sum|cksum|expr|test|basename)\b|\bprintf\s+['\"]?%[dq]"
)
"""What lets only named characters, a number or a hash pass."""
_BODY = re.compile(r"^[\"']?(?:\$\(|`)\s*(?:cat\s*(?:-\s*)?(?:[|)`]|$)|(?:dd|head|cat|read)\b[^)`]*CONTENT_LENGTH)")
_CHARACTERS = re.compile(r"\[\^|\^\\?\(?\[[^\n]{0,200}\$")
"""A test that looks at every character: for one that is not named, or from the first to the last."""
MOST_DEEP = 3


def flows(text: str, web: bool) -> Iterator[Flow]:
    """Yield the flows of a script; with `web` variables of form fields count, as a wrapper of CGI runs it."""
    if not (SOURCES.search(text) or "CONTENT_LENGTH" in text or (web and FORM.search(text))):
        return
    reader = _Reader(Lines(text), web, "CONTENT_LENGTH" in text)
    yield from reader.read(text, 1, 0)


class _Reader:
    def __init__(self, lines: Lines, web: bool, body: bool) -> None:
        self.lines = lines
        self.web = web
        self.body = body  # the script reads a request's body
        self.carried: dict[str, str] = {}  # variable -> what of the request it holds
        self.checked: set[str] = set()  # variables whose characters a test looks at
        self.passed: set[str] = set()  # variables that go through the pipe at hand

    def read(self, text: str, first: int, deep: int) -> Iterator[Flow]:
        words: list[str] = []
        line, piped, tested, redirected, target = first, "", "", False, False
        for kind, found, number in [*tokens(text), ("operator", "\n", 0)]:
            if kind == "redirect":
                target = found[-1] in "<>"
                redirected = redirected or "<" in found
                continue
            if kind == "word":
                if not words:
                    line = first + number - 1
                if not target:
                    words.append(found)
                target = False
                continue
            target = False
            if words:
                if words[0] == "case" and len(words) > 1:
                    tested = words[1]
                if tested and found == ")" and re.search(r"\[[!^]", " ".join(words)):
                    self.checked |= set(_REFERENCE.findall(tested))
                yield from self._command(words, line, piped, redirected, deep)
                piped = self._through(words, piped) if found == "|" else ""
                self.passed = self.passed | set(_REFERENCE.findall(" ".join(words))) if found == "|" else set()
            elif found != "\n":
                piped = ""
            words, redirected = [], False

    def _command(self, words: list[str], line: int, piped: str, redirected: bool, deep: int) -> Iterator[Flow]:
        yield from self._within(words, line, deep)
        rest = list(words)
        while rest and (rest[0] in PREFIXES or rest[0] in ("if", "while", "until", "elif")):
            rest = rest[1:]
        if rest and rest[0] in ("export", "local", "readonly", "declare"):
            rest = rest[1:]
        while rest and (assigned := _ASSIGN.fullmatch(rest[0])):
            self._assign(assigned[1], assigned[2])
            rest = rest[1:]
        if not rest:
            return
        name, given = rest[0], rest[1:]
        if name == "read" and (piped or (self.body and not redirected)):
            for word in given:
                if not word.startswith("-") and word.isidentifier():
                    self.carried[word] = piped or "request body"
        elif name == "for" and len(given) > 2 and (data := self.data_of(" ".join(given[2:]))):
            self.carried[given[0]] = data
        elif name == "set" and (data := self.data_of(" ".join(given))):
            self.carried |= dict.fromkeys((*"123456789", "*", "@"), data)
        if _CHARACTERS.search(" ".join(given)) and (name in ("grep", "egrep", "expr") or "=~" in given):
            self.checked |= {*_REFERENCE.findall(" ".join(given)), *self.passed}
        yield from self._run(name, given, line, piped)

    def _run(self, name: str, given: list[str], line: int, piped: str) -> Iterator[Flow]:
        told, call = " ".join(given), ""
        if name == "eval":
            call = "eval"
        elif name in SHELLS or (name == "su" and "-c" in given):
            at = next((i for i, word in enumerate(given) if re.fullmatch(r"-[a-z]{0,4}c", word)), None)
            if at is not None:
                told, call = " ".join(given[at + 1 :]), f"{name} -c"
            elif piped and not [word for word in given if not word.startswith("-")]:
                yield self.lines.flow(line, piped, f"a pipe into {name}", True)
        elif name in (".", "source"):
            call = "reading a script of that name"
            told = given[0] if given and _ALONE.fullmatch(given[0]) else ""
        elif (alone := _ALONE.fullmatch(name)) and (data := self.data_of(f"${alone[1]}")):
            yield self.lines.flow(line, data, "the command's name", True)
        if call and not _FILTER.search(told) and (data := self.data_of(told)):
            yield self.lines.flow(line, data, call, bool(_ALONE.fullmatch(told)))

    def _within(self, words: list[str], line: int, deep: int) -> Iterator[Flow]:
        """Read the commands that stand within words: `$(...)` and backquotes."""
        if deep >= MOST_DEEP:
            return
        for word in words:
            if word.startswith("'") and word.endswith("'"):
                continue
            for match in _INNER.finditer(word):
                yield from self.read(match[1] or match[2], line, deep + 1)

    def _assign(self, name: str, value: str) -> None:
        data = "request body" if self.body and _BODY.match(value) else self.data_of(value)
        if data and not _FILTER.search(value):
            self.carried[name] = data
            self.checked.discard(name)
        elif data or (("`" in value or "$(" in value) and not _REFERENCE.search(value)):
            self.carried.pop(name, None)

    def _through(self, words: list[str], piped: str) -> str:
        """Tell what a command passes on to the next one of its pipe."""
        told = " ".join(words)
        if _FILTER.search(told):
            return ""
        return piped or (self.data_of(told) if words[0] in ("echo", "printf", "cat") else "")

    def data_of(self, text: str) -> str:
        """Name the data of a request that the shell would put into the text; empty where there is none."""
        for name in _expanded(text):
            if name in self.checked:
                continue
            if SOURCES.fullmatch(name) or (self.web and FORM.fullmatch(name)):
                return name
            if name in self.carried:
                return self.carried[name]
        return ""


def _expanded(text: str) -> Iterator[str]:
    """Yield the variables that the shell puts into a text: none between single quotes, none after a backslash."""
    for piece in _PIECE.findall(text):
        if piece[0] not in "'\\":
            yield from _REFERENCE.findall(piece)
