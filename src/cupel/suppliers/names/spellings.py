"""Near spellings: many names are indexed; for others, those that are one wrong letter away come out."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

MOST_LETTERS = 64
"""Letters of a name that are read; runs of letters find longer ones."""
MOST_EQUAL = 64
"""Names with one spelling that are looked at."""
BASE = 0x9E3779B97F4A7C15
"""Odd, so that it has an inverse modulo 2^64; the golden ratio's bits, as in Fibonacci hashing (Knuth, TAOCP 6.4)."""
INVERSE = pow(BASE, -1, 1 << 64)

Hashes = NDArray[np.uint64]
Rows = NDArray[np.int32]


class SpellingIndex:
    """Hashes of each name and of each name less one letter, sorted, in two arrays.

    Two names that one wrong, missing, surplus or swapped letter parts have such a hash in common (the idea of deletion
    neighbourhoods: Mor and Fraenkel, A hash code method for detecting and correcting spelling errors, CACM 25, 1982).
    """

    def __init__(self, names: Sequence[str]) -> None:
        """Index names in Latin letters without spaces: 12 bytes a letter."""
        hashes, rows = _shortened(names)
        order = np.argsort(hashes, kind="stable")
        self._hashes: Hashes = hashes[order]
        self._rows: Rows = rows[order]

    def nearest(self, names: Sequence[str]) -> list[Rows]:
        """Return for each name the numbers of those that are one letter away or less, in no order, some twice."""
        hashes, rows = _shortened(names)
        begin = np.searchsorted(self._hashes, hashes, "left")
        count = np.minimum(np.searchsorted(self._hashes, hashes, "right") - begin, MOST_EQUAL)
        starts = np.repeat(begin - np.cumsum(count) + count, count)
        found = self._rows[starts + np.arange(int(count.sum()))]
        cuts = np.searchsorted(np.repeat(rows, count), np.arange(1, len(names)))
        return list(np.split(found, cuts)) if names else []


def _shortened(names: Sequence[str]) -> tuple[Hashes, Rows]:
    """Return (hash, row) of each name whole, and less each of its letters, in order of rows.

    The hash of letters c is the sum of c[j] B^j modulo 2^64; less letter i it is the sum before i plus the rest over B.
    """
    cut = [name[:MOST_LETTERS] for name in names]
    lengths = np.array([len(name) for name in cut], np.int64)
    rows = np.repeat(np.arange(len(cut), dtype=np.int32), lengths)
    signs = np.frombuffer("".join(cut).encode("utf-32-le"), np.uint32).astype(np.uint64)
    ends = np.cumsum(lengths)
    within = np.arange(len(signs)) - np.repeat(ends - lengths, lengths)
    powers = np.cumprod(np.full(MOST_LETTERS, BASE, np.uint64))
    terms = signs * powers[within]
    running = np.concatenate((np.zeros(1, np.uint64), np.cumsum(terms, dtype=np.uint64)))
    begin, end = running[ends - lengths], running[ends]
    before = running[:-1] - np.repeat(begin, lengths)
    after = np.repeat(end, lengths) - running[1:]
    less = before + after * np.uint64(INVERSE)
    hashes = np.concatenate((end - begin, less))
    all_rows = np.concatenate((np.arange(len(cut), dtype=np.int32), rows))
    order = np.argsort(all_rows, kind="stable")
    return hashes[order], all_rows[order]
