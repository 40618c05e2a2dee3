"""Builds this folder's programs from unit.c, for every processor whose compiler is there: `python make.py`.

The programs are kept, so that the cases need no compiler. Made with GCC 12.2.0 of Debian 12.
"""

import subprocess
from pathlib import Path
from shutil import which

HERE = Path(__file__).parent
PAGES = "-Wl,-z,max-page-size=4096"
BUILDS = {
    "unnamed-arm64": ("aarch64-linux-gnu-gcc", PAGES, "-DUNNAMED"),
    "unnamed-mips": ("mips-linux-gnu-gcc", PAGES, "-DUNNAMED"),
    "unnamed-arm-fixed": ("arm-linux-gnueabihf-gcc", "-no-pie", "-fno-pie", "-DUNNAMED"),
    "unnamed-powerpc": ("powerpc-linux-gnu-gcc", PAGES, "-DUNNAMED"),
    "short-arm": ("arm-linux-gnueabihf-gcc", "-DSHORT", "-DUNNAMED"),
    "named-arm64": ("aarch64-linux-gnu-gcc", PAGES),
    "named-short-arm": ("arm-linux-gnueabihf-gcc", "-DSHORT"),
}


def main() -> None:
    """Build all of them."""
    for name, (compiler, *options) in BUILDS.items():
        if not which(compiler):
            print(f"no {compiler}")
            continue
        small = ["-O2", "-s", "-w", "-Wl,--build-id=none", "-Wl,-z,noseparate-code"]
        command = [compiler, *small, *options, "-o", str(HERE / f"{name}.elf"), str(HERE / "unit.c")]
        subprocess.run(command, check=True)


if __name__ == "__main__":
    main()
