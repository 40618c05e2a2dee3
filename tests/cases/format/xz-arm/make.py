"""Packs code for ARM as kernels are: xz with the filter for ARM and CRC32. Debian packages: xz-utils."""

import hashlib
import struct
import subprocess
import sys
from pathlib import Path

here = Path(__file__).parent
sys.path.insert(0, str(here.parent))
from _tree import NOISE, expect  # noqa: E402 - the folder is no package

DATA = b"".join(b"line %d of a file that compresses well\n" % n for n in range(400)) + NOISE

# branch instructions, so that the filter changes something
DATA = DATA[:4000] + b"".join(struct.pack("<I", 0xEB000000 | 0x1000 - n) for n in range(2000))
packed = subprocess.run(
    ["xz", "-c", "--check=crc32", "--arm", "--lzma2=dict=1MiB"],
    input=DATA,
    stdout=subprocess.PIPE,
    check=True,
).stdout
assert (
    packed
    != subprocess.run(
        ["xz", "-c", "--check=crc32", "--lzma2=dict=1MiB"], input=DATA, stdout=subprocess.PIPE, check=True
    ).stdout
)
(here / "input").write_bytes(packed)
expect(
    here,
    "xz",
    [{"path": "data", "kind": "file", "size": len(DATA), "sha256": hashlib.sha256(DATA).hexdigest()}],
    facts={"check": "CRC32", "filters": "ARM, LZMA2"},
)
