"""Build facts: what of the software is compiled in, present, started and configured, as the image's files say."""

from dataclasses import dataclass

from cupel.records.evidence import Evidence


@dataclass(frozen=True, slots=True)
class KernelConfiguration:
    """Options of a kernel's build, out of an IKCONFIG block or a config file."""

    options: dict[str, str]
    """`CONFIG_NETFILTER` -> `y`, `m` or a value; what is not set is absent."""
    evidence: Evidence
    """Where it stands."""


@dataclass(frozen=True, slots=True)
class KernelModule:
    """One module of the kernel."""

    name: str
    """Its name: `nf_conntrack`."""
    kernel: str
    """The kernel release that its vermagic names."""
    evidence: Evidence
    """Where it stands."""


@dataclass(frozen=True, slots=True)
class Applets:
    """The applets of one multi-call binary."""

    product: str
    """`busybox`, `toybox`."""
    names: tuple[str, ...]
    """Applets compiled in, sorted."""
    evidence: Evidence
    """Where the list stands."""


@dataclass(frozen=True, slots=True)
class Linkage:
    """What one executable or library links to and takes from there."""

    artefact: str
    """SHA-256 of the file."""
    locator: str
    """The chain from the image down to it."""
    soname: str
    """Its own name as a library; empty for others."""
    needed: tuple[str, ...]
    """Libraries that it asks for."""
    imports: tuple[str, ...]
    """Imported symbols that a rule of the ladder asks about; others are left out."""
    build_id: str = ""
    """Identifier that the linker gave this build, hexadecimal; the same in a distribution's debug files."""


@dataclass(frozen=True, slots=True)
class Feature:
    """Whether one program or library was compiled with a feature, as its own bytes say."""

    product: str
    """The product that the file holds."""
    name: str
    """The feature, as rules of the ladder name it: `DNSSEC`."""
    compiled: bool | None
    """True: it is in; False: it was left out; None: the file does not tell."""
    evidence: Evidence
    """Where it says so; of a feature left out, the file."""


@dataclass(frozen=True, slots=True)
class PatchSign:
    """What one patch-presence test saw in one file."""

    test: str
    """Name of the test."""
    cve: str
    """The vulnerability that the patch mends."""
    product: str
    """The product that the file holds."""
    patched: bool | None
    """True: the fix is there; False: the unfixed code is there; None: the test cannot tell."""
    reason: str
    """What was seen, in a sentence."""
    evidence: Evidence
    """Where."""


@dataclass(frozen=True, slots=True)
class Launch:
    """A program that the image starts."""

    program: str
    """Its path or name, as the starter names it."""
    arguments: str
    """The rest of its command line."""
    starter: str
    """boot, inetd, cron or event."""
    condition: str
    """What it depends on, as far as that is written beside it; empty where it is started always."""
    evidence: Evidence
    """Where the starter says so."""
    variables: tuple[str, ...] = ()
    """Where variables in it and in its condition have their values from, as written: `mode=$(nvram get mode)`."""


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting of a program, out of a configuration file in the image."""

    file: str
    """Path of the configuration file."""
    section: str
    """Section, as the file's own syntax names it; empty where there is none."""
    key: str
    """Key."""
    value: str
    """Value, as written."""
    evidence: Evidence
    """Where it stands."""


@dataclass(frozen=True, slots=True)
class Certificate:
    """One X.509 certificate."""

    subject: str
    """Whom it names, RFC 4514."""
    issuer: str
    """Who issued it, RFC 4514."""
    not_before: str
    """First day of its validity, ISO 8601."""
    not_after: str
    """Last day of its validity, ISO 8601."""
    key_type: str
    """`RSA`, `EC secp256r1`, `Ed25519` ...; empty where the key is of a kind that cannot be read."""
    key_bits: int | None
    """Size of its key."""
    signature_algorithm: str
    """Name of the algorithm of its signature, `sha256WithRSAEncryption`; its identifier where it has no known name."""
    self_signed: bool
    """Whether subject and issuer are the same, and its signature does not speak against that."""
    sha256: str
    """SHA-256 of the certificate itself, DER: its fingerprint."""
    evidence: Evidence
    """Where it stands."""
    public_key_sha256: str = ""
    """SHA-256 of its SubjectPublicKeyInfo, DER: the same for every certificate of one key; empty where that cannot be
    read."""


@dataclass(frozen=True, slots=True)
class Build:
    """All such facts of one image."""

    kernels: tuple[KernelConfiguration, ...] = ()
    """Kernel configurations."""
    modules: tuple[KernelModule, ...] = ()
    """Kernel modules."""
    applets: tuple[Applets, ...] = ()
    """Multi-call binaries."""
    linkage: tuple[Linkage, ...] = ()
    """Executables and libraries."""
    features: tuple[Feature, ...] = ()
    """What programs and libraries were compiled with."""
    patch_signs: tuple[PatchSign, ...] = ()
    """What patch-presence tests saw."""
    launches: tuple[Launch, ...] = ()
    """What is started."""
    settings: tuple[Setting, ...] = ()
    """What is configured, of the programs that a rule asks about."""
    certificates: tuple[Certificate, ...] = ()
    """Certificates."""
