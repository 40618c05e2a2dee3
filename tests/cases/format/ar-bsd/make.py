"""Packs members with long and odd names with bsdtar in the BSD layout. Debian packages: libarchive-tools."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

here = Path(__file__).parent
sys.path.insert(0, str(here.parent))
from _tree import NOISE, describe, expect  # noqa: E402 - the folder is no package

with tempfile.TemporaryDirectory() as place:
    folder = Path(place)
    (folder / "odd").write_bytes(b"odd")
    (folder / "a member with a long name.txt").write_bytes(NOISE)
    for path in folder.iterdir():
        path.chmod(0o644)
        os.utime(path, (1700000000, 1700000000))
    command = ["bsdtar", "--create", "--format=arbsd", "--uid=0", "--gid=0", "--file", here / "input"]
    subprocess.run([*command, "odd", "a member with a long name.txt"], cwd=folder, check=True)
    expect(here, "ar", describe(folder), facts={"newest member": 1700000000})
