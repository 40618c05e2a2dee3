"""Packs what takes extended inodes: hard links, attributes, a large folder. Debian packages: squashfs-tools."""

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
    os.link(root / "lib/noise", root / "etc/again")
    for path in ("etc/banner", "bin", "bin/tool"):
        os.setxattr(root / path, "user.purpose", b"to make the inode an extended one")
    subprocess.run(["mknod", root / "dev/queue", "p"], check=True)
    os.setxattr(root / "dev", "user.purpose", b"a folder's too")
    (root / "long").mkdir()
    for number in range(400):  # a listing over 8 KB has an index, which only the extended inode has
        (root / f"long/a-name-that-is-rather-long-{number:03d}").touch()
    for found in (root / "long", root / "etc", *(root / "long").iterdir()):
        found.chmod(0o755)
    (root / "dev/queue").chmod(0o600)
    for found in root.rglob("*"):
        os.utime(found, (1700000000, 1700000000), follow_symlinks=False)
    command = ["mksquashfs", root, here / "input", "-noappend", "-all-root", "-no-progress", "-quiet", "-nopad"]
    command += ["-mkfs-time", "0", "-comp", "zstd"]
    (here / "input").unlink(missing_ok=True)
    subprocess.run(command, check=True)
    entries = describe(root)
    (queue,) = (entry for entry in entries if entry["path"] == "dev/queue")
    queue["kind"] = "fifo"
    del queue["device"]
    expect(here, "squashfs", entries, facts={"compression": "zstd"})
