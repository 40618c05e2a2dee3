"""Packs a file with pzstd: skippable frames before each frame, and one at the end. Debian packages: zstd."""

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
    subprocess.run(["pzstd", "-q", "-p", "2", "file"], cwd=place, check=True)
    packed = (Path(place) / "file.zst").read_bytes()
assert packed[:4] == b"\x50\x2a\x4d\x18"
skippable = b"\x5f\x2a\x4d\x18" + (11).to_bytes(4, "little") + b"what I want"  # RFC 8878, 3.1.2
(here / "input").write_bytes(packed + skippable)
skipped = packed.count(b"\x50\x2a\x4d\x18") + 1
expect(
    here,
    "zstd",
    [{"path": "data", "kind": "file", "size": len(DATA), "sha256": hashlib.sha256(DATA).hexdigest()}],
    facts={"frames": skipped - 1, "skippable frames": skipped},
)
