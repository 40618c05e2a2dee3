"""What a documented case asks of an image, piece by piece: each kind of matcher is a frozen record of data."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class FileMatcher:
    """One file that holds all of some strings and expressions."""

    kind: ClassVar[str] = "file"
    strings: tuple[str, ...] = ()
    """Literal text that must be in it, each."""
    patterns: tuple[str, ...] = ()
    """Regular expressions of bounded length that must match in it, each; a group `version` is compared."""
    secrets: tuple[str, ...] = ()
    """Those of `strings` that are a credential: told as fingerprints."""
    path: str = ""
    """Shell pattern of its path from the image's root, `*/bin/webs`; empty: any."""
    type: str = ""
    """Beginning of its type: `ELF`, `text`, `script`; empty: any."""
    program: bool = False
    """Whether texts and scripts are left out: of a string that lists and advisories quote."""
    imports: tuple[str, ...] = ()
    """Functions that an ELF file must take from its libraries."""
    within: int = 0
    """Bytes around the first string in which the others must stand; 0: anywhere in the file."""
    at_least: str = ""
    """Lowest `version` of a pattern that matches."""
    at_most: str = ""
    """Highest one."""
    below: str = ""
    """Lowest one that matches no more."""
    name: str = ""
    """Set by the reader: identifies this matcher among all cases."""


@dataclass(frozen=True, slots=True)
class ReleaseMatcher:
    """A product and a version that a release file of the image names together."""

    kind: ClassVar[str] = "release"
    product: str
    """Regular expression for the product's name, in any case of letters."""
    exact: tuple[str, ...] = ()
    """Versions, as the maker writes them; any of them."""
    at_least: str = ""
    """Lowest version."""
    at_most: str = ""
    """Highest version."""
    below: str = ""
    """Lowest version that is affected no more."""
    name: str = ""
    """Set by the reader."""


@dataclass(frozen=True, slots=True)
class AccountMatcher:
    """A line of an account file."""

    kind: ClassVar[str] = "account"
    account: str
    """Name of the account."""
    hash_sha256: str = ""
    """SHA-256 of the password field's text; empty: any field that is neither locked nor elsewhere."""
    empty: bool = False
    """Whether the password field must be empty instead."""
    name: str = ""
    """Set by the reader."""


@dataclass(frozen=True, slots=True)
class KeyMatcher:
    """A key, by its public half."""

    kind: ClassVar[str] = "key"
    fingerprints: tuple[str, ...]
    """Fingerprints as `ssh-keygen -l` writes them, `SHA256:...`; any of them."""
    name: str = ""
    """Set by the reader."""


@dataclass(frozen=True, slots=True)
class CertificateMatcher:
    """An X.509 certificate."""

    kind: ClassVar[str] = "certificate"
    sha256: tuple[str, ...]
    """SHA-256 of the certificate, DER; any of them."""


@dataclass(frozen=True, slots=True)
class PathMatcher:
    """A file by its path."""

    kind: ClassVar[str] = "path"
    path: str
    """Shell pattern of its path from the image's root; the file must hold at least one byte."""
    executable: bool = False
    """Whether it must be executable."""


@dataclass(frozen=True, slots=True)
class LaunchMatcher:
    """Something that the image starts."""

    kind: ClassVar[str] = "launch"
    program: str
    """Regular expression for the base name of the program, whole."""
    arguments: str = ""
    """Regular expression that is searched in its arguments."""
    missing: bool = False
    """Whether the program must be absent from the image."""


@dataclass(frozen=True, slots=True)
class SettingMatcher:
    """A setting of a configuration file."""

    kind: ClassVar[str] = "setting"
    file: str
    """Shell pattern of the file's path."""
    key: str
    """Regular expression for the key, whole."""
    value: str
    """Regular expression for the value, whole."""


@dataclass(frozen=True, slots=True)
class ComponentMatcher:
    """A component in a version."""

    kind: ClassVar[str] = "component"
    product: str
    """Its name in the catalogue."""
    exact: tuple[str, ...] = ()
    """Versions; any of them."""


InFile = FileMatcher | ReleaseMatcher | AccountMatcher | KeyMatcher
"""Matchers that one file answers, while its bytes are at hand."""
Matcher = InFile | CertificateMatcher | PathMatcher | LaunchMatcher | SettingMatcher | ComponentMatcher
MATCHERS: tuple[type[Matcher], ...] = (
    FileMatcher, ReleaseMatcher, AccountMatcher, KeyMatcher, CertificateMatcher, PathMatcher, LaunchMatcher,
    SettingMatcher, ComponentMatcher,
)  # fmt: skip
