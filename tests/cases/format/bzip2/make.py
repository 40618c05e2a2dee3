"""Packs a file in two streams that follow each other with bzip2. Debian packages: bzip2."""

import hashlib
import subprocess
import sys
from pathlib import Path

here = Path(__file__).parent
sys.path.insert(0, str(here.parent))
from _tree import NOISE, expect  # noqa: E402 - the folder is no package

DATA = b"".join(b"line %d of a file that compresses well\n" % n for n in range(400)) + NOISE

packed = [
    subprocess.run(["bzip2", "-9", "-c"], input=part, stdout=subprocess.PIPE, check=True).stdout
    for part in (DATA[:9000], DATA[9000:])
]
(here / "input").write_bytes(b"".join(packed))
expect(
    here,
    "bzip2",
    [{"path": "data", "kind": "file", "size": len(DATA), "sha256": hashlib.sha256(DATA).hexdigest()}],
    facts={"members": 2, "block size": 900_000},
)
