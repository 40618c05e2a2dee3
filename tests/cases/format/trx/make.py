"""Writes a version 1 TRX by its layout (kernel.org brcm,trx binding; OpenWrt wiki). Debian packages: none."""

import hashlib
import struct
import sys
import zlib
from pathlib import Path

here = Path(__file__).parent
sys.path.insert(0, str(here.parent))
from _tree import NOISE, expect  # noqa: E402 - the folder is no package

kernel, rootfs = NOISE[:2020].ljust(2048, b"\xff"), NOISE[2020:]
body = struct.pack("<HH3I", 0, 1, 28, 28 + len(kernel), 0) + kernel + rootfs
crc = zlib.crc32(body) ^ 0xFFFFFFFF  # TRX leaves out the final inversion
(here / "input").write_bytes(struct.pack("<4sII", b"HDR0", 12 + len(body), crc) + body)
entries = [
    {
        "path": f"partition-{number}",
        "kind": "file",
        "size": len(data),
        "sha256": hashlib.sha256(data).hexdigest(),
    }
    for number, data in enumerate((kernel, rootfs))
]
expect(here, "trx", entries, facts={"version": 1, "checksum": "correct"})
