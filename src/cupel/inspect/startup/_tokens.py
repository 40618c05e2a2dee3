"""Cuts shell text into words, operators and redirections; what a shell would not read is left out."""

import re
from collections.abc import Iterator

MOST_TOKENS = 100_000
MOST_QUOTED = 8_000

_TOKEN = re.compile(
    rf"""
    (?P<skip>[ \t]+|\\\n|(?<![^\s;&|()])\#[^\n]*)
    | (?P<here><<-?[ \t]*(?P<q>['"]?)(?P<tag>\w+)(?P=q))
    | (?P<redirect>\d?[<>]+&?\d?-?)
    | (?P<operator>&&|\|\||;;|[;&|()\n]|[{{}}](?=[\s;)]|$))
    | (?P<word>(?:
        '[^']{{0,{MOST_QUOTED}}}'
        | "(?:\\.|[^"\\]){{0,{MOST_QUOTED}}}"
        | \\.
        | \$\((?:[^()]|\([^()]{{0,400}}\)){{0,2000}}\)
        | \$\{{[^}}]{{0,400}}\}}
        | `[^`]{{0,2000}}`
        | [^\s;&|()'"\\`<>]
      )+)
    | (?P<other>.)
    """,
    re.DOTALL | re.VERBOSE,
)


Token = tuple[str, str, int]
"""`word`, `operator` or `redirect`; the text; its line from 1."""


def tokens(text: str) -> Iterator[Token]:
    """Yield the tokens of a text. A here-document's lines are left out."""
    line, at, count = 1, 0, 0
    documents: list[str] = []
    while at < len(text) and count < MOST_TOKENS:
        match = _TOKEN.match(text, at)
        assert match is not None  # the last alternative takes anything
        found, kind = match[0], match.lastgroup
        if kind == "here":
            documents.append(match["tag"])
        elif kind in ("operator", "word", "redirect"):
            yield kind, found, line
            count += 1
        at = match.end()
        if kind != "operator":  # the only one of those that has a line's end in it is that end
            line += found.count("\n")
        elif found == "\n":
            line += 1
            for tag in documents:
                end = re.compile(rf"^[ \t]*{re.escape(tag)}[ \t]*$", re.MULTILINE).search(text, at)
                stop = end.end() if end else len(text)
                line += text.count("\n", at, stop)
                at = stop
            documents = []
