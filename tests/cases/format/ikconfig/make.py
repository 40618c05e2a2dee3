"""A kernel configuration between its marks, compressed by gzip. Debian packages: gzip."""

import sys
from pathlib import Path

here = Path(__file__).parent
sys.path.insert(0, str(here.parent))
from _kernel import compress, rows  # noqa: E402 - the folder is no package
from _tree import expect  # noqa: E402

text = b"""#
# Automatically generated file; DO NOT EDIT.
# Linux/mips 4.9.133 Kernel Configuration
#
CONFIG_MIPS=y
# CONFIG_STACKPROTECTOR is not set
CONFIG_CMDLINE="console=ttyS0,115200"
CONFIG_LOG_BUF_SHIFT=14
CONFIG_IKCONFIG=y
"""
(here / "input").write_bytes(b"IKCFG_ST" + compress("gzip", text) + b"IKCFG_ED")
facts = {"kernel version": "4.9.133", "architecture": "mips", "options set": 4}
expect(here, "ikconfig", rows({"config": text}), facts=facts)
