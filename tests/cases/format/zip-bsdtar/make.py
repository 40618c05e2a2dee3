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
    command = ["bsdtar", "--create", "--format=zip", "--uid=1000", "--gid=100", "--file", here / "input", "bin", "etc", "lib"]
    subprocess.run(command, cwd=root, check=True, env=os.environ | {"TZ": "UTC", "LC_ALL": "C.UTF-8"})
    expect(here, "zip", describe(root, owner=(1000, 100)))
