"""Normal form of an organisation's name: a name in any script goes in; its words without legal form come out."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import OSA

from cupel.suppliers.names.tables import LONG_FORM, Word, forms, meanings, shortened
from cupel.suppliers.scripts.chinese import simplified
from cupel.suppliers.scripts.latin import latin, without_marks

MOST_SIGNS = 400
"""Signs of a name that are read; longer ones are no names but texts, and are cut here."""
CACHED = 200_000
"""Names whose form is kept."""
GLUED = re.compile(r"(?<=[a-z])(AG|GmbH|SE|SA|AB|Inc|Ltd|LLC|Corp|KG|NV|BV|Oyj|SpA)(?=\.?$)")
"""A legal form in capitals that touches the end of a name."""
INITIAL = re.compile(r"(?<![^\W_])([^\W_])[./](?=[^\W_](?![^\W_]))")
"""The dot or stroke after one letter before another: S.p.A., A/S."""
DROPPED = str.maketrans(
    dict.fromkeys("'’‘ʼ`´\u200b\u200c\u200d\u00ad\ufeff\u200e\u200f\u202a\u202b\u202c\u2066\u2067\u2069", "")
)
SPOKEN = str.maketrans({"&": " and ", "+": " and ", "%": " percent"})
DROPPED_WORDS = frozenset(("and",))
WORD = re.compile(r"[^\W_]+")
ASIAN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")
PARTS = re.compile(
    r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]+|[\uac00-\ud7a3]+|[^\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\uac00-\ud7a3]+"
)
"""A run of one script: Latin letters within a Chinese name are words of their own."""


@dataclass(frozen=True, slots=True)
class Parsed:
    """A name as it is compared."""

    core: str
    """Its words as written, in lower case, simplified, without marks and legal form: the normal form."""
    words: tuple[Word, ...]
    """Its words in Latin letters with what they mean; fillers such as "of" are there."""
    sorts: frozenset[str]
    """What sort of body its legal forms say it is; empty where it has none."""
    latin: str
    """Its words, but for the fillers, in Latin letters, divided by spaces."""
    read: str
    """Its words as written, in Latin letters: what candidates are sought by."""
    joined: str
    """The same letters without spaces, trades as they are written: `SiemensAG` and `Siemens AG` are one."""
    spelled: str
    """The same with the legal form: what one wrong letter is sought in."""
    bracketed: frozenset[str]
    """Places that stand in brackets: a branch of the same name, rather than another name."""

    @property
    def sorted(self) -> str:
        """The letters of `latin`, its words in order of the alphabet: the same for any order of words."""
        return "".join(sorted(self.latin.split()))


def normalised(name: str) -> str:
    """Return the normal form of a name: lower case, simplified signs, no marks, dots or legal form. Twice is as once.

    At most MOST_SIGNS signs are read. A name that is nothing but legal forms keeps the last of them.
    """
    return parsed(name).core


@lru_cache(CACHED)
def parsed(name: str) -> Parsed:
    """Read a name.

    1. Cut it at MOST_SIGNS; NFKC, lower case, simplified Chinese signs, no marks over letters.
    2. Dots of initials and apostrophes go, other punctuation divides words; `&` and `and` go.
    3. Legal forms go, from the ends and, where they cannot mean anything else, from within.
    4. Single letters that stand in a row are one word. Steps 3 and 4 until nothing changes.
    5. Each word is what it means (`Tech.` technology, 通信 communication), or is read in Latin letters.
    """
    text = _plain(name[:MOST_SIGNS])
    tokens, sorts = _without_forms(text)
    words = _words(tokens)
    said = [word for word in words if word.kind != "filler"] or words
    bracketed = (
        _bracketed(text)
        if "(" in text and any(word.kind in ("country", "region", "city") for word in words)
        else frozenset()
    )
    return Parsed(
        " ".join(tokens), tuple(words), frozenset(sorts), " ".join(word.text for word in said),
        latin(" ".join(tokens)), latin("".join(tokens)), latin("".join(WORD.findall(text))), bracketed,
    )  # fmt: skip


def _plain(name: str) -> str:
    if not name.isascii():
        name = unicodedata.normalize("NFKC", name)
    name = GLUED.sub(r" \1", name.strip()).casefold()
    if not name.isascii():
        name = simplified(without_marks(unicodedata.normalize("NFKC", name)).translate(DROPPED))
    elif "'" in name or "`" in name:
        name = name.translate(DROPPED)
    if "." in name or "/" in name:
        name = INITIAL.sub(r"\1", name)
    return name.translate(SPOKEN) if "&" in name or "+" in name or "%" in name else name


def _without_forms(text: str) -> tuple[list[str], set[str]]:
    sorts: set[str] = set()
    if not text.isascii():
        for form, sort in forms().marked:
            if form in text:
                text = text.replace(form, " ")
                sorts.add(sort)
    tokens = WORD.findall(text)
    if not text.isascii():
        tokens = [part for token in tokens for part in (PARTS.findall(token) if ASIAN.search(token) else (token,))]
    while True:
        before = list(tokens)
        tokens = _initials_joined([word for word in tokens if word not in DROPPED_WORDS] or tokens)
        _drop_anywhere(tokens, sorts)
        _drop_ends(tokens, sorts)
        tokens = _drop_joined(tokens, sorts)
        if tokens == before:
            return tokens, sorts


def _initials_joined(tokens: list[str]) -> list[str]:
    if sum(len(token) == 1 for token in tokens) < 2:
        return tokens
    joined: list[str] = []
    run = False
    for token in tokens:
        single = len(token) == 1 and token.isalpha() and not ASIAN.match(token)
        if single and run:
            joined[-1] += token
        else:
            joined.append(token)
        run = single
    return joined


def _drop_anywhere(tokens: list[str], sorts: set[str]) -> None:
    phrases = forms().anywhere
    at = 0
    while at < len(tokens):
        for phrase, sort in phrases.get(tokens[at], ()):
            if len(phrase) < len(tokens) and tuple(tokens[at : at + len(phrase)]) == phrase:
                del tokens[at : at + len(phrase)]
                sorts.add(sort)
                break
        else:
            at += 1


def _drop_ends(tokens: list[str], sorts: set[str]) -> None:
    table = forms()
    while len(tokens) > 1:
        if (sort := table.last.get((tokens[-1],))) or (sort := _nearly_a_form(tokens[-1])):
            tokens.pop()
        elif len(tokens) > 3 and (sort := table.last.get(tuple(tokens[-3:]))):
            del tokens[-3:]
        elif sort := table.first.get(tokens[0]):
            del tokens[0]
        else:
            return
        sorts.add(sort)


@lru_cache(CACHED)
def _nearly_a_form(token: str) -> str:
    """Return the sort of a long legal form that differs from a word by one letter; empty where none does."""
    if len(token) < LONG_FORM - 1 or token in meanings().single:
        return ""
    return forms().long.get(_one_letter_away(token, forms().less), "")


def _drop_joined(tokens: list[str], sorts: set[str]) -> list[str]:
    left: list[str] = []
    for token in tokens:
        if token.isascii() or not ASIAN.search(token):
            left.append(token)
            continue
        for form, sort in forms().joined:
            if form in token and (len(token) > len(form) or len(tokens) > 1):
                within = len(form) > 3 or token.startswith(form)
                token, changed = (
                    (token.replace(form, " "), True) if within else (token.removesuffix(form), token.endswith(form))
                )
                if changed:
                    sorts.add(sort)
        left.extend(token.split())
    return left or tokens


def _words(tokens: list[str]) -> list[Word]:
    table = meanings()
    words: list[Word] = []
    at = 0
    while at < len(tokens):
        token = tokens[at]
        for phrase, word in table.phrases.get(token, ()):
            if tuple(tokens[at : at + len(phrase)]) == phrase:
                words.append(word)
                at += len(phrase)
                break
        else:
            at += 1
            _add(token, words)
    return words


def _add(token: str, words: list[Word]) -> None:
    table = meanings()
    word = table.single.get(token)
    if word is None and token.isdigit():
        word = Word(token.lstrip("0") or "0", "number")
    if word is not None:
        if word.kind == "number":
            if len(token) == 1 and token.isalpha() and not words:
                word = Word(token, "name")  # a letter in front is an initial: V Systems
            elif words and words[-1].kind == "number" and _is_ten(words[-1].text) and len(word.text) == 1:
                word = Word(str(int(words.pop().text) + int(word.text)), "number")  # forty four
        words.append(word)
    elif not token.isascii() and ASIAN.search(token):
        _add_joined(token, words)
    elif token.isascii():
        words.append(_nearly_a_trade(token) or Word(token, "name"))
    else:
        read = latin(token)
        words.append(table.single.get(read) or table.single.get(token.removeprefix("ال")) or Word(read, "name"))


@lru_cache(CACHED)
def _nearly_a_trade(token: str) -> Word | None:
    """Return the long word of a trade that differs from a word by one letter; None where none does."""
    if len(token) < LONG_FORM:
        return None
    written = _one_letter_away(token, meanings().less)
    return meanings().single[written] if written else None


def _one_letter_away(token: str, less: Mapping[str, tuple[str, ...]]) -> str:
    """Return a word of a table that one wrong, missing, surplus or swapped letter parts from a word; or nothing."""
    near = (word for short in sorted(shortened(token)) for word in less.get(short, ()))
    return next((word for word in near if OSA.distance(word, token, score_cutoff=1) <= 1), "")


def _is_ten(text: str) -> bool:
    return len(text) == 2 and text[1] == "0" and text[0] not in "01"


def _add_joined(token: str, words: list[Word]) -> None:
    """Cut signs without spaces at the longest words with a meaning; what lies between is read as one word."""
    table = meanings()
    at = start = 0
    while at < len(token):
        for size in range(min(table.longest, len(token) - at), 1, -1):
            if (word := table.joined.get(token[at : at + size])) is not None:
                if start < at:
                    words.append(Word(latin(token[start:at]), "name"))
                words.append(word)
                at += size
                start = at
                break
        else:
            at += 1
    if start < len(token):
        words.append(Word(latin(token[start:]), "name"))


def _bracketed(text: str) -> frozenset[str]:
    places: set[str] = set()
    for inner in re.findall(r"\(([^()]{1,60})\)", text):
        places |= {word.text for word in _words(WORD.findall(inner)) if word.kind in ("country", "region", "city")}
    return frozenset(places)
