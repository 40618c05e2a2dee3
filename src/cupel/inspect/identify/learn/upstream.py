"""Upstream versions: a package's version goes in, the version that its upstream gave it comes out."""

import re

ADDED = re.compile(r"[+~.-]?(?:dfsg|ds|repack|debian|deb\d|nmu|bpo|stable)[\d.]*.*$")
SNAPSHOT = re.compile(r"[+~](?:git|svn|hg|bzr|cvs|\d{8})[-.\d]?.*$")
REVISION = re.compile(r"-(?:r?\d+(?:[.+~][\w.+~]*)?|\d*(?:ubuntu|deb|build|nmu)[\w.+~]*|[\w.+~]*)$")


def upstream(version: str) -> str:
    """Return the upstream part of a package's version: `1:2.7.2+really3.5.0-2+deb12u1` gives `3.5.0`.

    The epoch and the packager's revision go (Debian Policy 5.6.12), so do marks of repacking and of snapshots; what
    follows `really` is the version that counts.
    """
    version = re.sub(r"^\d+:", "", version)
    version = re.sub(r"^v(?=\d)", "", version)
    version = REVISION.sub("", version) if "-" in version else version
    if "+really" in version:
        version = version.rsplit("+really", 1)[1]
    version = ADDED.sub("", version)
    version = SNAPSHOT.sub("", version)
    version = re.sub(r"~?(rc|beta|alpha|pre)[-.]?(\d*)$", r"\1\2", version)  # a release candidate is upstream's own
    return version.partition("~")[0].partition("+")[0]
