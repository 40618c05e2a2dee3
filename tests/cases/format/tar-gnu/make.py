"""Packs the tree with GNU tar in its own layout: long names, owners past octal. Debian packages: tar."""

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
    (root / "lib/noise").write_bytes(b"short")
    command = [
        "tar",
        "--create",
        "--format=gnu",
        "--sort=name",
        "--mtime=@1700000000",
        "-b",
        "2",
        "--owner=someone:3000000",
        "--group=some:3000001",
    ]
    subprocess.run([*command, "--file", here / "input", "-C", root, "."], check=True)
    entries = describe(root, owner=(3000000, 3000001))
    twice = next(entry for entry in entries if entry["path"] == "bin/twice")
    twice |= {"kind": "hard link", "target": "./bin/tool"}
    del twice["size"], twice["sha256"]
    expect(here, "tar", entries)
