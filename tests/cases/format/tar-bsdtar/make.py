"""Packs the tree with bsdtar, with pax headers where it needs them. Debian packages: libarchive-tools."""

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
    shutil.rmtree(root / "etc")
    (root / "lib/zeros").unlink()
    (root / "bin/twice").hardlink_to(root / "bin/tool")
    deep = root / "lib" / ("long" * 15) / ("longer" * 30)
    deep.parent.mkdir(mode=0o755)
    deep.write_bytes(b"far down\n")
    deep.chmod(0o640)
    (root / "lib/far").symlink_to("above/" * 40 + "far")
    (root / "lib").chmod(0o755)
    entries = describe(root)
    command = [
        "bsdtar",
        "--create",
        "--uid=0",
        "--gid=0",
        "--numeric-owner",
        "-b2",
        "-n",
        "--file",
        here / "input",
    ]
    for found in root.rglob("*"):
        os.utime(found, (1700000000, 1700000000), follow_symlinks=False)
    subprocess.run([*command, *(str(entry["path"]) for entry in entries)], cwd=root, check=True)
    twice = next(entry for entry in entries if entry["path"] == "bin/twice")
    twice |= {"kind": "hard link", "target": "bin/tool"}
    del twice["size"], twice["sha256"]
    expect(here, "tar", entries)
