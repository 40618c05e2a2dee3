"""bzImage, the Linux kernel of x86: the image goes in, setup, decompressor and compressed kernel come out."""

import struct

from cupel.inspect.unpack.content import Content
from cupel.inspect.unpack.format import Magic, NotThisFormat
from cupel.inspect.unpack.kernel_payload import (
    KernelVolume,
    Payload,
    compression_at,
    find_payload,
)
from cupel.inspect.unpack.limits import Budget

HEADER = 0x280
"""Bytes up to the end of the setup header; the first 512 are the boot sector, or a PE header."""


class BzImage:
    """The format's facts and its opening."""

    name = "bzimage"
    title = "Linux bzImage (x86)"
    description = (
        "The Linux kernel of x86 equipment, zImage and bzImage, and what else follows boot protocol 2.00 or "
        "later, with the signature that Secure Boot checks where one follows."
    )
    reference = "Linux Documentation/arch/x86/boot.rst"
    # Debian 12's linux-image-6.1.0-56-cloud-amd64 (lz4, signed), 6.12.115+deb12-cloud-amd64-unsigned (zstd)
    proof = "image"
    magics = (Magic(rb"\x55\xaa..HdrS.\x02", 10, 0x1FE),)
    priority = 0

    def open(self, content: Content, budget: Budget) -> KernelVolume:
        """Read the setup header and find the compressed kernel."""
        head = content.read(0, HEADER)
        if len(head) < HEADER:
            raise NotThisFormat
        setup = 512 * ((head[0x1F1] or 4) + 1)
        (protocol,) = struct.unpack_from("<H", head, 0x206)
        high = head[0x211] & 1
        paragraphs = struct.unpack_from("<I" if protocol >= 0x204 else "<H", head, 0x1F4)[0]
        size = setup + 16 * paragraphs
        if not paragraphs or size > 1 << 31:
            raise NotThisFormat
        volume = KernelVolume(
            content, budget, size,
            {
                "kind": "bzImage" if high else "zImage", "protocol": f"{protocol >> 8}.{protocol & 0xFF:02}",
                "architecture": "x86_64" if protocol >= 0x20C and head[0x236] & 1 else "x86",
            },
            partition=True,
        )  # fmt: skip
        (version,) = struct.unpack_from("<H", head, 0x20E)
        if version and version + 512 < setup:
            text = content.read(version + 512, min(256, setup - version - 512)).split(b"\0", 1)[0]
            volume.facts["version"] = text.decode("ascii", "backslashreplace").strip()
        if protocol < 0x204 and high:
            # The field has 16 bits only, too few for such a kernel (boot.rst, 'syssize').
            size = volume.size = content.size
        if size > content.size:
            volume.problems.append(f"cut short: {size:,} bytes declared, {content.size:,} there")
        payload, end = self._payload(volume, head, setup, protocol)
        volume.runs = (("setup", HEADER, setup), ("code", setup, size))
        if payload:
            volume.facts |= {"compression": payload.compression, "payload offset": payload.offset}
            volume.runs = (
                ("setup", HEADER, setup),
                ("decompressor", setup, payload.offset),
                ("payload", payload.offset, end),
                ("decompressor rest", end, size),
            )
        volume.add_signature()
        return volume

    def _payload(self, volume: KernelVolume, head: bytes, setup: int, protocol: int) -> tuple[Payload | None, int]:
        """Return the payload and the offset of its end."""
        content, size = volume.content, volume.size
        offset, length = struct.unpack_from("<2I", head, 0x248) if protocol >= 0x208 else (0, 0)
        if not offset or length < 4:
            found = find_payload(content, setup, min(size, content.size), volume.budget.limits.decoder_memory)
            return found, size
        offset += setup
        if offset + length > size:
            volume.problems.append(
                f"the payload at 0x{offset:x} is said to have {length:,} bytes, past the image's end"
            )
            return None, size
        compression = compression_at(content, offset)
        if compression is None:
            if offset < content.size:
                volume.problems.append(f"the payload at 0x{offset:x} begins like no known compression")
            compression = "unknown"
        end = offset + length
        # All but gzip, whose own last field it is, have the decoded size appended; the length counts it.
        field = content.read(end - 4, 4)
        if compression not in ("none", "unknown") and len(field) == 4:
            volume.facts["decoded size"] = struct.unpack("<I", field)[0]
            end -= 0 if compression == "gzip" else 4
        return Payload(compression, offset), end


FORMAT = BzImage()
