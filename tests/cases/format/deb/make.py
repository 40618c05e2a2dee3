"""Builds a package with dpkg-deb; what its members hold is asked of ar. Debian packages: dpkg, binutils."""

import hashlib
import os
import subprocess
import sys
import tempfile
from pathlib import Path

here = Path(__file__).parent
sys.path.insert(0, str(here.parent))
from _tree import build, expect  # noqa: E402 - the folder is no package

with tempfile.TemporaryDirectory() as place:
    root = build(Path(place) / "root")
    (root / "DEBIAN").mkdir(mode=0o755)
    (root / "DEBIAN/control").write_text(
        "Package: golden\nVersion: 1.2-3\nArchitecture: all\n"
        "Maintainer: nobody <nobody@example.org>\nDescription: a case\n"
    )
    command = ["dpkg-deb", "--root-owner-group", "-Zgzip", "--build", root, here / "input"]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env=os.environ | {"SOURCE_DATE_EPOCH": "1700000000"})
    entries = []
    for member in ("debian-binary", "control.tar.gz", "data.tar.gz"):
        data = subprocess.run(["ar", "p", here / "input", member], check=True, capture_output=True).stdout
        entry = {"path": member, "kind": "file", "mode": 0o644, "uid": 0, "gid": 0}
        entries.append(entry | {"size": len(data), "sha256": hashlib.sha256(data).hexdigest()})
    facts = {"debian version": "2.0", "control": "control.tar.gz", "data": "data.tar.gz"}
    expect(here, "deb", entries, facts=facts)
