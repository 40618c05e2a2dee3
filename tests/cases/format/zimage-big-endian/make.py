"""A big-endian zImage (as of the IXP4xx), gzip, with the table of tags. Debian packages: gzip."""

import sys
from pathlib import Path

here = Path(__file__).parent
sys.path.insert(0, str(here.parent))
from _kernel import KERNEL, compress, zimage, zimage_parts  # noqa: E402 - the folder is no package
from _tree import expect  # noqa: E402

payload = compress("gzip")
image, begin = zimage(payload, order=">")
(here / "input").write_bytes(image)
facts = {"architecture": "arm", "byte order": "big", "compression": "gzip", "decoded size": len(KERNEL)}
expect(here, "zimage", zimage_parts(image, begin, begin + len(payload)), facts=facts)
