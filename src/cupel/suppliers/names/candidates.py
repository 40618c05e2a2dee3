"""Candidates: many names and one that was given go in; the few of them that it may be come out, the likeliest first."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from cupel.suppliers.names.normal import Parsed
from cupel.suppliers.names.runs import RunIndex
from cupel.suppliers.names.spellings import SpellingIndex

Numbers = NDArray[np.int32]


class Candidates:
    """Two indexes over the same names: of their rare runs of letters, and of their spellings less a letter."""

    def __init__(self, names: Sequence[Parsed]) -> None:
        """Index names."""
        self._runs = RunIndex([name.read for name in names])
        self._cores = SpellingIndex([name.joined for name in names])
        self._spelled = SpellingIndex([name.spelled for name in names])

    def nearest(self, names: Sequence[Parsed], limit: int) -> list[Numbers]:
        """Return for each name the numbers of at most `limit` candidates.

        Those that one letter parts from the name, with or without legal forms, come before those that share runs.
        """
        by_runs = self._runs.nearest([name.read for name in names], limit)
        near = zip(
            self._spelled.nearest([name.spelled for name in names]),
            self._cores.nearest([name.joined for name in names]),
            strict=True,
        )
        return [_first(parts, runs, limit) for parts, runs in zip(near, by_runs, strict=True)]


def _first(near: tuple[Numbers, Numbers], runs: Numbers, limit: int) -> Numbers:
    return np.fromiter(dict.fromkeys((*near[0].tolist(), *near[1].tolist(), *runs.tolist())), np.int32)[:limit]
