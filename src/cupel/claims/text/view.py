"""The view that rules match: raw text goes in, one of its length with plain spaces, quotes and dashes comes out."""

import re
from functools import lru_cache

SPACES = "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000\t\v\f\x85"
OPENING, CLOSING = "“„«‟", "”»"
"""Double quotation marks by side; German and French ones stand the other way round, which pairing allows for."""
SINGLE_OPENING, SINGLE_CLOSING = "‘‚‹‛", "’›"
DASHES = "–—―‒−"
HYPHENS = "‐‑\u00ad"
INVISIBLE = "\u200b\u200c\u200d\u2060\ufeff\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
"""Marks of no width; a reader does not see them, so the view has a space there."""
PAIRED = re.compile("''|``")
"""Two single marks that stand for a double one."""
TABLE = (
    dict.fromkeys(map(ord, SPACES + INVISIBLE), " ")
    | dict.fromkeys(map(ord, OPENING + CLOSING), '"')
    | dict.fromkeys(map(ord, SINGLE_OPENING + SINGLE_CLOSING), "'")
    | dict.fromkeys(map(ord, DASHES), "—")
    | dict.fromkeys(map(ord, HYPHENS), "-")
    | {0x2028: "\n", 0x2029: "\n", 0x0D: "\n"}
)
DRAWN = re.compile(f"[{re.escape(''.join(map(chr, TABLE)))}]")


@lru_cache(2)
def view(raw: str) -> str:
    """Return the view: sign for sign, so that an offset into it is one into `raw`. Kept for the text at hand, which
    each step reads again.
    """
    if "\r\n" in raw:  # the line ends of Windows: two ends would make a paragraph of every line
        raw = raw.replace("\r\n", " \n")
    return PAIRED.sub('""', DRAWN.sub(lambda it: TABLE[ord(it.group())], raw))
