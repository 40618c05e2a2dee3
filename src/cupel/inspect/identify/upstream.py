"""From a packager's version to upstream's: an ecosystem and a version go in; the exact version or a range comes out.

Where the packager's version does not tell the upstream release, no exact version is given, and `reason` says why: a
snapshot lies between two releases, a date or a commit is no release at all.
"""

import re
from dataclasses import dataclass

from cupel.records.component import Versions

MOST = 200
"""Characters of a version that is believed in."""
EPOCH = re.compile(r"^\d+:")
REALLY = re.compile(r"(?:^|[+~.-])really\.?(?=\d)")
"""Debian goes back to an older release this way: `1.5+really1.4`."""
REPACKED = re.compile(r"[+~.-](?:(?:dfsg|ds|repack|orig|debian|nmu|deb|ubuntu|pristine|b|cs)(?![a-z])|~).*$")
"""What a Debian packager appends to the version of a changed or bundled source, or to a package of his own."""
REBUILT = re.compile(r"(?:\+(?:deb|b|nmu|rpi|ubuntu)\d|ubuntu\d|~bpo|~deb).*$")
SNAPSHOT = re.compile(
    r"[+~._-]?(?:(?:git|svn|hg|bzr|cvs|snapshot)(?![a-z])|(?:19|20)\d\d([._-]?)[01]\d\1[0-3]\d(?!\d)).*$",
    re.IGNORECASE,
)
COMMIT = re.compile(r"(?:^|[-+~.])g?(?=[0-9a-f]*[0-9])(?=[0-9a-f]*[a-f])[0-9a-f]{7,40}(?=$|-)")
DATE = re.compile(r"^(?:19|20)\d\d([-.]?)(?:0[1-9]|1[0-2])\1(?:0[1-9]|[12]\d|3[01])(?!\d)")
PRE = re.compile(r"[~_-]?(alpha|beta|pre|rc)[._-]?(?=\d|$)")
BUILD = re.compile(r"^[Rr]\d+$")
RELEASE = re.compile(r"^v?(\d+(?:[._]\d+)*(?:[-_.]?[0-9A-Za-z]+)*)$")
LINARO = re.compile(r"^(\d+)\.(\d+)-linaro")

PLAIN = frozenset({"pypi", "npm", "maven", "cargo", "composer"})
"""Ecosystems whose versions are upstream's own."""


@dataclass(frozen=True, slots=True)
class Upstream:
    """What a packager's version tells of upstream's."""

    versions: Versions
    """Exact, a range, or nothing."""
    reason: str = ""
    """Why it is not exact; empty where it is."""


def upstream(ecosystem: str, version: str) -> Upstream:
    """Tell the upstream version of a package's `version`, as its ecosystem writes it.

    Sources: Debian Policy 5.6.12 and the Developer's Reference on `+dfsg` and `+really`; OpenWrt's package guide
    (PKG_VERSION-PKG_RELEASE, later `-rN`); Alpine's APKBUILD reference (`_rc1`, `_p1`, `-rN`); Fedora's versioning
    guidelines (`~rc1`, `^git`); Go modules reference (pseudo-versions).
    """
    version = version.strip()
    if not version:
        return Upstream(Versions(), "the package states no version")
    if len(version) > MOST:
        return Upstream(Versions(), "too long for a version")
    if ecosystem in PLAIN:
        return _released(version.removeprefix("v").split("+", 1)[0])  # what follows a plus sign is the build's
    if ecosystem == "golang":
        return _go(version)
    bare = EPOCH.sub("", version)
    if ecosystem == "deb":
        bare = _debian(bare)
    elif ecosystem == "opkg":
        bare = re.sub(r"-r?\d+(?:\.\d+)?$", "", bare) if not _is_date(bare) else bare
    elif ecosystem in ("apk", "luarocks"):
        bare = re.sub(r"-r?\d+$", "", bare)
    elif ecosystem == "rpm":
        bare = bare.replace("^", "+")
    return _judged(bare)


def _debian(version: str) -> str:
    bare = version.rsplit("-", 1)[0] if "-" in version else REBUILT.sub("", version)
    if found := REALLY.search(bare):
        bare = bare[found.end() :]
    bare = REPACKED.sub("", bare)
    return re.sub(r"[-+.]?stable$", "", bare)


def _judged(bare: str) -> Upstream:
    """Tell a release from a snapshot, a date and a commit."""
    if _is_date(bare):
        return Upstream(Versions(), "a date, which may be that of a commit that the packager took")
    if BUILD.match(bare):
        return Upstream(Versions(), "a number of the packager's own")
    if found := LINARO.match(bare):
        major, minor = int(found[1]), int(found[2])
        return Upstream(Versions("", f"{major}.{minor}", f"{major}.{minor + 1}"), "a vendor's branch of that release")
    if found := SNAPSHOT.search(bare):
        return _around(bare[: found.start()], before=found[0].startswith("~"))
    if found := COMMIT.search(bare):
        return _around(bare[: found.start()], before=found[0].startswith("~"))
    bare = PRE.sub(lambda found: f"-{found[1]}", bare)
    bare = re.sub(r"_p(?=\d)", "p", bare)
    return _released(bare)


def _around(base: str, before: bool) -> Upstream:
    """Give the range that a snapshot leaves open: after a release, or before one (`~`)."""
    before = before or base.endswith("~")
    base = base.strip("+~._-")
    if not re.match(r"^\d+(\.\d+)+[a-z]?$", base) or not base.strip("0."):
        return Upstream(Versions(), "a snapshot that names no release")
    if before:
        return Upstream(Versions("", "", base), f"a snapshot from before {base}")
    return Upstream(Versions("", base), f"a snapshot from after {base}")


def _released(bare: str) -> Upstream:
    found = RELEASE.match(bare)
    if not found or "unknown" in bare.lower():
        return Upstream(Versions(), "not the form of a release's version")
    return Upstream(Versions(found[1]))


def _go(version: str) -> Upstream:
    bare = version.removeprefix("v").removesuffix("+incompatible")
    if found := re.match(r"^(\d+\.\d+\.\d+)-(0\.|[0-9A-Za-z.-]+\.0\.)?\d{14}-[0-9a-f]{12}", bare):
        if found[1] == "0.0.0":
            return Upstream(Versions(), "a commit without a release before it")
        # vX.Y.(Z+1)-0.date-commit stands for a commit after vX.Y.Z, before vX.Y.(Z+1)
        return Upstream(Versions("", "", found[1]), f"a commit from before {found[1]}")
    return _released(bare)


def _is_date(bare: str) -> bool:
    return DATE.match(bare) is not None
