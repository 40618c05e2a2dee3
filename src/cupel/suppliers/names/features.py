"""Features of two names: their parsed forms go in; how far each of a fixed list of comparisons holds comes out."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from rapidfuzz.distance import OSA

from cupel.suppliers.names.alignment import Aligned, aligned
from cupel.suppliers.names.normal import Parsed
from cupel.suppliers.names.tables import Word, neutral_trades

SHORT = {1: 0.4, 2: 0.6, 3: 0.8}
"""Weight of a word of so few letters; any other weighs 1."""
ACRONYM = (3, 6)
"""Letters of an acronym, least and most."""
SURELY_NEAR = 0.87
"""Likeness of one word from which on it is enough to find a party by: one letter of eight."""
MOST = 2.0
"""Words of a name that a feature counts at most."""

PLACES = ("country", "region", "city")


class Pair:
    """Two names, and what all comparisons need of them."""

    __slots__ = ("_whole", "left", "one", "other", "own", "same", "same_joined", "similar", "sought")

    def __init__(self, one: Parsed, other: Parsed, own: frozenset[str] | None = None, sought: bool = False) -> None:
        """Align two names; not where their letters are the same but for spaces.

        `own`: trades that the names of the party tell whose name `other` is; None where it is no known party's.
        `sought`: `other` was found among many parties: near by chance more often than one that is asked for.
        """
        self.one = one
        self.other = other
        self.own = own
        self.sought = sought
        self.same_joined = one.joined == other.joined or (one.latin == other.latin != "")
        put = Aligned(list(one.words)) if self.same_joined else aligned(one, other)
        self.same: dict[str, list[str]] = _by_kind(put.same)
        self.similar = put.similar
        self.left = _by_kind(put.left[0]), _by_kind(put.left[1])
        self._whole = -1.0

    def weight_left(self, side: int) -> float:
        """Return what the words weigh that only one side has, and that are no trade, place or number."""
        return _weighed(self.left[side].get("name", ()))

    def both_left(self, *kinds: str) -> tuple[list[str], list[str]]:
        """Return the words of some kinds that only the first, and that only the second has."""
        one, other = self.left
        if len(kinds) == 1:
            return one.get(kinds[0], []), other.get(kinds[0], [])
        return [w for kind in kinds for w in one.get(kind, ())], [w for kind in kinds for w in other.get(kind, ())]

    def whole(self) -> float:
        """Return how alike the letters of both are, as written or as meant, in either order of words, from 0 to 1."""
        if self._whole < 0:
            self._whole = OSA.normalized_similarity(self.one.joined, self.other.joined)
            if self._whole < 1.0:
                self._whole = max(self._whole, OSA.normalized_similarity(self.one.sorted, self.other.sorted))
        return self._whole


@dataclass(frozen=True, slots=True)
class Comparison:
    """One comparison of two names."""

    name: str
    """Its name, also of its weight in weights.toml."""
    value: Callable[[Pair], float]
    """How far it holds, from 0 to 1."""
    because: Callable[[Pair], str]
    """The words that decided, where it holds."""
    of_left: bool = False
    """Whether it holds only where words are left over."""


def _by_kind(words: Iterable[Word]) -> dict[str, list[str]]:
    kinds: dict[str, list[str]] = {}
    for word in words:
        kinds.setdefault(word.kind, []).append(word.text)
    return kinds


def _weighed(words: Iterable[str]) -> float:
    return sum(SHORT.get(len(word), 1.0) for word in words)


def _names(name: Parsed) -> list[str]:
    return [word.text for word in name.words if word.kind == "name"]


def _share(part: float, pair: Pair) -> float:
    whole = _weighed(_names(pair.one)) + _weighed(_names(pair.other))
    return min(1.0, 2 * part / whole) if whole else 0.0


def _same_name(pair: Pair) -> float:
    if pair.same_joined:
        return 1.0
    words = pair.same.get("name")
    return _share(_weighed(words), pair) if words else 0.0


def _similar_name(pair: Pair) -> float:
    if not pair.similar:
        return 0.0
    return _share(sum(like * _weighed((one.text, other.text)) / 2 for one, other, like in pair.similar), pair)


def _another_name(pair: Pair) -> float:
    return (
        min(1.0, pair.weight_left(0), pair.weight_left(1)) if "name" in pair.left[0] and "name" in pair.left[1] else 0.0
    )


def _name_added(pair: Pair) -> float:
    return min(MOST, abs(pair.weight_left(0) - pair.weight_left(1))) / MOST


def _both(most: int, *kinds: str) -> Callable[[Pair], float]:
    def value(pair: Pair) -> float:
        one, other = pair.left
        if not one or not other:
            return 0.0
        left = pair.both_left(*kinds)
        return min(most, len(left[0]), len(left[1])) / most

    return value


def _added(most: int, *kinds: str) -> Callable[[Pair], float]:
    def value(pair: Pair) -> float:
        if not pair.left[0] and not pair.left[1]:
            return 0.0
        one, other = pair.both_left(*kinds)
        if bool(one) == bool(other):
            return 0.0
        return min(most, sum(word not in pair.one.bracketed | pair.other.bracketed for word in one + other)) / most

    return value


def _branch(pair: Pair) -> float:
    bracketed = pair.one.bracketed | pair.other.bracketed
    if not bracketed:
        return 0.0
    one, other = pair.both_left(*PLACES)
    return float(bool(one) != bool(other) and any(word in bracketed for word in one + other))


def _no_name(pair: Pair) -> float:
    if pair.same_joined or pair.similar or "name" in pair.same:
        return 0.0
    return float("name" in pair.left[0] or "name" in pair.left[1])


def _same_trades(pair: Pair) -> float:
    whole = sum(word.kind not in ("name", "filler") for word in pair.one.words + pair.other.words)
    same = sum(len(words) for kind, words in pair.same.items() if kind not in ("name", "filler"))
    return min(1.0, 2 * same / whole) if whole else 0.0


def _foreign_trades(pair: Pair) -> list[str]:
    if pair.own is None or "trade" not in pair.left[0]:
        return []
    return [word for word in pair.left[0]["trade"] if word not in pair.own and word not in neutral_trades()]


def _foreign_trade(pair: Pair) -> float:
    return float(bool(_foreign_trades(pair)))


def _only_near(pair: Pair) -> float:
    if not pair.sought or len(pair.similar) != 1 or pair.same_joined or "name" in pair.same or "trade" in pair.same:
        return 0.0
    return float(pair.similar[0][2] < SURELY_NEAR)


def _telling_trade(pair: Pair) -> float:
    one, other = (pair.left[side].get("trade", ()) for side in (0, 1))
    if bool(one) == bool(other) or pair.own is not None:
        return 0.0
    return float(any(word not in neutral_trades() for word in one or other))


def _near_and_added(pair: Pair) -> float:
    if not pair.similar or "name" in pair.same or pair.same_joined:
        return 0.0
    return float(("trade" in pair.left[0]) != ("trade" in pair.left[1]))


def _no_such_body(pair: Pair) -> float:
    one, other = pair.one.sorts, pair.other.sorts
    return float(bool(one) and bool(other) and ("body" in one) != ("body" in other))


def _acronym(pair: Pair) -> float:
    short, long = (pair.one, pair.other) if len(pair.one.core) <= len(pair.other.core) else (pair.other, pair.one)
    if not ACRONYM[0] <= len(short.core) <= ACRONYM[1] or " " in short.core:
        return 0.0
    words = [word for word in long.core.split() if word != "of"]
    return float(len(words) >= ACRONYM[0] and "".join(word[0] for word in words) == short.core)


def _cores(pair: Pair) -> str:
    return f"{pair.one.core} / {pair.other.core}"


def _in_common(*kinds: str) -> Callable[[Pair], str]:
    return lambda pair: ", ".join(word for kind in kinds for word in pair.same.get(kind, ()))


def _near(pair: Pair) -> str:
    return ", ".join(f"{one.text} / {other.text}" for one, other, _ in pair.similar)


def _over(*kinds: str) -> Callable[[Pair], str]:
    def because(pair: Pair) -> str:
        one, other = pair.both_left(*kinds)
        return " / ".join(", ".join(words) for words in (one, other) if words)

    return because


def _sorts(pair: Pair) -> str:
    return f"{', '.join(sorted(pair.one.sorts))} / {', '.join(sorted(pair.other.sorts))}"


COMPARISONS: tuple[Comparison, ...] = (
    Comparison("same name", _same_name, _in_common("name")),
    Comparison("similar name", _similar_name, _near),
    Comparison("only a near word", _only_near, _near),
    Comparison("letters alike", Pair.whole, _cores),
    Comparison("same trades", _same_trades, _in_common("trade", "number", *PLACES)),
    Comparison("another name", _another_name, _over("name"), of_left=True),
    Comparison("name added", _name_added, _over("name"), of_left=True),
    Comparison("no name in common", _no_name, _over("name"), of_left=True),
    Comparison("another trade", _both(2, "trade"), _over("trade"), of_left=True),
    Comparison("trade added", _added(2, "trade"), _over("trade"), of_left=True),
    Comparison("telling trade added", _telling_trade, _over("trade"), of_left=True),
    Comparison("a trade not its own", _foreign_trade, lambda pair: ", ".join(_foreign_trades(pair)), of_left=True),
    Comparison("near word, trade added", _near_and_added, _over("trade"), of_left=True),
    Comparison("another country", _both(1, "country"), _over("country"), of_left=True),
    Comparison("country added", _added(1, "country"), _over("country"), of_left=True),
    Comparison("another city or region", _both(1, "city", "region"), _over("city", "region"), of_left=True),
    Comparison("city or region added", _added(1, "city", "region"), _over("city", "region"), of_left=True),
    Comparison("branch in brackets", _branch, _over(*PLACES), of_left=True),
    Comparison("another number", _both(1, "number"), _over("number"), of_left=True),
    Comparison("number added", _added(1, "number"), _over("number"), of_left=True),
    Comparison("no such body", _no_such_body, _sorts),
    Comparison("acronym", _acronym, _cores, of_left=True),
)
"""What is compared: `... added` holds where one name has a word more, `another ...` where each has its own."""
