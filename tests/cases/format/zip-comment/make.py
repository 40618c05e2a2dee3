"""Packs the tree with zip, with a comment behind the central directory. Debian packages: zip."""

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
    output = Path(place) / "made.zip"
    names = [str(entry["path"]) for entry in describe(root)]
    command = ["zip", "-q", "-X", "-y", "-z", output, *names]
    subprocess.run(
        command,
        cwd=root,
        input=b"made for a golden case\n",
        check=True,
        env=os.environ | {"TZ": "UTC", "LC_ALL": "C.UTF-8"},
    )
    (here / "input").write_bytes(output.read_bytes())
    expect(here, "zip", describe(root, owner=None), facts={"comment": "made for a golden case"})
