"""The members of an NVD record that are read; what each means stands in its schema."""

from dataclasses import dataclass

from cupel.reference.choice import Cvss
from cupel.reference.configurations import Configuration


@dataclass(frozen=True, slots=True)
class Metric:
    """A party's CVSS metric."""

    cvssData: Cvss
    type: str = ""


@dataclass(frozen=True, slots=True)
class Metrics:
    """Metrics by version."""

    cvssMetricV31: tuple[Metric, ...] = ()
    cvssMetricV30: tuple[Metric, ...] = ()
    cvssMetricV40: tuple[Metric, ...] = ()
    cvssMetricV2: tuple[Metric, ...] = ()


@dataclass(frozen=True, slots=True)
class Text:
    """A text in a language."""

    value: str = ""


@dataclass(frozen=True, slots=True)
class Weakness:
    """A party's choice of weaknesses."""

    description: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True)
class Reference:
    """A link."""

    url: str
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Tags:
    """A party's tags."""

    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Cve:
    """The members of a record that are used."""

    id: str
    published: str = ""
    lastModified: str = ""
    vulnStatus: str = ""
    metrics: Metrics = Metrics()
    weaknesses: tuple[Weakness, ...] = ()
    configurations: tuple[Configuration, ...] = ()
    references: tuple[Reference, ...] = ()
    cveTags: tuple[Tags, ...] = ()
    cisaExploitAdd: str = ""


@dataclass(frozen=True, slots=True)
class Wrapped:
    """One element of `vulnerabilities`."""

    cve: Cve
