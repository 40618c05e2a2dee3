"""Packs the tree with cpio in the old binary layout, and swaps its headers. Debian packages: cpio."""

import array
import subprocess
import sys
import tempfile
from pathlib import Path

here = Path(__file__).parent
sys.path.insert(0, str(here.parent))
from _tree import build, describe, expect  # noqa: E402 - the folder is no package

# GNU cpio writes its machine's byte order: a big-endian archive has the same headers, swapped.
with tempfile.TemporaryDirectory() as place:
    root = build(Path(place) / "root", devices=True)
    entries = describe(root)
    names = "\n".join(str(entry["path"]) for entry in entries) + "\n"
    command = ["cpio", "-o", "-H", "bin", "--reproducible", "-R", "0:0", "--quiet"]
    packed = bytearray(subprocess.run(command, cwd=root, input=names.encode(), capture_output=True, check=True).stdout)
    position = 0
    while packed[position : position + 2] == b"\xc7\x71":
        header = array.array("H", bytes(packed[position : position + 26]))
        sizes = header[10], header[11] << 16 | header[12]
        header.byteswap()
        packed[position : position + 26] = header.tobytes()
        position += 26 + sum(size + size % 2 for size in sizes)
    (here / "input").write_bytes(packed)
    expect(here, "cpio", entries, facts={"variant": "old binary, big endian"})
