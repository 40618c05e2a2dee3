"""Lines of printed pages go in; one text with paragraphs and whole words, and which lines repeat, come out."""

import re
from collections import Counter
from collections.abc import Sequence

from cupel.documents.format import Marked

EDGE = 2
"""Lines at the top and at the bottom of a page that may be a header or footer."""
FEWEST = 3
"""Pages on which a line must repeat."""
SHORT = 0.8
"""Share of the usual length of lines below which a line that ends a sentence ends its paragraph."""
ENDS = tuple('.!?:"”’)')
WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
BROKEN = re.compile(r"([^\W\d_]+)[-‐]$")
FIRST = re.compile(r"([^\W\d_]+)(\S*)\s?")
NUMBER = re.compile(r"\d+")
PAGE = re.compile(r"(?:page\s+)?#(?:\s+of\s+#)?", re.IGNORECASE)


def joined(pages: Sequence[str]) -> tuple[str, tuple[Marked, ...]]:
    """Join pages into one text: a word broken at a line's end is whole again, a blank line ends each paragraph, and
    headers and footers that repeat over pages stand as paragraphs of their own, marked.
    """
    lines = [[" ".join(line.split()) for line in page.splitlines() if line.strip()] for page in pages]
    repeated = _repeated(lines)
    words = Counter(word.lower() for page in lines for line in page for word in WORD.findall(line))
    usual = _usual([len(line) for page in lines for line in page])
    parts: list[str] = []
    marked: list[Marked] = []
    at = 0
    for page in lines:
        held = ""
        for number, line in enumerate(page):
            is_edge = (number < EDGE or number >= len(page) - EDGE) and _shape(line) in repeated
            if is_edge:
                parts, at = _add(parts, at, f"{held}\n\n" if held else "")
                held = ""
                marked.append(Marked(at, at + len(line), "boilerplate", f"stands on {repeated[_shape(line)]} pages"))
                parts, at = _add(parts, at, f"{line}\n\n")
                continue
            held, line = _whole(held, line, words)
            parts, at = _add(parts, at, f"{held}{_after(held, usual)}" if held else "")
            held = line
        parts, at = _add(parts, at, f"{held}\n\n" if held else "")
    return "".join(parts).rstrip("\n"), tuple(marked)


def _add(parts: list[str], at: int, text: str) -> tuple[list[str], int]:
    parts.append(text)
    return parts, at + len(text)


def _shape(line: str) -> str:
    """Return a line without its numbers, so that footers with page numbers are alike."""
    return NUMBER.sub("#", line)


def _repeated(pages: Sequence[Sequence[str]]) -> dict[str, int]:
    counts: Counter[str] = Counter()
    for page in pages:
        counts.update({_shape(line) for line in (*page[:EDGE], *page[-EDGE:])})
    fewest = max(FEWEST, len([page for page in pages if page]) // 3)
    return {shape: count for shape, count in counts.items() if count >= fewest or (PAGE.fullmatch(shape) and count > 1)}


def _usual(lengths: list[int]) -> int:
    return sorted(lengths)[len(lengths) * 9 // 10] if lengths else 0


def _after(line: str, usual: int) -> str:
    return "\n\n" if line.endswith(ENDS) and len(line) < SHORT * usual else "\n"


def _whole(before: str, line: str, words: Counter[str]) -> tuple[str, str]:
    """Give a line the rest of its last word. The hyphen stays where the document elsewhere writes that word with it."""
    broken, first = BROKEN.search(before), FIRST.match(line)
    if not broken or not first or not first[1][0].islower():
        return before, line
    hyphened = f"{broken[1]}-{first[1]}".lower()
    is_one = words[hyphened] <= words[hyphened.replace("-", "")]
    return f"{before[:-1] if is_one else before}{first[1]}{first[2]}", line[first.end() :]
