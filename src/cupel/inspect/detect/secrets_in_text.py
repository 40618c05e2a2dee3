"""Finds secrets in a text by the forms that hold them: bytes go in; where each secret starts and ends comes out."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache

from cupel.inspect.detect.secret_commands import FORMS as COMMANDS
from cupel.inspect.detect.secret_values import is_mixed, is_random, is_value, names_query_secret, names_secret

Span = tuple[int, int]
VALUE = (
    rb"(?:\\[\"'](?P<e>[^\"'\\\n\0]{1,4096})|\"(?P<q>(?:\\[^\n]|[^\"\\\n\0]){1,4096})|'(?P<s>[^'\n\0]{1,4096})"
    rb"|(?P<v>[^\s\"'&;,<>|)}\]\\\0]{1,4096}))"
)
"""A value in quotes (the closing one may be cut off), or a word."""
_NAME = rb"(?<![\w./\\-])(?P<name>[A-Za-z_][\w.-]{0,80})"
_ASSIGNED = re.compile(_NAME + rb"\\?[\"']?\}?\]?\\?[\"']?[ \t]{0,3}(?P<sign>=>|:=|[!=]==?|[:=])[ \t]{0,3}" + VALUE)
_REVERSED = re.compile(rb"([\"'])(?P<q>[^\"'\n\0]{3,200})\1[ \t]{0,3}[!=]==?[ \t]{0,3}\$?(?P<name>\w[\w.-]{0,80})")
_QUERY = re.compile(rb"[?&](?P<name>[A-Za-z_][\w.-]{0,60})=(?P<v>[^&\s\"'<>#;\\|)\0]{1,4096})")
_DIRECTIVE = re.compile(
    rb"^[ \t]{0,40}(?:(?:option|list|set|export)[ \t]{1,20})?(?P<name>[A-Za-z][\w.-]{1,80})[ \t]{1,40}" + VALUE
    + rb"[\"']?[ \t]{0,40}\r?$", re.MULTILINE,
)  # fmt: skip
_OPTION = re.compile(rb"(?<![\w-])--?(?P<name>[A-Za-z][\w-]{1,60})(?:[ \t]{1,3}|=)" + VALUE)
_DEFINED = re.compile(
    rb"\b(?:define|setenv|putenv|setRequestHeader|header|ini_set|set)[ \t]{0,2}\("
    rb"[ \t]{0,2}[\"'](?P<name>[\w.-]{1,80})[\"']"
    rb"[ \t]{0,2},[ \t]{0,2}" + VALUE, re.IGNORECASE,
)  # fmt: skip
_KEYED = re.compile(
    rb"\b(?:private_?key|aes_?key|session_?key)[\"']?[ \t]{0,3}[:= \t][ \t]{0,3}[\"']?(?P<q>[A-Za-z0-9+/]{43}=)",
    re.IGNORECASE,
)
_ELEMENT = re.compile(rb"<(?P<name>[A-Za-z_][\w.:-]{0,80})(?P<rest>[ \t][^<>]{0,1000})?(?:/?>(?P<v>[^<>\n]{1,1000}))?")
_ATTRIBUTE = re.compile(rb"(?<!\w)([\w:.-]{1,40})[ \t]?=[ \t]?[\"']([^\"']{1,500})")
_WORD = re.compile(rb"(?<![\w/.$#@%:+-])(?:-[A-Za-z])?(?P<v>[A-Za-z0-9]{12,128})(?![\w/.:@+=-])")
_WORDS = (b"pass", b"pw", b"psk", b"secret", b"token", b"key", b"community", b"auth", b"credential", b"psw")
"""One of them stands in every name of a secret."""


def spans(data: bytes) -> tuple[Span, ...]:
    """Return (start, end) of each secret in `data`, in order and apart from each other; in linear time."""
    return _short(data) if len(data) <= _SHORT else _spans(data)


def _spans(data: bytes) -> tuple[Span, ...]:
    low, found = data.lower(), list(_random(data))
    asked = {number for word, numbers in _BY_WORD if word in low for number in numbers}
    for number in sorted(asked):
        found += _SEARCHES[number][1](data)
    return joined(found)


_SHORT = 1024
"""Bytes up to which a text is kept with its secrets: several detectors quote the same line."""
_short = lru_cache(maxsize=4096)(_spans)


def joined(runs: Iterable[Span]) -> tuple[Span, ...]:
    """Return runs in order, those that overlap as one."""
    apart: list[Span] = []
    for start, end in sorted(runs):
        if apart and start < apart[-1][1]:
            apart[-1] = (apart[-1][0], max(end, apart[-1][1]))
        elif start < end:
            apart.append((start, end))
    return tuple(apart)


def replaced(text: str, mark: Callable[[bytes], str]) -> str:
    """Return a text with each secret as what `mark` makes of it."""
    data = text.encode("utf-8", "surrogateescape")
    runs = spans(data)
    if not runs:
        return text
    parts, at = list[bytes](), 0
    for start, end in runs:
        parts += [data[at:start], mark(data[start:end]).encode()]
        at = end
    return b"".join([*parts, data[at:]]).decode("utf-8", "surrogateescape")


def _group(match: re.Match[bytes]) -> str:
    groups = match.groupdict()
    return next(it for it in "eqsv" if groups.get(it) is not None)


def _value(match: re.Match[bytes]) -> Span | None:
    group = _group(match)
    value = match[group]
    if group != "v" and (value[:1] in b" \t,;)&|+" or re.match(rb"\.[\s$]", value)):
        return None  # that quote closed a text: `"Password: " . $x`
    return match.span(group) if is_value(value, group != "v") else None


def _named(
    pattern: re.Pattern[bytes], named: Callable[[str], bool] = names_secret
) -> Callable[[bytes], Iterator[Span]]:
    def search(data: bytes) -> Iterator[Span]:
        for match in pattern.finditer(data):
            if named(match["name"].decode("latin-1")) and (span := _value(match)):
                yield span

    return search


def _assigned(data: bytes) -> Iterator[Span]:
    at = 0
    while match := _ASSIGNED.search(data, at):
        name = match["name"].decode("latin-1")
        group = _group(match)
        at = match.start(group)  # a value may hold assignments itself
        compared = match["sign"][1:2] == b"="
        if (
            names_secret(name) or (compared and names_query_secret(name) and group != "v" and is_mixed(match[group]))
        ) and (span := _value(match)):
            yield span
            at = span[1]


def _elements(data: bytes) -> Iterator[Span]:
    for match in _ELEMENT.finditer(data):
        secret = names_secret(match["name"].decode("latin-1"))
        if secret and match["v"] and is_value(match["v"].strip(), True):
            yield match.span("v")
        if match["rest"]:
            attributes = list(_ATTRIBUTE.finditer(match["rest"]))
            secret = secret or any(
                it[1].lower() in (b"name", b"id", b"key", b"param") and names_secret(it[2].decode("latin-1"))
                for it in attributes
            )
            for it in attributes if secret else ():
                if it[1].lower() in (b"value", b"val", b"v", b"content", b"default") and is_value(it[2], True):
                    yield match.start("rest") + it.start(2), match.start("rest") + it.end(2)


def _random(data: bytes) -> Iterator[Span]:
    return (match.span("v") for match in _WORD.finditer(data) if is_random(match["v"]))


def _form(pattern: re.Pattern[bytes]) -> Callable[[bytes], Iterator[Span]]:
    def search(data: bytes) -> Iterator[Span]:
        for match in pattern.finditer(data):
            for group, value in match.groupdict().items():
                if value is not None and is_value(value, True):
                    yield match.span(group)

    return search


_SEARCHES: tuple[tuple[tuple[bytes, ...], Callable[[bytes], Iterable[Span]]], ...] = (
    (_WORDS, _assigned),
    ((b"==", b"!="), _assigned),
    ((b"==", b"!="), _named(_REVERSED)),
    ((b"?", b"&"), _named(_QUERY, names_query_secret)),
    (_WORDS, _named(_DIRECTIVE)),
    ((b"-p", b"-key", b"-token", b"-secret", b"-a", b"-community", b"--"), _named(_OPTION)),
    (_WORDS, _named(_DEFINED)),
    ((b"key",), _form(_KEYED)),
    ((b"<",), _elements),
    *((triggers, _form(pattern)) for triggers, pattern in COMMANDS),
)


def _by_word() -> tuple[tuple[bytes, tuple[int, ...]], ...]:
    table: dict[bytes, list[int]] = defaultdict(list)
    for number, (words, _) in enumerate(_SEARCHES):
        for word in words:
            table[word].append(number)
    return tuple((word, tuple(numbers)) for word, numbers in table.items())


_BY_WORD = _by_word()
"""Word that must stand in a text -> the searches that it is looked through by."""
