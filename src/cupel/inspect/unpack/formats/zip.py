"""zip archives: the container's bytes go in, a Volume of files, directories and links comes out."""

import stat
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice

from cupel.inspect.unpack.archive import HOLE, LONGEST_NAME, ListedVolume, stored_path
from cupel.inspect.unpack.content import WINDOW, Content, Spool
from cupel.inspect.unpack.decoders import crc32
from cupel.inspect.unpack.format import Damaged, Entry, Magic, NotThisFormat
from cupel.inspect.unpack.limits import Budget
from cupel.inspect.unpack.stream import CERTAIN
from cupel.inspect.unpack.zip_directory import (
    END,
    LOCAL_START,
    Record,
    central_records,
    data_of,
    directory_end,
    end_after,
    end_at_tail,
    extra_fields,
    local_record,
    read_end,
    walk_local,
)
from cupel.inspect.unpack.zip_methods import DECODERS, METHOD_ERRORS, METHODS

UNIX_HOSTS = (3, 19)
ENCRYPTED, UTF8 = 1, 0x800


@dataclass(slots=True)
class ZipVolume(ListedVolume):
    """An opened zip; the token of a file is its Record."""

    overlapping: set[int] = field(default_factory=set)
    """Identities of the records whose bytes begin inside another one's."""

    def list_records(self, records: list[Record]) -> None:
        """List the records and set the facts. Raises Damaged past the limit of entries."""
        methods = sorted({METHODS.get(record.method, f"method {record.method}") for record in records if record.size})
        self.facts |= {"entries": len(records), "compression": ", ".join(methods)}
        if secret := sum(record.flags & ENCRYPTED for record in records):
            self.facts["encrypted entries"] = secret
        self._find_overlaps(records)
        for record in records:
            entry = self._entry(record)
            self.add(entry)
            if entry.kind == "directory" and record.data >= 0 and record.packed > HOLE:
                self.unclaimed(record.data, record.packed, f"belong to {entry.path!r}, which is a directory")

    def list_holes(self, records: list[Record], directory: int) -> None:
        """List what lies between the entries, and before the directory. Raises Damaged past the limit of entries."""
        covered = 0
        for record in sorted((record for record in records if record.data >= 0), key=lambda record: record.local):
            if record.local - covered > HOLE:
                self.unclaimed(covered, record.local - covered, "belong to no entry")
            covered = max(covered, record.data + record.packed)
        if directory - covered > HOLE:
            self.unclaimed(covered, directory - covered, "between the entries and the central directory are of none")

    def _find_overlaps(self, records: list[Record]) -> None:
        covered, names = 0, list[str]()
        for record in sorted((record for record in records if record.data >= 0), key=lambda record: record.local):
            if record.local < covered:
                self.overlapping.add(id(record))
                names.append(stored_path(record.name))
            covered = max(covered, record.data + record.packed)
        if names:
            self.problems.append(f"{len(names):,} entries overlap others, {names[0]!r} first: these are not decoded")

    def _entry(self, record: Record) -> Entry:
        entry = Entry(stored_path(self.shortened(_name(record), record.local)), "file", record.size, token=record)
        mode = record.attributes >> 16 if record.host in UNIX_HOSTS else 0
        if mode:
            entry.mode = stat.S_IMODE(mode)
        for kind, data in extra_fields(record.extra):
            if kind == 0x7875 and len(data) > 2 and 3 + data[1] < len(data):  # Info-ZIP's "ux": owner and group
                entry.uid = int.from_bytes(data[2 : 2 + data[1]], "little")
                entry.gid = int.from_bytes(data[3 + data[1] : 3 + data[1] + data[2 + data[1]]], "little")
        if record.name.endswith(b"/") or (record.attributes & 0x10 and not record.size):
            entry.kind, entry.size = "directory", 0
        elif stat.S_ISLNK(mode) and record.size <= LONGEST_NAME:
            entry.kind = "link"
        elif record.method == 0 and not record.flags & ENCRYPTED and record.data >= 0:
            entry.extent = (record.data, max(0, min(record.packed, self.content.size - record.data)))
        return entry

    def entries(self) -> Iterator[Entry]:
        """Yield the entries in stored order, links with their targets decoded."""
        for entry in self.listed:
            self.budget.count_entry(len(entry.path) + (entry.size if entry.kind == "link" else 0))
            if entry.kind == "link":
                try:
                    target = self.read(entry)
                    entry.target = target.read(0, target.size).decode("utf-8", "backslashreplace")
                except Damaged as error:
                    self.problems.append(f"the target of the link {entry.path!r} cannot be read: {error}")
                entry.size = 0
            yield entry

    def read(self, entry: Entry) -> Content:
        """Decode a file and check its size and CRC-32. Raises Damaged, with what came out."""
        record = entry.token
        if not isinstance(record, Record):
            return self.bytes_of(entry)
        method = METHODS.get(record.method, f"method {record.method}")
        if record.flags & ENCRYPTED:
            raise Damaged(f"{entry.path!r} is encrypted{' with AES' if record.method == 99 else ''}")
        if record.data < 0:
            raise Damaged(f"no local header of {entry.path!r} stands at 0x{record.local:x}")
        if id(record) in self.overlapping:
            raise Damaged(f"{entry.path!r} overlaps the bytes of another entry")
        packed = self.content.part(record.data, record.packed)
        content, why, cause = packed, "", None
        if record.method == 0:
            self.budget.spend(packed.size)
        elif record.method in DECODERS:
            spool = Spool(self.budget.memory)
            try:
                DECODERS[record.method](packed, record, self.budget, spool)
            except METHOD_ERRORS as error:
                why, cause = str(error) or type(error).__name__, error
            content = spool.content()
        else:
            raise Damaged(f"{entry.path!r} is compressed by {method}, which is not supported")
        if packed.size < record.packed:
            what = f"{entry.path!r} is cut short: {packed.size:,} of {record.packed:,} packed bytes are there"
            raise Damaged(what, content) from cause
        if cause or (content.size != record.size and (record.sized or record.size)):
            why = why or f"{content.size:,} bytes came out, {record.size:,} are declared"
            raise Damaged(f"{entry.path!r} cannot be decoded whole as {method}: {why}", content) from cause
        check = 0
        for offset in range(0, content.size, WINDOW):
            check = crc32(content.read(offset, WINDOW), check)
        if check != record.check and (record.sized or record.check):
            raise Damaged(
                f"the CRC-32 of {entry.path!r} is wrong: {record.check:08x} stored, {check:08x} computed",
                content,
            )
        return content


