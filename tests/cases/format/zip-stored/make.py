"""Packs the tree with zip, stored. Debian packages: zip."""

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
    (root / "lib/zeros").write_bytes(bytes(600))
    os.utime(root / "lib/zeros", (1700000000, 1700000000))
    output = Path(place) / "made.zip"
    names = [str(entry["path"]) for entry in describe(root)]
    command = ["zip", "-q", "-X", "-y", "-0", output, *names]
    subprocess.run(command, cwd=root, check=True, env=os.environ | {"TZ": "UTC", "LC_ALL": "C.UTF-8"})
    (here / "input").write_bytes(output.read_bytes())
    expect(here, "zip", describe(root, owner=None), facts={"compression": "stored"})
