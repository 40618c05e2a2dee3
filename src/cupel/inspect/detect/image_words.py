"""Collects the words that an image itself shows: pages, scripts, settings and documents go in; a set comes out.

A constant of a program that is also the name of a form field, a parameter or an option there is no secret of the
program. Only an inspection with a second pass collects them.
"""

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass

from cupel.inspect.detect.image import Image
from cupel.inspect.identify.source import Visited
from cupel.inspect.sign import Sign
from cupel.records.evidence import Evidence

PAGES = (
    ".sh", ".htm", ".html", ".shtml", ".xhtml", ".asp", ".aspx", ".jsp", ".php", ".js", ".lp", ".tpl", ".vue",
)  # fmt: skip
"""Ends of the names of scripts, and of what a web server shows or sends: every word in it counts."""
DOCUMENTS = re.compile(
    r"(?:^|/)(?:doc|docs|man|man\d|help|info)/|(?:^|/)(?:readme|changelog)[^/]*$|\.md$", re.IGNORECASE
)
"""Paths of documents: the same."""
WORD = re.compile(rb"\w[\w.-]{1,38}\w")
NAME = re.compile(
    rb"--(\w[\w-]{1,39})|<(\w[\w.-]{1,39})|\boption[ \t]+'?(\w[\w.-]{1,39})|\"(\w[\w.-]{1,39})\"[ \t]{0,4}:|"
    rb"(\w[\w.-]{1,39})[ \t]{0,4}="
)
"""An option, a tag, a key or a variable: of settings only these count, not what they are set to."""
MOST_BYTES = 1 << 20
"""Bytes of one file that are read."""
MOST_OF_A_FILE = 20_000
MOST_WORDS = 200_000


@dataclass(frozen=True, slots=True)
class ImageWords(Sign):
    """The words of one file. Evidence: none but the file."""

    words: frozenset[str]
    """At most MOST_OF_A_FILE, of 2 to 40 letters each."""


class Words:
    """Reads the words of one file after the other, at the first visit."""

    def wants(self, file: Visited) -> bool:
        """Want texts: their types tell them."""
        return file.type in ("text", "HTML", "XML") or file.type.startswith("script, ")

    def examine(self, file: Visited) -> Iterator[ImageWords]:
        """Yield the file's words, or names."""
        data = file.content.read(0, MOST_BYTES)
        shown = file.type == "HTML" or file.path.lower().endswith(PAGES) or DOCUMENTS.search(file.path)
        if shown or file.type.startswith("script, "):
            texts = (text for found in WORD.finditer(data) for text in {found[0], *found[0].split(b".")})
        else:
            texts = (found[found.lastindex or 0] for found in NAME.finditer(data))
        words: set[str] = set()
        for text in texts:
            if len(text) > 1:
                words.add(sys.intern(text.decode("latin-1")))
            if len(words) >= MOST_OF_A_FILE:
                break
        if words:
            yield ImageWords(Evidence(file.sha256, "", "", "detect/image-words", ""), frozenset(words))


def words_of(image: Image) -> tuple[frozenset[str], int]:
    """Return the words of all files, in the order of the image, up to MOST_WORDS; and how many files are left out."""
    found: set[str] = set()
    left_out = 0
    for sign in image.signs(ImageWords):
        if len(found) + len(sign.words - found) > MOST_WORDS:
            left_out += 1
        else:
            found |= sign.words
    return frozenset(found), left_out
