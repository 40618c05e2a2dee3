"""Packs a file with xz in the old format, which writes an end marker and no size. Debian packages: xz-utils."""

import hashlib
import subprocess
import sys
from pathlib import Path

here = Path(__file__).parent
sys.path.insert(0, str(here.parent))
from _tree import NOISE, expect  # noqa: E402 - the folder is no package

DATA = b"".join(b"line %d of a file that compresses well\n" % n for n in range(400)) + NOISE

(here / "input").write_bytes(
    subprocess.run(["xz", "-c", "--format=lzma"], input=DATA, stdout=subprocess.PIPE, check=True).stdout
)
expect(
    here,
    "lzma",
    [{"path": "data", "kind": "file", "size": len(DATA), "sha256": hashlib.sha256(DATA).hexdigest()}],
    facts={"decoded size": "unknown", "dictionary": 8 << 20},
)
