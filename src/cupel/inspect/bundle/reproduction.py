"""How to see a piece of evidence oneself: a piece goes in, the lines to type come out."""

import json
import shlex

from cupel.inspect.extraction import container_folder, safe_path
from cupel.records.bundle import Piece

FOLDER = "files"
"""Where the lines extract to."""


def steps_of(piece: Piece) -> tuple[str, ...]:
    """Write the lines for one piece; none where it points at nothing in the image.

    1. Make sure that the image is the same.
    2. Look at how the container lists the file, where that is the evidence: extraction keeps neither owners nor SUID.
    3. Take the image's files out, where the evidence lies in one, and make sure that the file is the same.
    4. Look at the bytes, in two ways.
    """
    if not piece.chain:
        return ()
    image, file = piece.chain[0], _path(piece)
    lines = []
    inner = next((step for step in reversed(piece.chain) if step.kind == "file"), None)
    if image.kind == "image":
        lines.append(f"sha256sum {quoted(image.name)}  # {image.sha256}")  # 1
    if inner and piece.offset is None:
        wanted = f".occurrences[] | select(.path == {json.dumps(inner.name)})"
        lines.append(f"cupel inspect {quoted(image.name)} --unpack-only --json | jq -c {quoted(wanted)}")  # 2
    if inner and inner.sha256:
        if image.kind == "image":
            lines.append(f"cupel inspect {quoted(image.name)} --unpack-only --extract {FOLDER}")  # 3
        lines.append(f"sha256sum {quoted(file)}  # {inner.sha256}")
    if piece.offset is not None:
        lines.append(f"xxd -s {piece.offset} -l {piece.size} {quoted(file)}")  # 4
        lines.append(f"dd if={quoted(file)} bs=1 skip={piece.offset} count={piece.size} status=none")
    return tuple(lines)


def in_words(piece: Piece) -> str:
    """Tell the way from the image to the bytes, for whoever has other tools."""
    parts = []
    for step in piece.chain:
        if step.kind in ("image", "folder", "file"):
            what = f"{step.size:,} bytes, SHA-256 {step.sha256}" if step.sha256 else "a name without bytes"
            parts.append(f"{step.name} ({what})")
        elif step.kind == "container":
            parts.append(f"{step.name} at byte {step.offset:,} of it")
        else:
            parts.append(f"the bytes from {step.offset:,} on, which no container covers")
    if piece.offset is not None:
        parts.append(f"{piece.size:,} bytes from byte {piece.offset:,} of the last file named")
    return " > ".join(parts)


def quoted(name: str) -> str:
    """Quote a name for a shell; one that does not print is written with escapes that bash and zsh read."""
    if name.isprintable():
        return shlex.quote(name)
    letters = (
        it
        if it.isprintable() and it not in "'\\"
        else "".join(f"\\x{byte:02x}" for byte in it.encode("utf-8", "replace"))
        for it in name
    )
    return f"$'{''.join(letters)}'"


def _path(piece: Piece) -> str:
    """Return the path of the file that the bytes are in: the image itself, or below what was extracted."""
    image = piece.chain[0]
    inner = next((step for step in reversed(piece.chain) if step.kind == "file"), None)
    if inner is None:
        return image.name
    if image.kind == "folder" and sum(step.kind == "file" for step in piece.chain) == 1:
        return f"{image.name}/{inner.name}"
    place = piece.file.removesuffix(f"!{inner.name}")
    return f"{FOLDER}/{container_folder(place)}/{safe_path(inner.name)}"
