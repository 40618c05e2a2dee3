"""Compiles board.dts with dtc; the expected text is what dtc makes of the result.

Debian packages: device-tree-compiler.
"""

import hashlib
import subprocess
import sys
from pathlib import Path

here = Path(__file__).parent
sys.path.insert(0, str(here.parent))
from _tree import expect  # noqa: E402 - the folder is no package

output = here / "input"
subprocess.run(["dtc", "-q", "-I", "dts", "-O", "dtb", "-o", output, here / "board.dts"], check=True)
text = subprocess.run(["dtc", "-q", "-I", "dtb", "-O", "dts", output], check=True, capture_output=True).stdout
text = text.replace(rb"\0", b'", "')  # dtc writes a list of strings as one, cupel as a list
entry = {
    "path": "device-tree.dts",
    "kind": "file",
    "size": len(text),
    "sha256": hashlib.sha256(text).hexdigest(),
}
facts = {"version": 17, "model": "Example Router 1", "compatible": "example,router-1, example,family"}
facts |= {"boot arguments": "console=ttyS0,115200 init=/etc/preinit"}
expect(here, "fdt", [entry], facts=facts)
