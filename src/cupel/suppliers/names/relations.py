"""Parts and marks: what a name matched goes in; the parties that it is then a part or a mark of come out."""

from collections.abc import Sequence
from dataclasses import replace

from cupel.records.name_match import Feature, NameMatch
from cupel.records.party import Party, Relation
from cupel.suppliers.names.aliases import Aliases
from cupel.suppliers.names.normal import Parsed
from cupel.suppliers.parties import Parties

PLACES = ("country", "region")
"""Places that tell a legal person of a group; a city is where the company itself sits: Hangzhou Hikvision."""
BY_NAME = 0.75
"""Score of a part that only its name says to be one: Huawei Technologies Sweden AB."""


def with_groups(matches: Sequence[NameMatch], parties: Parties, threshold: float) -> list[NameMatch]:
    """Add to each match above the threshold what the party that it names is a mark or a part of, after all matches.

    A match of a mark: `brand of` what sells under it. A match of a legal person: `part of` its group, and of the group
    of that. The score is that of the match; the feature says which fact of the party decided.
    """
    found = list(matches)
    there = {(match.party, match.relation) for match in matches}
    for match in matches:
        if match.score < threshold or match.relation != "same as":
            continue
        below = parties.by_id[match.party]
        for above in parties.above(match.party):
            relation: Relation = "brand of" if below.brand_of == above.id else "part of"
            if (above.id, relation) not in there:
                there.add((above.id, relation))
                found.append(_group(match, below, above, relation))
            below = above
    return found


def _group(match: NameMatch, below: Party, above: Party, relation: Relation) -> NameMatch:
    feature = Feature("stated of the party", 1.0, 0.0, f"{below.name} is {relation} {above.name}: {below.source}")
    return replace(match, party=above.id, matched=above.name, relation=relation, features=(feature, *match.features))


def part_by_name(name: str, read: Parsed, aliases: Aliases, parties: Parties, version: str) -> NameMatch | None:
    """Return the group whose one word is in a name that adds a place, and no trade that the group's names do not have.

    That the name says so is no proof: the feature says it, and holdings answer who owns the legal person.
    """
    said = [word.text for word in read.words if word.kind == "name"]
    places = [word.text for word in read.words if word.kind in PLACES]
    if len(said) != 1 or not places or (party := aliases.owners.get(said[0], "")) not in parties.by_id:
        return None
    if not {word.text for word in read.words if word.kind == "trade"} <= aliases.trades[party]:
        return None
    feature = Feature("a group's name with a place", 1.0, 0.0, f"{said[0]}, with {', '.join(places)}")
    return NameMatch(name, party, parties.by_id[party].name, "part of", BY_NAME, (feature,), version)
