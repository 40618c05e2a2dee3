"""Finds outdated protocols and ciphers that are configured, started or compiled in: files go in, findings come out."""

from collections.abc import Iterator
from dataclasses import dataclass

from cupel.inspect.detect.finding import found
from cupel.inspect.detect.image import Image
from cupel.inspect.detect.quoting import quoted, whole
from cupel.inspect.detect.weaknesses._protocol_rules import matches, rules_of
from cupel.inspect.identify.elf import elf_of
from cupel.inspect.identify.source import Visited
from cupel.inspect.sign import Sign
from cupel.records.finding import Finding
from cupel.records.problem import Problem

NAME = "weaknesses/old_protocols"
MOST_BYTES, MOST_LINES = 1 << 19, 100
CLEAR = {
    "telnetd": "Telnet", "utelnetd": "Telnet", "in.telnetd": "Telnet", "tftpd": "TFTP", "in.tftpd": "TFTP",
    "rshd": "rsh", "in.rshd": "rsh", "rlogind": "rlogin", "in.rlogind": "rlogin", "rexecd": "rexec",
    "ftpd": "FTP", "in.ftpd": "FTP", "bftpd": "FTP", "vsftpd": "FTP", "proftpd": "FTP", "pure-ftpd": "FTP",
    "stupid-ftpd": "FTP",
}  # fmt: skip
"""Programs that serve a protocol without encryption -> the protocol."""
COMPILED = (("SSL 2.0", ("SSLv2_method",), ("ssl2_connect", "ssl2_new")), ("SSL 3.0", ("SSLv3_method",), ()))
"""(protocol, functions that a library must define, one of which too): a library without SSL 2.0 may keep an empty
SSLv2_method."""


@dataclass(frozen=True, slots=True)
class OldProtocol(Sign):
    """One setting, or one library. Evidence: the line, or the file as a whole."""

    rule: str
    """The finding's rule."""
    what: str
    """What it allows, in a clause."""
    value: str
    """The value that allows it; empty where it is a secret."""
    programs: tuple[str, ...]
    """Programs that read the file."""


class OldProtocols:
    """Settings, services without encryption, and libraries."""

    name = "old_protocols"
    title = "outdated protocols and ciphers"
    means = (
        "A setting allows a protocol or cipher that is broken or withdrawn, a started service speaks a protocol "
        "without encryption, or a library can still speak one. Whether the other side can choose it was not tried."
    )
    checked = (
        "From the configuration of sshd, nginx, lighttpd, Apache, stunnel, vsftpd, mosquitto, snmpd, hostapd and "
        "OpenSSL, and OpenWrt's wireless file; lines that are comments do not count, what is left at its default is not "
        "told. From what boot and inetd start, by name. From the functions that libraries define."
    )
    refutes = (
        "The program does not read this file, or another file or option overrides it, or the service is not started."
    )
    references = (
        "RFC 6176",
        "RFC 7568",
        "RFC 8996",
        "RFC 7465",
        "RFC 8758",
        "CWE-327",
        "CWE-319",
        "3GPP TS 33.117, 4.2.3.2",
    )
    marks = ()

    def wants(self, file: Visited) -> bool:
        """Want configuration files with a rule, and libraries named as one for TLS."""
        if file.type.startswith("ELF shared"):
            return "ssl" in file.name
        return file.type.startswith("text") and bool(rules_of(file.path))

    def examine(self, file: Visited) -> Iterator[Sign | Problem]:
        """Yield the settings that allow something outdated, or what a library can speak."""
        if file.type.startswith("ELF"):
            elf = elf_of(file)
            exports = frozenset(elf.exports) if elf else frozenset()
            for protocol, needed, one_of in COMPILED:
                if exports.issuperset(needed) and (not one_of or exports & frozenset(one_of)):
                    evidence = whole(file, f"defines {', '.join(needed)}", NAME)
                    yield OldProtocol(evidence, "compiled-in", protocol, "", ())
            return
        data = file.content.read(0, MOST_BYTES)
        for count, (rule, offset, line, match) in enumerate(matches(data, rules_of(file.path))):
            if count >= MOST_LINES:
                yield Problem("", f"more than {MOST_LINES} lines allow outdated protocols; the rest was left out")
                return
            groups = match.groupdict()
            secrets = [match.span("secret")] if groups.get("secret") else []
            value = (groups.get("value") or b"").decode("utf-8", "backslashreplace")[:200]
            evidence = quoted(file, offset, len(line), NAME, secrets)
            yield OldProtocol(evidence, rule.rule, rule.what, value, rule.programs)

    def conclude(self, image: Image) -> Iterator[Finding]:
        """Yield one finding a file and rule, one a library, one a service."""
        groups: dict[tuple[str, str, str], list[OldProtocol]] = {}
        for sign in image.signs(OldProtocol):
            groups.setdefault((sign.evidence.artefact, sign.rule, sign.what), []).append(sign)
        for signs in groups.values():
            yield _library(image, signs[0]) if signs[0].rule == "compiled-in" else _setting(image, signs)
        yield from _services(image)


def _library(image: Image, sign: OldProtocol) -> Finding:
    path = image.path_of(sign.evidence.locator)
    return found(
        image, NAME, "compiled-in", title=f"{path} can speak {sign.what}",
        statement=f"{path} {sign.evidence.quote}: {sign.what} is compiled in. Whether a program allows it is another question.",
        subject=sign.what, tier="present", tier_reason="the functions are defined", evidence=[sign.evidence],
        places=image.places(sign.evidence.artefact),
    )  # fmt: skip


def _setting(image: Image, signs: list[OldProtocol]) -> Finding:
    path = image.path_of(signs[0].evidence.locator)
    root = (image.files.place(signs[0].evidence.locator) or (None,))[0]
    runs = [it for it in image.running if it.program in signs[0].programs and it.artefact and it.state != "no"]
    runs.sort(key=lambda it: (it.root != root, it.state != "yes"))
    values = ", ".join(dict.fromkeys(it.value for it in signs if it.value))
    return found(
        image, NAME, signs[0].rule, title=f"{path} allows {signs[0].what}",
        statement=f"{path} allows {signs[0].what}{f' ({values})' if values else ''}.",
        subject=f"{signs[0].rule}: {values}" if values else signs[0].rule, tier="configured" if runs else "present",
        tier_reason=f"{runs[0].program} reads it: {runs[0].reason}" if runs else "nothing that was read starts its program",
        evidence=[*(it.evidence for it in signs[:20]), *(runs[0].evidence[:1] if runs else ())],
        program=image.places(runs[0].artefact)[0] if runs and image.places(runs[0].artefact) else "",
    )  # fmt: skip


def _services(image: Image) -> Iterator[Finding]:
    seen = set()
    for run in image.running:
        protocol = CLEAR.get(run.program)
        places = image.places(run.artefact) if run.artefact else ()
        if protocol is None or run.state == "no" or not places or not run.evidence:
            continue
        starter = image.path_of(run.evidence[0].locator)
        if (starter, run.program) in seen:
            continue
        seen.add((starter, run.program))
        yield found(
            image, NAME, "service-without-encryption", title=f"{starter} starts {run.program}: {protocol} without encryption",
            statement=f"{starter} starts {run.program}. {protocol} sends what it carries, passwords too, in clear.",
            subject=run.program, tier="configured", tier_reason=run.reason, evidence=run.evidence, path=starter,
            program=places[0], facts={"protocol": protocol},
        )  # fmt: skip


DETECTOR = OldProtocols()
