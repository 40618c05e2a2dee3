"""Orders versions of the Linux kernel: a builder's local suffix does not count, and `5.10.*` ends a stable branch."""

import re

from cupel.inspect.scheme import order

_VERSION = re.compile(
    r"v?(\d{1,4})(?:\.(\d{1,4}|\*))?(?:\.(\d{1,6}|\*))?(?:\.(\d{1,4}))?(?:-rc(\d{1,3}))?(?:[-+_~. ].{0,100})?"
)
END = 1 << 30


class Kernel:
    """The order alone; which stable branch a fix belongs to is ranges.py's."""

    name = "kernel"
    title = "Linux kernel"
    description = "5.10-rc3 before 5.10; 4.9.133-vendor is 4.9.133; 5.10.* is the end of the branch 5.10."
    reference = "https://docs.kernel.org/process/2.Process.html"
    ecosystems: tuple[str, ...] = ()
    products: tuple[str, ...] = ("linux", "linux_kernel", "linux:linux_kernel", "linux:linux")

    def compare(self, one: str, other: str) -> int | None:
        """Compare; None where either is no version of the kernel."""
        first, second = key(one), key(other)
        return None if first is None or second is None else order(first, second)


def key(version: str) -> tuple[int, ...] | None:
    """Split into the numbers, the last one that of a release candidate."""
    match = _VERSION.fullmatch(version.strip())
    if match is None:
        return None
    numbers = [END if part == "*" else int(part or 0) for part in match.groups()[:4]]
    candidate = int(match[5]) if match[5] else END
    return (*numbers, candidate)


def branch(version: str) -> tuple[int, ...] | None:
    """Return the stable branch of a version, (5, 10) of 5.10.50; None of mainline, which has no third number."""
    match = _VERSION.fullmatch(version.strip())
    if match is None or match[2] in (None, "*") or match[3] is None:
        return None
    old = match[1] == "2"  # up to 2.6 the third number named the branch
    if old and match[4] is None:
        return None
    return tuple(int(part) for part in match.groups()[: 3 if old else 2])


def is_stable(version: str) -> bool:
    """Tell whether a version is a stable release: 5.10.50, not 5.10 or 5.10.0, which are mainline's."""
    numbers, found = key(version), branch(version)
    return numbers is not None and found is not None and numbers[len(found)] > 0


SCHEME = Kernel()
