"""Contexts of a version: the run in which a known version stands goes in; templates that may tell it come out."""

import re
from collections.abc import Iterator
from typing import NamedTuple

MOST_BEFORE, MOST_AFTER = 40, 24
LEAST_LETTERS = 5
"""Letters that a context needs to tell a product by itself; with fewer the version counts as bare."""
MOST_OCCURRENCES = 64
NOT_VERSION_END = b"0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
START = rb"[^ -~]"
"""A run's beginning: before it may stand a zero byte, or any other data."""
PACKAGER = re.compile(
    rb'dfsg|reproducible|/build/|[+~]deb|[Dd]ebian|[Uu]buntu|build/|buildd|BUILD|\.debug|src/debug|repack|\+b\d|"version":"'
)
"""What a packager's build puts around a version: true of his builds only."""
SPECIAL = re.compile(rb"[.^$*+?{}\[\]\\|()]")


class Template(NamedTuple):
    """What stands before and after a version, as parts of a regular expression."""

    before: bytes
    """Regular expression for what stands before."""
    after: bytes
    """Regular expression for what stands after; it always forbids that the version goes on."""
    underscores: bool
    """Whether the version's numbers are joined by underscores."""
    letters: int
    """Letters of fixed text in both."""


def escape(text: bytes) -> bytes:
    """Escape what is special in a regular expression, and nothing else."""
    escaped = SPECIAL.sub(rb"\\\g<0>", text)
    return escaped.replace(b"\0", rb"\x00").replace(b"\n", rb"\n").replace(b"\t", rb"\t")


def occurrences(data: bytes, spelled: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Yield what stands before and after each occurrence of a version in its run; a run's ends are zero bytes."""
    at, count = data.find(spelled), 0
    while at >= 0 and count < MOST_OCCURRENCES:
        end = at + len(spelled)
        before, after = data[max(0, at - MOST_BEFORE) : at], data[end : end + MOST_AFTER]
        start = before.rfind(b"\0")
        stop = after.find(b"\0")
        if not _continues(before, after, spelled):
            count += 1
            run = after[: stop + 1] if stop >= 0 else after
            yield before[max(0, start) :], run
        at = data.find(spelled, end)


def _continues(before: bytes, after: bytes, spelled: bytes) -> bool:
    joints = b"._" if b"_" in spelled else b"."
    if before[-1:].isdigit() or (before[-1:] and before[-1:] in joints and before[-2:-1].isdigit()):
        return True
    if after[:1].isalnum() and not (b"_" in spelled and after[:1].isalpha()):
        return True
    return after[:1] in (b".", b"_") and after[1:2].isdigit()


def templates(before: bytes, after: bytes, underscores: bool) -> Iterator[Template]:
    """Yield templates for one occurrence, the most general first."""
    if PACKAGER.search(before):
        return
    whole = before.startswith(b"\0")
    heads = list(dict.fromkeys(_heads(before.rsplit(b"\n", 1)[-1], whole)))
    tails = list(dict.fromkeys(_tails(after)))
    for head, head_letters in heads:
        for tail, tail_letters in tails:
            if not PACKAGER.search(tail.replace(b"\\", b"")):
                yield Template(head, tail, underscores, head_letters + tail_letters)


def _heads(before: bytes, whole: bool) -> Iterator[tuple[bytes, int]]:
    text = before.lstrip(b"\0")
    words = [match.start() for match in re.finditer(rb"[A-Za-z][A-Za-z]*", text)]
    for start in reversed(words[-4:]):
        part = text[start:]
        if _count(part) >= 3 and (start == 0 or len(part) >= 4):
            yield _general(part), _count(part)
    if whole and len(text) <= MOST_BEFORE:
        yield START + _general(text), _count(text)


def _tails(after: bytes) -> Iterator[tuple[bytes, int]]:
    if after[:1] == b".":  # the end of a sentence
        yield rb"\.[^0-9A-Za-z]", 0
    elif after[:1] == b"\0":
        yield rb"\x00", 0
        return
    else:
        yield b"[^0-9A-Za-z._]", 0
    text = after.split(b"\n", 1)[0].rstrip(b"\0")
    match = re.match(rb"[^A-Za-z]{0,3}[A-Za-z][A-Za-z ]{2,15}", text)
    if match and match[0][:1].isalnum() is False:
        yield _general(match[0].rstrip(b" ")), _count(match[0])
    if after.endswith(b"\0"):
        yield _general(after), _count(text)


def _general(text: bytes) -> bytes:
    """Escape fixed text; numbers in it become any numbers, names of months any such word."""
    text = escape(text)
    text = re.sub(rb"\b(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\b", rb"[A-Z][a-z]{2}", text)
    parts = re.split(rb"(\\x00|\[A-Z\]\[a-z\]\{2\})", text)
    return b"".join(part if number % 2 else re.sub(rb"\d+", rb"\\d{1,8}", part) for number, part in enumerate(parts))


def _count(text: bytes) -> int:
    return sum(65 <= it <= 90 or 97 <= it <= 122 for it in text)
