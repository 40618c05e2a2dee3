"""Writes a dossier in every form: a Dossier and a folder go in, files come out."""

from collections.abc import Mapping
from pathlib import Path
from typing import Protocol, runtime_checkable

from cupel import plugins
from cupel.errors import InputError
from cupel.records.dossier import Dossier


@runtime_checkable
class Export(Protocol):
    """One form of the dossier: the constant EXPORT of a module in exports/."""

    name: str
    """What people call the form."""
    file: str
    """Name of the file in the dossier's folder."""
    description: str
    """What it is for, in one sentence."""

    def render(self, dossier: Dossier) -> bytes:
        """Return the file's bytes; the same dossier gives the same bytes."""


def exports() -> tuple[Export, ...]:
    """Load the forms."""
    return plugins.load("cupel.dossier.exports", "EXPORT", Export)


def write(dossier: Dossier, folder: Path, beside: Mapping[str, bytes]) -> dict[str, Path]:
    """Write every form below `folder`, and what goes `beside` it (path below the folder -> bytes); return the files by
    the name of their form, or their path. Raises InputError where that cannot be written.
    """
    named = {export.name: (export.file, export.render(dossier)) for export in exports()}
    named |= {path: (path, data) for path, data in beside.items()}
    files = {name: folder / path for name, (path, _) in named.items()}
    try:
        for name, (_, data) in named.items():
            files[name].parent.mkdir(parents=True, exist_ok=True)
            files[name].write_bytes(data)
    except OSError as error:
        raise InputError(
            f"{error.filename or folder} cannot be written: {error.strerror}.",
            "Make the case folder writable.",
        ) from error
    return files
