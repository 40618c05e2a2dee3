"""Writes a TP-Link version 1 image by its layout (OpenWrt wiki, techref/header). Debian packages: none."""

import hashlib
import struct
import sys
from pathlib import Path

here = Path(__file__).parent
sys.path.insert(0, str(here.parent))
from _tree import NOISE, expect  # noqa: E402 - the folder is no package

SALT = bytes.fromhex("dcd73aa5c39598fbddf9e7f40eae4738")
kernel, rootfs = NOISE[:1500], NOISE[1500:]
places = [512 + len(kernel) + 4, len(rootfs)]  # after a gap of four bytes
length = 4096
header = b"\x01\0\0\0" + b"TP-LINK Technologies".ljust(24, b"\0") + b"ver. 1.0".ljust(36, b"\0")
header += struct.pack(">3I16s4x16x4x", 0x30200001, 1, 0, SALT)
header += struct.pack(">9I", 0x80002000, 0x801D5B20, length, 512, len(kernel), *places, 0, 0)
header += struct.pack(">3H", 3, 17, 2)
image = (header.ljust(512, b"\0") + kernel + bytes(4) + rootfs).ljust(length, b"\xff")
(here / "input").write_bytes(image.replace(SALT, hashlib.md5(image).digest()))
entries = [
    {"path": path, "kind": "file", "size": len(data), "sha256": hashlib.sha256(data).hexdigest()}
    for path, data in (("kernel", kernel), ("rootfs", rootfs))
]
facts = {
    "version": 1,
    "vendor": "TP-LINK Technologies",
    "image version": "ver. 1.0",
    "firmware version": "3.17.2",
}
facts |= {"hardware id": "0x30200001", "hardware revision": 1, "load": "0x80002000", "entry": "0x801d5b20"}
expect(here, "tplink", entries, facts=facts | {"checksum": "correct"})
