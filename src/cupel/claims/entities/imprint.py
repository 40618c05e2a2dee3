"""Tells which outlet a text says it comes from: the view of a document goes in; the outlet's name comes out."""

import re

from cupel.claims.entities import known

HEAD = 1_500
"""Signs at the start of a document in which its outlet is named."""
DATELINE = re.compile(
    r"^(?:[A-ZÀ-Þ]{2}[\w.' /-]{0,40}|[A-Z][a-z][\w.' /-]{0,40}(?=, [\w. ]{0,30}\d))(?:, [\w. ]{2,30}){0,3},?"
    r" \(([A-Z][\w.&' -]{1,40}?)\) ?[-—]",
    re.MULTILINE,
)
"""A dateline of an agency: "LONDON, March 3 (Reuters) -"."""
BYLINE = re.compile(
    r"^(?:By|by|BY|From) [^\n|]{3,70}?(?:, (?:for |of )?| for | \| ?|\n)((?:[Tt]he )?[A-ZÀ-Þ][\w.&'À-ÿ -]{1,40}?)"
    r"(?: \([^)\n]{1,60}\))?$",
    re.MULTILINE,
)
"""A line that names the writer and the outlet: "By Ann Lee, The Herald"."""
ALONE = re.compile(r"^([A-Z][\w.&' -]{1,40}?)(?: ?[|,—-] [^\n]{0,60})?$", re.MULTILINE)
"""A line that begins with a name."""
ARTICLES = frozenset(("The", "La", "Le", "El", "Il", "Die", "Der", "Das", "De", "O", "A"))
"""What the names of papers begin with, and names of jobs do not."""


def outlet_printed(text: str) -> str:
    """Return the outlet that a document names at its head; empty where it names none.

    1. An agency in the brackets of a dateline.
    2. Behind the writer's name, where the words are an outlet's: known, with a word for papers, or with an article.
    3. In a line of its own, where they are a known outlet's.
    """
    found = DATELINE.search(text, 0, HEAD)
    if found and found[1] not in known.places():  # 1
        return found[1]
    for byline in BYLINE.finditer(text, 0, HEAD):  # 2
        if _is_outlet(byline[1]) or (byline[1].split()[0] in ARTICLES and " " in byline[1]):
            return byline[1][:1].upper() + byline[1][1:]
    for line in ALONE.finditer(text, 0, HEAD):  # 3
        if line[1].removeprefix("The ") in known.outlets() and len(line[1]) > 3:
            return line[1]
    return ""


def _is_outlet(name: str) -> bool:
    bare = name.removeprefix("The ").removeprefix("the ")
    return bare in known.outlets() or (" " in bare and bare.rsplit(" ", 1)[-1] in known.outlet_tails())
