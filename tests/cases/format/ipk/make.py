"""Packs a package as OpenWrt's ipkg-build does: tars in a tar in gzip. Debian packages: tar, gzip."""

import subprocess
import sys
import tempfile
from pathlib import Path

here = Path(__file__).parent
sys.path.insert(0, str(here.parent))
from _tree import build, describe, expect  # noqa: E402 - the folder is no package

TAR = [
    "tar",
    "--format=gnu",
    "--numeric-owner",
    "--owner=0",
    "--group=0",
    "--sort=name",
    "--mtime=@1700000000",
    "-cf",
    "-",
]


def pack(folder: Path, *names: str) -> bytes:
    packed = subprocess.run([*TAR, *names], cwd=folder, check=True, capture_output=True).stdout
    return subprocess.run(["gzip", "-n", "-"], input=packed, check=True, capture_output=True).stdout


with tempfile.TemporaryDirectory() as place:
    root = build(Path(place) / "root")
    control = Path(place) / "control"
    control.mkdir()
    (control / "control").write_text("Package: golden\nVersion: 1.2-3\nArchitecture: all\nDescription: a case\n")
    package = Path(place) / "package"
    package.mkdir()
    (package / "debian-binary").write_text("2.0\n")
    (package / "data.tar.gz").write_bytes(pack(root, "."))
    (package / "control.tar.gz").write_bytes(pack(control, "."))
    for path in package.iterdir():
        path.chmod(0o644)
    (here / "input").write_bytes(pack(package, "./debian-binary", "./data.tar.gz", "./control.tar.gz"))
    expect(here, "ipk", describe(package), facts={"members": "debian-binary, data.tar.gz, control.tar.gz"})
