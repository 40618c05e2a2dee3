"""Packs a kernel with mkimage. Debian packages: u-boot-tools."""

import hashlib
import os
import subprocess
import sys
import tempfile
from pathlib import Path

here = Path(__file__).parent
sys.path.insert(0, str(here.parent))
from _tree import NOISE, expect  # noqa: E402 - the folder is no package

with tempfile.TemporaryDirectory() as place:
    payload = Path(place) / "payload"
    payload.write_bytes(NOISE)
    command = [
        "mkimage",
        "-A",
        "mips",
        "-O",
        "linux",
        "-T",
        "kernel",
        "-C",
        "lzma",
        "-a",
        "80060000",
        "-e",
        "80061234",
    ]
    command += ["-n", "MIPS OpenWrt Linux-4.9", "-d", payload, here / "input"]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env=os.environ | {"SOURCE_DATE_EPOCH": "1700000000"})
entry = {"path": "kernel", "kind": "file", "size": len(NOISE), "sha256": hashlib.sha256(NOISE).hexdigest()}
facts = {
    "name": "MIPS OpenWrt Linux-4.9",
    "architecture": "mips",
    "os": "linux",
    "type": "kernel",
    "compression": "lzma",
}
facts |= {"load": "0x80060000", "entry": "0x80061234", "made at": 1700000000}
expect(here, "uimage", [entry], facts=facts | {"header checksum": "correct", "data checksum": "correct"})
