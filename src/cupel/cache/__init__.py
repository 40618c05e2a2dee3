"""Disposable results, each a file named by all that it depends on; losing them costs time, never an answer."""

import contextlib
import os
from pathlib import Path


def folder() -> Path:
    """Name the folder: $XDG_CACHE_HOME/cupel, or ~/.cache/cupel."""
    base = os.environ.get("XDG_CACHE_HOME", "")
    return (Path(base) if base else Path.home() / ".cache") / "cupel"


def read_cached(name: str) -> bytes | None:
    """Return what was written under `name`, or None."""
    try:
        return (folder() / name).read_bytes()
    except (OSError, RuntimeError):  # RuntimeError: there is no home folder
        return None


def write_cached(name: str, data: bytes) -> None:
    """Keep `data` under `name`; a cache that cannot be written is no reason to stop."""
    with contextlib.suppress(OSError, RuntimeError):
        import tempfile  # noqa: PLC0415 - a warm cache is only read

        folder().mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=folder(), delete=False) as file:
            file.write(data)
        os.replace(file.name, folder() / name)  # noqa: PTH105 - both are plain names here; readers see old or new
