"""Writes a version 2 TRX by its layout (kernel.org brcm,trx binding; OpenWrt wiki). Debian packages: none."""

import hashlib
import struct
import sys
import zlib
from pathlib import Path

here = Path(__file__).parent
sys.path.insert(0, str(here.parent))
from _tree import NOISE, expect  # noqa: E402 - the folder is no package

PARTS = (NOISE[:900], NOISE[900:1500], NOISE[1500:2900], NOISE[2900:])
offsets = [32 + sum(map(len, PARTS[:number])) for number in range(4)]
body = struct.pack("<HH4I", 0, 2, *offsets) + b"".join(PARTS)
crc = zlib.crc32(body) ^ 0xFFFFFFFF  # TRX leaves out the final inversion
(here / "input").write_bytes(struct.pack("<4sII", b"HDR0", 12 + len(body), crc) + body)
entries = [
    {
        "path": f"partition-{number}",
        "kind": "file",
        "size": len(data),
        "sha256": hashlib.sha256(data).hexdigest(),
    }
    for number, data in enumerate(PARTS)
]
expect(here, "trx", entries, facts={"version": 2, "checksum": "correct"})
