"""A zImage without the table of tags, legacy LZ4, which has no end mark. Debian packages: lz4."""

import sys
from pathlib import Path

here = Path(__file__).parent
sys.path.insert(0, str(here.parent))
from _kernel import compress, zimage, zimage_parts  # noqa: E402 - the folder is no package
from _tree import expect  # noqa: E402

payload = compress("lz4")
image, begin = zimage(payload, table=False)
(here / "input").write_bytes(image)
facts = {"architecture": "arm", "byte order": "little", "compression": "lz4", "payload offset": begin}
expect(here, "zimage", zimage_parts(image, begin, begin + len(payload) - 4), facts=facts)
