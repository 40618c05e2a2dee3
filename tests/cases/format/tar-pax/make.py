"""Packs the tree with GNU tar, layout pax: global header, long names, a large owner. Debian packages: tar."""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

here = Path(__file__).parent
sys.path.insert(0, str(here.parent))
from _tree import build, describe, expect  # noqa: E402 - the folder is no package

with tempfile.TemporaryDirectory() as place:
    root = build(Path(place) / "root", devices=True)
    (root / "lib/zeros").write_bytes(bytes(600))
    (root / "bin/twice").hardlink_to(root / "bin/tool")
    deep = root / "lib" / ("long" * 15) / ("longer" * 30)
    deep.parent.mkdir(mode=0o755)
    deep.write_bytes(b"far down\n")
    deep.chmod(0o640)
    (root / "lib/far").symlink_to("above/" * 40 + "far")
    os.chown(root / "lib/noise", 3000000, 3000001)
    shutil.rmtree(root / "etc")
    command = [
        "tar",
        "--create",
        "--format=pax",
        "--sort=name",
        "--mtime=@1700000000",
        "-b",
        "2",
        "--numeric-owner",
        "--pax-option=globexthdr.name=global,globexthdr.mtime=1700000000,comment=golden,exthdr.name=%f,delete=atime,delete=ctime",
    ]
    subprocess.run([*command, "--file", here / "input", "-C", root, "bin", "dev", "lib"], check=True)
    entries = describe(root, owner=(0, 0))
    next(entry for entry in entries if entry["path"] == "lib/noise").update(uid=3000000, gid=3000001)
    twice = next(entry for entry in entries if entry["path"] == "bin/twice")
    twice |= {"kind": "hard link", "target": "bin/tool"}
    del twice["size"], twice["sha256"]
    expect(here, "tar", entries)
