"""Writes a version 1 TRX by its layout and cuts its end off. Debian packages: none."""

import hashlib
import struct
import sys
import zlib
from pathlib import Path

here = Path(__file__).parent
sys.path.insert(0, str(here.parent))
from _tree import NOISE, expect  # noqa: E402 - the folder is no package

kernel, rootfs = NOISE[:2048], NOISE[2048:]
body = struct.pack("<HH3I", 0, 1, 28, 28 + len(kernel), 0) + kernel + rootfs
crc = zlib.crc32(body) ^ 0xFFFFFFFF  # TRX leaves out the final inversion
whole = struct.pack("<4sII", b"HDR0", 12 + len(body), crc) + body
(here / "input").write_bytes(whole[:-1000])
entries = [
    {
        "path": f"partition-{number}",
        "kind": "file",
        "size": len(data),
        "sha256": hashlib.sha256(data).hexdigest(),
    }
    for number, data in enumerate((kernel, rootfs[:-1000]))
]
rest = {
    "facts": {"version": 1, "checksum": "not checked"},
    "problems": ["cut short"],
    "size": len(whole) - 1000,
}
expect(here, "trx", entries, **rest)
