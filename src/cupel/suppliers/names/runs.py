"""Runs of letters: many names are indexed; for others, those that share most of their rarest runs come out."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

BITS = 20
"""Runs of letters are kept as numbers of so many bits; runs that fall together cost a candidate, never a match."""
BUDGET = 3_000
"""Entries of the lists that are read for one name: its rarest runs first, until so many are reached."""
LEAST_RUNS = 4
"""Runs that are read whatever they cost."""
MOST_LETTERS = 96
"""Letters of a name that make runs."""
FADES = 0.5
"""Power of the rarity of all its runs by which a longer name counts less."""

Counts = NDArray[np.int64]


class RunIndex:
    """An inverted index over the runs of two and three letters of names, in arrays."""

    def __init__(self, names: Sequence[str]) -> None:
        """Index names in Latin letters; N names of L letters take about 2 N L entries of 8 bytes."""
        self.size = len(names)
        rows, runs = _runs(names)
        pairs = np.unique(rows << BITS | runs) if len(rows) else np.empty(0, np.int64)
        rows, runs = pairs >> BITS, pairs & ((1 << BITS) - 1)
        self._frequency: Counts = np.bincount(runs, minlength=1 << BITS)
        self._rarity = np.log((self.size + 1.0) / (self._frequency + 0.5)).astype(np.float32)
        per_name = np.bincount(rows, weights=self._rarity[runs], minlength=self.size)
        scaled = self._rarity[runs] / np.maximum(per_name[rows], 1e-6) ** FADES
        self._lists = sparse.csr_matrix(
            (scaled.astype(np.float32), (runs, rows)), shape=(1 << BITS, max(self.size, 1)), dtype=np.float32
        )

    def nearest(self, names: Sequence[str], limit: int) -> list[NDArray[np.int32]]:
        """Return for each name the numbers of at most `limit` candidates, the likeliest first.

        1. Cut the names into runs of letters.
        2. Keep of each name the rarest runs, until their lists hold BUDGET entries.
        3. Add up, for each indexed name, the rarity of the runs it shares, over a power of its own.
        4. Take the `limit` highest.
        """
        if not names or not self.size:
            return [np.empty(0, np.int32) for _ in names]
        rows, runs = _runs(names)
        keep = self._frequency[runs] > 0
        rows, runs = rows[keep], runs[keep]
        order = np.lexsort((self._frequency[runs], rows))
        rows, runs = rows[order], runs[order]
        rows, runs = self._rarest(rows, runs)
        starts = np.searchsorted(rows, np.arange(len(names) + 1))
        asked = sparse.csr_matrix(
            (np.ones(len(runs), np.float32), runs, starts), shape=(len(names), 1 << BITS), dtype=np.float32
        )
        found = asked @ self._lists
        return [
            _highest(found.indices[begin:end], found.data[begin:end], limit)
            for begin, end in zip(found.indptr[:-1], found.indptr[1:], strict=True)
        ]

    def _rarest(self, rows: Counts, runs: Counts) -> tuple[Counts, Counts]:
        """Keep the runs of each row, which stand in order of frequency, up to BUDGET entries."""
        frequency = self._frequency[runs]
        total = np.cumsum(frequency)
        begin = np.searchsorted(rows, rows)
        before = np.where(begin > 0, total[begin - 1], 0)
        keep = (total - before <= BUDGET) | (np.arange(len(rows)) - begin < LEAST_RUNS)
        return rows[keep], runs[keep]


def _highest(indices: NDArray[np.int32], values: NDArray[np.float32], limit: int) -> NDArray[np.int32]:
    if len(values) > limit:
        part = np.argpartition(values, len(values) - limit)[-limit:]
        indices, values = indices[part], values[part]
    return indices[np.argsort(-values, kind="stable")]


def _runs(names: Sequence[str]) -> tuple[Counts, Counts]:
    """Return (row, run) of every run of two and of three letters; a space stands at both ends of a name."""
    text = "\0".join(f" {name[:MOST_LETTERS]} " for name in names)
    signs = np.frombuffer(text.encode("utf-32-le"), np.uint32).astype(np.int64)
    rows = np.cumsum(signs == 0)
    mixed = signs * 0x9E3779B1 & 0xFFFFFFFF
    pairs = (mixed[:-1] * 31 + mixed[1:]) & 0xFFFFFFFF
    triples = (pairs[:-1] * 31 + mixed[2:]) & 0xFFFFFFFF
    whole_pair = (signs[:-1] != 0) & (signs[1:] != 0)
    whole_triple = whole_pair[:-1] & (signs[2:] != 0)
    found = np.concatenate((_folded(pairs[whole_pair]), _folded(triples[whole_triple] * 3 + 1)))
    where = np.concatenate((rows[:-1][whole_pair], rows[:-2][whole_triple]))
    return where, found


def _folded(numbers: Counts) -> Counts:
    """Mix numbers into BITS bits (the finaliser of MurmurHash3, by A. Appleby)."""
    numbers = (numbers ^ numbers >> 16) * 0x85EBCA6B & 0xFFFFFFFF
    numbers = (numbers ^ numbers >> 13) * 0xC2B2AE35 & 0xFFFFFFFF
    return (numbers ^ numbers >> 16) & ((1 << BITS) - 1)
