"""Packs a file as kernels are with lz4 and appends the decoded size. Debian packages: lz4."""

import hashlib
import subprocess
import sys
from pathlib import Path

here = Path(__file__).parent
sys.path.insert(0, str(here.parent))
from _tree import NOISE, expect  # noqa: E402 - the folder is no package

DATA = b"".join(b"line %d of a file that compresses well\n" % n for n in range(400)) + NOISE

packed = subprocess.run(["lz4", "-l", "-9", "-c"], input=DATA, stdout=subprocess.PIPE, check=True).stdout
# scripts/Makefile.lib of Linux, size_append: four bytes, low ones first; they are not the frame's
(here / "input").write_bytes(packed + len(DATA).to_bytes(4, "little"))
expect(
    here,
    "lz4_legacy",
    [{"path": "data", "kind": "file", "size": len(DATA), "sha256": hashlib.sha256(DATA).hexdigest()}],
    size=len(packed),
)
