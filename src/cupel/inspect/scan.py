"""One multi-pattern pass over bytes: contents go in, (number of the pattern, end of its match) come out."""

import hashlib
import os
import re
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import hyperscan

from cupel.cache import read_cached, write_cached
from cupel.inspect.unpack.content import WINDOW, Content, windows

Hit = tuple[int, int]
"""Number of the pattern, and the offset just past its match."""


MOST_WIDE = 512
"""Bytes that a pattern may match: so much of two windows overlaps."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """What to look for. A part of it that is quick to search for may stand as its anchor; `re` confirms the rest."""

    expression: bytes
    """A regular expression over bytes; the dot matches all."""
    length: int
    """The most bytes that it matches; of a magic, always the same number."""
    anchor: bytes = b""
    """A regular expression for a run of bytes within the match, or nothing: then the expression itself is searched."""
    anchor_at: int = 0
    """Where the anchor begins, from the match's start."""
    anchor_length: int = 0
    """Bytes that the anchor matches."""
    once: bool = False
    """Whether one hit in each run of bytes is enough: what repeats a mark a million times gains nothing by it."""


def width(expression: bytes) -> int:
    """Return the most bytes that a regular expression matches. Raises ValueError where they are not bounded."""
    longest = re._parser.parse(expression, re.DOTALL).getwidth()[1]  # type: ignore[attr-defined]
    if longest > MOST_WIDE:
        raise ValueError(f"{expression!r} may match {longest} bytes; bound its repetitions to {MOST_WIDE} in all")
    return int(longest)


class Scanner:
    """Patterns compiled into one database. It never asks for the start of a match: compiling 5,000 patterns takes 59 s
    with it, 3.2 s without; lengths are known, so the start follows from the end.
    """

    def __init__(self, patterns: Sequence[Pattern]) -> None:
        self.longest = max(pattern.length for pattern in patterns)
        self._confirm = [
            (re.compile(it.expression, re.DOTALL), it.anchor_at + it.anchor_length, it.length) if it.anchor else None
            for it in patterns
        ]
        self._local = threading.local()
        expressions = [it.anchor or it.expression for it in patterns]
        flags = [hyperscan.HS_FLAG_DOTALL | (hyperscan.HS_FLAG_SINGLEMATCH if it.once else 0) for it in patterns]
        library = getattr(hyperscan, "__version__", "")
        text = repr((library, os.uname().machine, flags, expressions))
        name = "scan-" + hashlib.sha256(text.encode()).hexdigest()
        self._database = self._load(name) or self._compile(name, expressions, flags)

    @staticmethod
    def _load(name: str) -> hyperscan.Database | None:
        serialised = read_cached(name)
        if serialised is None:
            return None
        try:
            return hyperscan.loadb(serialised, mode=hyperscan.HS_MODE_BLOCK)
        except hyperscan.HyperscanError:  # made by another machine: the cache is disposable
            return None

    @staticmethod
    def _compile(name: str, expressions: list[bytes], flags: list[int]) -> hyperscan.Database:
        database = hyperscan.Database(mode=hyperscan.HS_MODE_BLOCK)
        database.compile(
            expressions=expressions,
            ids=list(range(len(expressions))),
            elements=len(expressions),
            flags=flags,
        )
        write_cached(name, hyperscan.dumpb(database))
        return database

    def _scratch(self) -> hyperscan.Scratch:
        scratch = getattr(self._local, "scratch", None)
        if scratch is None:
            scratch = self._local.scratch = hyperscan.Scratch(self._database)
        return scratch

    def scan_bytes(self, data: bytes) -> list[Hit]:
        """Return the hits in `data`, in order of where the scan met them."""
        hits: list[Hit] = []

        def on_match(number: int, _start: int, end: int, _flags: int, _context: object) -> None:
            confirm = self._confirm[number]
            if confirm is None:
                hits.append((number, end))
                return
            expression, anchor_end, length = confirm
            start = end - anchor_end
            if start >= 0 and expression.match(data, start):
                hits.append((number, start + length))

        self._database.scan(data, match_event_handler=on_match, scratch=self._scratch())
        return hits

    def few(self, data: bytes, most: int) -> list[Hit] | None:
        """Return the hits in `data` of patterns without an anchor; None, at once, where there are more than `most`."""
        hits: list[Hit] = []

        def on_match(number: int, _start: int, end: int, _flags: int, _context: object) -> bool:
            hits.append((number, end))
            return len(hits) > most

        try:
            self._database.scan(data, match_event_handler=on_match, scratch=self._scratch())
        except hyperscan.ScanTerminated:
            return None
        return hits

    def scan(self, content: Content, also: Callable[[bytes], object] | None = None) -> list[Hit]:
        """Return the hits in a content of any size; `also` gets each run of new bytes once (a hash, say)."""
        if content.size <= WINDOW:
            data = content.read(0, content.size)
            if also is not None:
                also(data)
            return self.scan_bytes(data)
        hits: list[Hit] = []
        seen = 0
        for start, data in windows(content, overlap=self.longest):
            if also is not None:
                also(memoryview(data)[seen - start :] if seen > start else data)  # type: ignore[arg-type]
            hits += ((number, start + end) for number, end in self.scan_bytes(data) if start + end > seen)
            seen = start + len(data)
        return hits
