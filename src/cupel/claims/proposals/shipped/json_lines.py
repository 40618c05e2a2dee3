"""Proposals that were made elsewhere, by a language model or by hand: a file of JSON lines goes in, proposals come out.

One proposal a line; `document` is a file name, the document's identifier or its SHA-256:

    {"document": "article.txt", "sentence": 4, "source": "Ada Quill", "cue": "said", "content": ["we hide nothing"],
     "stance": "denial", "note": "by model M, prompt 3"}

A stretch is its words, or {"start": 10, "end": 19} with or without "words". Instead of `sentence`, `paragraph` may be
given, or neither, where the words stand only once in the document. All but `document` and `content` may be left out.
"""

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from cupel.claims.proposals.proposer import Proposal, Text, Words
from cupel.errors import InputError
from cupel.records.problem import Problem

MOST_BYTES = 64 << 20
MOST_LINES = 200_000
KEYS = frozenset(("document", "sentence", "paragraph", "source", "cue", "content", "stance", "note"))
PLACES = frozenset(("words", "start", "end"))


class JsonLines:
    """Proposes what a file says."""

    version = "1"

    def __init__(self, path: str) -> None:
        """Read the file. Raises InputError where it cannot be read or is too large."""
        self._path = Path(path)
        try:
            with self._path.open("rb") as file:
                data = file.read(MOST_BYTES + 1)
        except (OSError, ValueError) as error:
            raise InputError(f"The proposals {path!r} cannot be read: {error}.", "Write json-lines=FILE.") from error
        if len(data) > MOST_BYTES:
            raise InputError(f"{path} is larger than {MOST_BYTES >> 20} MB.", "Split it.")
        self.sha256 = hashlib.sha256(data).hexdigest()
        self.name = f"file {self._path.name} {self.sha256[:12]}"
        self._lines: dict[str, list[tuple[int, dict[str, Any]]]] = {}
        self._problems = list(self._read(data))

    def propose(self, text: Text) -> Iterator[Proposal | Problem]:
        """Yield the proposals of the lines that name this document."""
        keys = dict.fromkeys((text.sha256, text.document, text.name, Path(text.name).name))
        for number, line in sorted(it for key in keys for it in self._lines.pop(key, ())):
            try:
                yield _proposal(number, line)
            except (TypeError, ValueError) as error:
                yield Problem(text.name, f"line {number} was left out: {error}")

    def left(self) -> Iterator[Problem]:
        """Yield the lines that are no proposals, and those for documents that were not read."""
        yield from self._problems
        for name, lines in self._lines.items():
            what = (
                f"{name[:200]!r} is none of the documents, or not the only one of that name; left out: {len(lines):,}"
            )
            yield Problem(f"{self._path.name}, line {lines[0][0]}", what)

    def _read(self, data: bytes) -> Iterator[Problem]:
        for number, line in enumerate(data.split(b"\n"), 1):
            if number > MOST_LINES:
                yield Problem(self._path.name, f"lines after {MOST_LINES:,} were not read; split the file")
                return
            if not line.strip():
                continue
            try:
                read = json.loads(line)
                if not isinstance(read, dict) or not isinstance(read.get("document"), str):
                    raise ValueError('it is no object with a text as "document"')
                if unknown := sorted(read.keys() - KEYS):
                    raise ValueError(f"there is no key {', '.join(unknown)[:200]}; there are {', '.join(sorted(KEYS))}")
                self._lines.setdefault(read["document"], []).append((number, read))
            except (ValueError, RecursionError) as error:
                yield Problem(f"{self._path.name}, line {number}", f"it was left out: {error}")


def _proposal(number: int, line: dict[str, Any]) -> Proposal:
    content = line.get("content", [])
    if not isinstance(content, list):
        raise TypeError("its content is no list")
    return Proposal(
        tuple(_words(it) for it in content),
        _words(line["source"]) if line.get("source") is not None else None,
        _words(line["cue"]) if line.get("cue") is not None else None,
        line.get("stance", ""), line.get("note", ""), line.get("sentence", 0), line.get("paragraph", 0),
        f"line {number}",
    )  # fmt: skip


def _words(given: Any) -> Words:
    if isinstance(given, str):
        return Words(given)
    if not isinstance(given, dict) or not given.keys() <= PLACES:
        raise TypeError("a stretch is neither a text nor an object with words, start and end")
    return Words(given.get("words", ""), given.get("start", -1), given.get("end", -1))


OPEN = JsonLines
