"""Packs a file in two frames with lz4, one with checksums of its blocks. Debian packages: lz4."""

import hashlib
import subprocess
import sys
from pathlib import Path

here = Path(__file__).parent
sys.path.insert(0, str(here.parent))
from _tree import NOISE, expect  # noqa: E402 - the folder is no package

DATA = b"".join(b"line %d of a file that compresses well\n" % n for n in range(400)) + NOISE

first = subprocess.run(
    ["lz4", "-9", "-B4", "-BD", "-BX", "-c"], input=DATA[:9000], stdout=subprocess.PIPE, check=True
).stdout
second = subprocess.run(["lz4", "-c"], input=DATA[9000:], stdout=subprocess.PIPE, check=True).stdout
(here / "input").write_bytes(first + second)
expect(
    here,
    "lz4",
    [{"path": "data", "kind": "file", "size": len(DATA), "sha256": hashlib.sha256(DATA).hexdigest()}],
    facts={"members": 2, "block size": 65536},
)
