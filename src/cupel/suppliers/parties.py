"""Parties that cupel knows: the facts of src/cupel/data/parties go in; parties by id, by name and by group come out."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import Any, get_args

from cupel.errors import InputError
from cupel.records.party import NameKind, Party, PartyKind, PartyName

DATA = "cupel.data"
KEYS = frozenset(
    (
        "id",
        "kind",
        "name",
        "country",
        "seat",
        "part_of",
        "brand_of",
        "makes",
        "source",
        "retrieved",
        "names",
        "identifiers",
    )
)
"""Keys that a party may have."""


@dataclass(frozen=True, slots=True, eq=False)
class Parties:
    """Parties and what they are to each other."""

    by_id: Mapping[str, Party]
    """Every party by its id, in the order of files and of ids within them."""
    by_name: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Name as written, in lower case -> ids of the parties that bear it. One name may be borne by several."""

    def __iter__(self) -> Iterator[Party]:
        """Yield every party."""
        return iter(self.by_id.values())

    def __len__(self) -> int:
        """Count the parties."""
        return len(self.by_id)

    def get(self, party: str) -> Party | None:
        """Return a party; None where the id is not known."""
        return self.by_id.get(party)

    def named(self, name: str) -> tuple[Party, ...]:
        """Return the parties that bear exactly this name, but for case. For other likeness see suppliers.names."""
        return tuple(self.by_id[party] for party in self.by_name.get(name.strip().casefold(), ()))

    def above(self, party: str) -> tuple[Party, ...]:
        """Return what a party is a mark or a part of, and what that is part of, the nearest first."""
        chain: list[Party] = []
        at = self.by_id.get(party)
        while at is not None and (above := self.by_id.get(at.brand_of or at.part_of)) is not None:
            if above in chain:
                break
            chain.append(above)
            at = above
        return tuple(chain)

    def below(self, party: str) -> tuple[Party, ...]:
        """Return the parties that are, directly or through others, parts or marks of a party."""
        return tuple(other for other in self if any(above.id == party for above in self.above(other.id)))


def parties_of(parties: list[Party]) -> Parties:
    """Index parties. Raises InputError for an id that occurs twice, or a group or mark of a party that is not there."""
    by_id: dict[str, Party] = {}
    by_name: dict[str, list[str]] = {}
    for party in parties:
        if party.id in by_id:
            raise InputError(f"The party {party.id} occurs twice.", "Give one of them another id.")
        by_id[party.id] = party
        for name in party.names:
            bearers = by_name.setdefault(name.text.casefold(), [])
            if party.id not in bearers:
                bearers.append(party.id)
    for party in parties:
        for above in filter(None, (party.part_of, party.brand_of)):
            if above not in by_id or above == party.id:
                raise InputError(f"The party {party.id} belongs to {above}, which is not there.", "Add that party.")
    return Parties(by_id, {name: tuple(ids) for name, ids in by_name.items()})


@cache
def known_parties() -> Parties:
    """Return the parties that cupel ships. Raises InputError, naming the file, where a fact is malformed."""
    files = sorted(
        (entry for entry in (resources.files(DATA) / "parties").iterdir() if entry.name.endswith(".toml")),
        key=lambda entry: entry.name,
    )
    return parties_of([party for entry in files for party in read_parties(entry.read_text("utf-8"), entry.name)])


def read_parties(text: str, file: str) -> list[Party]:
    """Read parties of one TOML file; `source` and `retrieved` at its top hold for parties without their own.

    Raises InputError that names the file, the party and the key.
    """
    try:
        read = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise InputError(f"{file} is no TOML: {error}.", "Correct it at the place named.") from None
    return [_party(entry, read, file) for entry in read.get("party", [])]


def _party(entry: Mapping[str, Any], top: Mapping[str, Any], file: str) -> Party:
    where = f"{file}, party {entry.get('id', 'without id')}"
    for unknown in sorted(set(entry) - KEYS):
        raise InputError(f"{where}: {unknown} is no key of a party.", f"Use one of {', '.join(sorted(KEYS))}.")
    kind = entry.get("kind", "organisation")
    if not entry.get("id") or not entry.get("name") or kind not in get_args(PartyKind):
        raise InputError(f"{where}: id, name or kind is missing or unknown.", "See records/party.py.")
    names = [
        _name(name, kind, where) for kind in get_args(NameKind) for name in entry.get("names", {}).get(kind, [])
    ]  # the legal one first: the order of NameKind
    for unknown in sorted(set(entry.get("names", {})) - set(get_args(NameKind))):
        raise InputError(f"{where}: {unknown} is no kind of name.", f"Use one of {', '.join(get_args(NameKind))}.")
    return Party(
        id=entry["id"], kind=kind, name=entry["name"], names=tuple(names), country=entry.get("country", ""),
        seat=entry.get("seat", ""), part_of=entry.get("part_of", ""), brand_of=entry.get("brand_of", ""),
        makes=tuple(entry.get("makes", ())),
        identifiers=tuple(
            (scheme, str(value)) for scheme, values in entry.get("identifiers", {}).items() for value in values
        ),
        source=entry.get("source", top.get("source", "")),
        retrieved=entry.get("retrieved", top.get("retrieved", "")),
    )  # fmt: skip


def _name(read: Any, kind: NameKind, where: str) -> PartyName:
    if isinstance(read, str):
        return PartyName(read, kind)
    if not isinstance(read, dict) or not isinstance(read.get("text"), str) or set(read) - {"text", "since", "until"}:
        raise InputError(f"{where}: a name is no text.", 'Write "name" or { text = "name", since = "", until = "" }.')
    return PartyName(read["text"], kind, read.get("since", ""), read.get("until", ""))
