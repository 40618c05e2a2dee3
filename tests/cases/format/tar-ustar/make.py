"""Packs the tree with GNU tar, layout ustar, with a path that needs the prefix. Debian packages: tar."""

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
    deep = root / "lib" / ("long" * 15) / ("longer" * 10)
    deep.parent.mkdir(mode=0o755)
    deep.write_bytes(b"far down\n")
    deep.chmod(0o640)
    command = [
        "tar",
        "--create",
        "--format=ustar",
        "--sort=name",
        "--mtime=@1700000000",
        "-b",
        "2",
        "--owner=0",
        "--group=0",
        "--numeric-owner",
    ]
    subprocess.run([*command, "--file", here / "input", "-C", root, "bin", "dev", "etc", "lib"], check=True)
    entries = describe(root, owner=(0, 0))
    twice = next(entry for entry in entries if entry["path"] == "bin/twice")
    twice |= {"kind": "hard link", "target": "bin/tool"}
    del twice["size"], twice["sha256"]
    expect(here, "tar", entries)
