"""Types of content: bytes go in; what they are, and how far they can be read, come out."""

import codecs
import math
import struct
from collections import Counter

from cupel.inspect.unpack.content import Content
from cupel.records.inspection import RegionKind

HEADS: tuple[tuple[int, bytes, str], ...] = (
    (0, b"\x89PNG\r\n\x1a\n", "PNG picture"),
    (0, b"\xff\xd8\xff", "JPEG picture"),
    (0, b"GIF87a", "GIF picture"),
    (0, b"GIF89a", "GIF picture"),
    (8, b"WEBP", "WebP picture"),
    (8, b"WAVE", "WAVE sound"),
    *((0, bytes((0, 0, 1, 0, count, 0)), "icon") for count in range(1, 17)),
    (0, b"%PDF-", "PDF document"),
    (0, b"SQLite format 3\x00", "SQLite database"),
    (0, b"IDA1\x00\x00", "disassembler's database"),
    (0, b"IDA2\x00\x00", "disassembler's database"),
    (0, b"\x1bLua", "Lua bytecode"),
    (0, b"\xde\x12\x04\x95", "gettext catalogue"),
    (0, b"\x95\x04\x12\xde", "gettext catalogue"),
    (0, b"TZif", "time zone"),
    (0, b"\xca\xfe\xba\xbe\x00\x00\x00", "Java class"),
    (0, b"wOFF", "web font"),
    (0, b"wOF2", "web font"),
    (0, b"\x00\x01\x00\x00\x00", "TrueType font"),
    (0, b"OTTO", "OpenType font"),
    (0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "OLE document"),
    (0, b"\x1a\x01", "terminfo entry"),
    (0, b"\x1e\x02", "terminfo entry"),
    (0, b"-----BEGIN ", "PEM"),
    (0, b"ssh-", "SSH public key"),
    (0, b"SSH PRIVATE KEY FILE FORMAT 1.1\n", "SSH private key"),
    (0, b"openssh-key-v1\x00", "OpenSSH private key"),
    (0, b"\x06\x0e+4", "MXF"),
    (56, b"ARM\x64", "Linux kernel Image, ARM 64-bit"),
    (0x202, b"HdrS", "Linux kernel, x86"),
)
"""(offset, bytes, name)."""

RECOGNISED: tuple[tuple[int, bytes, str], ...] = (
    (0x438, b"\x53\xef", "ext2, ext3 or ext4 file system"),
    (0, b"\x85\x19\x01\xe0", "JFFS2 file system"),
    (0, b"\x85\x19\x02\xe0", "JFFS2 file system"),
    (0, b"\x85\x19\x03\x20", "JFFS2 file system"),
    (0, b"\x19\x85\xe0\x01", "JFFS2 file system"),
    (0, b"\x19\x85\xe0\x02", "JFFS2 file system"),
    (0, b"\x19\x85\x20\x03", "JFFS2 file system"),
    (0, b"UBI#", "UBI volumes"),
    (0, b"\x31\x18\x10\x06", "UBIFS file system"),
    (0, b"\x45\x3d\xcd\x28", "cramfs file system"),
    (0, b"\x28\xcd\x3d\x45", "cramfs file system"),
    (0, b"-rom1fs-", "romfs file system"),
    (0x8001, b"CD001", "ISO 9660 file system"),
    (0, b"QFI\xfb", "qcow2 disk"),
    (0, b"KDMV", "VMDK disk"),
    (0, b"\x3a\xff\x26\xed", "Android sparse image"),
    (0, b"ANDROID!", "Android boot image"),
    (0, b"\xed\xab\xee\xdb", "rpm package"),
    (0, b"7z\xbc\xaf\x27\x1c", "7-Zip archive"),
)
"""(offset, bytes, name) of what is known by name, but not opened by this version: it stays `unknown` or `opaque`."""
NOT_OPENED = ", not opened by this version"

