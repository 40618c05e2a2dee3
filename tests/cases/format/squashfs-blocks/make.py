"""Packs files of many blocks, a sparse one and a folder of 300 names. Debian packages: squashfs-tools."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

here = Path(__file__).parent
sys.path.insert(0, str(here.parent))
from _tree import build, describe, expect  # noqa: E402 - the folder is no package

with tempfile.TemporaryDirectory() as place:
    root = build(Path(place) / "root", devices=True)
    (root / "lib/long").write_bytes(b"".join(b"%7d\n" % (n // 99) for n in range(5000)))
    with (root / "lib/sparse").open("wb") as sparse:
        sparse.write(b"first")
        sparse.seek(1_000_000)
        sparse.write(b"last")
    (root / "many").mkdir()
    for number in range(300):
        (root / f"many/{number:03d}").touch()
    for found in (root / "lib", root / "lib/long", root / "lib/sparse", root / "many", *(root / "many").iterdir()):
        found.chmod(0o755)
        os.utime(found, (1700000000, 1700000000))
    command = ["mksquashfs", root, here / "input", "-noappend", "-all-root", "-no-progress", "-quiet", "-nopad"]
    command += ["-mkfs-time", "0", "-comp", "gzip", "-b", "4096", "-no-fragments"]
    (here / "input").unlink(missing_ok=True)
    subprocess.run(command, check=True)
    expect(here, "squashfs", describe(root), facts={"block size": 4096})
