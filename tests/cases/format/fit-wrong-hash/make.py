"""Packs a FIT image and changes its file system. Debian packages: u-boot-tools, device-tree-compiler."""

import hashlib
import sys
from pathlib import Path

here = Path(__file__).parent
sys.path.insert(0, str(here.parent))
from _fit import FACTS, ROOTFS, pack  # noqa: E402 - the folder is no package
from _tree import expect  # noqa: E402

output = here / "input"
entries = pack(output)
changed = b"implant" + ROOTFS[7:]
output.write_bytes(output.read_bytes().replace(ROOTFS, changed))
entries[2]["sha256"] = hashlib.sha256(changed).hexdigest()
facts = FACTS | {"rootfs-1 sha512": "wrong"}
expect(here, "fit", entries, facts=facts, problems=["the sha512 of the image 'rootfs-1' is wrong"])
