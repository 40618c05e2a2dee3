"""SquashFS 4, read as a file system: a content that begins with the superblock goes in, files come out."""

import stat
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

from cupel.inspect.unpack.blocks import (
    BLOCK_ERRORS,
    BlockDecoder,
    decode_lz4,
    decode_lzma,
    decode_lzo,
    decode_xz,
    decode_zlib,
    decode_zstd,
)
from cupel.inspect.unpack.content import Content, ReadAhead
from cupel.inspect.unpack.format import Damaged, Entry, Magic, NotThisFormat, Volume
from cupel.inspect.unpack.limits import Budget, LimitExceeded
from cupel.inspect.unpack.once_cache import OnceCache

DECODERS: dict[int, tuple[str, BlockDecoder]] = {
    1: ("gzip", decode_zlib),
    2: ("lzma", decode_lzma),
    3: ("lzo", decode_lzo),
    4: ("xz", decode_xz),
    5: ("lz4", decode_lz4),
    6: ("zstd", decode_zstd),
}
KINDS = {
    1: "directory",
    2: "file",
    3: "link",
    4: "block device",
    5: "character device",
    6: "fifo",
    7: "socket",
}
METADATA = 8192
NONE = 0xFFFFFFFF
STORED = 1 << 24
AHEAD = 1 << 20
FRAGMENTS_KEPT = 16
NO_TABLE = (1 << 64) - 1
LARGEST_TABLE = 64 << 20
LARGEST_INDEX = 16 << 20
"""Bytes of the tables of fragments and owners: a million fragments, each of a block's size."""
MOST_BLOCKS = 4 * LARGEST_TABLE // METADATA
"""Metadata blocks of a table. Packers fill every block but the last; a forged one holds a byte in each."""
UNSAID = 16
"""Bytes that a superblock may declare past its last table before that is a forged number."""
LONGEST_PATH = 4096
"""Bytes of a path, as Linux has it: without a bound, folders in folders make paths of gigabytes together."""
ERRORS: tuple[type[Exception], ...] = (Damaged, *BLOCK_ERRORS)


class Place(NamedTuple):
    """Where a file's bytes are. Its list of block sizes stays in the inode table until they are wanted."""

    start: int
    sizes: int
    """Offset of the list in the inode table."""
    blocks: int
    fragment: int
    offset: int
    """Where the file's last bytes begin in the fragment."""


