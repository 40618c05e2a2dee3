"""tar archives: the container's bytes go in, a Volume of files, links and devices comes out."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from cupel.inspect.unpack.archive import HOLE, ListedVolume, stored_path
from cupel.inspect.unpack.content import WINDOW, Content
from cupel.inspect.unpack.format import Damaged, Entry, Magic, NotThisFormat
from cupel.inspect.unpack.limits import Budget
from cupel.inspect.unpack.tar_header import (
    BLOCK,
    COMMON,
    FILES,
    Header,
    attributes,
    decimal,
    is_header,
    number,
    parse_header,
)

RECORD = 20 * BLOCK
EXTENDED_MOST = 1 << 20
"""Bytes of a pax header that are looked at; what has more is no list of attributes."""
EXTENDED_USUAL = 64 << 10
"""Bytes of a pax header or long name above which it may hide something."""


@dataclass(frozen=True, slots=True)
class Sparse:
    """A file with holes: its runs of data as (offset in the file, size), stored in a row from `data`."""

    runs: list[tuple[int, int]]
    data: int
    stored: int


@dataclass(slots=True)
class TarVolume(ListedVolume):
    """An opened tar; the token of a hard link is the entry that it names, of a sparse file its runs."""

    common: dict[bytes, bytes] = field(default_factory=dict)
    """Attributes from global pax headers."""
    headers: int = 0
    """Headers met whose checksum is right."""

    def walk(self) -> None:
        """List the entries up to the end and set the size. Raises Damaged at the first broken header."""
        newest = 0
        try:
            while (header := self._next()) is not None:
                newest = max(newest, header.time)
                data = self.size
                self.size = min(data + header.size + -header.size % BLOCK, self.content.size)
                self._list(header, data)
                if data + header.size > self.content.size:
                    raise Damaged(f"cut short in {header.entry.path!r}, which declares {header.size:,} bytes")
        finally:
            self.facts |= {"entries": len(self.listed), "newest entry": newest}
            self._resolve()

    def _next(self) -> Header | None:
        """Read the next entry's headers; leave `size` at its data. None at the end of the archive."""
        extended = dict(self.common)
        while True:
            block = self.content.read(self.size, BLOCK)
            if len(block) < BLOCK:
                raise Damaged(f"cut short: the input ends at 0x{self.content.size:x} without the two zero blocks")
            if block.count(0) == BLOCK:
                self._end()
                return None
            kind = block[156:157]
            if not is_header(block):
                raise Damaged(f"no header stands at 0x{self.size:x}, where one should: the rest cannot be listed")
            self.headers += 1
            if kind not in b"LKxXgN":
                header = parse_header(block, extended)
                self.size += BLOCK
                return header
            size, start = number(block[124:136]), self.size + BLOCK
            data = self.content.read(self.size + BLOCK, min(size, EXTENDED_MOST))
            if size > EXTENDED_MOST:
                self.problems.append(
                    f"the extended header at 0x{self.size:x} has {size:,} bytes: only its begin was read"
                )
            if self.size + BLOCK + size > self.content.size:
                raise Damaged(f"cut short in the extended header at 0x{self.size:x}")
            self.size = min(self.size + BLOCK + size + -size % BLOCK, self.content.size)
            if size > EXTENDED_USUAL:
                self.unclaimed(start, size, "are an extended header, which is seldom so long")
            if kind == b"L":
                said = {b"path": data.partition(b"\0")[0]}
            elif kind == b"K":
                said = {b"linkpath": data.partition(b"\0")[0]}
            else:
                said = attributes(data)
            for key in said.keys() & {b"path", b"linkpath", b"GNU.sparse.name"}:
                said[key] = self.shortened(said[key], start)
            if kind == b"g":
                self.common |= {key: value for key, value in said.items() if key in COMMON}
                extended = dict(self.common)
            else:
                extended |= said

    def _end(self) -> None:
        """Cover the zero blocks that end the archive, up to the end of the record that tar writes as one."""
        rest = self.content.read(self.size, 2 * BLOCK + -(self.size + 2 * BLOCK) % RECORD)
        zeros = len(rest) - len(rest.lstrip(b"\0"))
        self.size += zeros // BLOCK * BLOCK if zeros < len(rest) else zeros

    def _list(self, header: Header, data: int) -> None:
        entry = header.entry
        if header.type == b"V":
            self.facts["label"] = entry.path
            self.unclaimed(data, header.size, "belong to the archive's label, which has none")
        elif header.type == b"M":
            self.tell(f"{entry.path!r} continues from another volume of the archive, which is not here")
            self.add(entry, header.size, data)
        elif entry.kind != "file":
            self.add(entry)
            if header.size > HOLE:
                self.unclaimed(data, header.size, f"belong to {entry.path!r}, which is a {entry.kind}")
        elif not self._sized(header):
            self.add(entry)
            self.unclaimed(data, header.size, f"may belong to {entry.path!r}")
        elif (
            header.type == b"S"
            or b"GNU.sparse.map" in header.extended
            or header.extended.get(b"GNU.sparse.major") == b"1"
        ):
            try:
                self._sparse(header, data)
            except (Damaged, ValueError, struct.error) as error:
                self.tell(f"the map of the sparse file {entry.path!r} cannot be read: {error}")
                entry.size, entry.token = 0, None
                self.add(entry)
                self.unclaimed(data, self.size - data, f"may belong to {entry.path!r}")
                return
            self.add(entry)
            if isinstance(entry.token, Sparse):
                used = sum(size for _, size in entry.token.runs)
                if (rest := entry.token.stored - used) > HOLE:
                    self.unclaimed(entry.token.data + used, rest, f"follow the last run of {entry.path!r}")
        else:
            self.add(entry, header.size, data)
            if header.type not in FILES:
                self.tell(
                    f"{entry.path!r} has the unknown type {header.type!r}: "
                    f"its {header.size:,} bytes at 0x{data:x} are taken for a file"
                )

    def _sized(self, header: Header) -> bool:
        """Whether the pax size of a file is a number; a problem is told where it, or the owner, is not."""
        sized = True
        for key in (b"uid", b"gid", b"size"):
            try:
                decimal(header.extended.get(key, b"0"))
            except Damaged as error:
                self.tell(f"the {key.decode()} of {header.entry.path!r} cannot be read: {error}")
                sized = key != b"size"
        return sized

    def _sparse(self, header: Header, data: int) -> None:
        """Read the map of a sparse file (GNU tar manual, 'Storing Sparse Files'). Raises Damaged."""
        said, stored = header.extended, header.size
        if header.type == b"S":
            block, numbers = self.content.read(data - BLOCK, BLOCK), list[int]()
            fields, more, header.entry.size = block[386:482], block[482], number(block[483:495])
            while True:
                numbers += [number(fields[at : at + 12]) for at in range(0, len(fields), 12)]
                if not more:
                    break
                block = self.content.read(data, BLOCK)
                if len(block) < BLOCK:
                    raise Damaged("it is cut short")
                fields, more = block[:504], block[504]
                data += BLOCK
            self.size = min(data + stored + -stored % BLOCK, self.content.size)
        elif said.get(b"GNU.sparse.major") == b"1":
            text = self.content.read(data, min(stored, EXTENDED_MOST))
            count = decimal(text[:20].partition(b"\n")[0])
            words = text.split(b"\n", 2 * count + 1) if 0 <= count <= len(text) else []
            if len(words) < 2 * count + 2:
                raise Damaged("it is longer than the file's bytes, or than 1 MiB")
            numbers = [decimal(word) for word in words[1 : 2 * count + 1]]
            length = len(text) - len(words[-1])
            length += -length % BLOCK
            data, stored = data + length, stored - length
        else:
            numbers = [decimal(word) for word in said[b"GNU.sparse.map"].split(b",") if word]
        if (real := said.get(b"GNU.sparse.realsize", said.get(b"GNU.sparse.size"))) is not None:
            header.entry.size = decimal(real)
        runs = [(offset, size) for offset, size in zip(numbers[::2], numbers[1::2], strict=True) if size]
        position = 0
        for offset, size in runs:
            if offset < position or size < 0 or offset + size > header.entry.size:
                raise Damaged(f"a run of {size:,} bytes at {offset:,} does not fit")
            position = offset + size
        header.entry.token = Sparse(runs, data, stored)

    def _resolve(self) -> None:
        """Find what each hard link names among the entries before it."""
        before: dict[str, Entry] = {}
        for entry in self.listed:
            if entry.kind == "hard link":
                found = before.get(stored_path(entry.target.encode("utf-8", "surrogatepass")))
                entry.token = found.token if found is not None and found.kind == "hard link" else found
                entry.size = found.size if found is not None else 0
            if entry.kind in ("file", "hard link"):
                before[entry.path] = entry

    def read(self, entry: Entry) -> Content:
        """Return the bytes of a file or of what a hard link names. Raises Damaged."""
        if entry.kind == "hard link":
            if not isinstance(entry.token, Entry):
                raise Damaged(
                    f"{entry.path!r} links to {entry.target!r}, which does not stand before it in the archive"
                )
            entry = entry.token
        if isinstance(entry.token, Sparse):
            return self.budget.spool(self._expand(entry, entry.token))
        return self.bytes_of(entry)

    def _expand(self, entry: Entry, sparse: Sparse) -> Iterator[bytes]:
        data, position = sparse.data, 0
        for offset, size in [*sparse.runs, (entry.size, 0)]:
            for start in range(position, offset, WINDOW):
                self.budget.check_stream(sparse.stored + BLOCK, start)
                yield bytes(min(WINDOW, offset - start))
            for start in range(0, size, WINDOW):
                length = min(WINDOW, size - start)
                chunk = self.content.read(data + start, length)
                if len(chunk) < length or data + start + length > sparse.data + sparse.stored:
                    raise Damaged(f"{entry.path!r} is cut short at its byte {offset + start + len(chunk):,}")
                yield chunk
            data += size
            position = offset + size


