"""Packs a kernel, a RAM disk and a device tree as one multi-file image. Debian packages: u-boot-tools."""

import hashlib
import os
import subprocess
import sys
import tempfile
from pathlib import Path

here = Path(__file__).parent
sys.path.insert(0, str(here.parent))
from _tree import NOISE, expect  # noqa: E402 - the folder is no package

PARTS = [NOISE[:1001], NOISE[1001:2000], NOISE[2000:2402]]  # sizes that are no multiples of four
entries = []
with tempfile.TemporaryDirectory() as place:
    for number, data in enumerate(PARTS):
        (Path(place) / str(number)).write_bytes(data)
        row = {
            "path": f"image-{number}",
            "kind": "file",
            "size": len(data),
            "sha256": hashlib.sha256(data).hexdigest(),
        }
        entries.append(row)
    command = ["mkimage", "-A", "powerpc", "-O", "linux", "-T", "multi", "-C", "none", "-n", "three"]
    command += ["-d", ":".join(f"{place}/{number}" for number in range(len(PARTS))), here / "input"]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env=os.environ | {"SOURCE_DATE_EPOCH": "1700000000"})
facts = {"name": "three", "architecture": "powerpc", "type": "multi", "data checksum": "correct"}
expect(here, "uimage", entries, facts=facts)
