"""Packs a FIT image with its data after the tree. Debian packages: u-boot-tools, device-tree-compiler."""

import sys
from pathlib import Path

here = Path(__file__).parent
sys.path.insert(0, str(here.parent))
from _fit import FACTS, pack  # noqa: E402 - the folder is no package
from _tree import expect  # noqa: E402

expect(here, "fit", pack(here / "input", "-E"), facts=FACTS)
