"""Reads whom a shell script or crontab calls: a visited file goes in; uses of destinations come out."""

import re
from collections.abc import Iterator

from cupel.inspect.detect.destinations._address import PLACEHOLDER, classify
from cupel.inspect.detect.destinations._commands import Call, calls
from cupel.inspect.detect.destinations._identity import identifying, sent
from cupel.inspect.detect.destinations._in_script import Script
from cupel.inspect.detect.destinations._known import OTHER, role_of, service_of
from cupel.inspect.detect.destinations._text import Text
from cupel.inspect.detect.destinations._url import ENCRYPTED, urls
from cupel.inspect.detect.destinations._use import Answer, Named, Use
from cupel.inspect.detect.quoting import without_secrets
from cupel.inspect.identify.source import Visited
from cupel.inspect.startup._script import tokens_of
from cupel.inspect.startup._shell import commands, commands_in
from cupel.records.problem import Problem

MOST_USES = 300
"""Uses that one file may give."""
_CRON = re.compile(r"^(?P<when>(?:@\w+|(?:[\d*/,a-zA-Z-]+[ \t]+){5}))(?P<rest>.*)$", re.MULTILINE)
_WRITTEN = re.compile(
    r"^[ \t]*(?:uci(?:[ \t]+-\w+)*[ \t]+)?(?:set|add_list)[ \t]+"
    r"(?P<key>[\w.@\[\]-]{3,120})=['\"]?(?P<value>[^'\"\s]{1,300})"
    r"|^[ \t]*echo[ \t]+[^\n|]{0,10}?(?P<nameserver>nameserver)[ \t]+(?P<server>[^'\"\s>]{1,100})",
    re.MULTILINE,
)


def uses(file: Visited, crontab: bool = False, named: bool = False) -> Iterator[Use | Named | Problem]:
    """Yield each host that a command calls; of a crontab, `named` tells that a user stands before the command."""
    read = Text(file)
    if not crontab and read.is_plain:
        cut = commands_in(tokens_of(file), whole=True)
    else:
        cut = commands(_without_times(read.text, named) if crontab else read.text, whole=True)
    script = Script(read.text)
    count = 0
    for command in cut:
        for call in calls(command.words):
            count += 1
            if count > MOST_USES:
                yield Problem("", f"calls more than {MOST_USES} hosts; the rest was left out")
                return
            yield from _uses(read, command.line, call, script)
    yield from _written(read)
    if file.content.size > len(read.data):
        yield Problem(
            "", f"only its first {len(read.data):,} of {file.content.size:,} bytes were read for whom it calls"
        )


def _without_times(text: str, named: bool) -> str:
    """Blank the times, and the user, of a crontab's lines, so that each command stays in its place."""

    def blank(match: re.Match[str]) -> str:
        rest = match["rest"]
        if named:
            user = re.match(r"[ \t]*\S+", rest)
            rest = " " * user.end() + rest[user.end() :] if user else rest
        return " " * len(match["when"]) + rest

    return _CRON.sub(blank, text)


def _uses(read: Text, line: int, call: Call, script: Script) -> Iterator[Use | Named]:
    start = read.start_of(line)
    call, scheme = script.with_scheme(call)
    at = script.place_of(call, start, read.start_of(line + 6))
    beside = start if at >= 0 and not start <= at < read.start_of(line + 6) else -1
    evidence = read.evidence(at if at >= 0 else start, "destinations/scripts")
    given = sent(" ".join((call.shown, *call.data, script.posted(call.data))), script.sources)
    known = identifying(given)
    if call.address.kind in ("loopback", "reserved", "multicast") or "." * 3 in call.address.host:
        yield Named(evidence, call.address.host, "loopback" if call.address.kind == "loopback" else "reserved")
        return
    if call.address.kind == "operator-filled" and not (known and call.protocol != "icmp"):
        yield Named(evidence, call.address.host, "filled in")
        return
    service = service_of(call.address.host)
    path = call.shown.partition("://")[2].partition("/")[2].partition("?")[0]
    role = call.role or (service.role if service else "") or role_of(path, host=call.address.host)
    if call.protocol == "tftp" and role == OTHER:
        role = "file transfer"
    asked = script.setting_before(call.address.host)
    by = f"the {'function' if script.defines(call.program) else 'command'} {call.program}"
    yield Use(
        evidence, "script", "command", call.address.host, call.port, call.protocol, call.address.kind,
        call.address.note, role, by, without_secrets(call.shown),
        ("unknown", scheme) if scheme else _encrypted(call), _authenticated(call, given), _changeable(call, asked),
        _identity(call, given, known), given, unchecked=bool(call.insecure),
        beside=(read.evidence(beside, "destinations/scripts"),) if beside >= 0 else (),
    )  # fmt: skip


