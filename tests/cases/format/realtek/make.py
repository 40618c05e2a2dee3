"""Writes a Realtek kernel by its layout (binaryanalysis-ng realtek_bootloader.ksy). Debian packages: none."""

import hashlib
import struct
import sys
from pathlib import Path

here = Path(__file__).parent
sys.path.insert(0, str(here.parent))
from _tree import NOISE, expect  # noqa: E402 - the folder is no package

total = sum(struct.unpack(f">{len(NOISE) // 2}H", NOISE))
checksum = struct.pack(">H", -total & 0xFFFF)
header = struct.pack(">4s3I", b"cs6c", 0x80500000, 0x30000, len(NOISE) + 2)
(here / "input").write_bytes(header + NOISE + checksum)
entry = {"path": "kernel", "kind": "file", "size": len(NOISE), "sha256": hashlib.sha256(NOISE).hexdigest()}
facts = {
    "signature": "cs6c",
    "type": "kernel",
    "load": "0x80500000",
    "flash offset": "0x00030000",
    "length": 3074,
}
expect(here, "realtek", [entry], facts=facts | {"checksum": "correct"})
