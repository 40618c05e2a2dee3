"""EFI zboot, the Linux kernel for UEFI: the image goes in, decompressor and compressed kernel come out."""

import re
import struct

from cupel.inspect.unpack.content import Content
from cupel.inspect.unpack.format import Magic, NotThisFormat
from cupel.inspect.unpack.kernel_payload import (
    KernelVolume,
    compression_at,
    portable_executable,
)
from cupel.inspect.unpack.limits import Budget

MACHINES = {
    0xAA64: "arm64",
    0x5032: "riscv32",
    0x5064: "riscv64",
    0x6232: "loongarch32",
    0x6264: "loongarch64",
}
"""PE machine -> architecture (Microsoft, 'PE Format', 'Machine Types')."""
WORDS = {
    "gzip": "gzip",
    "lz4": "lz4",
    "lzma": "lzma",
    "lzo": "lzo",
    "xzkern": "xz",
    "zstd": "zstd",
    "zstd22": "zstd",
}
"""The header's compression -> the compressor whose header must stand at the payload's start."""
SECTIONS = 96
HEADER = 0x40


class EfiZboot:
    """The format's facts and its opening."""

    name = "efi_zboot"
    title = "Linux EFI zboot"
    description = (
        "The self-extracting Linux kernel for UEFI of arm64, RISC-V and LoongArch equipment, with the "
        "signature that Secure Boot checks where one follows."
    )
    reference = "Linux drivers/firmware/efi/libstub/zboot-header.S (layout); Microsoft, 'PE Format'"
    proof = "image"  # Debian's linux-binary-7.2.13+deb14-loong64 (zstd)
    magics = (Magic(rb"MZ\x00\x00zimg", 8),)
    priority = 0

    def open(self, content: Content, budget: Budget) -> KernelVolume:
        """Read the header and the list of PE sections."""
        head = content.read(0, HEADER)
        if len(head) < HEADER:
            raise NotThisFormat
        offset, length = struct.unpack_from("<2I", head, 8)
        name = head[0x18:0x38].rstrip(b"\0")
        if offset < HEADER or not length or not re.fullmatch(rb"[a-z0-9]{2,31}", name):
            raise NotThisFormat
        compression = name.decode()
        volume = KernelVolume(content, budget, partition=True)
        volume.facts = {"compression": compression, "payload offset": offset}
        end = offset + length
        size = max(end, self._sections_end(volume))
        if size > content.size:
            volume.problems.append(f"cut short: {size:,} bytes declared, {content.size:,} there")
        found = compression_at(content, offset)
        if offset < content.size and found != WORDS.get(compression):
            volume.problems.append(f"the payload at 0x{offset:x} does not begin like {compression}")
        field = content.read(end - 4 if compression == "gzip" else end, 4)  # gzip's own last field is the size
        if len(field) == 4:
            volume.facts["decoded size"] = struct.unpack("<I", field)[0]
        volume.runs = (
            ("decompressor", HEADER, offset),
            ("payload", offset, end),
            ("decompressor rest", end, size),
        )
        volume.size = size
        volume.add_signature()
        return volume

    def _sections_end(self, volume: KernelVolume) -> int:
        """Note the architecture and return where the last PE section ends, 0 without a PE header."""
        at = portable_executable(volume.content)
        fields = volume.content.read(at, 24) if at is not None else b""
        if at is None or len(fields) < 24:
            volume.problems.append("the PE header, which gives the image's end, is not there")
            return 0
        machine, sections = struct.unpack_from("<2H", fields, 4)
        (optional,) = struct.unpack_from("<H", fields, 20)
        volume.facts["architecture"] = MACHINES.get(machine, f"PE machine 0x{machine:04x}")
        table = volume.content.read(at + 24 + optional, 40 * min(sections, SECTIONS))
        places = (struct.unpack_from("<2I", table, row + 16) for row in range(0, len(table) - 39, 40))
        return max((sum(place) for place in places), default=0)


FORMAT = EfiZboot()
