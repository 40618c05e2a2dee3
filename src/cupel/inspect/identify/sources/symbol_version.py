"""A library goes in; the release that its symbol versions need at least, or name, comes out."""

import re
from collections.abc import Iterator

from cupel.inspect.identify.elf import elf_of
from cupel.inspect.identify.libraries import product_of_library
from cupel.inspect.identify.source import Fact, Visited
from cupel.records.component import Extent, Sighting, Versions
from cupel.records.evidence import Evidence

NUMBERED: tuple[tuple[str, str, str], ...] = (
    (r"GLIBC_(2\.\d+(?:\.\d+)?)", "glibc", "libc"),
    (r"OPENSSL_(3\.\d+\.\d+)", "openssl", "libcrypto"),
    (r"OPENSSL_(1_1_\d+)", "openssl", "libcrypto"),
    (r"ZLIB_(1\.\d+(?:\.\d+){1,2})", "zlib", "libz"),
    (r"LIBXML2_(2\.\d+\.\d+)", "libxml2", "libxml2"),
    (r"XZ_(5\.\d+(?:\.\d+)?)", "xz", "liblzma"),
    (r"GNUTLS_(3_\d+(?:_\d+)?)", "gnutls", "libgnutls"),
    (r"IDN2_(2\.\d+\.\d+)", "libidn2", "libidn2"),
    (r"JSONC_(0\.\d+)", "json-c", "libjson-c"),
    (r"OPENLDAP_(2\.\d+)", "openldap", "libldap"),
    (r"LIBTIFF_(4\.\d+)", "libtiff", "libtiff"),
    (r"GCC_(\d+\.\d+(?:\.\d+)?)", "gcc", "libgcc_s"),
    (r"(?:UUID|BLKID|MOUNT|SMARTCOLS|FDISK)_(2\.\d+(?:\.\d+)?)", "util-linux", ""),
    (r"LIBSYSTEMD_(\d{3})", "systemd", "libsystemd"),
    (r"TALLOC_(2\.\d+\.\d+)", "talloc", "libtalloc"),
    (r"TDB_(1\.\d+\.\d+)", "tdb", "libtdb"),
    (r"LDB_(2\.\d+\.\d+)", "ldb", "libldb"),
    (r"LIBBPF_(\d\.\d\.\d)", "libbpf", "libbpf"),
    (r"LIBBSD_(0\.\d+(?:\.\d+)?)", "libbsd", "libbsd"),
    (r"NSS_(3\.\d+(?:\.\d+)?)", "nss", "libnss3"),
)
"""(symbol version, product, library): the maker names a new version after the release that first has it,
so the highest one is a lower bound of the release."""
NAMED: tuple[tuple[str, str], ...] = (
    (r"LIBDBUS_PRIVATE_(\d+\.\d+\.\d+)", "dbus"),
    (r"SAMBA_(4\.\d+\.\d+)(?:_[A-Z0-9_.]+)?", "samba"),
)
"""(symbol version, product): the build names its private symbols after its own release."""
LOWER = [(re.compile(expression), product, library) for expression, product, library in NUMBERED]
EXACT = [(re.compile(expression), product) for expression, product in NAMED]


class SymbolVersion:
    """The source's facts and its reading."""

    name = "symbol_version"
    title = "a library's symbol versions"
    description = (
        "Names of symbol versions that a library defines: makers that add one in each release give a lower bound of "
        "the release that way, and some name their private symbols after the very release."
    )
    reference = "Linux Standard Base Core, 'Symbol Versioning'; the libraries' own version scripts"

    def wants(self, file: Visited) -> bool:
        """Want shared libraries."""
        return file.type.startswith("ELF shared")

    def examine(self, file: Visited) -> Iterator[Fact]:
        """Yield a sighting for each product that the symbol versions speak of."""
        elf = elf_of(file)
        defined = elf.version_definitions if elf else ()
        if elf is None or not defined:
            return
        base = re.sub(r"(?:-\d[\d.]*)?\.so.*", "", elf.soname)
        for pattern, product in EXACT:
            exact = {found[1]: name for name in defined if (found := pattern.fullmatch(name))}
            if len(exact) == 1:
                yield self._sighting(file, base, product, Versions(next(iter(exact))), next(iter(exact.values())))
        for expression, product, library in LOWER:
            if library and base != library:
                continue
            bounds = {name: found[1].replace("_", ".") for name in defined if (found := expression.fullmatch(name))}
            if bounds:
                name = max(bounds, key=lambda it: [int(part) for part in bounds[it].split(".")])
                known = product_of_library(base) if library else ""
                yield self._sighting(file, base, known or product, Versions("", bounds[name]), name)

    def _sighting(self, file: Visited, base: str, product: str, versions: Versions, name: str) -> Sighting:
        # a library that only serves a product is no copy of it
        extent: Extent | None = "full" if product_of_library(base) == product else None
        return Sighting(
            product, versions, self.name, Evidence(file.sha256, "", name, "identify/symbol_version", ""), extent
        )


SOURCE = SymbolVersion()
