"""Packages for tests: names, versions and strings go in; deb archives with small ELF files come out."""

import io
import struct
import tarfile
from pathlib import Path


def elf(*strings: str | bytes, symbols: bytes = b"") -> bytes:
    """Make a 64-bit little-endian ELF executable whose read-only data holds the strings, each ended by a zero byte."""
    data = b"\0" + b"".join((it.encode() if isinstance(it, str) else it) + b"\0" for it in strings)
    parts, at, sections = [], 64, [struct.pack("<IIQQQQIIQQ", *[0] * 10)]
    for kind, content in ((1, data), (3, symbols)):
        sections.append(struct.pack("<IIQQQQIIQQ", 0, kind, 2, 0, at, len(content), 0, 0, 1, 0))
        parts.append(content)
        at += len(content)
    head = b"\x7fELF\x02\x01\x01" + bytes(9)
    head += struct.pack("<HHIQQQIHHHHHH", 2, 62, 1, 0, 0, at, 0, 64, 0, 0, 64, len(sections), 0)
    return head + b"".join(parts) + b"".join(sections)


def deb(
    folder: Path, name: str, version: str, files: dict[str, bytes], architecture: str = "amd64", source: str = ""
) -> Path:
    """Write a package archive and return its path."""
    control = f"Package: {name}\nVersion: {version}\nArchitecture: {architecture}\n"
    control += f"Source: {source}\n" if source else ""
    members = {
        "debian-binary": b"2.0\n",
        "control.tar.gz": _tar({"./control": control.encode()}),
        "data.tar.gz": _tar({f"./{path}": data for path, data in files.items()}),
    }
    out = b"!<arch>\n"
    for member, data in members.items():
        out += (
            f"{member:<16}{0:<12}{0:<6}{0:<6}{'100644':<8}{len(data):<10}`\n".encode() + data + b"\n" * (len(data) % 2)
        )
    path = folder / f"{name}_{version.replace(':', '%3a')}_{architecture}.deb"
    path.write_bytes(out)
    return path


def _tar(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w:gz") as archive:
        for name, data in files.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(data)
            archive.addfile(entry, io.BytesIO(data))
    return out.getvalue()
