"""Packs a file with six runs of data with GNU tar, sparse layout gnu. Debian packages: tar."""

import subprocess
import sys
import tempfile
from pathlib import Path

here = Path(__file__).parent
sys.path.insert(0, str(here.parent))
from _tree import NOISE, describe, expect  # noqa: E402 - the folder is no package

with tempfile.TemporaryDirectory() as place:
    root = Path(place) / "root"
    root.mkdir()
    with (root / "holes").open("wb") as file:
        for run in range(6):  # more than the four that a GNU header has room for
            file.seek(40960 * run + 8192)
            file.write(NOISE[512 * run : 512 * run + 512])
        file.truncate(300001)
    (root / "holes").chmod(0o644)
    (root / "next").write_bytes(b"what follows is found\n")
    (root / "next").chmod(0o644)
    # In layouts 0.1 and 1.0 tar writes its process number into a name that a reader of sparse files replaces.
    command = [
        "tar",
        "--create",
        "--sparse",
        "--hole-detection=raw",
        "--format=gnu",
        "-b",
        "2",
        "--mtime=@1700000000",
    ]
    owner = ["--owner=0", "--group=0", "--numeric-owner"]
    subprocess.run([*command, *owner, "--file", here / "input", "-C", root, "holes", "next"], check=True)
    expect(here, "tar", describe(root))
