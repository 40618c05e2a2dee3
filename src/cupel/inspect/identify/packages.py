"""Packages of a list: names and versions as a package manager wrote them go in, sightings of products come out."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from cupel.inspect.identify import kernel_release
from cupel.inspect.identify.package_names import product_of_package
from cupel.inspect.identify.source import Fact, Visited
from cupel.inspect.identify.upstream import upstream
from cupel.records.component import Sighting, Versions
from cupel.records.evidence import Evidence
from cupel.records.problem import Problem

MOST_TEXT = 64 << 20
"""Bytes of a list that are read; that of a distribution has 5 MB."""
MOST_PACKAGES = 100_000
MOST_PROBLEMS = 20
"""Problems of one list that are told one by one."""
KERNEL = re.compile(
    r"^(?:kernel|kernel-image(?:-.*)?|kernel-(?:core|default|modules.*|uek.*)|linux-(?:signed-\w+|image-.*|"
    r"modules-.*|lts|virt|edge|vanilla|rpi\d*))$"
)
MODULE = re.compile(r"^kmod-(.+)$")
C_LIBRARY = frozenset({"libc", "libpthread", "librt"})
"""OpenWrt's names for the C library, whichever it is; its version tells."""
DISTRIBUTIONS = frozenset({"deb", "opkg", "rpm", "apk"})
"""Ecosystems that package what others make, under names that the catalogue knows."""
ONE_VERSION = frozenset({"deb", "opkg", "apk"})
"""Ecosystems that install a package in one version at a time."""
NAME = re.compile(r"^[A-Za-z0-9@][^\s\x00-\x1f]{0,199}$")


@dataclass(frozen=True, slots=True)
class Package:
    """One record of a list."""

    name: str
    """The package's name."""
    version: str
    """Its version there."""
    locator: str
    """Where the record stands in the file: `:12`, or an offset `@0x1f30`."""
    quote: str
    """The words there."""
    origin: str = ""
    """Name of the source package that it was built from, where the list tells."""
    origin_version: str = ""
    """That one's version, where it is another."""
    architecture: str = ""
    """The architecture that it was built for: one package may be installed for several."""
    origin_is_name: bool = True
    """Whether the origin may stand for the product where the catalogue knows neither (a folder's name may not)."""


def sightings(file: Visited, source: str, ecosystem: str, packages: Iterable[Package | Problem]) -> Iterator[Fact]:
    """Yield one sighting for each package of a list; say which records are broken or stand there twice.

    Of many problems the first are told one by one, the others by their number.
    """
    problems = count = 0
    for fact in _sightings(file, source, ecosystem, packages):
        if isinstance(fact, Problem):
            problems += 1
            if problems > MOST_PROBLEMS:
                continue
        else:
            count += 1
            if count > MOST_PACKAGES:
                yield Problem("", f"only its first {MOST_PACKAGES:,} packages were read")
                break
        yield fact
    if problems > MOST_PROBLEMS:
        yield Problem("", f"{problems - MOST_PROBLEMS:,} more problems in this list")


def _sightings(
    file: Visited, source: str, ecosystem: str, packages: Iterable[Package | Problem]
) -> Iterator[Sighting | Problem]:
    seen: dict[tuple[str, str], dict[str, str]] = {}
    for it in packages:
        if isinstance(it, Problem):
            yield it
            continue
        if not NAME.match(it.name):
            yield Problem(it.locator, f"the record has no usable package name: {it.name[:60]!r}; it was left out")
            continue
        before = seen.setdefault((it.name, it.architecture), {})
        if it.version in before:
            yield Problem(
                it.locator, f"the package {it.name} {it.version} stands here again, after {before[it.version]}"
            )
            continue
        if before and ecosystem in ONE_VERSION:
            other = next(iter(before.values()))
            yield Problem(it.locator, f"the package {it.name} stands here in another version than at {other}")
        before[it.version] = it.locator
        if not it.version:
            yield Problem(it.locator, f"the record of the package {it.name} has no version")
        product, versions = product_of(ecosystem, it)
        evidence = Evidence(file.sha256, it.locator, it.quote, f"identify/{source}", "")
        yield Sighting(product, versions, source, evidence, None, ecosystem, it.name, it.version)


def product_of(ecosystem: str, package: Package) -> tuple[str, Versions]:
    """Tell a package's product, and its upstream version as far as the packager's tells it."""
    name, version = package.name, package.origin_version or package.version
    if ecosystem not in DISTRIBUTIONS:
        # the crate `openssl` is not OpenSSL: names of one language's packages say nothing outside it
        return f"{ecosystem}:{name}", upstream(ecosystem, version).versions
    if KERNEL.match(name) or KERNEL.match(package.origin):
        return kernel_release.PRODUCT, _kernel(ecosystem, version)
    if ecosystem == "opkg" and (module := MODULE.match(name)):
        return _module(module[0], version)
    if ecosystem == "opkg" and name in C_LIBRARY:
        return _c_library(version)
    told = upstream(ecosystem, version).versions
    if product := product_of_package(ecosystem, name):
        # a source package may build others with versions of their own: then it is unknown which one the product has
        own = upstream(ecosystem, package.version).versions
        return product, own if own == told else Versions()
    if package.origin and (product := product_of_package(ecosystem, package.origin)):
        return product, told
    return (package.origin if package.origin_is_name else "") or name, told


def _kernel(ecosystem: str, version: str) -> Versions:
    if ecosystem == "opkg":  # 4.4.92-1-<hash of the configuration>
        return kernel_release.versions_of(version.split("-", maxsplit=1)[0])
    bare = upstream(ecosystem, re.sub(r"\+\d+$", "", version)).versions.exact
    # a Debian revision stands behind upstream's own version; other packagers keep the base they began with
    return (
        kernel_release.stated(bare)
        if ecosystem in ("deb", "apk") and bare
        else kernel_release.versions_of(bare or version)
    )


def _module(name: str, version: str) -> tuple[str, Versions]:
    """A module of the kernel's own tree has the kernel's version; others put theirs behind it, with a plus sign."""
    kernel, plus, own = version.partition("+")
    if plus:
        return product_of_package("opkg", name) or name, upstream("opkg", own).versions
    if re.match(r"^\d+\.\d+(?:\.\d+)?(?:-r?\d+)?$", kernel):
        return kernel_release.PRODUCT, kernel_release.versions_of(kernel.split("-")[0])
    return product_of_package("opkg", name) or name, Versions()


def _c_library(version: str) -> tuple[str, Versions]:
    """uClibc ended with 0.9.33, uClibc-ng counts 1.0.x, musl 1.1 and 1.2, glibc 2.x (EGLIBC too)."""
    found = upstream("opkg", version).versions
    for start, product in (
        ("0.9.", "uclibc"),
        ("1.0.", "uclibc-ng"),
        ("1.1.", "musl"),
        ("1.2.", "musl"),
        ("2.", "glibc"),
    ):
        if found.exact.startswith(start):
            return product, found
    return "libc", found
