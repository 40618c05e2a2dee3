"""Packs a file under its name with gzip. Debian packages: gzip."""

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
    file = Path(place) / "etc_ümläut.conf"
    file.write_bytes(DATA)
    os.utime(file, (1700000000, 1700000000))
    packed = subprocess.run(["gzip", "-9", "-N", "-c", file.name], cwd=place, stdout=subprocess.PIPE, check=True).stdout
(here / "input").write_bytes(packed)
entries = [{"path": "etc_ümläut.conf", "kind": "file", "size": len(DATA), "sha256": hashlib.sha256(DATA).hexdigest()}]
expect(here, "gzip", entries, facts={"made at": 1700000000, "name": "etc_ümläut.conf"})
