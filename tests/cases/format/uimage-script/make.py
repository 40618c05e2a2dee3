"""Packs a boot script with mkimage. Debian packages: u-boot-tools."""

import hashlib
import os
import subprocess
import sys
import tempfile
from pathlib import Path

here = Path(__file__).parent
sys.path.insert(0, str(here.parent))
from _tree import expect  # noqa: E402 - the folder is no package

SCRIPT = b"setenv bootargs console=ttyS0,115200 root=/dev/mtdblock2\nbootm 0x9f020000\n"
with tempfile.TemporaryDirectory() as place:
    payload = Path(place) / "boot.cmd"
    payload.write_bytes(SCRIPT)
    command = [
        "mkimage",
        "-A",
        "arm",
        "-T",
        "script",
        "-C",
        "none",
        "-n",
        "boot",
        "-d",
        payload,
        here / "input",
    ]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env=os.environ | {"SOURCE_DATE_EPOCH": "1700000000"})
entry = {"path": "script", "kind": "file", "size": len(SCRIPT), "sha256": hashlib.sha256(SCRIPT).hexdigest()}
expect(here, "uimage", [entry], facts={"type": "script", "data checksum": "correct"})
