"""Packs the tree with mksquashfs, lzma. Debian packages: squashfs-tools."""

import subprocess
import sys
import tempfile
from pathlib import Path

here = Path(__file__).parent
sys.path.insert(0, str(here.parent))
from _tree import build, describe, expect  # noqa: E402 - the folder is no package

with tempfile.TemporaryDirectory() as place:
    root = build(Path(place) / "root", devices=True)
    command = ["mksquashfs", root, here / "input", "-noappend", "-all-root", "-no-progress", "-quiet", "-nopad"]
    command += ["-mkfs-time", "0", "-comp", "lzma"]
    (here / "input").unlink(missing_ok=True)
    subprocess.run(command, check=True)
    expect(here, "squashfs", describe(root), facts={"version": "4.0", "compression": "lzma"})
