"""A shared library's file name goes in; the product, and the version where files are numbered by release, come out."""

import re
from collections.abc import Iterator

from cupel.inspect.identify.catalogue import catalogue
from cupel.inspect.identify.libraries import product_of_library
from cupel.inspect.identify.source import Fact, Visited
from cupel.records.component import Sighting, Versions
from cupel.records.evidence import Evidence

RELEASES: tuple[tuple[str, str, str], ...] = (
    (r"libxslt\.so\.(1\.1\.\d+)", "libxslt", "{0}"),
    (r"libzstd\.so\.(1\.\d+\.\d+)", "zstandard", "{0}"),
    (r"liblz4\.so\.(1\.\d+\.\d+)", "lz4", "{0}"),
    (r"libmbed(?:crypto|tls|x509)\.so\.([23]\.\d+\.\d+)", "mbed_tls", "{0}"),
    (r"libmosquitto\.so\.([12]\.\d+\.\d+)", "mosquitto", "{0}"),
    (r"liblua(?:5\.\d)?\.so\.(5\.[1-4]\.\d)", "lua", "{0}"),
    (r"(?:libuClibc|ld-uClibc|ld64-uClibc)-(1\.0\.\d+)\.so", "uclibc-ng", "{0}"),
    (r"(?:libc|ld|libpthread|libm|libdl|librt|libresolv)-(2\.\d+(?:\.\d+)?)\.so", "glibc", "{0}"),
)
"""(file name, product, version): files that are numbered by release. Most libraries are numbered by the compatibility
of their interface (libtool's current:revision:age), which tells nothing of the release."""
SPANS: tuple[tuple[str, str, str, str], ...] = (
    (r"lib(?:ssl|crypto)\.so\.0\.9\.7", "openssl", "0.9.7", "0.9.8"),
    (r"lib(?:ssl|crypto)\.so\.0\.9\.8", "openssl", "0.9.8", "0.9.9"),
    (r"lib(?:ssl|crypto)\.so\.1\.0\.0", "openssl", "1.0.0", "1.1.0"),
    (r"lib(?:ssl|crypto)\.so\.1\.1", "openssl", "1.1.0", "1.1.2"),
    (r"lib(?:ssl|crypto)\.so\.3", "openssl", "3.0.0", "4.0.0"),
    (r"lib(?:ncurses|ncursesw|form|menu|panel|tinfo)\.so\.(\d\.\d)", "ncurses", "{0}", ""),
    (r"lib(?:readline|history)\.so\.(\d\.\d)", "readline", "{0}", ""),
)
"""(file name, product, lowest version, first one too high): files that are numbered by a line of releases."""
BASE = re.compile(r"^(lib[A-Za-z0-9_+]+(?:-[A-Za-z0-9_+]+)*?)(?:-?\d[\d.]*)?\.so(?:\.[\d.]+)?$")
EXACT = [(re.compile(expression), product, form) for expression, product, form in RELEASES]
RANGES = [(re.compile(expression), product, low, high) for expression, product, low, high in SPANS]


class LibraryName:
    """The source's facts and its reading."""

    name = "library_name"
    title = "a shared library's file name"
    description = (
        "The name of a library's file: the product, and the version where the maker numbers the files by release. A "
        "name can be anybody's, so that it is told apart from what the bytes say."
    )
    reference = "GNU libtool manual, 'Versioning'; the makefiles of the libraries that number by release"

    def wants(self, file: Visited) -> bool:
        """Want shared libraries."""
        return ".so" in file.name and file.type.startswith("ELF shared")

    def examine(self, file: Visited) -> Iterator[Fact]:
        """Yield a sighting where the name is known."""
        product, versions = _told(file.name)
        known = catalogue().signatures.get(product)
        told = known is not None and "name" in {str(rule.kind) for rule in known.rules}
        if product and not told:  # a signature that reads file names says the same
            evidence = Evidence(file.sha256, "", file.name, "identify/library_name", "")
            yield Sighting(product, versions, self.name, evidence, "full")


def _told(name: str) -> tuple[str, Versions]:
    own = product_of_library(name.partition(".so")[0])
    for pattern, product, form in EXACT:
        if found := pattern.fullmatch(name):
            return own or product, Versions(form.format(*found.groups()))
    for pattern, product, low, high in RANGES:
        if found := pattern.fullmatch(name):
            return own or product, Versions("", low.format(*found.groups()), high)
    base = BASE.match(name)
    return own or (product_of_library(base[1]) if base else ""), Versions()


SOURCE = LibraryName()
