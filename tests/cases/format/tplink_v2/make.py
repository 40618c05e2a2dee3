"""Writes a TP-Link version 2 image by its layout (OpenWrt firmware-utils). Debian packages: none."""

import hashlib
import struct
import sys
from pathlib import Path

here = Path(__file__).parent
sys.path.insert(0, str(here.parent))
from _tree import NOISE, expect  # noqa: E402 - the folder is no package

SALT = bytes.fromhex("dcd73aa5c39598fbdcf9e7f40eae4737")
kernel, rootfs = NOISE[:1500], NOISE[1500:]
length = 512 + len(NOISE)
header = b"\x02\0\0\0" + b"ver. 1.0\0".ljust(48, b"\xff")
header += struct.pack(">3I16s4x16xI", 0x89700001, 1, 4, SALT, 0xFFFFFFFF)
header += struct.pack(">9I", 0x80002000, 0x800061B0, length, 512, len(kernel), 512 + len(kernel), len(rootfs), 0, 0)
header += bytes.fromhex("55aa 01 02 a5 00 06 0b")
image = header.ljust(512, b"\xff") + kernel + rootfs
(here / "input").write_bytes(image.replace(SALT, hashlib.md5(image).digest()))
entries = [
    {"path": path, "kind": "file", "size": len(data), "sha256": hashlib.sha256(data).hexdigest()}
    for path, data in (("kernel", kernel), ("rootfs", rootfs))
]
facts = {"version": 2, "image version": "ver. 1.0", "firmware version": "0.6.11", "second version": "1.2"}
facts |= {"hardware id": "0x89700001", "hardware revision": 1, "additional hardware version": 4}
expect(here, "tplink_v2", entries, facts=facts | {"checksum": "correct"})
