"""Follows request data through a page in one of the languages: its text goes in, flows come out.

The order of the text is the order of the flow; functions are not followed. What was quoted for a shell, made a number,
or tested for its characters, is let go.
"""

import re
from collections.abc import Iterator
from itertools import islice

from cupel.inspect.detect.request_data.flow import Flow, Lines
from cupel.inspect.detect.request_data.languages import LUA, PERL, PHP, PYTHON, Language
from cupel.records.problem import Problem

MOST_CODE = 2_000
"""Calls, assignments and tests of one page that are looked at."""
MOST_ARGUMENTS = 600
"""Characters of a call's arguments that are read."""
MOST_CARRIED = 200
"""Variables that are followed at a time."""
_LITERAL = re.compile(r"""(?<!\bf)(?:"(?:\\.|[^"\\\n]){0,1000}"|'(?:\\.|[^'\\\n]){0,1000}')""")
"""A string without the variables of Python's f-strings."""
LUA_TAGS = re.compile(r"<%[-+=]?(.{0,524288}?)(?:%>|\Z)", re.DOTALL)


def flows(text: str, language: Language, page: bool = False) -> Iterator[Flow | Problem]:
    """Yield the flows of a text whose characters are its bytes, and where they were cut; `page`: code is in tags."""
    if language.web_words and not any(it in text for it in language.web_words):
        return
    if not language.calls.search(text) or (language.web and not language.web.search(text)):
        return
    tags = language.tags or (LUA_TAGS if page and language is LUA else None)
    code = _without_comments(between(text, tags) if tags else text, language)
    if not language.data.search(code):
        return
    lines = Lines(text)
    carried: dict[str, str] = {}
    checked: set[str] = set()
    full = False
    kinds = ((1, language.assigns), (0, language.tests), (2, language.calls))
    found = [(kind, list(islice(pattern.finditer(code), MOST_CODE + 1))) for kind, pattern in kinds]
    events = [
        ((match.start(1), match.start(), match.end())[(1, 0, 2).index(kind)], kind, match)
        for kind, matches in found
        for match in matches[:MOST_CODE]
    ]
    if any(len(matches) > MOST_CODE for _, matches in found):
        yield Problem("", f"has more than {MOST_CODE:,} assignments, tests or calls; the rest was left out")
    # a call stands within the assignment that takes its result, and is weighed before it
    for at, kind, match in sorted(events, key=lambda it: (it[0], it[1])):
        if kind == 0:
            checked |= {name for name in match.groups() if name}
        elif kind == 1:
            name = match[1].rsplit(".", 1)[-1] if language in (LUA, PYTHON) else match[1].replace("%", "$")
            if data := _data_of(_told(match[2], language), language, carried, checked):
                if len(carried) < MOST_CARRIED or name in carried:
                    carried[name] = data
                elif not full:
                    full = True
                    yield Problem("", f"has more than {MOST_CARRIED} variables of request data; the rest was left out")
                checked.discard(name)
            elif name in carried and language.harmless.search(match[2]):
                del carried[name]
        else:
            near = code[at : at + MOST_ARGUMENTS]
            if not language.data.search(near) and not any(name in near for name in carried):
                continue
            given = _arguments(near, match)
            if not _runs(given, match, language):
                continue
            told = _told(given, language)
            if data := _data_of(told, language, carried, checked):
                call = next((it for it in match.groupdict().values() if it), "")
                yield lines.flow(
                    lines.at(match.start()), data, "backquotes" if call == "`" else call, _alone(told, language)
                )


def between(text: str, tags: re.Pattern[str]) -> str:
    """Blank what is not between tags; every character keeps its place."""
    parts, at = [], 0
    for match in tags.finditer(text):
        start, end = match.span(1)
        parts += [re.sub(r"[^\n]", " ", text[at:start]), text[start:end]]
        at = end
    return "".join([*parts, re.sub(r"[^\n]", " ", text[at:])])


def _without_comments(text: str, language: Language) -> str:
    def blank(match: re.Match[str]) -> str:
        return match[0] if match["string"] is not None else re.sub(r"[^\n]", " ", match[0])

    return language.comments.sub(blank, text)


def _arguments(text: str, match: re.Match[str]) -> str:
    """Return a call's arguments: between its parentheses or quotes, else up to the end of the statement."""
    if match.groupdict().get("quotes"):
        return text.partition("`")[0]
    if not text.startswith("("):
        return re.split(r"[;\n]", text, maxsplit=1)[0]
    deep = 0
    for found in re.finditer(r"[()]", text):
        deep += 1 if found[0] == "(" else -1
        if not deep:
            return text[1 : found.start()]
    return text[1:]


def _runs(given: str, match: re.Match[str], language: Language) -> bool:
    """Tell whether a call hands its arguments to a shell: Python's subprocess only when told to, Perl's list never."""
    if language is PYTHON and match.groupdict().get("shell"):
        return re.search(r"\bshell\s*=\s*True", given) is not None
    if language is PERL and match["call"] in ("system", "exec"):
        return "," not in re.sub(r'"[^"]{0,1000}"|\'[^\']{0,1000}\'|\([^()]{0,400}\)', "", given)
    return True


def _told(given: str, language: Language) -> str:
    """Cut out what a harmless call takes: its parentheses with all in them."""
    parts, at = [], 0
    for match in language.harmless.finditer(given):
        if match.start() < at:
            continue
        parts.append(given[at : match.start()])
        if not match[0].endswith("("):
            if match[0].startswith((":", "%")) or match[0].startswith("preg"):
                return ""  # it filters all of it
            at = match.end()
            if match[0].startswith("("):  # a cast: of the variable behind it
                at = next(it.end() for it in re.compile(r"\w*").finditer(given, at))
            continue
        deep, at = 1, match.end()
        for found in re.finditer(r"[()]", given[at:]):
            deep += 1 if found[0] == "(" else -1
            if not deep:
                at += found.end()
                break
        else:
            at = len(given)
    return "".join([*parts, given[at:]])


def _data_of(text: str, language: Language, carried: dict[str, str], checked: set[str]) -> str:
    if match := language.data.search(text):
        return match[0].strip("( ").replace('"', "'").split("'")[-1] or match[0]
    bare = text if language in (PHP, PERL) else _LITERAL.sub("", text)  # those two put variables into strings
    for name in language.names.findall(bare):
        if name in carried and name not in checked:
            return carried[name]
    return ""


def _alone(text: str, language: Language) -> bool:
    """Tell whether the request's data is all that is run: one name, with nothing but its index and its own call."""
    bare = text.strip().strip("\"'")
    if language.names.fullmatch(bare):
        return True
    match = language.data.search(bare)
    if match is None or re.fullmatch(r"[\w.:>$(-]*", bare[: match.start()]) is None:
        return False
    return re.search(r"\.\.|[\])]\s*[.+]|[%;&|]", bare[match.end() :]) is None
