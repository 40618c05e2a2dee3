"""Families of functions that copy, join, format and read: which are bounded and which are not.

After the counts of the HCSEC Oversight Board (annual report 2019, 3.36: copies of memory, of strings, formatted text),
with the functions of the C standard and its Annex K, POSIX, BSD, the GNU C library's checked variants, and names
derived from those by a prefix. A bounded function can be called with a wrong bound, an unbounded one with a size that
was checked before.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from cupel.inspect.identify.elf import elf_of
from cupel.inspect.identify.source import Visited

UNSAFE, SAFE = "unbounded", "bounded"


@dataclass(frozen=True, slots=True)
class Family:
    """One family."""

    name: str
    """What it does, in a word."""
    unsafe: frozenset[str]
    """Functions that take no size of their target."""
    safe: frozenset[str]
    """Functions that take it."""
    safe_name: re.Pattern[str]
    """Names of bounded functions that are no part of a standard: with a prefix, or checked by the compiler."""


def _family(name: str, unsafe: str, safe: str, stem: str) -> Family:
    checked = rf"__(?:{stem})_chk|(?:\w*_)?(?:{stem})_(?:s|sec|safe|S|Safe)"
    return Family(name, frozenset(unsafe.split()), frozenset(safe.split()), re.compile(checked))


FAMILIES = (
    _family("memcpy", "memcpy memmove mempcpy bcopy wmemcpy wmemmove", "memcpy_s memmove_s wmemcpy_s",
            "mem(?:cpy|move|pcpy)|wmem(?:cpy|move)"),
    _family("strcpy", "strcpy stpcpy wcscpy", "strncpy strlcpy stpncpy wcsncpy strcpy_s strncpy_s g_strlcpy strscpy",
            "(?:str|stp|wcs)n?cpy|strlcpy"),
    _family("strcat", "strcat wcscat", "strncat strlcat wcsncat strcat_s strncat_s g_strlcat",
            "(?:str|wcs)n?cat|strlcat"),
    _family("sprintf", "sprintf vsprintf", "snprintf vsnprintf sprintf_s snprintf_s vsprintf_s vsnprintf_s asprintf "
            "vasprintf g_snprintf", "v?sn?printf|v?asprintf"),
    _family("scanf", "scanf fscanf sscanf vscanf vfscanf vsscanf __isoc99_scanf __isoc99_fscanf __isoc99_sscanf "
            "__isoc99_vsscanf __isoc23_sscanf __isoc23_fscanf __isoc23_scanf",
            "scanf_s sscanf_s fscanf_s vsscanf_s", "v?[sf]?scanf"),
    _family("gets", "gets", "fgets gets_s getline", "f?gets"),
)  # fmt: skip
"""In the order in which they are told."""


_KNOWN = {name: (it.name, UNSAFE) for it in FAMILIES for name in it.unsafe} | {
    name: (it.name, SAFE) for it in FAMILIES for name in it.safe
}
_NAMES = frozenset(_KNOWN)
_ENDS = ("_chk", "_s", "_sec", "_safe", "_S", "_Safe")


def families_of(file: Visited) -> tuple[tuple[str, str, str], ...]:
    """Return (family, UNSAFE or SAFE, function) of an executable's imports, sorted; read once per visit."""
    known = file.shared.get("call families")
    if not isinstance(known, tuple):
        elf = elf_of(file)
        imports = elf.imported if elf else frozenset[str]()
        asked = (imports & _NAMES) | {it for it in imports if it.endswith(_ENDS)}
        known = tuple(sorted((*family, it) for it in asked if (family := family_of(it))))
        file.shared["call families"] = known
    return known


def family_of(function: str) -> tuple[str, str] | None:
    """Return (family, UNSAFE or SAFE) of a function; None of others."""
    if known := _KNOWN.get(function):
        return known
    return _by_name(function) if function.endswith(_ENDS) else None


@lru_cache(maxsize=4096)  # most files of an image import the same of them
def _by_name(function: str) -> tuple[str, str] | None:
    return next(((it.name, SAFE) for it in FAMILIES if it.safe_name.fullmatch(function)), None)