MARKS: tuple[tuple[bytes, int, str], ...] = (
    (rb"Linux version [2-9]\.[0-9]", 17, "Linux kernel"),
    (rb"U-Boot [12][0-9.]{3}", 11, "U-Boot boot loader"),
    (rb"CFE version [0-9]", 13, "Broadcom CFE boot loader"),
    (rb"RedBoot\(tm\)", 11, "RedBoot boot loader"),
    (rb"VxWorks[ 0-9]", 8, "VxWorks image"),
)
"""(regular expression, its length, name): what names a raw binary that has no header, wherever it stands in it."""

MACHINES = {
    2: "SPARC", 3: "x86", 4: "68000", 8: "MIPS", 20: "PowerPC", 21: "PowerPC 64-bit", 22: "S390", 40: "ARM",
    42: "SuperH", 50: "Itanium", 62: "x86-64", 93: "ARC", 94: "Xtensa", 106: "Blackfin", 183: "ARM 64-bit",
    189: "MicroBlaze", 195: "ARC v2", 243: "RISC-V", 247: "BPF", 252: "C-SKY", 258: "LoongArch",
}  # fmt: skip
"""ELF e_machine -> processor (System V ABI, 'ELF Header'; the registry of e_machine values)."""
ELF_TYPES = {1: "ELF object", 2: "ELF executable", 3: "ELF shared object", 4: "ELF core"}

TEXT = bytes({7, 8, 9, 10, 12, 13, 27} | set(range(0x20, 0x7F)) | set(range(0x80, 0x100)))
HIGH = bytes(range(0x80, 0x100))
HEAD = 4096
SAMPLES = 16
OPAQUE_BITS = 7.2
"""Bits per byte above which a sample counts as compressed or encrypted: random bytes give 7.17 for 256 of them, 7.8
for 1,024, 8.0 for 64 K; machine code stays below 6.8."""
LEAST_FOR_ENTROPY = 512
PACKED, PACKED_BITS = 64 << 10, 7.7
DENSE, DENSE_VALUES = 512, 180
"""Of so many random bytes about 221 values are distinct, of machine code fewer than 160: a quick look, before the
entropy of every executable is counted."""
MOST = {"terminfo entry": 32 << 10, "SSH public key": 64 << 10, "icon": 1 << 20, "time zone": 64 << 10, "PEM": 4 << 20,
        "Java class": 8 << 20, "gettext catalogue": 64 << 20, "Lua bytecode": 16 << 20}  # fmt: skip
"""Bytes that a type with a short head can have: beyond them the head was put there, or is chance."""
FOREIGN = 256
"""Bytes from which text in any encoding is told from data; a shorter one must be UTF-8."""


def type_of(content: Content, marks: frozenset[str] = frozenset()) -> tuple[str, RegionKind]:
    """Name what a content is. `marks`: the names out of MARKS that the scan met in it."""
    if content.size == 0:
        return "empty", "typed"
    head = content.read(0, HEAD)
    if head[:4] == b"\x7fELF" and (elf := _elf(head)):
        packed = content.size >= PACKED and _dense(content) and entropy(content) >= PACKED_BITS
        return (f"{elf}, mostly compressed or encrypted", "opaque") if packed else (elf, "typed")
    for offset, magic, name in HEADS:
        if head.startswith(magic, offset) and content.size <= MOST.get(name, content.size):
            return (_pem(head) if name == "PEM" else name), "typed"
    if head[:2] == b"MZ" and len(head) > 64 and head.startswith(b"PE\0\0", struct.unpack_from("<I", head, 60)[0]):
        return "PE executable", "typed"
    if head[:1] == b"\x30" and _certificate(head, content.size):
        return "X.509 certificate or key, DER", "typed"
    if head[:2] == b"#!":
        return "script, " + head[2:66].split(b"\n")[0].strip().decode("ascii", "backslashreplace"), "typed"
    if is_text(content):
        start = head.lstrip()[:64].lower()
        if start.startswith((b"<!doctype html", b"<html")):
            return "HTML", "text"
        return ("XML" if start.startswith(b"<?xml") else "text"), "text"
    if len(set(head)) == 1 and is_padding(content):
        return f"padding, 0x{head[0]:02x}", "padding"
    name = next(
        (name + NOT_OPENED for offset, magic, name in RECOGNISED if content.read(offset, len(magic)) == magic), ""
    )
    if content.size >= LEAST_FOR_ENTROPY and entropy(content) >= OPAQUE_BITS:
        return name or "compressed or encrypted data", "opaque"
    for mark in sorted(marks):
        return mark, "typed"
    return name or "data", "unknown"


