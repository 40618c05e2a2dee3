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


def tokens(text: str) -> Iterator[tuple[str, str, int]]:
    """Yield (`word`, `operator` or `redirect`; the text; its line from 1). A here-document's lines are left out."""
    line, at, count = 1, 0, 0
    documents: list[str] = []
    while at < len(text) and count < MOST_TOKENS:
        match = _TOKEN.match(text, at)
        assert match is not None  # the last alternative takes anything
        found = match[0]
        if match["tag"]:
            documents.append(match["tag"])
        elif match.lastgroup in ("operator", "word", "redirect"):
            yield match.lastgroup, found, line
            count += 1
        at = match.end()
        line += found.count("\n")
        if found == "\n":
            for tag in documents:
                end = re.compile(rf"^[ \t]*{re.escape(tag)}[ \t]*$", re.MULTILINE).search(text, at)
                stop = end.end() if end else len(text)
                line += text.count("\n", at, stop)
                at = stop
            documents = []
