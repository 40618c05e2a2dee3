"""The members of an OSV record that are read; what each means stands in its schema."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Event:
    """A point in a range."""

    introduced: str = ""
    fixed: str = ""
    last_affected: str = ""
    limit: str = ""


@dataclass(frozen=True, slots=True)
class Range:
    """Points of one kind of version."""

    type: str
    events: tuple[Event, ...] = ()


@dataclass(frozen=True, slots=True)
class Package:
    """A package of an ecosystem."""

    ecosystem: str
    name: str


@dataclass(frozen=True, slots=True)
class Part:
    """One element of `affected`."""

    package: Package | None = None
    ranges: tuple[Range, ...] = ()
    versions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Severity:
    """A CVSS vector."""

    type: str = ""
    score: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """A reference."""

    type: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Record:
    """One record."""

    id: str
    modified: str
    schema_version: str = "1.0.0"
    published: str = ""
    withdrawn: str = ""
    aliases: tuple[str, ...] | None = ()
    upstream: tuple[str, ...] | None = ()
    affected: tuple[Part, ...] | None = ()
    severity: tuple[Severity, ...] | None = ()
    references: tuple[Link, ...] | None = ()
