"""Turns what mksquashfs packs into big-endian byte order. Debian packages: squashfs-tools.

No packer makes SquashFS 4 in big-endian order; some vendors' kernels read it. The layout is that of
https://dr-emann.github.io/squashfs/. What is expected comes from the tree. The metadata is stored, so that its numbers
can be turned in place; the files' blocks are compressed, and have no byte order.
"""

import struct
import subprocess
import sys
import tempfile
from pathlib import Path

here = Path(__file__).parent
sys.path.insert(0, str(here.parent))
from _tree import build, describe, expect  # noqa: E402 - the folder is no package

SUPERBLOCK = "5I6H8Q"
INODE = "HHHHII"
DIRECTORY, FILE, LINK, DEVICE = "IIHHI", "IIII", "II", "II"
BLOCK_SIZE = 131072
STORED = 0x8000


class Image:
    """An image whose numbers are turned one after the other."""

    def __init__(self, data: bytes) -> None:
        self.data = bytearray(data)
        self.place = 0

    def turn(self, layout: str) -> tuple[int, ...]:
        values = struct.unpack_from("<" + layout, self.data, self.place)
        struct.pack_into(">" + layout, self.data, self.place, *values)
        self.place += struct.calcsize("<" + layout)
        return values

    def metadata(self, place: int) -> int:
        """Turn a metadata block's header and return the offset of its end."""
        self.place = place
        (header,) = self.turn("H")
        assert header & STORED, "mksquashfs compressed the metadata"
        return self.place + (header & ~STORED)

    def index(self, place: int) -> int:
        """Turn an index of one metadata block and return where that block is."""
        self.place = place
        (block,) = self.turn("Q")
        return block


def turn(data: bytes) -> bytes:
    image = Image(data)
    _magic, inodes, _time, _size, *rest = image.turn(SUPERBLOCK)
    fragments, _compressor, _log, _flags, ids, _major, _minor, _root, used, *tables = rest
    id_table, _xattr_table, inode_table, directory_table, fragment_table, export_table = tables
    assert len(data) == used
    image.data[:4] = b"sqsh"

    end = image.metadata(inode_table)
    assert end == directory_table, "the inodes take one block"
    sizes = []
    while image.place < end:
        kind, *_ = image.turn(INODE)
        if kind == 1:
            _start, _links, size, _offset, _parent = image.turn(DIRECTORY)
            sizes.append(size)
        elif kind == 2:
            _start, fragment, _offset, size = image.turn(FILE)
            blocks = size // BLOCK_SIZE if fragment != 0xFFFFFFFF else -(-size // BLOCK_SIZE)
            image.turn(f"{blocks}I")
        elif kind == 3:
            _links, length = image.turn(LINK)
            image.place += length
        else:
            assert kind == 5, "the tree has folders, files, links and a character device"
            image.turn(DEVICE)

    end = image.metadata(directory_table)
    while image.place < end:
        count, _start, _number = image.turn("III")
        for _ in range(count + 1):
            _offset, _difference, _kind, length = image.turn("HhHH")
            image.place += length + 1
    assert end - directory_table - 2 == sum(size - 3 for size in sizes)

    for table, count, layout in ((fragment_table, fragments, "QII"), (export_table, inodes, "Q"), (id_table, ids, "I")):
        end = image.metadata(image.index(table))
        for _ in range(count):
            image.turn(layout)
        assert image.place == end
    return bytes(image.data)


with tempfile.TemporaryDirectory() as place:
    root = build(Path(place) / "root", devices=True)
    (root / "lib/zeros").write_bytes(b"zeros and ones\n" * 20000)
    output = Path(place) / "output"
    command = ["mksquashfs", root, output, "-noappend", "-all-root", "-no-progress", "-quiet", "-nopad", "-no-xattrs"]
    command += ["-mkfs-time", "0", "-all-time", "1700000000", "-comp", "gzip", "-noI", "-noId", "-noF"]
    subprocess.run(command, check=True)
    (here / "input").write_bytes(turn(output.read_bytes()))
    expect(here, "squashfs", describe(root), facts={"byte order": "big", "compression": "gzip"})
