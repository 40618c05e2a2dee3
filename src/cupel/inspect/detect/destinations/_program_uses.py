"""Reads which hosts a program holds as destinations: an ELF file goes in; uses, and hosts only named, come out."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import islice

from cupel.inspect.detect.destinations._address import PLACEHOLDER, Address, classify
from cupel.inspect.detect.destinations._commands import calls, tools
from cupel.inspect.detect.destinations._identity import identifying, sent
from cupel.inspect.detect.destinations._known import (
    OTHER,
    is_namespace,
    is_page,
    role_of,
    service_of,
    speaks_of_service,
)
from cupel.inspect.detect.destinations._started import stem
from cupel.inspect.detect.destinations._strings import BARE, strings
from cupel.inspect.detect.destinations._text import around
from cupel.inspect.detect.destinations._url import ENCRYPTED, Url, urls
from cupel.inspect.detect.destinations._use import Answer, Named, Use
from cupel.inspect.detect.quoting import without_secrets
from cupel.inspect.identify.elf import elf_of
from cupel.inspect.identify.source import Visited
from cupel.inspect.startup._shell import commands
from cupel.records.problem import Problem

MOST_USES = 200
"""Uses that one file may give."""
MOST_STRINGS = 2_000
TOOL_MARK = "destination tool"
"""Mark of what holds the name of a tool that calls hosts."""
TABLE = 256
"""Bytes within which strings of one table entry stand."""
CONNECTS = frozenset(
    {
        "connect", "sendto", "getaddrinfo", "gethostbyname", "gethostbyname_r", "gethostbyname2", "res_query",
        "res_search", "__res_query", "curl_easy_perform", "curl_easy_setopt", "SSL_connect",
        "BIO_new_connect", "BIO_new_ssl_connect",
        "mosquitto_connect", "uclient_connect", "uclient_new", "mbedtls_net_connect", "soap_connect", "tcp_connect",
        "wolfSSL_connect", "lws_client_connect_via_info", "MQTTClient_connect", "ares_gethostbyname",
        "evhttp_connection_new",
    }
)  # fmt: skip
"""Imports by which a program reaches for another host."""
RUNS = frozenset(
    {"system", "popen", "execl", "execlp", "execle", "execv", "execvp", "execve", "posix_spawn", "posix_spawnp"}
)
"""Imports by which it runs a command."""
LIBRARIES = (
    "libcurl",
    "libmosquitto",
    "libuclient",
    "libwebsockets",
    "libneon",
    "libsoup",
    "libpaho",
    "libcares",
    "libldns",
)
_BEFORE = re.compile(r"(?:(?:%s|GET|POST|PUT|get|post|put|url|URL|Host:)[ =:\"']*)*")
_SERVICE_PATH = re.compile(
    r"\.(?:php|cgi|aspx?|jsp|do|json|bin|img|fcgi|ashx|asmx)(?:$|[/?#])|[?&][\w.-]{1,40}=|/(?:api|rest|ws|rpc|soap|v\d)(?:/|$)",
    re.IGNORECASE,
)
_PAGE_PATH = re.compile(
    r"\.(?:html?|pdf|xsd|dtd|xsl|md|rst|png|gif|css|ico)(?:$|[?#])|#|/(?:wiki|docs?|faq|licen[cs]es?|bugs?)/",
    re.IGNORECASE,
)
_HEADER = re.compile(r"(?:^|\n)Host: ([^\r\n]{1,300})")
_REQUEST = re.compile(r"(?:GET|POST|PUT) |[?&]\w+=%|=%s&")
_REVERSED = frozenset(
    {"com", "org", "net", "io", "cn", "de", "edu", "gov", "www", "info", "eu", "dev", "app", "uk", "co"}
)
_SECOND_LEVEL = frozenset({"com", "net", "org", "co", "gov", "edu", "ac", "or", "ne", "go"})


@dataclass(frozen=True, slots=True)
class _Found:
    """A string that names a host."""

    offset: int
    text: str
    address: Address
    port: int
    protocol: str
    by: str
    shown: str
    role: str
    sends: tuple[str, ...]
    rule: str
    insecure: str = ""


def uses(file: Visited) -> Iterator[Use | Named | Problem]:
    """Yield each host that the program holds as one to call, and each that it only names."""
    elf = elf_of(file)
    if elf is None or not elf.dynamic:
        return
    runs = not elf.imported.isdisjoint(RUNS)
    reaches = "" if elf.imported.isdisjoint(CONNECTS) else next(it for it in elf.imports if it in CONNECTS)
    reaches = reaches or next((it for it in elf.needed if it.startswith(LIBRARIES)), "")
    if not (reaches or runs):
        return
    # without a way to reach a host its strings are only read for tools: then they are few, and all are read
    held = list(strings(elf, runs and (TOOL_MARK in file.marks or not reaches), bool(reaches)))
    templates = [(at, text, sent(text)) for at, text in held if _REQUEST.search(text)]
    template = next((it for it in templates if identifying(it[2])), None)
    all_found = list(islice(_found(held, reaches, file.path), MOST_STRINGS))
    for count, found in enumerate(_without_domains(all_found)):
        if count >= MOST_USES:
            yield Problem("", f"holds more than {MOST_USES} hosts; the rest was left out")
            return
        if isinstance(found, _Found):
            yield _use(file, found, reaches, template)
        else:
            offset, text, host, why = found
            yield Named(
                around(file, text, offset, offset + max(0, text.find(host)), "destinations/programs"), host, why
            )


def _without_domains(
    found: list[_Found | tuple[int, str, str, str]],
) -> Iterator[_Found | tuple[int, str, str, str]]:
    """Yield what was found; a bare host beside a host of that very domain is only named, as tables of (name, server,
    domain) have it.
    """
    servers = [it for it in found if isinstance(it, _Found) and it.rule == "host"]
    for it in found:
        if isinstance(it, _Found) and it.rule == "host" and not service_of(it.address.host):
            below = "." + it.address.host
            if any(one.address.host.endswith(below) and abs(one.offset - it.offset) < TABLE for one in servers):
                yield it.offset, it.text, it.address.host, "named"
                continue
        yield it


def _found(held: list[tuple[int, str]], reaches: str, file_path: str) -> Iterator[_Found | tuple[int, str, str, str]]:
    for offset, text in held:
        called = list(_commands(offset, text))
        if called:
            yield from called
            continue
        header = _HEADER.search(text)
        address = classify(header[1]) if header else None
        if address and address.kind in ("name", "public", "documentation", "private") and "." in address.host:
            yield _Found(
                offset, text, address, 80, "http", "a request that the program holds", "", "", sent(text), "request"
            )
            continue
        found = list(urls(text))
        for url in found:
            yield _of_url(offset, text, url, reaches)
        if not found and BARE.fullmatch(text):
            bare = _of_host(offset, text, reaches, stem(file_path))
            if bare:
                yield bare


def _commands(offset: int, text: str) -> Iterator[_Found]:
    """Read a string that is a command line of a known tool."""
    if " " not in text or not _tool_named().search(text):
        return
    for command in commands(text, whole=True):
        for call in calls(command.words):
            if call.program in tools() and call.address.kind in ("name", "public", "documentation", "private"):
                if "." not in call.address.host and ":" not in call.address.host:
                    continue
                role = call.role
                given = sent(" ".join((call.shown, *call.data)))
                by = f"a command that the program holds, {call.program}"
                yield _Found(
                    offset, text, call.address, call.port, call.protocol, by, call.shown, role, given, "command",
                    call.insecure,
                )  # fmt: skip


@cache
def _tool_named() -> re.Pattern[str]:
    """A name of a known tool as a word: reading a string as a shell does costs a hundred times what this does."""
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, sorted(tools())))})\b")


def _of_url(offset: int, text: str, url: Url, reaches: str) -> _Found | tuple[int, str, str, str]:
    host = url.address.host
    named = (offset, text, host)
    if url.address.kind in ("loopback", "reserved", "multicast", "private"):
        return (*named, url.address.kind)
    if url.address.kind == "operator-filled":
        return (*named, "filled in")
    if is_namespace(host) or "xmlns" in text or "<?xml" in text:
        return (*named, "namespace")
    alone = _BEFORE.fullmatch(text[: url.start]) and len(text[url.end :].split()) <= 3 and "<" not in text
    if not alone or url.address.kind == "documentation":
        return (*named, "text")
    service = service_of(host)
    path = url.path.partition("?")[0]
    role = (service.role if service else "") or _role(host, path)
    shaped = bool(_SERVICE_PATH.search(url.path) or PLACEHOLDER.search(url.path)) or role != OTHER
    shaped = shaped or speaks_of_service(path, host)
    bare_page = host.startswith("www.") and path in ("", "/")
    if is_page(host) or _PAGE_PATH.search(url.path) or bare_page or not shaped:
        return (*named, "page")
    if not reaches:
        return (*named, "named")
    return _Found(offset, text, url.address, url.port, url.scheme, "a constant of the program", url.shown, role,
                  sent(url.path), "address")  # fmt: skip


def _of_host(offset: int, text: str, reaches: str, program: str) -> _Found | tuple[int, str, str, str] | None:
    """Judge a string that is nothing but a host: a name of three labels and more, or a known service."""
    host, _, port = text.partition(":")
    address = classify(host)
    if address is None or address.kind not in ("name", "public"):
        return None
    service = service_of(address.host)
    known = service is not None and service.role in ("ntp", "dns")
    labels = address.host.split(".")
    if address.kind == "public":
        parts = [int(it) for it in labels]
        if not known:  # a number alone may be a version, a default, or an example
            version = parts[0] < 11 or sum(it >= 32 for it in parts) < 2 or parts[3] in (0, 255)
            return None if version else (offset, text, address.host, "named")
    elif labels[0] in _REVERSED and labels[0] != "www":
        return None
    role = (service.role if service else "") or _role(address.host)
    short = len(labels) < 3 or (len(labels) == 3 and labels[1] in _SECOND_LEVEL and len(labels[2]) == 2)
    own = not speaks_of_service(address.host) and labels[-2] == program  # a project's own name, in its program
    if not known and (short or own or labels[0] == "www" or is_page(address.host) or is_namespace(address.host)):
        return offset, text, address.host, "named"
    if not reaches:
        return offset, text, address.host, "named"
    number = int(port) if port.isdigit() else 0
    return _Found(offset, text, address, number, "", "a constant of the program", "", role, (), "host")


def _role(host: str, *texts: str) -> str:
    """Return the role that a constant tells by its words; `dns` in a name may as well mean dynamic DNS."""
    role = role_of(*texts, host=host)
    return OTHER if role == "dns" else role


def _use(file: Visited, found: _Found, reaches: str, template: tuple[int, str, tuple[str, ...]] | None) -> Use:
    at = found.offset + max(0, found.text.find(found.address.host))
    service = service_of(found.address.host)
    role = found.role or (service.role if service else "") or _role(found.address.host)
    known = identifying(found.sends)
    sends = found.sends
    identity: Answer = ("unknown", "what the program sends there is not told by its strings")
    if known:
        identity = "yes", f"the request takes: {', '.join(known)}"
    elif role in ("ntp", "dns"):
        identity = "no", "such a request carries nothing of the equipment but its address"
    elif template is not None:
        sends = template[2]
        taken = f"a request in the program (at offset 0x{template[0]:x}) takes {', '.join(identifying(sends))}"
        identity = "unknown", f"{taken}; to which host that goes is not told by its strings"
    by = f"{found.by}, which imports {reaches}" if reaches and found.rule != "command" else found.by
    return Use(
        around(file, found.text, found.offset, at, "destinations/programs"), "program", found.rule, found.address.host,
        found.port, found.protocol, found.address.kind, found.address.note, role, by,
        without_secrets(found.shown)[:300], _encrypted(found), _authenticated(found),
        ("no", "a constant in the program, as far as this file shows"), identity, sends, unchecked=bool(found.insecure),
    )  # fmt: skip


def _encrypted(found: _Found) -> Answer:
    if not found.protocol:
        return "unknown", "the host alone does not tell the protocol"
    if found.protocol in ENCRYPTED:
        return "yes", f"{found.protocol} is encrypted"
    return "no", f"{found.protocol} is not encrypted"


def _authenticated(found: _Found) -> Answer:
    if found.insecure:
        return "no", f"the command is told not to check certificates ({found.insecure})"
    if not found.protocol:
        return "unknown", "the host alone does not tell the protocol"
    if found.protocol in ENCRYPTED:
        return "unknown", "whether the program checks the certificate is not told by its strings"
    return "no", f"{found.protocol}, with no credential in the address"
