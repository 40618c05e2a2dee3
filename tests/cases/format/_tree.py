"""The small tree that archive and file-system cases pack: `build` writes it, `describe` tells what must come out."""

import hashlib
import json
import os
import stat
from pathlib import Path

NOISE = b"".join(hashlib.sha256(b"cupel %d" % n).digest() for n in range(96))
"""3 KB that no compressor shrinks."""

FILES = {
    "etc/banner": (0o644, b"Example router, made for a golden case\n"),
    "etc/empty": (0o600, b""),
    "etc/\u00fcml\u00e4ut": (0o644, b"name with letters beyond ASCII\n"),
    "bin/tool": (0o4755, b"#!/bin/sh\necho tool\n"),
    "lib/noise": (0o644, NOISE),
    "lib/zeros": (0o644, bytes(9000)),
}
LINKS = {"bin/sh": "tool", "etc/outside": "../../../../etc/passwd"}


def build(root: Path, devices: bool = False, time: int = 1700000000) -> Path:
    """Write the tree below `root` (with a character device where `devices`, which needs root) and return it."""
    for path, (mode, data) in FILES.items():
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
        file.chmod(mode)
    for path, target in LINKS.items():
        (root / path).symlink_to(target)
    if devices:
        (root / "dev").mkdir()
        os.mknod(root / "dev/console", 0o600 | stat.S_IFCHR, os.makedev(5, 1))
    for found in sorted(root.rglob("*"), reverse=True):
        if found.is_dir() and not found.is_symlink():
            found.chmod(0o755)
        os.utime(found, (time, time), follow_symlinks=False)
    root.chmod(0o755)
    os.utime(root, (time, time))
    return root


def describe(root: Path, owner: tuple[int, int] | None = (0, 0), modes: bool = True) -> list[dict[str, object]]:
    """List what a reader must give for the tree, sorted by path."""
    entries: list[dict[str, object]] = []
    for found in sorted(root.rglob("*")):
        facts = found.lstat()
        entry: dict[str, object] = {"path": found.relative_to(root).as_posix()}
        if found.is_symlink():
            entry |= {"kind": "link", "target": os.readlink(found)}  # noqa: PTH115 - Path.readlink changes what is stored
        elif found.is_dir():
            entry |= {"kind": "directory"}
        elif found.is_file():
            data = found.read_bytes()
            entry |= {"kind": "file", "size": len(data), "sha256": hashlib.sha256(data).hexdigest()}
        else:
            entry |= {
                "kind": "character device",
                "device": [os.major(facts.st_rdev), os.minor(facts.st_rdev)],
            }
        if modes and entry["kind"] != "link":
            entry["mode"] = stat.S_IMODE(facts.st_mode)
        if owner and entry["kind"] != "link":
            entry |= {"uid": owner[0], "gid": owner[1]}
        entries.append(entry)
    return entries


def expect(here: Path, format_name: str, entries: list[dict[str, object]], **rest: object) -> None:
    """Write `expected.json` beside the fixture."""
    expected = {"format": format_name, "problems": [], **rest, "entries": entries}
    (here / "expected.json").write_text(json.dumps(expected, indent=1, ensure_ascii=False) + "\n")
