"""What to look for in manuals: a finding goes in, patterns for its account, port, host, program or file come out."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from cupel.inspect.manuals.words import (
    ACCESS,
    ACCOUNT,
    BETWEEN,
    EVERYWHERE,
    KINDS,
    NAMING,
    ORDINARY,
    SERVICES,
    USUAL,
)
from cupel.records.finding import Finding

BEFORE, AFTER = r"(?<![A-Za-z0-9_.@/-])", r"(?![A-Za-z0-9_@-])"
"""No letter of a word on either side; Chinese and other scripts may stand next to it, as may the end of a sentence."""
NEAR = r"[^\n.;!?]{0,40}?"
"""What may stand between two words that belong together: no end of a sentence, and no other line."""
GAP = r"[\s:=\"'“”‘’«»`(/\[|-]"
"""Signs that may stand between the word for an account and its name."""
QUOTES = r"[\"'“”‘’«»`]"
SPOKEN = "|".join(sorted(set(SERVICES.values())))
"""Services by name: beside one of them a port is its."""
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
    3. A port counts only as a port, with the word or with its protocol, and of a way in only beside a word of access.
    4. A program counts beside a word of access, such as service or login, by its name or as the service that it gives:
       its name alone stands in lists of licences too. A service at another port than its usual one counts by the port.
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
    ports = _ports_of(finding)
    yield from _ports(ports, finding.kind == "access")
    yield from _programs(finding, {int(port) for _, port in ports})


def _options(finding: Finding) -> Iterator[Term]:
    given, names = str(finding.facts["options"]).split(), [*_fact(finding, "program")]
    for name in names if len(given) == 1 else ():
        word, ways = f"{BEFORE}{re.escape(name)}{AFTER}", "|".join(re.escape(it) for it in given[0].split("/"))
        option = rf"(?<![\w-])(?:{ways})(?![\w-])"
        yield _term(f"{name} {given[0]}", name, f"{word}[^.;!?]{{0,400}}?{option}")


def _ports_of(finding: Finding) -> list[tuple[str, str]]:
    """Return (protocol, or nothing where it is not known; port) of each that a finding is about."""
    protocol = next(_fact(finding, "protocol", "transport"), "").lower()
    told = " ".join([finding.subject, *_fact(finding, "port")])
    found = {((it[0] or it[3]).lower(), it[1] or it[2]) for it in PORT.findall(told)}
    found |= {(protocol if protocol in ("tcp", "udp") else "", it) for it in _fact(finding, "port")}
    named = {port for name, port in found if name}
    return sorted(
        it for it in found if (it[0] or it[1] not in named) and it[1].isdecimal() and 0 < int(it[1]) < 1 << 16
    )


def _ports(ports: list[tuple[str, str]], is_way_in: bool) -> Iterator[Term]:
    for name, port in ports:
        number, either = f"(?<![0-9.]){int(port)}(?![0-9]|\\.[0-9])", name or "tcp|udp"
        other = {"tcp": r"(?<!udp )", "udp": r"(?<!tcp )"}.get(name, "")
        ways = (
            f"{other}(?:\\bports?|端口)(?:\\W{{0,3}}(?:numbers?|no|is|are|[号为是]))?\\W{{0,4}}{number}",
            f"\\b(?:{either})[ /:-]{{1,2}}{number}",
            f"{number}[ /(]{{1,2}}(?:{either})\\b",
        )
        told = [_beside(way, f"{ACCESS}|{SPOKEN}") for way in ways] if is_way_in else ways
        yield _term(f"the port {f'{name} ' if name else ''}{port}", str(int(port)), "|".join(told))


def _programs(finding: Finding, ports: set[int]) -> Iterator[Term]:
    names = [*_fact(finding, "program", "daemon", "service")]
    for place in (finding.program.rpartition("!")[2], finding.path):
        names += PROGRAMS.findall(place)
    for name in dict.fromkeys(it.rpartition("/")[2] for it in names):
        service = SERVICES.get(name, "")
        if service and (not ports or USUAL[service] in ports):
            yield _term(f"{name} (as {service})", service, _beside(_word(service)))
        if _searchable(name):
            yield _term(f"the program {name}", name, _beside(_word(name)))


def _word(name: str) -> str:
    return f"{BEFORE}{re.escape(name)}{AFTER}"


def _beside(what: str, words: str = ACCESS) -> str:
    """Match something beside a word of access in the same sentence."""
    access = f"(?<![A-Za-z])(?:{words})(?![A-Za-z])"
    return f"(?:{what}){NEAR}{access}|{access}{NEAR}(?:{what})"


def _files(finding: Finding) -> Iterator[Term]:
    if finding.path.count("/") >= 2 and finding.path not in EVERYWHERE:
        yield _term(f"the file {finding.path}", finding.path, f"(?<![A-Za-z0-9_.-]){re.escape(finding.path)}{AFTER}")


def _searchable(name: str) -> bool:
    return 1 < len(name) <= 100 and any(letter.isalnum() for letter in name)


def _term(shown: str, text: str, pattern: str) -> Term:
    words = re.findall(r"[a-z0-9_]+", text.lower())
    return Term(shown, max(words, key=len, default=""), re.compile(pattern, re.IGNORECASE))
