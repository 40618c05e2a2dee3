"""Packs the tree with zip into a pipe, and cuts off the central directory. Debian packages: zip."""

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
    entries = [entry for entry in describe(root, owner=None, modes=False) if entry["kind"] != "link"]
    command = ["zip", "-q", "-X", "-", *(str(entry["path"]) for entry in entries)]
    packed = subprocess.run(command, cwd=root, check=True, capture_output=True, env=os.environ | {"TZ": "UTC"}).stdout
    packed = packed[: packed.index(b"PK\1\2")]
    (here / "input").write_bytes(packed)
    expect(here, "zip", entries, size=len(packed), problems=["no end of a central directory"])
