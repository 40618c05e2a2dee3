"""Party: an organisation or a person that makes, owns, sells or decides, and the names it goes by."""

from dataclasses import dataclass
from typing import Literal, get_args

PartyKind = Literal["organisation", "public body", "person"]
"""person: a natural person, of whom only what an ownership question needs is kept, and who can be erased."""
NameKind = Literal["legal", "short", "former", "acronym", "translation", "brand", "spelling"]
"""short: what everybody calls it; spelling: a variant met in the wild; brand: what it sells under."""
Relation = Literal["same as", "part of", "brand of"]
"""What a name is to a party: its own; that of a legal person of its group; a mark that it sells under."""
RELATIONS: tuple[Relation, ...] = get_args(Relation)


@dataclass(frozen=True, slots=True)
class PartyName:
    """One name of a party."""

    text: str
    """As it is written, in its own script."""
    kind: NameKind
    """What sort of name."""
    since: str = ""
    """First day that it was borne, ISO 8601; empty: from the beginning, or unknown."""
    until: str = ""
    """Last day; empty: still borne, or unknown."""


@dataclass(frozen=True, slots=True)
class Party:
    """An organisation, a public body or a person."""

    id: str
    """Lower-case words joined by dashes: `huawei`, `huawei-marine`."""
    kind: PartyKind
    name: str
    """What it is called where one name must do."""
    names: tuple[PartyName, ...]
    """Every name that it goes by, the legal one first."""
    country: str = ""
    """Country under whose law it is established, ISO 3166-1 alpha-2; empty where unknown."""
    seat: str = ""
    """Country of its head office, where that is another one."""
    part_of: str = ""
    """Party whose group it belongs to, as its own publications say; shares stand in holdings. Empty: none."""
    brand_of: str = ""
    """Party that sells under this mark; empty where the party is no mere mark."""
    makes: tuple[str, ...] = ()
    """Classes of equipment that it makes (`data/equipment_classes.toml`); empty: not stated."""
    identifiers: tuple[tuple[str, str], ...] = ()
    """(scheme, value): `lei`, `uscc` (China's unified social credit code), `iana` (private enterprise number) ..."""
    source: str = ""
    """Address of what states this."""
    retrieved: str = ""
    """Day on which the source was read, ISO 8601."""
