"""Writes a HWNP package by its public layout (HuaweiFirmwareTool's README and header). Debian packages: none."""

import hashlib
import struct
import sys
import zlib
from pathlib import Path

here = Path(__file__).parent
sys.path.insert(0, str(here.parent))
from _tree import NOISE, expect  # noqa: E402 - the folder is no package

ITEMS = (
    ("file:/var/UpgradeCheck.xml", "UPGRDCHECK", b'<upgradecheck><HardVerCheck CheckEnable="1"/></upgradecheck>\n', 0),
    ("file:/var/run_me.sh", "UNKNOWN", b"#!/bin/sh\necho made for a golden case\n", 2),
    ("flash:kernel", "KERNEL", NOISE, 0),
)
PRODUCTS = b"100|200|".ljust(256, b"\0")
first = 36 + len(PRODUCTS) + 360 * len(ITEMS)
table, body = b"", b""
for number, (target, section, data, policy) in enumerate(ITEMS):
    table += struct.pack(
        "<IIII256s16s64sII",
        number, zlib.crc32(data), first + len(body), len(data), target.encode(), section.encode(), b"", policy, 0,
    )  # fmt: skip
    body += data
tail = struct.pack("<I2xHII", len(ITEMS), len(PRODUCTS), 360, 0) + PRODUCTS + table
counted = struct.pack("<II", first, zlib.crc32(tail)) + tail + body
whole = len(counted) + 12
package = b"HWNP" + struct.pack(">I", whole - 76) + struct.pack("<I", zlib.crc32(counted)) + counted
(here / "input").write_bytes(package)
entries = [
    {
        "path": target.removeprefix("file:").lstrip("/"),
        "kind": "file",
        "size": len(data),
        "sha256": hashlib.sha256(data).hexdigest(),
    }
    for target, _, data, _ in ITEMS
]
expect(
    here,
    "hwnp",
    entries,
    facts={
        "items": 3,
        "products": "100|200|",
        "checksum": "correct",
        "item 2": "file:/var/run_me.sh, UNKNOWN, policy 2",
    },
)
