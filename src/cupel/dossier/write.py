"""Writes a dossier in every form: a Dossier and a folder go in, files come out."""

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


def outputs(folder: Path) -> dict[str, Path]:
    """Name the files that `write` makes below `folder`, by the name of their form."""
    return {export.name: folder / export.file for export in exports()}


def write(dossier: Dossier, folder: Path) -> dict[str, Path]:
    """Write every form below `folder`. Raises InputError where that cannot be written."""
    rendered = {export.name: export.render(dossier) for export in exports()}
    files = outputs(folder)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, data in rendered.items():
            files[name].write_bytes(data)
    except OSError as error:
        raise InputError(
            f"{error.filename or folder} cannot be written: {error.strerror}.",
            "Make the case folder writable.",
        ) from error
    return files