def _name(record: Record) -> bytes:
    """Return a record's name in UTF-8: as flagged, as an extra field says, else code page 437 (APPNOTE D)."""
    if record.flags & UTF8 or record.name.isascii():
        return record.name
    for kind, data in extra_fields(record.extra):
        if kind == 0x7075 and data[1:5] == zlib.crc32(record.name).to_bytes(4, "little"):
            return data[5:]
    try:
        record.name.decode("utf-8")  # many packers forget the flag; other code pages seldom happen to be UTF-8
    except UnicodeDecodeError:
        return record.name.decode("cp437").encode()
    return record.name


class Zip:
    """The format's facts and its opening."""

    name = "zip"
    title = "zip archive"
    description = (
        "Vendors' downloads, and Java and Android applications in them. Stored, deflate, bzip2, LZMA, zstd "
        "and xz; zip64. Encrypted entries are listed; a missing directory is replaced by the local headers."
    )
    reference = "https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT"
    proof = "packer"
    magics = (Magic(LOCAL_START, 10), Magic(rb"PK\x05\x06\x00{16}", 20, anchor=rb"PK\x05\x06", anchor_length=4))
    priority = 0

    def open(self, content: Content, budget: Budget) -> ZipVolume:
        """Read the central directory, or follow the local headers where it is missing or broken."""
        volume, end = ZipVolume(content, budget), end_at_tail(content)
        if end is None and content.read(0, 4) == END:
            end = read_end(content, 0)
            if end is None or end.count or end.size < content.size:
                raise NotThisFormat  # programs that write archives hold these bytes too: only a whole file counts
        walked, directory, amiss = list[Record](), 0, ""
        if end is None:
            if local_record(content, 0) is None:
                raise NotThisFormat
            walked, directory, amiss = walk_local(content, budget)
            end, volume.size = end_after(content, directory)
        span = (end.directory, end.position, end.base) if end else (directory, volume.size, 0)
        records = list(islice(central_records(content, *span), budget.limits.entries + 1))
        if end is None:
            volume.problems.append(
                f"no end of a central directory at 0x{volume.size:x}: the local headers were followed"
            )
        else:
            volume.size = end.size
            if end.comment:
                volume.facts["comment"] = end.comment.decode("utf-8", "backslashreplace")
            if end.disk:
                volume.problems.append(f"this is part {end.disk + 1} of an archive in several parts")
            if len(records) & 0xFFFF != end.count & 0xFFFF and len(records) <= budget.limits.entries:
                what = f"the central directory breaks after {len(records):,} of {end.count:,} entries"
                volume.problems.append(f"{what}: the local headers were followed")
                walked, _, amiss = walk_local(content, budget) if not walked else (walked, directory, amiss)
                end = None
        others = [record for record in records if data_of(content, record) not in (record.name, b"")]
        if others:
            what = "entries have another name in their local header than in the central directory"
            volume.problems.append(f"{len(others):,} {what}, {stored_path(others[0].name)!r} first")
        if end is None:
            known = {record.local for record in records}
            records += [record for record in walked if record.local not in known]
            volume.problems += [amiss] if amiss else []
        try:
            volume.list_records(records)
            volume.list_holes(records, span[0])
            after = directory_end(content, *span[:2])
            if span[1] - after > HOLE:
                volume.unclaimed(after, span[1] - after, "between the central directory and its end are of neither")
        except Damaged as problem:
            volume.problems.append(str(problem))
        if end is None and len(records) == 1:
            _confirm(volume)
        return volume


def _confirm(volume: ZipVolume) -> None:
    """Decode the only entry of an archive without a directory. Raises NotThisFormat if it breaks."""
    for entry in volume.listed:
        try:
            volume.read(entry)
        except Damaged as error:
            cut = isinstance(error.__cause__, EOFError)
            if not cut and (error.partial is None or error.partial.size < CERTAIN):
                raise NotThisFormat from error


FORMAT = Zip()
