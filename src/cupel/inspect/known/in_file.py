"""Looks for documented cases in one file: its marks and bytes go in; a sign for each matcher that holds comes out."""

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache

from cupel.inspect.detect.credentials.password_field import read_field
from cupel.inspect.detect.quoting import quoted
from cupel.inspect.identify.elf import elf_of
from cupel.inspect.identify.source import Visited
from cupel.inspect.known.base import KEY_MARKS, mark_of, matchers
from cupel.inspect.known.keys import keys_in
from cupel.inspect.known.matcher import AccountMatcher, FileMatcher, KeyMatcher, ReleaseMatcher
from cupel.inspect.known.releases import release_in
from cupel.inspect.known.versions import within
from cupel.inspect.scan import width
from cupel.inspect.sign import Sign
from cupel.records.problem import Problem

RULE = "access/documented_cases"
ACCOUNTS = re.compile(r"(?:passwd|shadow)(?:[-._]\w{0,20})?")
RELEASES = re.compile(
    r"(?i)(?:[\w.-]{0,30}(?:version|release|firmware)[\w.-]{0,30}|issue(?:\.net)?|banner|motd|build\.?info|"
    r"(?:product|device|model|board)[\w.-]{0,30})"
)
"""Names of files in which a maker names its product and release."""
NO_RELEASE = (".so", ".ko", ".js", ".css", ".html", ".htm", ".png", ".gif", ".md5", ".py", ".lua", ".sh")
MOST_RELEASE = 16 << 10
MOST_ACCOUNTS = 256 << 10
AROUND = 64 << 10
"""Bytes before and behind the first string that `within` can ask for at most."""
ELSEWHERE = re.compile(
    r"(?i)(?:^|/)(?:docs?|documentation|man|tests?|testdata|examples?|samples?|wordlists?|rules|metasploit[\w-]*|"
    r"nmap|routersploit)/"
)
"""Folders whose files quote such strings and keys: manuals, tests, word lists, tools that look for them."""
ASKS = frozenset({"connect", "sendto"})
TAKES = frozenset({"accept", "accept4", "bind", "listen", "getenv", "crypt", "getpass", "getspnam", "pam_authenticate"})
"""What a program imports that serves, checks logins, or is called by a web server (by CGI, in the environment)."""
PROSE = ("text", "script", "HTML", "XML", "PEM", "PDF", "Java", "Lua", "gettext")
"""Types that are no program."""


@dataclass(frozen=True, slots=True)
class Matched(Sign):
    """One matcher of one case holds for one file."""

    matcher: str
    """Its name."""
    version: str = ""
    """The version that was compared, of a matcher that asks for one."""


@cache
def _by_mark() -> dict[str, tuple[FileMatcher, ...]]:
    """Each matcher under the mark of its first string."""
    found: dict[str, list[FileMatcher]] = defaultdict(list)
    for it in matchers(FileMatcher):
        found[mark_of(it, 0)].append(it)
    return {mark: tuple(held) for mark, held in found.items()}


@cache
def _products() -> re.Pattern[str]:
    """One expression for the products of every release matcher: most release files name none of them."""
    return re.compile("|".join(f"(?:{it.product})" for it in matchers(ReleaseMatcher)) or "(?!)", re.IGNORECASE)


KEYS = tuple(name for _, name in KEY_MARKS)


def wanted(file: Visited) -> bool:
    """Tell whether any matcher may hold for the file; no byte is read for that."""
    if ELSEWHERE.search(file.path):
        return False
    if file.marks and not (_by_mark().keys().isdisjoint(file.marks) and file.marks.keys().isdisjoint(KEYS)):
        return True
    return _is_accounts(file) or _is_release(file)


def signs(file: Visited) -> Iterator[Matched | Problem]:
    """Yield a sign for each matcher that holds, and a Problem where an account file was cut."""
    for mark in _by_mark().keys() & file.marks.keys():
        for matcher in _by_mark()[mark]:
            yield from _in_file(file, matcher)
    if not file.marks.keys().isdisjoint(KEYS):
        yield from _keys(file)
    if _is_accounts(file):
        if file.content.size > MOST_ACCOUNTS:
            yield Problem("", f"only its first {MOST_ACCOUNTS:,} bytes were read for accounts of documented cases")
        yield from _accounts(file)
    if _is_release(file):
        yield from _releases(file)


def _is_accounts(file: Visited) -> bool:
    return bool(ACCOUNTS.fullmatch(file.name)) and not file.type.startswith(("ELF", "empty"))


def _is_release(file: Visited) -> bool:
    return file.type.startswith("text") and not file.name.endswith(NO_RELEASE) and bool(RELEASES.fullmatch(file.name))


