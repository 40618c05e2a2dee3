"""Packs a file in two frames with zstd, one without checksum and size. Debian packages: zstd."""

import hashlib
import subprocess
import sys
from pathlib import Path

here = Path(__file__).parent
sys.path.insert(0, str(here.parent))
from _tree import NOISE, expect  # noqa: E402 - the folder is no package

DATA = b"".join(b"line %d of a file that compresses well\n" % n for n in range(400)) + NOISE

first = subprocess.run(
    ["zstd", "-19", "-c", "-q", "--no-check"], input=DATA[:9000], stdout=subprocess.PIPE, check=True
).stdout
second = subprocess.run(["zstd", "-c", "-q"], input=DATA[9000:], stdout=subprocess.PIPE, check=True).stdout
(here / "input").write_bytes(first + second)
expect(
    here,
    "zstd",
    [{"path": "data", "kind": "file", "size": len(DATA), "sha256": hashlib.sha256(DATA).hexdigest()}],
    facts={"frames": 2},
)
