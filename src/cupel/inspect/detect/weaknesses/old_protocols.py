"""Finds outdated protocols and ciphers that are configured, started or compiled in: files go in, findings come out."""

from collections.abc import Iterator

from cupel.inspect.detect.image import Image
from cupel.inspect.detect.quoting import quoted, whole
from cupel.inspect.detect.weaknesses._protocol_findings import NAME, OldProtocol, library, services, setting
from cupel.inspect.detect.weaknesses._protocol_rules import matches, rules_of
from cupel.inspect.identify.elf import elf_of
from cupel.inspect.identify.source import Visited
from cupel.inspect.sign import Sign
from cupel.records.finding import Finding
from cupel.records.problem import Problem

MOST_BYTES, MOST_LINES = 1 << 19, 100
COMPILED = (("SSL 2.0", ("SSLv2_method",), ("ssl2_connect", "ssl2_new")), ("SSL 3.0", ("SSLv3_method",), ()))
"""(protocol, functions that a library must define, one of which too): a library without SSL 2.0 may keep an empty
SSLv2_method."""


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
        "OpenSSL, and OpenWrt's wireless file; lines that are comments do not count, what is left at its default is "
        "not told. From what boot and inetd start, by name: servers of FTP (Telnet, TFTP, rlogin and rsh are told by "
        "access/diagnostic_services). From the functions that libraries define."
    )
    refutes = "The program does not read the file, another file or option overrides it, or the service is not started."
    references = (
        "RFC 6176",
        "RFC 7568",
        "RFC 8996",
        "RFC 7465",
        "RFC 8758",
        "CWE-327",
        "CWE-319",
        "3GPP TS 33.117, 4.3.2.1",
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
            yield library(image, signs[0]) if signs[0].rule == "compiled-in" else setting(image, signs)
        yield from services(image)


DETECTOR = OldProtocols()