class Tar:
    """The format's facts and its opening."""

    name = "tar"
    title = "tar archive"
    description = (
        "Update packages, opkg packages and root file systems. POSIX ustar, pax (extended and global "
        "headers), GNU (long names, base-256 numbers, sparse files of all four layouts); headers of "
        "1979 where another format leads to them."
    )
    reference = "POSIX.1-2017 pax, 'ustar Interchange Format'; GNU tar manual, 'Tar Internals'"
    proof = "packer"
    magics = (
        Magic(rb"ustar(?:\x00[0-9\x00 ]{2}|  \x00)", 8, 257, anchor=rb"ustar", anchor_length=5),
        # the seventh edition had no magic: its mode, uid, gid, size, time and checksum, all in octal, serve as one
        Magic(
            rb"(?:[ 0-7]{6}[ 0-7\x00][ \x00]){3}(?:[ 0-7]{11}[ \x00]){2}[ 0-7]{6}(?:\x00 |[0-7]\x00)",
            56,
            100,
            rb"[0-7 ]{10}[0-7][ \x00][ 0-7]{6}",  # the time and the checksum
            36,
            18,
        ),
    )
    priority = 0

    def open(self, content: Content, budget: Budget) -> TarVolume:
        """List the archive up to its end, or as far as its headers are whole."""
        volume = TarVolume(content, budget)
        try:
            volume.walk()
        except Damaged as problem:
            if volume.headers == 0:
                raise NotThisFormat from problem
            volume.problems.append(str(problem))
        if not volume.listed and not volume.problems:
            raise NotThisFormat
        return volume


FORMAT = Tar()
