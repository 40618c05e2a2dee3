"""Compiles two libraries that define functions of OpenSSL's names: `python make.py`, with gcc of amd64, version 12."""

import subprocess
from pathlib import Path

HERE = Path(__file__).parent
SMALL = ("-Wl,-z,max-page-size=4096", "-Wl,-z,noseparate-code", "-Wl,--build-id=none", "-Wl,-s", "-nostdlib", "-shared")
LIBRARIES = {"speaks": ("SSLv2_method", "ssl2_connect", "SSLv3_method"), "keeps-a-name": ("SSLv2_method", "TLS_method")}

for name, functions in LIBRARIES.items():
    source = "\n".join(f"void *{it}(void) {{ return 0; }}" for it in functions)
    command = ["x86_64-linux-gnu-gcc", "-O2", "-fPIC", *SMALL, "-x", "c", "-", "-o", str(HERE / f"{name}.so")]
    subprocess.run(command, input=source.encode(), check=True)
