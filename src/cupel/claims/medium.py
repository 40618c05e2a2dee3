"""Tells by which means something was said: the words of a sentence around a claim go in; the medium in their words comes out."""

import re
from collections.abc import Iterable

NOUN = (
    "statement|interview|letter|e-?mail|post|blog|blog post|tweet|speech|response|reply|conference|briefing|hearing|podcast|website"
    "|testimony|filing|memo|call|note|article|op-ed|column|video|message|release|posting|show|programme|program|report|address"
    "|affidavit|submission|newsletter|text|presentation|comments|remarks|notice"
)
MEDIUM = re.compile(
    rf"\b(?:[Ii]n|[Oo]n|[Dd]uring|[Aa]t|[Vv]ia|[Bb]y|[Tt]hrough) (?:(?:a|an|his|her|its|their|the|one) )?(?P<words>(?:[\w'-]+ ){{0,3}}?(?:{NOUN}))"
    r"(?![\w-])(?:[^,;:\"]{0,30}? (?P<with>with [^,;:\".]{2,50}))?"
)
PLAIN = re.compile(r"\b(?:rare|recent|brief|short|long|lengthy|new|joint|exclusive|his|her|its|their)\b ?")


def medium_of(text: str, gaps: Iterable[tuple[int, int]]) -> str:
    """Return the medium that the words outside a claim's content tell: `interview with French journalists`; empty if none."""
    for start, end in gaps:
        found = MEDIUM.search(text, start, end)
        if found:
            words = PLAIN.sub("", found["words"]).strip() or found["words"]
            return " ".join(f"{words} {found['with'] or ''}".split())
    return ""