def _in_file(file: Visited, matcher: FileMatcher) -> Iterator[Matched]:
    names = [mark_of(matcher, at) for at in range(len(matcher.strings) + len(matcher.patterns))]
    if any(name not in file.marks for name in names):
        return
    if not (file.type.startswith(matcher.type) and fnmatchcase("/" + file.path.lstrip("/"), matcher.path or "*")):
        return
    if matcher.program and file.type.startswith(PROSE):
        return
    if matcher.imports:
        elf = elf_of(file)
        if elf is None or not elf.imported.issuperset(matcher.imports):
            return
    if not matcher.path and not matcher.imports and _only_asks(file):
        return
    if matcher.within and not _near(file, matcher, file.marks[names[0]]):
        return
    version = ""
    if matcher.at_least or matcher.at_most or matcher.below:
        version = _version(file, matcher, names)
        if not within(version, matcher.at_least, matcher.at_most, matcher.below):
            return
    for at, text in enumerate(matcher.strings):
        size = len(text.encode("utf-8"))
        secrets = [(0, size)] if text in matcher.secrets else []
        yield Matched(quoted(file, file.marks[names[at]] - size, size, RULE, secrets), matcher.name, version)
    for at, pattern in enumerate(matcher.patterns, len(matcher.strings)):
        found = _match(file, pattern, file.marks[names[at]])
        if found is not None:
            yield Matched(quoted(file, found[0], len(found[1][0]), RULE), matcher.name, version)


def _only_asks(file: Visited) -> bool:
    """Tell whether a program connects to others and takes nothing: it may quote a string that it sends, as a scanner
    does; it is not the program that acts on it."""
    elf = elf_of(file) if file.type.startswith("ELF executable") or ".so" not in file.name else None
    imports = elf.imported if elf else frozenset[str]()
    return bool(imports & ASKS) and not imports & TAKES


def _match(file: Visited, pattern: str, end: int) -> tuple[int, re.Match[bytes]] | None:
    """Return offset and match of a pattern that ends where the scan said, or, as `re` is greedier, behind that."""
    expression = pattern.encode("latin-1")
    longest = width(expression)
    start = max(0, end - longest)
    data = file.content.read(start, 2 * longest)
    found = next((it for it in re.finditer(expression, data, re.DOTALL) if start + it.end() >= end), None)
    return (start + found.start(), found) if found else None


def _version(file: Visited, matcher: FileMatcher, marks: list[str]) -> str:
    for at, pattern in enumerate(matcher.patterns):
        if "(?P<version>" in pattern:
            found = _match(file, pattern, file.marks[marks[len(matcher.strings) + at]])
            return found[1]["version"].decode("latin-1") if found else ""
    return ""


def _near(file: Visited, matcher: FileMatcher, end: int) -> bool:
    reach = min(matcher.within, AROUND)
    start = max(0, end - reach)
    data = file.content.read(start, end - start + reach)
    return all(text.encode("utf-8") in data for text in matcher.strings) and all(
        re.search(text.encode("latin-1"), data, re.DOTALL) for text in matcher.patterns
    )


def _keys(file: Visited) -> Iterator[Matched]:
    wanted_keys = {one: it for it in matchers(KeyMatcher) for one in it.fingerprints}
    first = min(file.marks[name] for name in KEYS if name in file.marks)
    for key in keys_in(file.content, first):
        matcher = wanted_keys.get(key.fingerprint)
        if matcher:
            # of a private key nothing but its label may be quoted
            secrets = [(0, key.size)] if key.private else []
            yield Matched(quoted(file, key.offset, key.size, RULE, secrets), matcher.name)


def _accounts(file: Visited) -> Iterator[Matched]:
    data = file.content.read(0, MOST_ACCOUNTS)
    asked = matchers(AccountMatcher)
    names = {it.account.encode() for it in asked}
    at = 0
    for number, line in enumerate(data.split(b"\n"), 1):
        start, at = at, at + len(line) + 1
        fields = line.split(b":", 3)
        if len(fields) < 3 or fields[0] not in names:
            continue
        field = fields[1].decode("latin-1")
        state = read_field(field, "shadow" in file.name).state
        if state in ("locked", "elsewhere"):
            continue
        digest = hashlib.sha256(fields[1]).hexdigest()
        secret = (len(fields[0]) + 1, len(fields[0]) + 1 + len(fields[1]))
        for it in asked:
            if state == "unusable" and not it.hash_sha256 and not field.startswith("$"):
                continue  # a word such as NP or LOCK, and no hash of whatever scheme
            if it.account.encode() == fields[0] and it.empty == (not field) and it.hash_sha256 in ("", digest):
                yield Matched(quoted(file, start, secret[1] + 1, RULE, [secret], number), it.name)


def _releases(file: Visited) -> Iterator[Matched]:
    asked = matchers(ReleaseMatcher)
    if not asked:
        return
    text = file.content.read(0, MOST_RELEASE).decode("latin-1")
    if not _products().search(text):
        return
    for it in asked:
        found = release_in(text, it)
        if found:
            yield Matched(quoted(file, found.start, found.size, RULE), it.name, found.version)
