"""Advisory: what reference data says of one known vulnerability."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Span:
    """Versions from one to another."""

    introduced: str = ""
    """First affected version; empty: from the first there was."""
    fixed: str = ""
    """First version that is not affected any more; empty where none is named."""
    last_affected: str = ""
    """Last affected version, where the source names that instead of a fix."""


@dataclass(frozen=True, slots=True)
class Affected:
    """A product that the advisory names, with its affected versions."""

    product: str
    """The product as the source names it: of a CPE, `vendor:product`; of an ecosystem, the package's name."""
    ecosystem: str = ""
    """Type of a package URL (`deb`, `npm` ...); empty for upstream software named by CPE or by vendor and product."""
    release: str = ""
    """Release of a distribution that the versions hold for (`bookworm`); else empty."""
    spans: tuple[Span, ...] = ()
    """Affected ranges; empty together with `versions`: the source states no version."""
    versions: tuple[str, ...] = ()
    """Single affected versions."""
    unaffected: tuple[Span, ...] = ()
    """Ranges within `spans` that the source states to be unaffected; equal to `spans`: no version is affected."""
    requires: tuple[str, ...] = ()
    """Other products that must be there too, as `vendor:product` (an NVD configuration with AND); where one of several
    will do, `vendor:product | vendor:product`."""
    platforms: tuple[str, ...] = ()
    """What the source limits it to: target software or hardware of a CPE name, platforms of a CVE record."""
    mainline_only: bool = False
    """Of the kernel: the source states one line of releases only; a stable branch below its end may have the fix."""


@dataclass(frozen=True, slots=True)
class Advisory:
    """One vulnerability, as one source tells of it."""

    id: str
    """`CVE-2021-42374`; another scheme's identifier where it has no CVE."""
    source: str
    """Name of the source: `nvd`, `cve`, `osv`, `debian`, `embedded`."""
    affected: tuple[Affected, ...]
    """Products and versions."""
    published: str = ""
    """Day, ISO 8601."""
    modified: str = ""
    """Day, ISO 8601."""
    score: float | None = None
    """CVSS base score, 0 to 10."""
    vector: str = ""
    """CVSS vector that the score follows from."""
    weakness: str = ""
    """CWE identifier."""
    status: str = ""
    """`rejected`, `disputed` or empty."""
    aliases: tuple[str, ...] = ()
    """Other identifiers."""
    references: tuple[str, ...] = ()
    """Addresses of a fix or an advisory."""
    exploited_since: str = ""
    """The day it entered a list of known-exploited vulnerabilities, ISO 8601; empty where no held list has it."""
    exploit_probability: float | None = None
    """EPSS: the probability of exploitation within 30 days."""


@dataclass(frozen=True, slots=True)
class Feed:
    """One body of reference data, and how good it is."""

    name: str
    """Name of its source: `nvd`, `kev` ..."""
    dated: str
    """The day that the data itself states, ISO 8601; empty where it states none."""
    imported: str
    """When it was imported, ISO 8601; empty for what cupel ships."""
    origin: str
    """Where it came from: a file's name or an address."""
    records: int
    """Records that are held."""
    read: int
    """Records that were read to get there."""
    refused: int
    """Records that could not be used; `cupel reference status` says why."""
    missing: int = 0
    """Records that the data says it holds, beyond those that were read: not 0 means that it is not complete."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """A record of a feed that could not be used, and why."""

    feed: str
    """Name of the feed."""
    record: str
    """The record: its identifier where that could be read, else its place."""
    why: str
    """What is wrong with it."""
    origin: str
    """The file that it stands in."""


@dataclass(frozen=True, slots=True)
class Exploited:
    """A vulnerability that stands in a list of those known to be exploited."""

    id: str
    """`CVE-2021-42374`."""
    since: str
    """The day it entered the list, ISO 8601."""


@dataclass(frozen=True, slots=True)
class ExploitProbability:
    """How probable it is that a vulnerability is exploited within 30 days (EPSS)."""

    id: str
    """`CVE-2021-42374`."""
    probability: float
    """0 to 1."""


@dataclass(frozen=True, slots=True)
class SupportEnd:
    """When upstream stops mending a release line of a product (endoflife.date, or data that cupel ships)."""

    product: str
    """The product's name in the catalogue."""
    cycle: str
    """The release line: `1.0.2`."""
    released: str
    """Day of its first release, ISO 8601; empty where unknown."""
    ends: str
    """Day on which support ends, ISO 8601; empty where unknown or not set."""
    source: str
    """Where that stands."""
