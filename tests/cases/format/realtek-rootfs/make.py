"""Writes a Realtek root file system whose checksum is wrong, by its layout. Debian packages: none."""

import hashlib
import struct
import sys
from pathlib import Path

here = Path(__file__).parent
sys.path.insert(0, str(here.parent))
from _tree import NOISE, expect  # noqa: E402 - the folder is no package

total = sum(struct.unpack(f">{len(NOISE) // 2}H", NOISE))
checksum = struct.pack(">H", 1 - total & 0xFFFF)
header = struct.pack(">4s3I", b"r6cr", 0x120000, 0x170000, len(NOISE) + 2)
(here / "input").write_bytes(header + NOISE + checksum)
entry = {"path": "rootfs", "kind": "file", "size": len(NOISE), "sha256": hashlib.sha256(NOISE).hexdigest()}
facts = {"signature": "r6cr", "type": "rootfs", "flash offset": "0x00170000", "checksum": "wrong"}
expect(here, "realtek", [entry], facts=facts, problems=["the checksum is wrong"])
