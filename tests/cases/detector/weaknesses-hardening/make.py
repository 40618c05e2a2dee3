"""Compiles small.c with and without the protections of compiler and linker: `python make.py`, with Debian's compilers.

Needs gcc-arm-linux-gnueabihf, gcc-mipsel-linux-gnu and gcc of amd64, version 12. The files are committed.
"""

import subprocess
from pathlib import Path

HERE = Path(__file__).parent
SMALL = ("-Wl,-z,max-page-size=4096", "-Wl,-z,noseparate-code", "-Wl,--build-id=none", "-s", "-w")
FULL = ("-O2", "-fstack-protector-all", "-D_FORTIFY_SOURCE=2", "-fPIE", "-pie", "-Wl,-z,relro,-z,now")
NONE = (
    "-O0",
    "-fno-stack-protector",
    "-U_FORTIFY_SOURCE",
    "-no-pie",
    "-fno-pie",
    "-Wl,-z,norelro,-z,lazy",
    "-z",
    "execstack",
)
PARTIAL = ("-O2", "-fno-stack-protector", "-U_FORTIFY_SOURCE", "-fPIE", "-pie", "-Wl,-z,relro,-z,lazy")
PATHS = (*FULL, "-Wl,--enable-new-dtags", "-Wl,-rpath,/tmp/build/lib:$ORIGIN/../lib:lib")
BUILDS = {
    "arm-full": ("arm-linux-gnueabihf-gcc", *FULL), "arm-none": ("arm-linux-gnueabihf-gcc", *NONE),
    "arm-partial": ("arm-linux-gnueabihf-gcc", *PARTIAL), "arm-paths": ("arm-linux-gnueabihf-gcc", *PATHS),
    "x86-64-full": ("x86_64-linux-gnu-gcc", *FULL), "mipsel-none": ("mipsel-linux-gnu-gcc", *NONE),
}  # fmt: skip

for name, command in BUILDS.items():
    subprocess.run([*command, *SMALL, "-o", str(HERE / f"{name}.elf"), str(HERE / "small.c")], check=True)
