"""How to see a piece of evidence oneself: a piece goes in, the lines to type come out."""

import shlex

from cupel.inspect.extraction import container_folder, safe_path
from cupel.records.bundle import Piece

FOLDER = "files"
"""Where the lines extract to."""


def steps_of(piece: Piece) -> tuple[str, ...]:
    """Write the lines for one piece; none where it points at nothing in the image.

    1. Make sure that the image is the same.
    2. Take its files out, where the evidence lies in one.
    3. Make sure that the file is the same.
    4. Look at the bytes, in two ways.
    """
    if not piece.chain:
        return ()
    image, (file, lies_in) = piece.chain[0], _path(piece)
    lines = []
    if image.kind == "image":
        lines.append(f"sha256sum {quoted(image.name)}  # {image.sha256}")  # 1
        if lies_in:
            lines.append(f"cupel inspect {quoted(image.name)} --unpack-only --extract {FOLDER}")  # 2
    if lies_in:
        lines.append(f"sha256sum {quoted(file)}  # {piece.artefact}")  # 3
    if piece.offset is not None:
        lines.append(f"xxd -s {piece.offset} -l {piece.size} {quoted(file)}")  # 4
        lines.append(f"dd if={quoted(file)} bs=1 skip={piece.offset} count={piece.size} status=none")
    return tuple(lines)


def in_words(piece: Piece) -> str:
    """Tell the way from the image to the bytes, for whoever has other tools."""
    parts = []
    for step in piece.chain:
        if step.kind in ("image", "folder", "file"):
            parts.append(f"{step.name} ({step.size:,} bytes, SHA-256 {step.sha256})")
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


def _path(piece: Piece) -> tuple[str, bool]:
    """Return the path of the file that the bytes are in, and whether it must be taken out of the image first."""
    image = piece.chain[0]
    inner = next((step for step in reversed(piece.chain) if step.kind == "file"), None)
    if inner is None:
        return image.name, False
    if image.kind == "folder" and sum(step.kind == "file" for step in piece.chain) == 1:
        return f"{image.name}/{inner.name}", True
    place = piece.file.removesuffix(f"!{inner.name}")
    return f"{FOLDER}/{container_folder(place)}/{safe_path(inner.name)}", True
