"""The members of a CVE record of format 5 that are read; what each means stands in its schema."""

from dataclasses import dataclass

from cupel.reference.choice import Cvss
from cupel.reference.configurations import Configuration
from cupel.reference.versions import Version


@dataclass(frozen=True, slots=True)
class Product:
    """One element of `affected`."""

    vendor: str = ""
    product: str = ""
    packageName: str = ""
    collectionURL: str = ""
    cpes: tuple[str, ...] = ()
    platforms: tuple[str, ...] = ()
    versions: tuple[Version, ...] = ()
    defaultStatus: str = "unknown"


@dataclass(frozen=True, slots=True)
class Metric:
    """One metric; at most one of its members is there."""

    cvssV4_0: Cvss = Cvss()  # noqa: RUF009 - frozen
    cvssV3_1: Cvss = Cvss()  # noqa: RUF009 - frozen
    cvssV3_0: Cvss = Cvss()  # noqa: RUF009 - frozen
    cvssV2_0: Cvss = Cvss()  # noqa: RUF009 - frozen


@dataclass(frozen=True, slots=True)
class Description:
    """One description of a problem type."""

    cweId: str = ""


@dataclass(frozen=True, slots=True)
class ProblemType:
    """A party's choice of weaknesses."""

    descriptions: tuple[Description, ...] = ()


@dataclass(frozen=True, slots=True)
class Link:
    """A reference."""

    url: str
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Container:
    """What one party says: the numbering authority that assigned it (cna), or one that adds to it (adp)."""

    affected: tuple[Product, ...] = ()
    cpeApplicability: tuple[Configuration, ...] = ()
    metrics: tuple[Metric, ...] = ()
    problemTypes: tuple[ProblemType, ...] = ()
    references: tuple[Link, ...] = ()
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Containers:
    """All parties."""

    cna: Container
    adp: tuple[Container, ...] = ()


@dataclass(frozen=True, slots=True)
class Metadata:
    """What the list says of the record."""

    cveId: str
    state: str = ""
    datePublished: str = ""
    dateUpdated: str = ""


@dataclass(frozen=True, slots=True)
class Record:
    """One record."""

    cveMetadata: Metadata
    dataVersion: str = ""
    containers: Containers = Containers(Container())
