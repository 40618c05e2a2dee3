"""Other names of known parties: parties go in; who bears a name, and which words name the same, come out."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from cupel.records.party import PartyName
from cupel.suppliers.names.normal import Parsed, parsed
from cupel.suppliers.names.tables import Word
from cupel.suppliers.parties import Parties

LEAST_LETTERS = 3
"""Letters of a word that stands for another at least."""


@dataclass(frozen=True, slots=True)
class Aliases:
    """What parties are called, in the form in which names are compared."""

    bearers: Mapping[str, tuple[str, ...]]
    """Normal form of a name -> ids of the parties that bear it."""
    meant: Mapping[str, tuple[str, ...]]
    """Words of a name in Latin letters, as they are meant and without fillers -> ids of the parties that bear it."""
    names: Mapping[str, tuple[PartyName, ...]]
    """Id -> names, one of each form."""
    words: Mapping[str, str]
    """Word that alone is a name of a party -> the word in Latin letters that stands for all such words of it."""
    owners: Mapping[str, str]
    """Word that stands for one party's words -> that party; no marks, no former names."""
    trades: Mapping[str, frozenset[str]]
    """Id -> trades that its names tell."""

    def of(self, name: Parsed) -> tuple[str, ...]:
        """Return the ids of the parties that bear a name."""
        return self.bearers.get(name.core) or self.meant.get(name.latin, ())

    def unified(self, name: Parsed) -> Parsed:
        """Return a name whose words for a party in other scripts and spellings are the one that stands for all."""
        if not any(word.text in self.words for word in name.words):
            return name
        words = tuple(
            Word(self.words.get(word.text, word.text), word.kind) if word.kind == "name" else word
            for word in name.words
        )
        if words == name.words:
            return name
        return replace(name, words=words, latin=" ".join(word.text for word in words if word.kind != "filler"))


@lru_cache(4)
def aliases_of(parties: Parties) -> Aliases:
    """Index the names of parties.

    A word stands for another only where it is a whole name of exactly one party: 华为, Хуавей and Huawei. The first
    such word in Latin letters stands for all; never a mark or a former name, which may be another company's word.
    """
    bearers: dict[str, list[str]] = {}
    meant: dict[str, list[str]] = {}
    names: dict[str, tuple[PartyName, ...]] = {}
    alone: dict[str, dict[str, bool]] = {}
    trades: dict[str, frozenset[str]] = {}
    for party in parties:
        kept: dict[str, PartyName] = {}
        for name in party.names:
            read = parsed(name.text)
            kept.setdefault(read.core, name)
            bearers.setdefault(read.core, []).append(party.id)
            meant.setdefault(read.latin, []).append(party.id)
            if len(read.words) == 1 and read.words[0].kind == "name" and len(read.words[0].text) >= LEAST_LETTERS:
                own = name.kind not in ("brand", "former", "acronym")
                alone.setdefault(party.id, {}).setdefault(read.words[0].text, own and name.text.isascii())
            told = {word.text for word in read.words if word.kind == "trade"}
            trades[party.id] = trades.get(party.id, frozenset()) | told
        names[party.id] = tuple(kept.values())
    words, owners = _words(alone)
    return Aliases(_once(bearers), _once(meant), names, words, owners, trades)


def _once(lists: Mapping[str, list[str]]) -> dict[str, tuple[str, ...]]:
    return {form: tuple(dict.fromkeys(ids)) for form, ids in lists.items()}


def _words(alone: Mapping[str, Mapping[str, bool]]) -> tuple[dict[str, str], dict[str, str]]:
    """Return word -> head of its party's words, and head -> party."""
    parties_of: dict[str, set[str]] = {}
    for party, words in alone.items():
        for word in words:
            parties_of.setdefault(word, set()).add(party)
    unified: dict[str, str] = {}
    owners: dict[str, str] = {}
    for party, words in alone.items():
        mine = [word for word in words if len(parties_of[word]) == 1]
        head = next((word for word in mine if words[word]), mine[0] if mine else "")
        unified.update({word: head for word in mine if word != head})
        if words.get(head):
            owners[head] = party
    return unified, owners
