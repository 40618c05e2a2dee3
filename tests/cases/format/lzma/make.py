"""Packs a file with the LZMA SDK: decoded size, no end marker, properties byte 0x6d. Debian packages: lzma-alone."""

import hashlib
import subprocess
import sys
import tempfile
from pathlib import Path

here = Path(__file__).parent
sys.path.insert(0, str(here.parent))
from _tree import NOISE, expect  # noqa: E402 - the folder is no package

DATA = b"".join(b"line %d of a file that compresses well\n" % n for n in range(400)) + NOISE

with tempfile.TemporaryDirectory() as place:
    (Path(place) / "file").write_bytes(DATA)
    command = ["lzma_alone", "e", "file", "out.lzma", "-lc1", "-lp2", "-pb2", "-d23"]
    subprocess.run(command, cwd=place, capture_output=True, check=True)
    packed = (Path(place) / "out.lzma").read_bytes()
(here / "input").write_bytes(packed)
facts = {"decoded size": len(DATA), "properties": "lc=1 lp=2 pb=2"}
expect(
    here,
    "lzma",
    [{"path": "data", "kind": "file", "size": len(DATA), "sha256": hashlib.sha256(DATA).hexdigest()}],
    facts=facts,
)