@dataclass(slots=True)
class SquashVolume(Volume):
    """An opened SquashFS: its tables decoded, its data blocks left where they are."""

    order: str = "<"
    block_size: int = 0
    compressor: tuple[str, BlockDecoder] = ("", decode_zlib)
    starts: tuple[int, ...] = ()  # id, xattr, inode, directory, fragment and export table
    root: int = 0
    counts: tuple[int, int] = (0, 0)  # fragments, ids
    inode_count: int = 0
    inodes: bytes = b""
    inode_blocks: dict[int, int] = field(default_factory=dict)
    directories: bytes = b""
    directory_blocks: dict[int, int] = field(default_factory=dict)
    owners: tuple[int, ...] = ()
    fragments: bytes = b""
    fragment_cache: OnceCache | None = None

    def load(self) -> None:
        """Decode the tables. Raises Damaged where not even the root folder can be read."""
        ids, _xattr, inodes, directories, fragments, export = self.starts
        fragment_count, id_count = self.counts
        self.fragment_cache = OnceCache(self._fragment, FRAGMENTS_KEPT)
        blocks: dict[str, tuple[int, ...]] = {}
        ends = [start for start in self.starts if directories < start <= self.content.size]
        for table, start, count in (
            ("fragments", fragments, -(-fragment_count // 512)),
            ("exports", export, min(1, self.inode_count)),
            ("owners", ids, -(-id_count // 2048)),
        ):
            try:
                blocks[table] = self._pointers(start, count) if start != NO_TABLE else ()
                ends += [pointer for pointer in blocks[table] if directories < pointer]
            except ERRORS as error:
                self.problems.append(f"the table of {table} cannot be read: {error}")
        try:
            self.inodes, self.inode_blocks = self._table(inodes, directories)
            self.directories, self.directory_blocks = self._table(directories, min(ends, default=self.content.size))
        except ERRORS as error:
            raise Damaged(f"the tables cannot be read: {error or type(error).__name__}") from error
        try:
            self.fragments = self._joined(blocks.get("fragments", ()))[: 16 * fragment_count]
        except ERRORS as error:
            self.problems.append(f"the table of fragments breaks: {error}")
        try:
            data = self._joined(blocks.get("owners", ()))
            self.owners = struct.unpack_from(f"{self.order}{min(id_count, len(data) // 4)}I", data)
        except ERRORS as error:
            self.problems.append(f"the table of owners breaks: {error}")

    def _pointers(self, start: int, blocks: int) -> tuple[int, ...]:
        data = self.content.read(start, 8 * blocks)
        if len(data) < 8 * blocks:
            raise Damaged(f"its index at 0x{start:x} runs past the end of the input")
        pointers = struct.unpack(f"{self.order}{blocks}Q", data)
        if any(later <= earlier for earlier, later in pairwise(pointers)):
            raise Damaged(f"the pointers of its index at 0x{start:x} do not rise")
        return pointers

    def _joined(self, pointers: tuple[int, ...]) -> bytes:
        parts: list[bytes] = []
        total = 0
        for pointer in pointers:
            parts.append(self._metadata(pointer)[0])
            total += len(parts[-1])
            if total > LARGEST_INDEX:
                raise Damaged(f"it is over {LARGEST_INDEX:,} bytes")
        return b"".join(parts)

    def tables_end(self) -> int:
        """Find where the last of the tables that stand behind the data ends."""
        ids, xattr, inodes, directories, fragments, export = self.starts
        fragment_count, id_count = self.counts
        ends = [max(inodes, directories)]
        for start, size, per_block in (
            (ids, id_count, 2048), (fragments, fragment_count, 512), (export, self.inode_count, 1024),
        ):  # fmt: skip
            if start != NO_TABLE:
                ends.append(start + 8 * -(-size // per_block))
        if xattr != NO_TABLE:
            count = int.from_bytes(self.content.read(xattr + 8, 4), "little" if self.order == "<" else "big")
            ends.append(xattr + 16 + 8 * -(-count // 512))
        return max(ends)

    def _decode(self, data: bytes, most: int) -> bytes:
        try:
            return self.compressor[1](data, most, self.budget.limits.decoder_memory)
        except LimitExceeded as error:
            self.budget.refuse(str(error))
        except MemoryError as error:
            raise Damaged("its decoder asked for more memory than there is") from error

    def _metadata(self, offset: int) -> tuple[bytes, int]:
        head = self.content.read(offset, 2)
        header = int.from_bytes(head, "little" if self.order == "<" else "big")
        size = header & 0x7FFF
        data = self.content.read(offset + 2, size)
        if len(head) < 2 or len(data) < size or not 0 < size <= METADATA:
            raise Damaged(f"the metadata block at 0x{offset:x} is cut short")
        if not header & 0x8000:
            data = self._decode(data, METADATA)
        return data, offset + 2 + size

    def _table(self, start: int, end: int) -> tuple[bytes, dict[int, int]]:
        parts: list[bytes] = []
        places: dict[int, int] = {}
        offset, total = start, 0
        while offset < end:
            places[offset - start] = total
            try:
                data, offset = self._metadata(offset)
            except ERRORS as error:
                if not parts:
                    raise
                self.problems.append(f"the metadata table at 0x{start:x} breaks at 0x{offset:x}: {error}")
                break
            parts.append(data)
            total += len(data)
            if total > LARGEST_TABLE or len(parts) > MOST_BLOCKS:
                raise Damaged(f"a metadata table is over {LARGEST_TABLE:,} bytes or {MOST_BLOCKS:,} blocks")
        return b"".join(parts), places

    def entries(self) -> Iterator[Entry]:
        """Yield folders and what they hold, depth first, in stored order."""
        stack = [("", self.root)]
        seen = set()
        while stack:
            path, reference = stack.pop()
            if reference in seen:
                self.problems.append(f"the folder {path!r} contains itself")
                continue
            seen.add(reference)
            below = []
            try:
                for name, child in self._listing(reference):
                    entry = self._entry(f"{path}{name}", child)
                    yield entry
                    if entry.kind == "directory" and len(entry.path) >= LONGEST_PATH:
                        self.problems.append(f"a path is over {LONGEST_PATH:,} letters: {entry.path[:80]!r}...")
                    elif entry.kind == "directory":
                        below.append((f"{path}{name}/", child))
            except ERRORS as error:
                self.problems.append(f"the folder {path or '/'!r} cannot be read further: {error}")
            stack += reversed(below)

    def _inode(self, reference: int) -> int:
        try:
            return self.inode_blocks[reference >> 16] + (reference & 0xFFFF)
        except KeyError:
            raise Damaged(f"an inode reference points to 0x{reference >> 16:x}, where no block begins") from None

    def _listing(self, reference: int) -> Iterator[tuple[str, int]]:
        at, order = self._inode(reference), self.order
        (kind,) = struct.unpack_from(order + "H", self.inodes, at)
        if kind == 1:
            block, _links, size, offset = struct.unpack_from(order + "IIHH", self.inodes, at + 16)
        elif kind == 8:
            size, block, offset = struct.unpack_from(order + "4xII4x2xH", self.inodes, at + 16)
        else:
            raise Damaged(f"inode of type {kind} where a folder should be")
        if size <= 3:
            return
        try:
            place = self.directory_blocks[block] + offset
        except KeyError:
            raise Damaged(f"a folder's listing is said to be at 0x{block:x}, where no block begins") from None
        end = place + size - 3
        if end > len(self.directories):
            raise Damaged("a folder's listing runs past its table")
        while place < end:
            count, block = struct.unpack_from(order + "II", self.directories, place)
            place += 12
            if count >= 256:
                raise Damaged(f"a folder header counts {count + 1} names, 256 at most can follow")
            for _ in range(count + 1):
                offset, _number, _kind, length = struct.unpack_from(order + "HhHH", self.directories, place)
                name = self.directories[place + 8 : place + 9 + length]
                place += 9 + length
                yield name.decode("utf-8", "backslashreplace"), block << 16 | offset

    def _entry(self, path: str, reference: int) -> Entry:
        self.budget.count_entry()
        at, order = self._inode(reference), self.order
        kind, mode, uid, gid = struct.unpack_from(order + "HHHH", self.inodes, at)
        base = kind - 7 if kind > 7 else kind
        if base not in KINDS:
            raise Damaged(f"{path!r} has an inode of unknown type {kind}")
        entry = Entry(path, KINDS[base], 0, stat.S_IMODE(mode), self._owner(uid), self._owner(gid))
        if kind == 2:
            start, fragment, offset, size = struct.unpack_from(order + "IIII", self.inodes, at + 16)
            self._place(entry, size, Place(start, at + 32, 0, fragment, offset))
        elif kind == 9:
            start, size, fragment, offset = struct.unpack_from(order + "QQ12xII", self.inodes, at + 16)
            self._place(entry, size, Place(start, at + 56, 0, fragment, offset))
        elif base == 3:
            (length,) = struct.unpack_from(order + "I", self.inodes, at + 20)
            entry.target = self.inodes[at + 24 : at + 24 + min(length, 65536)].decode("utf-8", "backslashreplace")
        elif base in (4, 5):
            (number,) = struct.unpack_from(order + "I", self.inodes, at + 20)
            entry.device = ((number >> 8) & 0xFFF, (number & 0xFF) | (number >> 12 & 0xFFF00))
        return entry

    def _owner(self, index: int) -> int | None:
        return self.owners[index] if index < len(self.owners) else None

    def _place(self, entry: Entry, size: int, place: Place) -> None:
        blocks = size // self.block_size if place.fragment != NONE else -(-size // self.block_size)
        if place.sizes + 4 * blocks > len(self.inodes):
            raise Damaged(f"{entry.path!r} declares {size:,} bytes, more than its list of blocks")
        entry.size = size
        entry.token = place._replace(blocks=blocks)

    def read(self, entry: Entry) -> Content:
        """Decode a file's blocks and its fragment. Raises Damaged, naming the block."""
        return self.budget.spool(self._blocks(entry))

    def _blocks(self, entry: Entry) -> Iterator[bytes]:
        found = entry.token
        if not isinstance(found, Place):
            raise Damaged(f"{entry.path!r} has no bytes of its own")
        place, left, holes = found.start, entry.size, 0
        source = ReadAhead(self.content, min(entry.size, AHEAD) if found.blocks > 1 else 0)
        for at in range(found.sizes, found.sizes + 4 * found.blocks, 4):
            (size,) = struct.unpack_from(self.order + "I", self.inodes, at)
            most = min(left, self.block_size)
            data = self._data(source, place, size, most) if size else bytes(most)
            if len(data) != most:
                raise Damaged(f"the block at 0x{place:x} gives {len(data):,} bytes instead of {most:,}")
            place += size & ~STORED
            left -= most
            holes += 0 if size else most  # an honest hole has any size; the bound of one file holds it too
            self.budget.check_stream(place - found.start + at - found.sizes + 4, entry.size - left - holes)
            yield data
        if left:
            if found.fragment >= len(self.fragments) // 16:
                raise Damaged(f"fragment {found.fragment} does not exist")
            assert self.fragment_cache is not None
            data = self.fragment_cache.get(found.fragment)[found.offset : found.offset + left]
            if len(data) != left:
                raise Damaged(f"fragment {found.fragment} ends {left - len(data):,} bytes short of the file's end")
            yield data

    def _fragment(self, index: int) -> bytes:
        place, size = struct.unpack_from(self.order + "QI", self.fragments, 16 * index)
        return self._data(self.content, place, size, self.block_size)

    def _data(self, source: Content | ReadAhead, place: int, size: int, most: int) -> bytes:
        length = size & ~STORED
        if length > self.block_size + METADATA:
            raise Damaged(f"the block at 0x{place:x} declares {length:,} bytes, {self.block_size:,} at most can follow")
        data = source.read(place, length)
        if len(data) < length:
            raise Damaged(f"the block at 0x{place:x} runs past the end of the input")
        if size & STORED:
            return data
        try:
            return self._decode(data, most)
        except ERRORS as error:
            raise Damaged(f"the block at 0x{place:x} cannot be decoded as {self.compressor[0]}: {error}") from error


class SquashFS:
    """The format's facts and its opening."""

    name = "squashfs"
    title = "SquashFS 4"
    description = (
        "The read-only root file system of most routers. All six compressors (gzip, lzma, lzo, xz, lz4, "
        "zstd), both byte orders, and TP-Link's LZMA blocks without a size field."
    )
    reference = "https://dr-emann.github.io/squashfs/ (layout), Linux Documentation/filesystems/squashfs.rst"
    proof = "packer"
    magics = (Magic(rb"hsqs.{24}\x04\x00", 30), Magic(rb"sqsh.{24}\x00\x04", 30))
    priority = 0

    def open(self, content: Content, budget: Budget) -> SquashVolume:
        """Read the superblock and the tables."""
        head = content.read(0, 96)
        if len(head) < 96:
            raise NotThisFormat
        order = "<" if head[:4] == b"hsqs" else ">"
        inodes, made, block_size, fragments, compressor, log, flags, ids, major, minor, root, used = struct.unpack(
            order + "4x4I6H2Q", head[:48]
        )
        starts = struct.unpack(order + "6Q", head[48:])
        if major != 4 or not 12 <= log <= 20 or block_size != 1 << log or used < 96 or compressor not in DECODERS:
            raise NotThisFormat
        volume = SquashVolume(
            content, budget, min(used, content.size),
            {
                "version": f"{major}.{minor}", "compression": DECODERS[compressor][0], "inodes": inodes,
                "block size": block_size, "byte order": "little" if order == "<" else "big",
                "made at": made, "flags": f"0x{flags:04x}",
            },
            order=order, block_size=block_size, compressor=DECODERS[compressor], starts=starts, root=root,
            counts=(fragments, ids), inode_count=inodes,
        )  # fmt: skip
        if used > content.size:
            volume.problems.append(f"cut short: {used:,} bytes declared, {content.size:,} there")
        end = volume.tables_end()
        if used > end + UNSAID and end < content.size:
            volume.size = max(end, 96)
            volume.problems.append(f"{used:,} bytes declared, but the last table ends after {end:,}")
        volume.load()
        return volume


FORMAT = SquashFS()
