"""What to look for in manuals: a finding goes in, patterns for its account, port, host, program or file come out."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from cupel.inspect.manuals.words import ACCOUNT, BETWEEN, EVERYWHERE, KINDS, NAMING, ORDINARY, SERVICE, SERVICES
from cupel.records.finding import Finding

BEFORE, AFTER = r"(?<![A-Za-z0-9_.@/-])", r"(?![A-Za-z0-9_@-])"
"""No letter of a word on either side; Chinese and other scripts may stand next to it, as may the end of a sentence."""
NEAR = r"[^\n.;!?]{0,40}?"
"""What may stand between two words that belong together: no end of a sentence, and no other line."""
GAP = r"[\s:=\"'“”‘’«»`(/\[|-]"
"""Signs that may stand between the word for an account and its name."""
QUOTES = r"[\"'“”‘’«»`]"
PORT = re.compile(r"\b(tcp|udp)[ /](?:port )?(\d{1,5})\b|\b(\d{1,5})/(tcp|udp)\b", re.IGNORECASE)
URL = re.compile(r"\b[a-z][a-z0-9+.-]{1,15}://[^\s\"'<>]{3,200}", re.IGNORECASE)
HOST = re.compile(r"(?<![\w@.-])(?:[a-z0-9][a-z0-9-]{0,62}\.){1,8}[a-z]{2,24}(?![\w-])", re.IGNORECASE)
ADDRESS = re.compile(r"(?<![\w.])(?:\d{1,3}\.){3}\d{1,3}(?![\w.])")
PROGRAMS = re.compile(r"(?:^|/)(?:s?bin|libexec)/([^/]+)\Z")


@dataclass(frozen=True, slots=True)
class Term:
    """One thing to look for."""

    shown: str
    """How it is named to a person: `the account support`."""
    word: str
    """A word that every place has, lower case: what an index is asked for."""
    pattern: re.Pattern[str]
    """What must stand there: the term, and beside it what makes it mean that."""


def terms_of(finding: Finding) -> tuple[Term, ...]:
    """Name what a finding is about: the first that it has of account, address, server (port or program) and file.

    1. An account name counts only beside a word such as user or account: `root` stands in every manual.
    2. URLs, hosts and network addresses count as they are.
    3. A port counts only as a port: with the word, or with its protocol.
    4. A program counts beside a word such as service or command, by its name or as the service that it gives: its name
       alone stands in lists of licences too.
    5. A file counts by its whole path; one that every system has is not what a finding is about.
    Of a program's options only a single one is looked for, beside the program's name: of several, one that stands there
    would answer for those that do not.
    """
    if "options" in finding.facts:
        return tuple(_options(finding))
    for kind in (_accounts, _addresses, _servers, _files):
        if found := tuple(dict.fromkeys(kind(finding))):
            return found
    return ()


def _fact(finding: Finding, *names: str) -> Iterator[str]:
    for name in names:
        value = finding.facts.get(name)
        if value is not None and not isinstance(value, bool) and str(value).strip():
            yield str(value).strip()


def _accounts(finding: Finding) -> Iterator[Term]:
    names = [*_fact(finding, "account", "user", "login")]
    if not names and finding.detector == "access/accounts":
        names = [finding.subject]
    for name in names:
        if not _searchable(name):
            continue
        word = f"{BEFORE}{re.escape(name)}{AFTER}"
        account = f"(?<![A-Za-z])(?:{ACCOUNT})(?![A-Za-z])"
        if name.lower() in ORDINARY:
            both = r"(?:\s*/\s*password|\sand\spassword)?"
            naming = rf"{both}\s*(?:[:=]|(?:\s(?:{NAMING}))+(?=\W)|[为是]|{QUOTES})[\s:]*{QUOTES}?"
            ways = [f"{account}{naming}{word}", f"{QUOTES}{word}{QUOTES}\\s*{account}"]
            ways += [] if name.lower() in KINDS else [f"{word}\\s{{0,2}}(?:accounts?|账[号户]|帐[号户])(?![A-Za-z])"]
        else:
            ways = [f"{account}{GAP}{{0,6}}(?:(?:{BETWEEN}){GAP}{{1,4}}){{0,4}}{word}", f"{word}{GAP}{{0,3}}{account}"]
        yield _term(f"the account {name}", name, "|".join(ways))


def _addresses(finding: Finding) -> Iterator[Term]:
    told = " ".join([*_fact(finding, "url", "host", "hosts", "address"), finding.subject])
    stated = set(_fact(finding, "url", "host", "hosts", "address"))
    if finding.kind != "destination" and not stated:
        return
    urls = URL.findall(told)
    for url in urls:
        yield _term(url, url, f"(?<![A-Za-z0-9]){re.escape(url.rstrip('/.,'))}(?![A-Za-z0-9-])")
    rest = URL.sub(" ", told) if urls else told
    for host in (*HOST.findall(rest), *ADDRESS.findall(rest)):
        yield _term(host, host, f"(?<![A-Za-z0-9.-]){re.escape(host)}(?![A-Za-z0-9-]|\\.[A-Za-z0-9])")


def _servers(finding: Finding) -> Iterator[Term]:
    yield from _ports(finding)
    yield from _programs(finding)


def _options(finding: Finding) -> Iterator[Term]:
    given, names = str(finding.facts["options"]).split(), [*_fact(finding, "program")]
    for name in names if len(given) == 1 else ():
        word, ways = f"{BEFORE}{re.escape(name)}{AFTER}", "|".join(re.escape(it) for it in given[0].split("/"))
        option = rf"(?<![\w-])(?:{ways})(?![\w-])"
        yield _term(f"{name} {given[0]}", name, f"{word}[^.;!?]{{0,400}}?{option}")


def _ports(finding: Finding) -> Iterator[Term]:
    protocol = next(_fact(finding, "protocol", "transport"), "").lower()
    told = " ".join([finding.subject, *_fact(finding, "port")])
    found = {((it[0] or it[3]).lower(), it[1] or it[2]) for it in PORT.findall(told)}
    found |= {(protocol if protocol in ("tcp", "udp") else "", it) for it in _fact(finding, "port")}
    named = {port for name, port in found if name}
    for name, port in sorted(it for it in found if it[0] or it[1] not in named):
        if not port.isdecimal() or not 0 < int(port) < 1 << 16:
            continue
        number, either = f"(?<![0-9.]){int(port)}(?![0-9]|\\.[0-9])", name or "tcp|udp"
        other = {"tcp": r"(?<!udp )", "udp": r"(?<!tcp )"}.get(name, "")
        ways = (
            f"{other}(?:\\bports?|端口)(?:\\W{{0,3}}(?:numbers?|no|is|are|[号为是]))?\\W{{0,4}}{number}",
            f"\\b(?:{either})[ /:-]{{1,2}}{number}",
            f"{number}[ /(]{{1,2}}(?:{either})\\b",
        )
        yield _term(f"the port {f'{name} ' if name else ''}{port}", str(int(port)), "|".join(ways))


def _programs(finding: Finding) -> Iterator[Term]:
    names = [*_fact(finding, "program", "daemon", "service")]
    for place in (finding.program.rpartition("!")[2], finding.path):
        names += PROGRAMS.findall(place)
    for name in dict.fromkeys(it.rpartition("/")[2] for it in names):
        if service := SERVICES.get(name, ""):
            yield _term(f"{name} (as {service})", service, _beside(service))
        if _searchable(name):
            yield _term(f"the program {name}", name, _beside(name))


def _beside(name: str) -> str:
    word, context = f"{BEFORE}{re.escape(name)}{AFTER}", f"(?<![A-Za-z])(?:{SERVICE})(?![A-Za-z])"
    return f"{word}{NEAR}{context}|{context}{NEAR}{word}"


def _files(finding: Finding) -> Iterator[Term]:
    if finding.path.count("/") >= 2 and finding.path not in EVERYWHERE:
        yield _term(f"the file {finding.path}", finding.path, f"(?<![A-Za-z0-9_.-]){re.escape(finding.path)}{AFTER}")


def _searchable(name: str) -> bool:
    return 1 < len(name) <= 100 and any(letter.isalnum() for letter in name)


def _term(shown: str, text: str, pattern: str) -> Term:
    words = re.findall(r"[a-z0-9_]+", text.lower())
    return Term(shown, max(words, key=len, default=""), re.compile(pattern, re.IGNORECASE))
