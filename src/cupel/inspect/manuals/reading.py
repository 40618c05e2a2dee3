"""Reads manuals in a confined child: a folder goes in, the text of its documents and what was not read come out."""

import hashlib
import os
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from cupel.confinement import Guard, Progress, run_confined
from cupel.documents.format import Unreadable, document_formats
from cupel.errors import CupelError
from cupel.records.boundary import from_json, to_json

MOST_FILES = 5_000
MOST_BYTES = 256 << 20
"""Bytes of one document."""
MOST_PAGES = 10_000
"""Pages of one document."""
MOST_LETTERS = 32 << 20
"""Letters of all documents together."""
ADDRESS_SPACE = 4 << 30
WATCHDOG = 120
"""Seconds without a page after which a document is given up."""
RESTARTS = 8


@dataclass(frozen=True, slots=True)
class Document:
    """One document's text."""

    name: str
    """Its path below the folder."""
    sha256: str
    """SHA-256 of its bytes."""
    paged: bool
    """Whether places in it are named by page; else by line."""
    pages: tuple[str, ...]
    """Its text, page by page; one where it has no pages."""


@dataclass(frozen=True, slots=True)
class Manuals:
    """What was read."""

    documents: tuple[Document, ...] = ()
    """In the order of their names."""
    unread: tuple[tuple[str, str], ...] = ()
    """(document, why it could not be read, or not to its end)"""

    @property
    def pages(self) -> int:
        """Pages that have text."""
        return sum(bool(page.strip()) for it in self.documents for page in it.pages)


def read_manuals(folder: Path, on_progress: Progress | None = None) -> Manuals:
    """Read every document below a folder, in the order of their names; links are not followed.

    It must be called before this process starts a thread: manuals are foreign files, and are read in a child that has
    no network and bounded memory. A document that ends the child is left out and named.
    """
    document_formats()  # loaded before the fork
    outcome = run_confined(
        lambda guard: to_json(_read(folder, guard)),
        threads=1,
        address_space=ADDRESS_SPACE,
        watchdog=WATCHDOG,
        restarts=RESTARTS,
        on_progress=on_progress,
    )
    found = from_json(Manuals, outcome.result) if outcome.result else Manuals()
    ended = tuple((place or folder.name, reason) for place, reason in outcome.ended)
    return Manuals(found.documents, found.unread + ended)


def _read(folder: Path, guard: Guard) -> Manuals:
    documents, unread, letters = [], list[tuple[str, str]](), 0
    for number, (name, path) in enumerate(_files(folder)):
        if number >= MOST_FILES or letters > MOST_LETTERS:
            unread.append((name, "left out with all after it: more documents or text than are searched"))
            break
        form = document_formats().get(path.suffix.lower())
        if form is None or not form.is_manual:
            unread.append((name, "in no format that is read"))
            continue
        if not guard.enter(name):
            continue  # it ended an earlier child, and is named by the parent
        pages: list[str] = []
        sha256 = ""
        try:
            data = _bytes(path)
            sha256 = hashlib.sha256(data).hexdigest()
            for page in form.pages(data):
                pages.append(unicodedata.normalize("NFKC", page)[: MOST_LETTERS - letters])
                letters += len(pages[-1])
                guard.progress("reading manuals", letters, 0)
                if len(pages) >= MOST_PAGES or letters >= MOST_LETTERS:
                    unread.append((name, "read in part: it has more pages or text than are searched"))
                    break
        except (CupelError, MemoryError):
            raise
        except (Unreadable, OSError) as error:
            unread.append((name, getattr(error, "strerror", None) or str(error)))
        except Exception as error:  # noqa: BLE001 - hostile bytes: whatever a reader raises is a fact about them
            unread.append((name, f"{type(error).__name__}: {str(error)[:200]}"))
        guard.leave()
        if any(page.strip() for page in pages):
            documents.append(Document(name, sha256, form.paged, tuple(pages)))
        elif not unread or unread[-1][0] != name:
            unread.append((name, "it has no text; scanned pages have none"))
    return Manuals(tuple(documents), tuple(unread))


def _files(folder: Path) -> Iterator[tuple[str, Path]]:
    for above, folders, names in os.walk(folder):
        folders.sort()
        for name in sorted(names):
            path = Path(above, name)
            if path.is_file() and not path.is_symlink() and not name.startswith("."):
                shown = os.fsencode(path.relative_to(folder)).decode("utf-8", "backslashreplace")
                yield shown, path


def _bytes(path: Path) -> bytes:
    with path.open("rb") as file:
        data = file.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise Unreadable(f"it is larger than {MOST_BYTES >> 20} MB")
    return data
