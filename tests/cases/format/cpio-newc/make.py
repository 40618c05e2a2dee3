"""Packs the tree with cpio, layout newc. Debian packages: cpio."""

import subprocess
import sys
import tempfile
from pathlib import Path

here = Path(__file__).parent
sys.path.insert(0, str(here.parent))
from _tree import build, describe, expect  # noqa: E402 - the folder is no package

with tempfile.TemporaryDirectory() as place:
    root = build(Path(place) / "root", devices=True)
    entries = describe(root)
    names = "\n".join(str(entry["path"]) for entry in entries) + "\n"
    command = ["cpio", "-o", "-H", "newc", "--reproducible", "-R", "0:0", "--quiet"]
    packed = subprocess.run(command, cwd=root, input=names.encode(), capture_output=True, check=True).stdout
    (here / "input").write_bytes(packed)
    expect(here, "cpio", entries, facts={"variant": "newc"})
