"""Makes a corpus of news out of passages: passages and a number go in; that many texts, all different, come out.

Names get endings that vary as names in news do: a few stand in most documents, most in few. Dates vary over ten years.
A third of the longer words that say nothing about who speaks are exchanged, so that two texts of one passage are no
copies; one text in ten carries a paragraph of an earlier one, as agencies' reports are carried.
"""

import random
import re
import tomllib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

from cupel.claims.attribution.lexicon import tagger

NAME = re.compile(r"(?<=[a-z,] )[A-Z][a-z]{3,}\b")
"""A name inside a sentence."""
MONTHS = "January|February|March|April|June|July|August|September|October|November|December"
DAYS = "Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday"
OFFICES = "Senate|Congress|Parliament|Ministry|Minister|President|Court|Committee"
KEPT = frozenset(f"{MONTHS}|{DAYS}|{OFFICES}".split("|"))
"""Words with a capital that stay: a date, an office."""
WORD = re.compile(r"\b[a-z]{5,}\b")
YEAR = re.compile(r"\b20[012]\d\b")
ENDINGS = ("", "ak", "or", "ine", "um", "eva", "isk", "olt", "und", "ari", "esh", "omb", "ick", "ard", "une", "ith")
EXCHANGED = 0.33
CARRIED = 0.1
SEED = 5


def news(passages: Path, count: int) -> Iterator[str]:
    """Yield `count` texts; the same passages give the same texts."""
    drawn = random.Random(SEED)
    texts = [tomllib.loads(path.read_text("utf-8"))["text"].strip() for path in sorted(passages.glob("*.toml"))]
    named = {word for text in texts for word in NAME.findall(text)} - KEPT
    names = re.compile(r"\b(?:" + "|".join(sorted(named, key=len, reverse=True)) + r")\b")
    alike = _alike(texts)
    carried: list[str] = []
    for number in range(count):
        text = names.sub(lambda it: it.group() + _ending(drawn), texts[number % len(texts)])
        year = str(2010 + drawn.randrange(10))
        text = WORD.sub(lambda it: _exchanged(it.group(), alike, drawn), YEAR.sub(year, text))
        paragraphs = text.split("\n\n")
        if carried and drawn.random() < CARRIED:
            paragraphs.insert(drawn.randrange(1, len(paragraphs) + 1), drawn.choice(carried))
        carried = [*carried[-200:], max(paragraphs, key=len)]
        yield "\n\n".join(paragraphs) + f"\n\nFiled as report {number}.\n"


def write(passages: Path, count: int, folder: Path) -> None:
    """Write the texts as files into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for number, text in enumerate(news(passages, count)):
        (folder / f"{number:05}.txt").write_text(text, "utf-8")


def _alike(texts: Sequence[str]) -> dict[str, list[str]]:
    """Return ending -> words that attribute nothing."""
    found: dict[str, set[str]] = defaultdict(set)
    for word in {word for text in texts for word in WORD.findall(text)}:
        if tagger().tag(word, first=False)[1] == "n":
            found[word[-2:]].add(word)
    return {ending: sorted(words) for ending, words in found.items()}


def _ending(drawn: random.Random) -> str:
    return ENDINGS[min(int(drawn.paretovariate(0.7)) - 1, len(ENDINGS) - 1)] + (
        ENDINGS[drawn.randrange(len(ENDINGS))] if drawn.random() < 0.3 else ""
    )


def _exchanged(word: str, alike: dict[str, list[str]], drawn: random.Random) -> str:
    others = alike.get(word[-2:], [])
    return drawn.choice(others) if word in others and drawn.random() < EXCHANGED else word
