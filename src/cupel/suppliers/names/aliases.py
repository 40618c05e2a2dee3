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
    """Words of a name in Latin letters, or its normal form -> ids of the parties that bear it."""
    names: Mapping[str, tuple[PartyName, ...]]
    """Id -> names, one of each form."""
    words: Mapping[str, str]
    """Word that alone is a name of a party -> the word in Latin letters that stands for all such words of that party."""

    def of(self, name: Parsed) -> tuple[str, ...]:
        """Return the ids of the parties that bear a name."""
        return self.bearers.get(name.core) or self.bearers.get(name.latin, ())

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

    A word stands for another only where it is a whole name of exactly one party: 华为, Хуавей and Huawei. The first such
    word in Latin letters stands for all; a mark or a former name may be another company's word, and stands for none.
    """
    bearers: dict[str, list[str]] = {}
    names: dict[str, tuple[PartyName, ...]] = {}
    alone: dict[str, dict[str, bool]] = {}
    for party in parties:
        kept: dict[str, PartyName] = {}
        for name in party.names:
            read = parsed(name.text)
            kept.setdefault(read.core, name)
            for form in {read.core, read.latin}:
                if party.id not in bearers.setdefault(form, []):
                    bearers[form].append(party.id)
            said = [word for word in read.words if word.kind != "filler"]
            if len(said) == 1 and said[0].kind == "name" and len(said[0].text) >= LEAST_LETTERS:
                own = name.kind not in ("brand", "former", "acronym")
                alone.setdefault(party.id, {}).setdefault(said[0].text, own and name.text.isascii())
        names[party.id] = tuple(kept.values())
    return Aliases({form: tuple(ids) for form, ids in bearers.items()}, names, _words(alone))


def _words(alone: Mapping[str, Mapping[str, bool]]) -> dict[str, str]:
    parties_of: dict[str, set[str]] = {}
    for party, words in alone.items():
        for word in words:
            parties_of.setdefault(word, set()).add(party)
    unified: dict[str, str] = {}
    for words in alone.values():
        mine = [word for word in words if len(parties_of[word]) == 1]
        head = next((word for word in mine if words[word]), mine[0] if mine else "")
        unified.update({word: head for word in mine if word != head})
    return unified
