"""Matches names with parties, or with a list of names: names go in; the few that they may mean come out, and why."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rapidfuzz import process
from rapidfuzz.distance import OSA

from cupel.plugins import version_of
from cupel.records.name_match import Feature, NameMatch
from cupel.suppliers.names.aliases import aliases_of
from cupel.suppliers.names.candidates import Candidates
from cupel.suppliers.names.compare import PACKAGES, SURE, THRESHOLD, features_of, probability, values_of
from cupel.suppliers.names.features import Pair
from cupel.suppliers.names.normal import Parsed, parsed
from cupel.suppliers.names.relations import part_by_name, with_groups
from cupel.suppliers.parties import Parties, known_parties

CANDIDATES = 50
"""Names of the index that are looked at for one that was given."""
LIKELIEST = 3
"""Candidates that are compared word by word: twice so many, those with the likeliest letters and the first ones."""
LEAST_ALIKE = 0.5
"""Likeness of letters below which a candidate is compared only if the index has it among its first."""
SAME = 1.0
"""Score of a name of the same normal form."""
LEAST_SCORE = 0.1
"""Score below which nothing is returned."""
BATCH = 500
"""Names whose candidates are sought at once; the arrays of one batch take about 30 MB."""


@dataclass(frozen=True, slots=True)
class _Entry:
    party: str
    text: str
    read: Parsed


@dataclass(slots=True)
class _Found:
    """A name of the index, and how it compares with the one that was given."""

    score: float
    letters: float
    number: int
    pair: Pair | None = None
    values: Sequence[float] = ()

    def features(self) -> tuple[Feature, ...]:
        if self.pair is None:
            return (Feature("same normal form", 1.0, SURE, ""),)
        return features_of(self.pair, self.values)


class Matcher:
    """Knows many names and finds those that a name may be.

    With Parties, a match names a party, and beside it what that is a mark or a part of. With plain names, `party` is
    the name itself.
    """

    threshold = THRESHOLD

    def __init__(self, known: Parties | Iterable[str] | None = None) -> None:
        """Index the names of parties, the shipped ones unless given, or plain names."""
        self._parties = known_parties() if known is None else known if isinstance(known, Parties) else None
        if self._parties is not None:
            named = [(party.id, name.text) for party in self._parties for name in party.names]
        else:
            named = [(text, text) for text in known or () if isinstance(text, str)]
        self._aliases = aliases_of(self._parties or known_parties())
        self._entries = [_Entry(party, text, self._aliases.unified(parsed(text))) for party, text in named]
        self._exact: dict[str, list[int]] = {}
        for number, entry in enumerate(self._entries):
            self._exact.setdefault(entry.read.core, []).append(number)
        self._joined = [entry.read.joined for entry in self._entries]
        self._candidates = Candidates([entry.read for entry in self._entries])
        names = hashlib.sha256("\0".join(f"{party}\1{text}" for party, text in named).encode())
        self.version = hashlib.sha256(f"{version_of(*PACKAGES)}{names.hexdigest()}".encode()).hexdigest()
        """Version of rules and of the names known: another name in the index is another matcher."""

    def match(self, name: str, limit: int = 10) -> tuple[NameMatch, ...]:
        """Return what one name may mean, the likeliest first; from `threshold` on it counts as the same name."""
        return self.match_all((name,), limit)[0]

    def match_all(self, names: Sequence[str], limit: int = 10) -> list[tuple[NameMatch, ...]]:
        """Return for each name what it may mean.

        1. Names of the same normal form: these alone.
        2. Otherwise CANDIDATES of the index, of which the likeliest are compared word by word.
        3. The best name of each party.
        4. With parties: what the party found is a mark or a part of; or, where no name is the same but one is a group's
           word with a country (Huawei Technologies Sweden), the group that the name says it is part of.
        """
        found: list[tuple[NameMatch, ...]] = []
        for begin in range(0, len(names), BATCH):
            batch = names[begin : begin + BATCH]
            read = [self._aliases.unified(parsed(name)) for name in batch]
            asked = [at for at, name in enumerate(read) if name.core and name.core not in self._exact]
            near = dict(zip(asked, self._candidates.nearest([read[at] for at in asked], CANDIDATES), strict=True))
            for at, name in enumerate(batch):
                numbers = near[at].tolist() if at in near else []
                found.append(self._ranked(name, read[at], numbers, limit)[:limit])
        return found

    def _ranked(self, name: str, read: Parsed, candidates: list[int], limit: int) -> tuple[NameMatch, ...]:
        best: dict[str, _Found] = {}
        for number in self._exact.get(read.core, ()):
            self._keep(best, read, _Found(SAME, 0.0, number))
        scored: dict[tuple[str, frozenset[str], str], tuple[float, Pair, list[float]]] = {}
        for number in self._likeliest(read, candidates):
            entry = self._entries[number].read
            own = None if self._parties is None else self._aliases.trades.get(self._entries[number].party)
            if (form := (entry.core, entry.sorts, "" if own is None else self._entries[number].party)) not in scored:
                pair = Pair(read, entry, own, sought=own is not None)
                values = values_of(pair)
                scored[form] = probability(values), pair, values
            score, pair, values = scored[form]
            if score >= LEAST_SCORE:
                self._keep(best, read, _Found(score, 0.0, number, pair, values))
        ranked = sorted(best.items(), key=lambda item: (-item[1].score, -item[1].letters, item[1].number))[:limit]
        matches = [
            NameMatch(
                name, party, self._entries[found.number].text, "same as", round(found.score, 4), found.features(),
                self.version,
            )
            for party, found in ranked
        ]  # fmt: skip
        return tuple(self._with_groups(matches, name, read) if self._parties is not None else matches)

    def _with_groups(self, matches: list[NameMatch], name: str, read: Parsed) -> list[NameMatch]:
        """Add what a match is a part or a mark of, above the matches that are below the threshold."""
        parties = self._parties or known_parties()
        if not matches or matches[0].score < SAME:
            part = part_by_name(name, read, self._aliases, parties, self.version)
            if part:
                return [part, *(match for match in matches if match.party != part.party)]
        same = [match for match in matches if match.score >= self.threshold]
        return [*with_groups(same, parties, self.threshold), *matches[len(same) :]]

    def _keep(self, best: dict[str, _Found], read: Parsed, found: _Found) -> None:
        """Keep a match unless its party has a better one; of equals, that whose letters with legal form are nearer."""
        entry = self._entries[found.number]
        found.letters = OSA.normalized_similarity(read.spelled, entry.read.spelled)
        kept = best.get(entry.party)
        if kept is None or (found.score, found.letters) > (kept.score, kept.letters):
            best[entry.party] = found

    def _likeliest(self, read: Parsed, candidates: list[int]) -> Sequence[int]:
        """Return the candidates to compare: those that come first, and those whose letters are most alike."""
        if len(candidates) <= 2 * LIKELIEST:
            return candidates
        letters = [self._joined[number] for number in candidates]
        alike = process.extract(
            read.joined, letters, scorer=OSA.normalized_similarity, limit=2 * LIKELIEST, score_cutoff=LEAST_ALIKE
        )
        return list(dict.fromkeys((*(candidates[at] for _, _, at in alike), *candidates[:LIKELIEST])))[: 2 * LIKELIEST]
