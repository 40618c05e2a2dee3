"""From a kernel's release name to its upstream version: `6.1.0-43-armmp` goes in, exact, a range or nothing out."""

import re
from collections.abc import Iterable

from cupel.records.build import KernelModule
from cupel.records.component import Sighting, Versions

PRODUCT = "linux"
"""The kernel's name in the catalogue."""
RELEASE = re.compile(r"^(\d+)\.(\d+)(?:\.(\d+))?(?:\.(\d+))?(-rc\d+)?(.*)$", re.DOTALL)
REBASED = re.compile(r"^-\d")
"""What a distributor counts up behind a version that it leaves alone: Debian's ABI number, the release of Red Hat's and
Ubuntu's kernels. The upstream patches up to some later one are in it."""


def versions_of(release: str) -> Versions:
    """Tell the upstream version of a kernel release (`uname -r`, vermagic, a folder of modules).

    Stable branches since 3.0 count in the third number, 2.6 in the fourth. A third number of 0 is exact only of the
    first release of a branch, and distributors keep it over all later ones: then it is the whole branch.
    """
    found = RELEASE.match(release.strip())
    if not found or len(release) > 100:
        return Versions()
    major, minor, third, fourth = (int(part) if part else None for part in found.groups()[:4])
    assert major is not None
    assert minor is not None
    candidate, suffix = found[5] or "", found[6]
    if (major, minor) == (2, 6) and third is not None:
        base = f"2.6.{third}"
        if fourth is not None:
            return Versions(f"{base}.{fourth}")
        if candidate:
            return Versions(base + candidate)
        return Versions("", base, f"2.6.{third + 1}") if REBASED.match(suffix) else Versions(base)
    if major < 3:
        return Versions(".".join(str(part) for part in (major, minor, third, fourth) if part is not None) + candidate)
    if candidate:
        return Versions(f"{major}.{minor}{candidate}" if not third else f"{major}.{minor}.{third}{candidate}")
    if not third:
        return Versions("", f"{major}.{minor}", f"{major}.{minor + 1}")
    return Versions(f"{major}.{minor}.{third}")


def stated(version: str) -> Versions:
    """Take an upstream version that a distributor states as such: `6.1.176`; `5.10.0` is the first release, 5.10."""
    return Versions(re.sub(r"^([3-9]\.\d+)\.0$", r"\1", version))


def sightings_of_modules(modules: Iterable[KernelModule]) -> tuple[Sighting, ...]:
    """Let modules speak of their kernel: one sighting for each release that they name, not one for each module."""
    first: dict[str, KernelModule] = {}
    for it in modules:
        if it.kernel:
            first.setdefault(it.kernel, it)
    return tuple(
        Sighting(PRODUCT, versions_of(release), "kernel_module", module.evidence) for release, module in first.items()
    )