def _elf(head: bytes) -> str:
    if len(head) < 20 or head[4] not in (1, 2) or head[5] not in (1, 2):
        return ""
    order = "<" if head[5] == 1 else ">"
    kind, machine = struct.unpack_from(order + "HH", head, 16)
    bits, endian = 32 * head[4], "little-endian" if order == "<" else "big-endian"
    return f"{ELF_TYPES.get(kind, 'ELF')}, {MACHINES.get(machine, f'machine {machine}')}, {bits}-bit {endian}"


def _pem(head: bytes) -> str:
    label = head[11:75].split(b"-----")[0].decode("ascii", "backslashreplace").strip().lower()
    return (
        f"PEM {label}".replace("rsa", "RSA").replace("dsa", "DSA").replace("ec ", "EC ").replace("openssh", "OpenSSH")
    )


def _certificate(head: bytes, size: int) -> bool:
    # DER: SEQUENCE with a two-byte length that is the whole file, holding a SEQUENCE or an INTEGER
    return len(head) > 6 and head[1] == 0x82 and int.from_bytes(head[2:4], "big") + 4 == size and head[4] in (0x30, 2)


def is_text(content: Content) -> bool:
    """Tell whether the bytes are all of a text: UTF-8, or an older encoding without control characters.

    One byte in nine of random data is a control character, so that FOREIGN bytes without any are no chance; fill
    bytes (0xff, say) have none either, but no ASCII among them.
    """
    for sample in samples(content, HEAD):
        if sample.translate(None, TEXT):
            return False
    for offset in range(0, content.size, 1 << 20):  # the samples only refuse quickly: every byte counts
        if content.read(offset, 1 << 20).translate(None, TEXT):
            return False
    for sample in samples(content, HEAD):
        if sample.isascii():
            continue
        try:
            start = next((at for at in range(4) if sample[at : at + 1] < b"\x80" or sample[at : at + 1] >= b"\xc0"), 0)
            codecs.getincrementaldecoder("utf-8")().decode(sample[start:], final=content.size <= HEAD)
        except UnicodeDecodeError:
            if len(sample) < FOREIGN or 4 * len(sample.translate(None, HIGH)) < len(sample):
                return False
    return True


def is_padding(content: Content) -> bool:
    """Tell whether every byte is the same."""
    first = content.read(0, 1)
    step = 1 << 20
    return all(
        (data := content.read(offset, step)).count(first) == len(data) for offset in range(0, content.size, step)
    )


def samples(content: Content, length: int) -> list[bytes]:
    """Read up to SAMPLES runs of `length` bytes, spread evenly from the first byte to the last."""
    if content.size <= SAMPLES * length:
        return [content.read(0, content.size)]
    step = (content.size - length) // (SAMPLES - 1)
    return [content.read(number * step, length) for number in range(SAMPLES)]


def _dense(content: Content) -> bool:
    """Tell whether the middle and the last third look like random bytes."""
    places = (content.size // 2, content.size * 2 // 3)
    return all(len(set(content.read(place, DENSE))) >= DENSE_VALUES for place in places)


def entropy(content: Content) -> float:
    """Estimate Shannon entropy in bits per byte from samples."""
    data = b"".join(samples(content, HEAD))
    total = len(data)
    return -sum(count / total * math.log2(count / total) for count in Counter(data).values()) if total else 0.0