def _written(read: Text) -> Iterator[Use]:
    """Yield the hosts that a script writes into settings: `uci set`, lines for `uci batch`, `echo nameserver`."""
    for match in list(_WRITTEN.finditer(read.text))[:MOST_USES]:
        key, value = match["key"] or match["nameserver"], match["value"] or match["server"]
        url = next(urls(value), None)
        address = url.address if url else classify(value)
        role = role_of(key, key=key.rpartition(".")[2])
        service = service_of(address.host) if address else None
        if address is None or address.kind not in ("name", "public", "documentation") or role == OTHER:
            continue
        if role not in ("acs", "ntp", "dns", "stun", "syslog", "mqtt", "update") and not (service or url):
            continue
        protocol = url.scheme if url else role if role in ("ntp", "dns") else ""
        port = url.port if url else {"ntp": 123, "dns": 53}.get(role, 0)
        at = match.start("value") if match["value"] else match.start("server")
        unknown: Answer = ("unknown", "the script only writes the setting; what is sent there is not told by it")
        plain: Answer = ("no", f"{protocol} is not encrypted") if protocol and protocol not in ENCRYPTED else unknown
        yield Use(
            read.evidence(at, "destinations/scripts"), "script", "setting", address.host, port, protocol, address.kind,
            address.note, role, f"the setting {key}, which the script writes", url.shown if url else "",
            plain if protocol not in ENCRYPTED else ("yes", f"{protocol} is encrypted"), unknown,
            ("yes", "the script writes it as the value of a setting"), unknown,
        )  # fmt: skip


def _encrypted(call: Call) -> Answer:
    if call.encrypted:
        return "yes", f"{call.protocol} is encrypted"
    if call.protocol in ("tcp", "udp"):
        return "no", f"{call.program} sends as it is given"
    return "no", f"{call.protocol} is not encrypted"


def _authenticated(call: Call, given: tuple[str, ...]) -> Answer:
    if call.insecure:
        plain = "" if call.encrypted else f"{call.protocol} shows no certificate, and "
        return "no", f"{plain}{call.program} is told not to check certificates ({call.insecure})"
    if call.credential:
        return "yes", f"a credential is sent ({call.credential})"
    if "password" in given or "token" in given:
        return "yes", "the request carries a password or token that is filled in"
    if call.encrypted and call.checks == "yes":
        return "yes", f"{call.program} checks the certificate unless it is told not to"
    if call.encrypted and call.checks == "no":
        return "no", f"{call.program} goes on whatever the certificate is, unless it is told to stop"
    if call.encrypted:
        return "unknown", f"whether this {call.program} checks the other side depends on its build and files"
    return "no", f"{call.protocol}, with no credential among the words"


def _changeable(call: Call, asked: str) -> Answer:
    if asked:
        return "yes", f"it stands in where a setting is empty, which the script reads ({asked})"
    if PLACEHOLDER.search(call.address.host):
        return "unknown", "the host comes out of a variable; where that is set is not told here"
    return "no", "it stands in a script, which no setting that was read changes"


def _identity(call: Call, given: tuple[str, ...], known: tuple[str, ...]) -> Answer:
    if known:
        return "yes", f"the command fills in: {', '.join(known)}"
    if call.data or given:
        return "unknown", "it sends data; what is in it is not told here"
    if PLACEHOLDER.search(call.shown) or "$" in call.shown:
        return "unknown", "variables stand in the request; what they hold is not told here"
    return "no", "nothing of the equipment is filled in"
