"""Packs standard input with lzop in a block that did not shrink, with CRC32. Debian packages: lzop."""

import hashlib
import subprocess
import sys
from pathlib import Path

here = Path(__file__).parent
sys.path.insert(0, str(here.parent))
from _tree import NOISE, expect  # noqa: E402 - the folder is no package

DATA = b"".join(b"line %d of a file that compresses well\n" % n for n in range(400)) + NOISE

DATA = NOISE
packed = subprocess.run(["lzop", "--crc32", "-c"], input=DATA, stdout=subprocess.PIPE, check=True).stdout
(here / "input").write_bytes(packed)
expect(
    here,
    "lzop",
    [{"path": "data", "kind": "file", "size": len(DATA), "sha256": hashlib.sha256(DATA).hexdigest()}],
    facts={"method": "LZO1X-1"},
)
