"""Packs the tree with bsdtar as zip, which adds owners in extra fields. Debian packages: libarchive-tools."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

here = Path(__file__).parent
sys.path.insert(0, str(here.parent))
from _tree import build, describe, expect  # noqa: E402 - the folder is no package

with tempfile.TemporaryDirectory() as place:
    root = build(Path(place) / "root")
    # The extra fields hold the time at which the tree was made: the input differs from run to run.
    command = [
        "bsdtar",
        "--create",
        "--format=zip",
        "--uid=1000",
        "--gid=100",
        "-n",
        "--file",
        here / "input",
    ]
    names = [str(entry["path"]) for entry in describe(root)]
    subprocess.run([*command, *names], cwd=root, check=True, env=os.environ | {"TZ": "UTC", "LC_ALL": "C.UTF-8"})
    expect(here, "zip", describe(root, owner=(1000, 100)))
