"""Packs a file under its name with lzop. Debian packages: lzop."""

import hashlib
import os
import subprocess
import sys
import tempfile
from pathlib import Path

here = Path(__file__).parent
sys.path.insert(0, str(here.parent))
from _tree import NOISE, expect  # noqa: E402 - the folder is no package

DATA = b"".join(b"line %d of a file that compresses well\n" % n for n in range(400)) + NOISE

with tempfile.TemporaryDirectory() as place:
    file = Path(place) / "vmlinux"
    file.write_bytes(DATA)
    os.utime(file, (1700000000, 1700000000))
    subprocess.run(["lzop", "-9", file.name], cwd=place, check=True)
    packed = (Path(place) / "vmlinux.lzo").read_bytes()
(here / "input").write_bytes(packed)
facts = {"made at": 1700000000, "name": "vmlinux", "method": "LZO1X-999"}
expect(
    here,
    "lzop",
    [{"path": "vmlinux", "kind": "file", "size": len(DATA), "sha256": hashlib.sha256(DATA).hexdigest()}],
    facts=facts,
)
