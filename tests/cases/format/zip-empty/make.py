"""Writes the end record of an archive without entries. Debian packages: none."""

import sys
from pathlib import Path

here = Path(__file__).parent
sys.path.insert(0, str(here.parent))
from _tree import expect  # noqa: E402 - the folder is no package

# zip itself deletes an archive that becomes empty; the record is the one of APPNOTE 4.3.16 with all counts 0.
(here / "input").write_bytes(b"PK\5\6" + bytes(18))
expect(here, "zip", [], size=22, facts={"entries": 0})
