"""Tells which option string is a program's own, and what its usage text names: its texts go in; both come out."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

MOST_BYTES = 2 << 20
"""Bytes of a program's constants that are read."""
NEVER_TOLD = frozenset("hvV?")
"""Letters that ask for help or the version, by custom."""
FEWEST = 4
"""Letters of an option string, and of those that are named; less is met by chance in any text."""
FEWEST_OWN = 2
"""Letters of those that are named and do not ask for help or the version."""
SHARE = 2 / 3
"""Of the letters that must be named: else the text is another program's, or the usage stands elsewhere."""
MOST_AROUND = 80
RIVAL = 4
"""An option string with more than one in so many of the best one's named letters makes it a program of several."""
MOST_DIGITS = 2
"""Digits of an option string that are told; where it has more they are the parts of a number, `-NUM`."""
USAGE = re.compile(rb"sage(?<=\b[Uu]sage)\b")  # its literal beginning is searched for fast
_LIKE = re.compile(rb"\0([+:-]{0,2}[A-Za-z0-9?@#;]{1,64}:[A-Za-z0-9?@#:;]{0,130})(?=\0)")
_STRING = re.compile(rb"[+:-]{0,2}(?:[A-Za-z0-9?@#][:;]{0,2}){2,64}")
_SIGNS = re.compile(rb"[+:;-]")
_COLOUR = re.compile(rb"\x1b\[[0-9;]{0,12}m")
_DASH = re.compile(rb"-(?:(?<![\w-]-)|(?<=%s-))(?:\[(\w{1,20})\])?([A-Za-z0-9?@#][\w?@#]{0,80})(?:\[(\w{1,20})\])?")
_NAME = re.compile(rb"[-\]|})>/,(]([A-Za-z0-9][\w.-]{0,80})")
_BUILT = re.compile(rb"-%(?<!--%)(?:[-\d]{0,3}[cs]|l?c)")
_COMPLAINT = re.compile(
    rb"option|illegal|unknown|invalid|unrecogni|argument|require|missing|bad|error|unexpected|specif", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Usage:
    """What the texts of a program name of its options."""

    letters: frozenset[str]
    """Every letter that stands behind a dash, alone or in a cluster."""
    names: frozenset[str]
    """Every word that stands behind a dash or a bracket; `_` is written `-`."""

    def has(self, name: str) -> bool:
        """Tell whether a long option is named, with or without a `no-` before it."""
        plain = name.replace("_", "-")
        return plain in self.names or plain.removeprefix("no-") in self.names or plain.removeprefix("no") in self.names


def usage_of(text: bytes, long: bool = False) -> Usage | None:
    """Return what the texts name; None where none of them is a usage text, or where it is made when the program runs.

    The names of long options are read where `long` asks for them.
    """
    if not (USAGE.search(text) or b"USAGE" in text) or _is_built(text):
        return None
    bare = _COLOUR.sub(b"", text) if b"\x1b[" in text else text
    clusters = {part for it in _DASH.finditer(bare) for part in it.groups(b"")}
    letters = {chr(sign) for it in clusters for sign in it}
    names = {it[1] for it in _NAME.finditer(bare)} if long else ()
    told = frozenset(it.decode("ascii", "replace").replace("_", "-").rstrip(".-") for it in names)
    return Usage(frozenset(letters), told)


def in_lists(text: bytes, letters: Iterable[str]) -> frozenset[str]:
    """Return those of some letters that stand alone at the head of a line, as some usage texts have them."""
    found = set()
    for letter in letters:
        it = letter.encode()
        # the letter comes first, as it is searched for fast
        head = rb"%b(?:(?<=[\n\t\0]%b)|(?<=[\n\t\0 ] %b))(?=[ \t,:=)])" % (it, it, it)
        if re.search(head, text):
            found.add(letter)
    return frozenset(found)


def _is_built(text: bytes) -> bool:
    """Tell whether the program writes option letters by a format, `-%c`, that is no complaint over a wrong one."""
    return any(not _COMPLAINT.search(_around(text, it.start())) for it in _BUILT.finditer(text))


def _around(text: bytes, at: int) -> bytes:
    """Return the text that stands at a place, as far as MOST_AROUND to both sides."""
    start, end = text.rfind(b"\0", max(0, at - MOST_AROUND), at), text.find(b"\0", at, at + MOST_AROUND)
    return text[start + 1 if start >= 0 else max(0, at - MOST_AROUND) : end if end >= 0 else at + MOST_AROUND]


def unnamed(string: bytes, usage: Usage) -> list[str]:
    """Return the letters and digits of an option string that the usage does not name, in their order."""
    letters = letters_of(string)
    digits = sum(it.isdigit() for it in letters) <= MOST_DIGITS
    known = usage.letters | NEVER_TOLD
    return [it for it in letters if it not in known and (it.isalpha() or (digits and it.isdigit()))]


def letters_of(string: bytes) -> str:
    """Return the letters of an option string (POSIX, getopt())."""
    return _SIGNS.sub(b"", string).decode("ascii")


def candidates(text: bytes) -> list[bytes]:
    """Return the texts that can be option strings: a colon, at least FEWEST letters and none of them twice."""
    found = []
    for it in {it[1] for it in _LIKE.finditer(text)}:
        if _STRING.fullmatch(it):
            letters = letters_of(it)
            if FEWEST <= len(letters) == len(set(letters)):
                found.append(it)
    return sorted(found)


def own_string(strings: list[bytes], usage: Usage) -> bytes | None:
    """Return the one option string whose letters the usage names; None where there is none, or more than one."""
    known = usage.letters | NEVER_TOLD
    named = {it: sum(letter in known for letter in letters_of(it)) for it in strings}
    own = {it: sum(letter in usage.letters - NEVER_TOLD for letter in letters_of(it)) for it in strings}
    likely = [
        it for it in strings
        if own[it] >= FEWEST_OWN and named[it] >= FEWEST and named[it] >= SHARE * len(letters_of(it))
    ]  # fmt: skip
    if not likely:
        return None
    best = max(likely, key=lambda it: named[it])
    rivals = [it for it in likely if it != best and named[it] * RIVAL > named[best]]
    return None if rivals else best
