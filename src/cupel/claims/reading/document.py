"""Reads one document: name and bytes go in; the record, and what was guessed, cut or not read of it, come out."""

import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator

from cupel.claims.reading.parts import passages
from cupel.claims.reading.stated import holder, outlet, published
from cupel.documents.format import Unreadable, format_of
from cupel.records.claim import Document
from cupel.records.problem import Problem

HEAD = 4096
SAMPLE = 20_000
"""Signs of a text by which its script is told."""
TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")
"""Marks that turn the direction of what follows."""
AGAIN = "open it in the program it came from and save it again, or save its text as UTF-8"


def read_document(name: str, data: bytes) -> tuple[Document | None, tuple[Problem, ...]]:
    """Read a document. None where nothing of it can be read; the problems say why, and what to do.

    Hostile bytes may end the process, or take all its memory: it is called in a confined child.
    """
    if not data:
        return None, (Problem(name, "it is empty; get it again from where it came from"),)
    form = format_of(name, data[:HEAD])
    try:
        article = form.article(data)
    except MemoryError:
        raise
    except Unreadable as error:
        return None, (Problem(name, f"it was not read: {error}; {error.advice or AGAIN}"),)
    except Exception as error:  # noqa: BLE001 - hostile bytes: whatever a reader raises is a fact about them
        why = f"{type(error).__name__}: {str(error)[:200]}"
        return None, (Problem(name, f"it was not read as {form.title}: {why}; {AGAIN}"),)
    if not article.text.strip("\ufeff \t\r\n\f\v"):
        advice = "scanned pages need text recognition first" if form.paged else "get it again from where it came from"
        return None, (Problem(name, f"it has no text; {advice}"), *(Problem(name, it) for it in article.notes))
    told = passages(article.text, article.marked)
    metadata = dict(article.metadata)
    if name_of_holder := holder(article.text, told):
        metadata["copyright holder"] = name_of_holder
    sha256 = hashlib.sha256(data).hexdigest()
    document = Document(
        f"D{sha256[:8]}", name, sha256, len(data), form.name, article.text, article.encoding, told,
        outlet(metadata, article.text), published(metadata), metadata,
    )  # fmt: skip
    notes = (*article.notes, *_of_script(article.text))
    return document, tuple(Problem(name, it) for it in notes)


def _of_script(text: str) -> Iterator[str]:
    letters: Counter[str] = Counter()
    for sign, count in Counter(text[:SAMPLE]).items():
        if sign.isalpha():
            letters["LATIN" if sign.isascii() else unicodedata.name(sign, "UNNAMED").split()[0]] += count
    script, most = max(letters.items(), key=lambda it: it[1], default=("LATIN", 0))
    if script != "LATIN" and most > letters.total() / 2:
        yield f"most of its letters are {script}; rules of attribution are for English: have it translated"
    if TURNING.search(text):
        yield "marks in it turn the direction of text: what a screen shows may stand in another order; check quotations"
