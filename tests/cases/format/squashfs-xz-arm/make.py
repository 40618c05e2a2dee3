"""Packs code for ARM with mksquashfs, xz with the filter for ARM. Debian packages: squashfs-tools."""

import os
import struct
import subprocess
import sys
import tempfile
from pathlib import Path

here = Path(__file__).parent
sys.path.insert(0, str(here.parent))
from _tree import build, describe, expect  # noqa: E402 - the folder is no package

with tempfile.TemporaryDirectory() as place:
    root = build(Path(place) / "root", devices=True)
    # branch instructions at odd distances, so that the filter changes something
    code = b"".join(struct.pack("<I", 0xEB000000 | 0x1000 - n) for n in range(3000))
    (root / "bin/code").write_bytes(code)
    (root / "bin/code").chmod(0o755)
    os.utime(root / "bin/code", (1700000000, 1700000000))
    os.utime(root / "bin", (1700000000, 1700000000))
    command = ["mksquashfs", root, here / "input", "-noappend", "-all-root", "-no-progress", "-quiet", "-nopad"]
    command += ["-mkfs-time", "0", "-comp", "xz", "-Xbcj", "arm"]
    (here / "input").unlink(missing_ok=True)
    subprocess.run(command, check=True)
    expect(here, "squashfs", describe(root), facts={"compression": "xz"})
