"""Compiles wrappers.c for each processor and level of optimisation: `python make.py`, with Debian's cross compilers.

Needs the packages gcc-arm-linux-gnueabihf, gcc-aarch64-linux-gnu, gcc-mipsel-linux-gnu, gcc-mips-linux-gnu,
gcc-i686-linux-gnu and gcc of amd64, version 12. The files are committed, so that tests need no compiler.
"""

import subprocess
from pathlib import Path

HERE = Path(__file__).parent
COMPILERS = {
    "arm-thumb": ("arm-linux-gnueabihf-gcc", "-mthumb"), "arm": ("arm-linux-gnueabihf-gcc", "-marm"),
    "arm64": ("aarch64-linux-gnu-gcc",), "mipsel": ("mipsel-linux-gnu-gcc",), "mips": ("mips-linux-gnu-gcc",),
    "x86": ("i686-linux-gnu-gcc",), "x86-64": ("x86_64-linux-gnu-gcc",),
}  # fmt: skip
LINK = ("-Wl,-z,max-page-size=4096", "-Wl,-z,noseparate-code", "-Wl,--build-id=none", "-Wl,-s", "-nostdlib", "-shared")

for name, compiler in COMPILERS.items():
    for level in ("0", "2", "s"):
        target = HERE / f"{name}-O{level}.so"
        options = ["-w", "-fno-builtin", "-fno-stack-protector", f"-O{level}", "-fPIC", *LINK]
        subprocess.run([*compiler, *options, "-o", str(target), str(HERE / "wrappers.c")], check=True)
