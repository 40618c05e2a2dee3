"""An old zImage, without the table of tags: where the payload ends is not said. Debian packages: gzip."""

import sys
from pathlib import Path

here = Path(__file__).parent
sys.path.insert(0, str(here.parent))
from _kernel import compress, zimage, zimage_parts  # noqa: E402 - the folder is no package
from _tree import expect  # noqa: E402

payload = compress("gzip")
image, begin = zimage(payload, table=False)
(here / "input").write_bytes(image)
facts = {"architecture": "arm", "byte order": "little", "compression": "gzip", "payload offset": begin}
expect(here, "zimage", zimage_parts(image, begin, len(image)), facts=facts)
