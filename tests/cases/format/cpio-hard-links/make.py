"""Packs three names of one file with cpio, whose bytes come with the last. Debian packages: cpio."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

here = Path(__file__).parent
sys.path.insert(0, str(here.parent))
from _tree import NOISE, describe, expect  # noqa: E402 - the folder is no package

with tempfile.TemporaryDirectory() as place:
    root = Path(place) / "root"
    root.mkdir()
    (root / "one").write_bytes(NOISE)
    (root / "one").chmod(0o755)
    for name in ("three", "two"):
        (root / name).hardlink_to(root / "one")
    os.utime(root / "one", (1700000000, 1700000000))
    command = ["cpio", "-o", "-H", "newc", "--reproducible", "-R", "0:0", "--quiet"]
    packed = subprocess.run(command, cwd=root, input=b"one\nthree\ntwo\n", capture_output=True, check=True).stdout
    assert packed.count(NOISE) == 1
    (here / "input").write_bytes(packed)
    expect(here, "cpio", describe(root), facts={"entries": 3})
