"""Packs a file in two streams with padding between them with xz. Debian packages: xz-utils."""

import hashlib
import subprocess
import sys
from pathlib import Path

here = Path(__file__).parent
sys.path.insert(0, str(here.parent))
from _tree import NOISE, expect  # noqa: E402 - the folder is no package

DATA = b"".join(b"line %d of a file that compresses well\n" % n for n in range(400)) + NOISE

first = subprocess.run(["xz", "-c"], input=DATA[:9000], stdout=subprocess.PIPE, check=True).stdout
second = subprocess.run(["xz", "-c", "--check=sha256"], input=DATA[9000:], stdout=subprocess.PIPE, check=True).stdout
(here / "input").write_bytes(first + bytes(8) + second)
expect(
    here,
    "xz",
    [{"path": "data", "kind": "file", "size": len(DATA), "sha256": hashlib.sha256(DATA).hexdigest()}],
    facts={"members": 2, "check": "CRC64", "filters": "LZMA2"},
)
