"""Packs the tree with zip into a pipe: sizes follow the data. Debian packages: zip."""

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
    command = ["zip", "-q", "-X", "-y", "-", *(str(entry["path"]) for entry in describe(root))]
    packed = subprocess.run(command, cwd=root, check=True, capture_output=True, env=os.environ | {"TZ": "UTC"}).stdout
    (here / "input").write_bytes(packed)
    expect(here, "zip", describe(root, owner=None), facts={"compression": "deflate, stored"})
