"""Tells which option string and usage text are a program's own: its texts go in; options that stand unnamed come out."""

import re
from dataclasses import dataclass

MOST_BYTES = 4 << 20
"""Bytes of a program's constants that are read."""
NEVER_TOLD = frozenset("hvV?")
"""Letters that ask for help or the version, by custom."""
FEWEST = 4
"""Letters of an option string and of those that are named; less is met by chance in any text."""
SHARE = 2 / 3
"""Of the letters that must be named: else the text is another program's, or the usage stands elsewhere."""
USAGE = re.compile(rb"[Uu]sage|USAGE")
_STRING = re.compile(rb"[+:-]{0,2}(?:[A-Za-z0-9?@#][:;]{0,2}){2,64}")
_SIGNS = re.compile(rb"[+:;-]")
_COLOUR = re.compile(rb"\x1b\[[0-9;]{0,12}m")
_DASH = re.compile(rb"(?:(?<![\w-])|(?<=%s))-(?:\[\w{1,20}\])?([A-Za-z0-9?@#][\w?@#]{0,80})")
_OF_A_LIST = re.compile(rb"(?:[\n\t\0]|  )[ \t]*([A-Za-z0-9])(?=[ \t,:=)\0])")
_NAME = re.compile(rb"[-\]|})>/,(]([A-Za-z0-9][\w.-]{0,80})")
_BUILT = re.compile(rb"[^\0]{0,80}-%(?:[-\d]{0,3}[cs]|l?c)[^\0]{0,80}")
_COMPLAINT = re.compile(
    rb"option|illegal|unknown|invalid|unrecogni|argument|require|missing|bad|error|unexpected|specif", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Usage:
    """What the texts of a program name of its options."""

    letters: frozenset[str]
    """Every letter that stands behind a dash, alone or in a cluster, or at the head of a list's line."""
    names: frozenset[str]
    """Every word that stands behind a dash or a bracket; `_` is written `-`."""

    def has(self, name: str) -> bool:
        """Tell whether a long option is named, with or without a `no-` before it."""
        plain = name.replace("_", "-")
        return plain in self.names or plain.removeprefix("no-") in self.names or plain.removeprefix("no") in self.names


def usage_of(text: bytes, lists: bool = True) -> Usage | None:
    """Return what the texts name; None where none of them is a usage text, or where it is made when the program runs.

    `lists`: a lone letter at the head of a line is named too, as the tables of some usage texts have it.
    """
    if not USAGE.search(text) or _is_built(text):
        return None
    bare = _COLOUR.sub(b"", text) if b"\x1b[" in text else text
    letters = {chr(sign) for it in set(_DASH.findall(bare)) for sign in it}
    if lists:
        letters |= {it.decode() for it in set(_OF_A_LIST.findall(bare))}
    names = {it.decode("ascii", "replace").replace("_", "-").rstrip(".-") for it in set(_NAME.findall(bare))}
    return Usage(frozenset(letters), frozenset(names))


def _is_built(text: bytes) -> bool:
    """Tell whether the program writes option letters by a format, `-%c`, that is no complaint over a wrong one."""
    if b"-%" not in text:
        return False
    return any(not _COMPLAINT.search(it[0]) for it in _BUILT.finditer(text))


def letters_of(string: bytes) -> str:
    """Return the letters of an option string (POSIX, getopt())."""
    return _SIGNS.sub(b"", string).decode("ascii")


def candidates(text: bytes) -> list[bytes]:
    """Return the texts that can be option strings: a colon, at least FEWEST letters and none of them twice."""
    found = []
    for it in set(text.split(b"\0")):
        if b":" in it and len(it) <= 130 and b" " not in it and _STRING.fullmatch(it):
            letters = letters_of(it)
            if FEWEST <= len(letters) == len(set(letters)):
                found.append(it)
    return sorted(found)


def own_string(strings: list[bytes], usage: Usage) -> bytes | None:
    """Return the one option string whose letters the usage names; None where there is none, or more than one."""
    named = {it: sum(letter in usage.letters for letter in letters_of(it)) for it in strings}
    likely = [it for it in strings if named[it] >= FEWEST and named[it] >= SHARE * len(letters_of(it))]
    if not likely:
        return None
    best = max(likely, key=lambda it: named[it])
    rivals = [it for it in likely if it != best and named[it] * 2 > named[best]]
    return None if rivals else best
