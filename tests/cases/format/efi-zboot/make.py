"""An EFI zboot image of arm64, zstd, with two PE sections and a signature's frame. Debian packages: zstd."""

import struct
import sys
from pathlib import Path

here = Path(__file__).parent
sys.path.insert(0, str(here.parent))
from _kernel import CODE, KERNEL, aligned, compress, rows  # noqa: E402 - the folder is no package
from _tree import expect  # noqa: E402

payload = compress("zstd")
begin, end = 512, 512 + len(payload) - 4
text = len(aligned(bytes(begin) + payload + CODE[:100], 512))
size = text + 512
signature = struct.pack("<IHH", 40, 0x200, 2) + CODE[:32]
header = struct.pack("<4s4s2I8x32s", b"MZ", b"zimg", begin, end - begin, b"zstd22") + struct.pack("<2I", 0x818223CD, 64)
header += b"PE\0\0" + struct.pack("<2H12x2H", 0xAA64, 2, 112 + 5 * 8, 0x206)
header += struct.pack("<H106xI", 0x20B, 5) + bytes(4 * 8) + struct.pack("<2I", size, len(signature))
header += struct.pack("<8s4I16x", b".text", text - 512, 512, text - 512, 512)
header += struct.pack("<8s4I16x", b".data", 512, text, 512, text)
image = aligned(aligned(header, 512) + payload + CODE[:100], 512) + aligned(b"data of the code", 512)
(here / "input").write_bytes(image + signature)
parts = {"decompressor": image[0x40:begin], "payload": image[begin:end], "decompressor rest": image[end:]}
facts = {
    "architecture": "arm64",
    "compression": "zstd22",
    "payload offset": begin,
    "decoded size": len(KERNEL),
}
expect(here, "efi_zboot", rows(parts | {"signature": signature}), facts=facts)
