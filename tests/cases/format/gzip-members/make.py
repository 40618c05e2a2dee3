"""Packs a file in three members that follow each other with gzip. Debian packages: gzip."""

import hashlib
import subprocess
import sys
from pathlib import Path

here = Path(__file__).parent
sys.path.insert(0, str(here.parent))
from _tree import NOISE, expect  # noqa: E402 - the folder is no package

DATA = b"".join(b"line %d of a file that compresses well\n" % n for n in range(400)) + NOISE

parts = DATA[:5000], DATA[5000:5001], DATA[5001:]
packed = [subprocess.run(["gzip", "-n", "-c"], input=part, stdout=subprocess.PIPE, check=True).stdout for part in parts]
(here / "input").write_bytes(b"".join(packed))
expect(
    here,
    "gzip",
    [{"path": "data", "kind": "file", "size": len(DATA), "sha256": hashlib.sha256(DATA).hexdigest()}],
    facts={"members": 3},
)
