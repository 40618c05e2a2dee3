"""Reads labels: TOML files with a text and the claims in it go in; spans to learn from, and what is wrong, come out.

The format is that of our own passages (docs/how-to/propose-claims.md); `cupel claims labels` writes it, with offsets.
"""

import hashlib
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cupel.claims.learned.tagging import Spans
from cupel.claims.learned.tokens import Offsets
from cupel.claims.text.paragraphs import paragraphs
from cupel.claims.text.view import view
from cupel.errors import InputError
from cupel.records.problem import Problem

MOST_BYTES = 16 << 20
"""Bytes of one file."""
NOT_LEARNT = ("author",)
"""Kinds of claims that no words attribute."""


@dataclass(frozen=True, slots=True)
class Labelled:
    """One text with its claims."""

    sha256: str
    """SHA-256 of the file with the labels, 64 hex digits."""
    text: str
    claims: tuple[Spans, ...]
    paragraphs: tuple[Offsets, ...]
    examined: tuple[Offsets, ...]
    """Stretches in which somebody marked every claim; what stands outside teaches nothing."""


def read_labels(paths: Iterable[Path]) -> tuple[list[Labelled], list[Problem]]:
    """Read label files, and the `.toml` files of folders; in the order of their hashes, each content once.

    Raises InputError where no file can be read.
    """
    found: dict[str, Labelled] = {}
    problems: list[Problem] = []
    for path in _files(paths):
        try:
            if path.stat().st_size > MOST_BYTES:
                raise ValueError(f"it is larger than {MOST_BYTES >> 20} MB; split it")
            data = path.read_bytes()
            read = tomllib.loads(data.decode())
            if not isinstance(read.get("text"), str) or not isinstance(read.get("claim", []), list):
                raise ValueError("it has no text, or its claims are no [[claim]] tables")
        except (OSError, ValueError, RecursionError) as error:
            problems.append(Problem(str(path), f"it was left out: {error}"))
            continue
        digest = hashlib.sha256(data).hexdigest()
        found[digest] = _labelled(path, digest, read, problems)
    if not found:
        told = "; ".join(f"{it.locator}: {it.what}" for it in problems[:3]) or "no file was named"
        raise InputError(f"No labels could be read: {told}.", "Give TOML files; `cupel claims labels` writes some.")
    return [found[digest] for digest in sorted(found)], problems


def _files(paths: Iterable[Path]) -> Iterator[Path]:
    for path in paths:
        yield from sorted(path.rglob("*.toml")) if path.is_dir() else [path]


def _labelled(path: Path, digest: str, read: Mapping[str, Any], problems: list[Problem]) -> Labelled:
    text, claims = read["text"], []
    for number, entry in enumerate(read.get("claim", []), 1):
        try:
            if entry.get("kind") not in NOT_LEARNT:
                claims.append(_spans(text, entry))
        except (AttributeError, TypeError, ValueError) as error:
            problems.append(Problem(f"{path}, claim {number}", f"it was left out: {error}"))
    places = tuple(paragraphs(view(text)))
    try:
        examined = tuple(_offsets(text, it) for it in read["examined"]) if "examined" in read else ((0, len(text)),)
    except (TypeError, ValueError) as error:
        problems.append(Problem(str(path), f"nothing is learnt from it: examined: {error}"))
        examined = ()
    return Labelled(digest, text, tuple(claims), places, examined)


def _spans(text: str, entry: Mapping[str, Any]) -> Spans:
    near = entry.get("near", "")
    base = text.find(near) if near else -1
    if near and base < 0:
        raise ValueError(f"near {near[:60]!r} does not stand in the text")
    region = (base, base + len(near)) if near else None
    content: list[Offsets] = []
    given = entry.get("content", [])
    places = entry.get("content_at")
    for at, words in enumerate(given):
        if places is not None:
            content.append(_exact(text, words, places[at]))
            continue
        found = _found(text, words)
        after = content[-1][1] if content else 0
        nearest = sorted(found, key=lambda it: abs(it - base)) if region else [it for it in found if it >= after]
        content.append((nearest[0], nearest[0] + len(words)) if nearest else (found[0], found[0] + len(words)))
    beside = content[0] if content else (max(base, 0), max(base, 0))
    return Spans(
        _near(text, entry, "source", region, beside), _near(text, entry, "cue", region, beside), tuple(sorted(content))
    )


def _near(text: str, entry: Mapping[str, Any], key: str, region: Offsets | None, beside: Offsets) -> Offsets | None:
    """Return where a source or cue stands: in the words that `near` gives, else nearest to the content."""
    words = entry.get(key, "")
    if not words:
        return None
    if f"{key}_at" in entry:
        return _exact(text, words, entry[f"{key}_at"])
    found = _found(text, words)
    inside = [it for it in found if region and region[0] <= it < region[1]]
    best = min(inside or found, key=lambda it: min(abs(it - beside[1]), abs(it + len(words) - beside[0])))
    return best, best + len(words)


def _found(text: str, words: Any) -> list[int]:
    """Return where words stand, as whole words if they do so anywhere. Raises ValueError where they do not."""
    if not isinstance(words, str) or not words.strip():
        raise ValueError(f"{words!r} is no text")
    found, at = [], text.find(words)
    while at >= 0:
        found.append(at)
        at = text.find(words, at + 1)
    if not found:
        raise ValueError(f"{words[:60]!r} does not stand in the text")
    apart = [it for it in found if not (text[it - 1 : it].isalnum() or text[it + len(words) :][:1].isalnum())]
    return apart or found


def _exact(text: str, words: str, place: Any) -> Offsets:
    start, end = _offsets(text, place)
    if text[start:end] != words:
        raise ValueError(f"at {start} stands {text[start:end][:60]!r}, not {words[:60]!r}")
    return start, end


def _offsets(text: str, place: Sequence[int]) -> Offsets:
    start, end = place
    if not (type(start) is int and type(end) is int and 0 <= start < end <= len(text)):
        raise ValueError(f"{place!r} are no offsets into the text")
    return start, end
