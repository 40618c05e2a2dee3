"""A bzImage of boot protocol 2.15, gzip. Debian packages: gzip."""

import sys
from pathlib import Path

here = Path(__file__).parent
sys.path.insert(0, str(here.parent))
from _kernel import KERNEL, bzimage, compress, rows  # noqa: E402 - the folder is no package
from _tree import expect  # noqa: E402

payload = compress("gzip")
image, code, begin = bzimage(payload)
(here / "input").write_bytes(image)
end = begin + len(payload)
parts = {"setup": image[0x280:code], "decompressor": image[code:begin], "payload": image[begin:end]}
parts["decompressor rest"] = image[end:]
facts = {
    "kind": "bzImage", "protocol": "2.15", "architecture": "x86_64", "compression": "gzip",
    "payload offset": begin, "decoded size": len(KERNEL),
    "version": "6.1.0-cupel (made for a golden case) #1 SMP",
}  # fmt: skip
expect(here, "bzimage", rows(parts), facts=facts)
