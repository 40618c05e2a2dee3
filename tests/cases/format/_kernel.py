"""A stand-in for a kernel, compressed by the real tools and laid out as the kernel's build does.

No packer makes a kernel of 16 KB, so the scripts write the headers from the documents that the formats cite.
"""

import hashlib
import os
import struct
import subprocess
import tempfile
from pathlib import Path

from _tree import NOISE

KERNEL = b"\x00\x00\xa0\xe1" * 64 + b"Linux version 6.1.0-cupel (made for a golden case) #1\n" + NOISE + bytes(9000)
"""What the payload decodes to."""
CODE = NOISE[:700] + b"\x1f\x8b\x08\x00" + NOISE[:40] + b"\xfd7zXZ\x00\x00\x01" + NOISE[700:1000] + b"\x28\xb5\x2f\xfd"
"""What stands for a decompressor: like a real one, it has the headers of compressed streams as constants."""

COMMANDS = {  # the options of the kernel's build, with dictionaries that fit the stand-in
    "gzip": ["gzip", "-n", "-9", "-c"],
    "xz": ["xz", "--check=crc32", "--arm", "--lzma2=dict=1MiB", "-c"],
    "lzma": ["lzma", "-9", "-c"],
    "lzo": ["lzop", "-9", "-c"],
    "lz4": ["lz4", "-l", "-9", "-c"],
    "zstd": ["zstd", "-22", "--ultra", "-c", "-q"],
}


def compress(tool: str, data: bytes = KERNEL) -> bytes:
    """Compress `data` with a tool; the decoded size is appended to all but gzip, which has it anyway."""
    with tempfile.TemporaryDirectory() as place:
        file = Path(place) / "kernel"
        file.write_bytes(data)
        os.utime(file, (1700000000, 1700000000))
        done = subprocess.run([*COMMANDS[tool], file], check=True, capture_output=True).stdout
    return done if tool == "gzip" else done + struct.pack("<I", len(data))


def rows(parts: dict[str, bytes]) -> list[dict[str, object]]:
    """Describe the entries that must come out."""
    return [
        {"path": path, "kind": "file", "size": len(data), "sha256": hashlib.sha256(data).hexdigest()}
        for path, data in parts.items()
    ]


def aligned(data: bytes, size: int) -> bytes:
    """Fill up with zeros to a multiple of `size` bytes."""
    return data + bytes(-len(data) % size)


def zimage(payload: bytes, order: str = "<", table: bool = True) -> tuple[bytes, int]:
    """Lay out a zImage and return it with the payload's offset."""
    code = aligned(CODE, 4)
    begin = 0x40 + len(code) + (28 if table else 0)
    end = len(aligned(bytes(begin) + payload, 8)) + 16
    words = [0xE1A00000] * 8 + [0xEA000006, 0x016F2818, 0, end]
    words += [0x04030201, 0x45454545, begin - 28, 0] if table else [0xE1A01001] * 4
    image = struct.pack(order + "16I", *words) + code
    if table:
        image += struct.pack(order + "7I", 6, 0x5A534C4B, begin + len(payload) - 4, 0x5000, 0x8000, 0x10000, 0)
    return aligned(image + payload, 8) + b"data of the code", begin


def zimage_parts(image: bytes, begin: int, end: int) -> list[dict[str, object]]:
    """Describe a zImage's entries: the header is in none of them."""
    parts = {"decompressor": image[0x40:begin], "payload": image[begin:end], "decompressor rest": image[end:]}
    return rows({name: data for name, data in parts.items() if data})


def bzimage(payload: bytes, protocol: int = 0x20F) -> tuple[bytes, int, int]:
    """Lay out a bzImage and return it with the offsets of its protected-mode code and its payload."""
    before, rest = CODE[:96], CODE[96:300]
    code = aligned(before + payload + rest, 16)
    version = b"6.1.0-cupel (made for a golden case) #1 SMP\0"
    setup = bytearray(1024)
    struct.pack_into("<BHIHHH", setup, 0x1F1, 1, 1, len(code) // 16, 0, 0, 0)
    struct.pack_into("<H2s4sH", setup, 0x1FE, 0xAA55, b"\xeb\x6a", b"HdrS", protocol)
    struct.pack_into("<H", setup, 0x20E, 0x300 - 0x200)
    setup[0x211] = 1
    if protocol >= 0x208:
        struct.pack_into("<H", setup, 0x236, 1)
        struct.pack_into("<2I", setup, 0x248, len(before), len(payload))
    setup[0x300 : 0x300 + len(version)] = version
    return bytes(setup) + code, 1024, 1024 + len(before)
