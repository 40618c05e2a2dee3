"""Packs members with long and odd names with ar, which adds a symbol table. Debian packages: binutils."""

import subprocess
import sys
import tempfile
from pathlib import Path

here = Path(__file__).parent
sys.path.insert(0, str(here.parent))
from _tree import NOISE, describe, expect  # noqa: E402 - the folder is no package

with tempfile.TemporaryDirectory() as place:
    folder = Path(place)
    (folder / "code.s").write_text(".globl answer\nanswer: .long 42\n")
    subprocess.run(["as", "-o", "code.o", "code.s"], cwd=folder, check=True)
    (folder / "odd").write_bytes(b"odd")
    (folder / "a member with a long name.txt").write_bytes(NOISE)
    (folder / "another member with a long name.txt").write_bytes(b"")
    names = ["code.o", "odd", "a member with a long name.txt", "another member with a long name.txt"]
    for name in names:
        (folder / name).chmod(0o644)
    (here / "input").unlink(missing_ok=True)
    subprocess.run(["ar", "rcsD", here / "input", *names], cwd=folder, check=True)
    for path in folder.glob("code.s"):
        path.unlink()
    expect(here, "ar", [{"path": "symbol table", "kind": "file"}, *describe(folder)], facts={"members": 5})
