"""A bzImage of boot protocol 2.15, xz. Debian packages: xz-utils."""

import sys
from pathlib import Path

here = Path(__file__).parent
sys.path.insert(0, str(here.parent))
from _kernel import KERNEL, bzimage, compress, rows  # noqa: E402 - the folder is no package
from _tree import expect  # noqa: E402

payload = compress("xz")
image, code, begin = bzimage(payload)
(here / "input").write_bytes(image)
end = begin + len(payload) - 4
parts = {"setup": image[0x280:code], "decompressor": image[code:begin], "payload": image[begin:end]}
parts["decompressor rest"] = image[end:]
facts = {
    "kind": "bzImage", "protocol": "2.15", "architecture": "x86_64", "compression": "xz",
    "payload offset": begin, "decoded size": len(KERNEL),
    "version": "6.1.0-cupel (made for a golden case) #1 SMP",
}  # fmt: skip
expect(here, "bzimage", rows(parts), facts=facts)
