"""Tells from its name that a page is for debugging, factory or engineering; names in a text come out too."""

import re
from collections.abc import Iterator

from cupel.inspect.detect.request_data.command_pages import NAMED_PAGE, PAGES

_ENDINGS = rb"\.(?:s?html?|asp|php|cgi|gch|lp|jsp)"
_WORDS = rb"(?i:debug|dbg|mfg|manufactur|engineer|engmode|factory|test)"
PAGE_MARK = (_WORDS + rb"[\w-]{0,24}" + _ENDINGS, "debug page")
"""What the one scan looks for: a page with one of the words in its name."""
STEM_MARK = (rb"['\"/][\w-]{0,16}(?i:debug|mfg|manufactur|engineer|engmode|factory)[\w-]{0,24}['\"]", "debug word")
"""The same as a word in quotes: a menu may add the ending."""
_PAGE = re.compile(rb"(?<![\w.-])([\w-]{1,60})" + _ENDINGS + rb"(?![\w-])")
_STEM = re.compile(rb"['\"/]([\w-]{1,60})['\"]")
_IN_PROGRAM = re.compile(rb"\0(/?(?:[\w-]{1,40}/){0,4}([\w-]{1,60})" + _ENDINGS + rb")(?=\0)")
_SPLIT = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")
ALONE = re.compile(
    r"debug.*|dbg|mfg(?:test|mode)?|manufactur(?:e|ing)|engineer(?:ing|mode)?|engmode|factory(?:mode|test)|(?:rf|hw)test"
)
"""Words of a name that say it by themselves."""
WITH = {
    "factory": frozenset({"test", "mode", "tool", "tools", "menu", "page"}),
    "test": frozenset({"factory", "rf", "hw", "hardware", "production", "board", "burnin"}),
}
"""Words that say it together with one of others: `factory reset` and `speed test` are for everybody."""
NOT_FOR_IT = frozenset({"reset", "default", "defaults", "restore"})
ONLY = (["test"], ["test", "page"], ["testpage"])
"""Names that say it where they are all."""


def is_named_so(stem: str) -> bool:
    """Tell whether the words of a page's name, without its ending, say so."""
    words = [it.lower() for it in _SPLIT.findall(stem)]
    if words in ONLY or any(map(ALONE.fullmatch, words)):
        return not NOT_FOR_IT & set(words)
    return any(word in words and others & set(words) for word, others in WITH.items()) and not NOT_FOR_IT & set(words)


def is_page(name: str) -> bool:
    """Tell whether a file's name is that of such a page, and not of one that web_shells tells."""
    stem, _, ending = name.rpartition(".")
    told = NAMED_PAGE.fullmatch(name.encode("utf-8", "surrogateescape"))
    return ending.lower() in PAGES and is_named_so(stem) and not told


def mentioned(text: bytes) -> frozenset[str]:
    """Return the names that a page mentions and that say so, without their endings, in lower case."""
    found = {*_PAGE.findall(text), *_STEM.findall(text)}
    return frozenset(it.lower() for name in found if is_named_so(it := name.decode("latin-1")))


def in_program(text: bytes) -> Iterator[tuple[int, str, str]]:
    """Yield (offset, page, name without ending) of the pages that a program names as a text of its own."""
    for match in _IN_PROGRAM.finditer(text):
        if is_page(match[1].rpartition(b"/")[2].decode("latin-1")):
            yield match.start(1), match[1].decode("latin-1"), match[2].decode("latin-1").lower()
