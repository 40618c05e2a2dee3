"""Builds this folder's programs from server.c, for every processor whose compiler is there: `python make.py`.

The programs are kept, so that the cases need no compiler. Made with GCC 12.2.0 of Debian 12.
"""

import subprocess
import tempfile
from pathlib import Path
from shutil import which

HERE = Path(__file__).parent
COMPILERS = {
    "arm": ("arm-linux-gnueabihf-gcc", "-marm"),
    "thumb": ("arm-linux-gnueabihf-gcc", "-mthumb"),
    "arm64": ("aarch64-linux-gnu-gcc", "-Wl,-z,max-page-size=4096"),
    "mips": ("mips-linux-gnu-gcc", "-Wl,-z,max-page-size=4096"),
    "mipsel": ("mipsel-linux-gnu-gcc", "-Wl,-z,max-page-size=4096"),
    "powerpc": ("powerpc-linux-gnu-gcc", "-Wl,-z,max-page-size=4096"),
    "x86": ("i686-linux-gnu-gcc",),
    "x86-64": ("x86_64-linux-gnu-gcc",),
}
LIBRARY = "char *crypt(const char *given, const char *setting) { return (char *)(*given ? setting : given); }\n"


def main() -> None:
    """Build all of them."""
    for name, (compiler, *options) in COMPILERS.items():
        if not which(compiler):
            print(f"no {compiler}")
            continue
        with tempfile.TemporaryDirectory() as folder:
            source, library = Path(folder, "crypt.c"), Path(folder, "libcrypt.so")
            source.write_text(LIBRARY)
            shared = ["-shared", "-fPIC", "-Wl,-soname,libcrypt.so.1", "-o", str(library), str(source)]
            subprocess.run([compiler, *options, *shared], check=True)
            for kind, define in (("plain", []), ("planted", ["-DPLANTED"])):
                out = HERE / f"{kind}-{name}.elf"
                command = [compiler, *options, "-O2", "-s", "-Wl,--build-id=none", *define, "-o", str(out)]
                subprocess.run([*command, str(HERE / "server.c"), f"-L{folder}", "-lcrypt"], check=True)


if __name__ == "__main__":
    main()
