"""A zImage with the table of tags, xz with the ARM filter. Debian packages: xz-utils."""

import sys
from pathlib import Path

here = Path(__file__).parent
sys.path.insert(0, str(here.parent))
from _kernel import KERNEL, compress, zimage, zimage_parts  # noqa: E402 - the folder is no package
from _tree import expect  # noqa: E402

payload = compress("xz")
image, begin = zimage(payload, table=True)
(here / "input").write_bytes(image)
facts = {"architecture": "arm", "byte order": "little", "compression": "xz", "payload offset": begin}
facts["decoded size"] = len(KERNEL)
expect(here, "zimage", zimage_parts(image, begin, begin + len(payload) - 4), facts=facts)
