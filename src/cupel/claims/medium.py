"""Tells by which means something was said: the words around a claim go in; the medium in their words comes out."""

import re
from collections.abc import Iterable

IN = (
    "statement|interview|letter|e-?mail|post|tweet|speech|response|reply|conference|briefing|hearing|testimony|filing|memo"
    "|article|op-ed|column|video|message|release|posting|affidavit|submission|newsletter|presentation|note"
)
"""What something is said in."""
ON = "website|web site|blog|podcast|programme|program|show|channel|radio|television|page"
"""What something is said on."""
OWNER = "(?:a|an|his|her|its|their|the|one)"
OTHERS = r"(?:(?!to |of |for |on |the |which )[\w'-]+ )"
MEDIUM = re.compile(
    rf"\b(?:(?:[Ii]n|[Dd]uring|[Aa]t|[Vv]ia|[Bb]y|[Tt]hrough) (?:{OWNER} )?(?P<words>{OTHERS}{{0,3}}?(?:{IN}))"
    rf"(?P<on> on {OWNER} (?:[\w'-]+ ){{0,2}}?(?:{ON}))?"
    rf"|[Oo]n {OWNER} (?P<site>{OTHERS}{{0,2}}?(?:{ON})))"
    r"(?![\w-])(?:[^,;:\"]{0,30}? (?P<with>with [^,;:\".]{2,50}))?"
)
ARTICLE = re.compile(r"^(?:a|an|the) ")
PLAIN = re.compile(r"\b(?:rare|recent|brief|short|long|lengthy|new|joint|exclusive|his|her|its|their)\b ?")


def medium_of(text: str, gaps: Iterable[tuple[int, int]]) -> str:
    """Return the medium that words outside a claim's content tell: `interview with journalists`; empty if none."""
    for start, end in gaps:
        found = MEDIUM.search(text, start, end)
        if found:
            told = (found["on"] or "").removeprefix(" on ") or found["site"] or found["words"]
            words = PLAIN.sub("", ARTICLE.sub("", told)).strip() or told
            return " ".join(f"{words} {found['with'] or ''}".split())
    return ""
