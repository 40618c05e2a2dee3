"""Packs a file system with mkimage, changes the name without its checksum. Debian packages: u-boot-tools."""

import hashlib
import os
import subprocess
import sys
import tempfile
from pathlib import Path

here = Path(__file__).parent
sys.path.insert(0, str(here.parent))
from _tree import NOISE, expect  # noqa: E402 - the folder is no package

output = here / "input"
with tempfile.TemporaryDirectory() as place:
    payload = Path(place) / "payload"
    payload.write_bytes(NOISE)
    command = [
        "mkimage",
        "-A",
        "arm",
        "-O",
        "linux",
        "-T",
        "filesystem",
        "-C",
        "none",
        "-n",
        "before",
        "-d",
        payload,
        output,
    ]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env=os.environ | {"SOURCE_DATE_EPOCH": "1700000000"})
output.write_bytes(output.read_bytes().replace(b"before", b"vendor", 1))
entry = {
    "path": "filesystem",
    "kind": "file",
    "size": len(NOISE),
    "sha256": hashlib.sha256(NOISE).hexdigest(),
}
facts = {"name": "vendor", "type": "filesystem", "header checksum": "wrong", "data checksum": "correct"}
expect(here, "uimage", [entry], facts=facts, problems=["header checksum wrong"])
