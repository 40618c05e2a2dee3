"""Reads configurations of PAM: a file of /etc/pam.d goes in; lines that let somebody in without a password come out."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from cupel.inspect.detect.settings.lines import Line, lines_of
from cupel.inspect.identify.source import Visited
from cupel.inspect.sign import Sign
from cupel.records.problem import Problem

PAM = re.compile(r"(?:^|/)(?:etc/pam\.d/[\w.+-]+|etc/pam\.conf)$")
NO_SERVICE = re.compile(r"\.(?:bak|orig|old|dpkg-\w+|rpm\w+|pam-new|example|sample)$|~$")
LOGINS = frozenset({
    "sshd", "ssh", "login", "remote", "telnet", "telnetd", "ftp", "ftpd", "vsftpd", "proftpd", "pure-ftpd", "rlogin",
    "rsh", "su", "su-l", "sudo", "httpd", "lighttpd", "nginx", "cockpit", "samba", "ppp", "openvpn", "other",
    "common-auth", "system-auth", "password-auth", "frr",
})  # fmt: skip
"""Services by which somebody logs in; of others a stack without a check may be what they are for (autologin)."""
_LINE = re.compile(r"-?auth\s+(\[[^\]]{0,200}\]|\w+)\s+(\S+)(?:\s+(.*))?", re.IGNORECASE)
_INCLUDE = re.compile(r"@include\s+(\S+)")
_DONE = re.compile(r"sufficient|\[.*\bsuccess=done\b.*\]", re.IGNORECASE)
_CHECKS = frozenset({
    "pam_unix", "pam_unix2", "pam_pwdb", "pam_deny", "pam_ldap", "pam_sss", "pam_krb5", "pam_radius_auth",
    "pam_radius", "pam_tacplus", "pam_winbind", "pam_userdb", "pam_google_authenticator", "pam_u2f", "pam_oath",
    "pam_ssh_agent_auth", "pam_pwdfile", "pam_mysql", "pam_script", "pam_exec", "pam_systemd_home", "pam_fprintd",
    "pam_rootok",
})  # fmt: skip
"""Modules that ask who it is, or refuse."""
RULES = {
    "empty-passwords": ("takes empty passwords", "pam_unix with nullok lets in an account that has no password"),
    "login-without-check": ("lets anybody in", "pam_permit lets in whoever asks, before anything checks a password"),
    "login-by-address": ("lets in by the address", "pam_rhosts takes the word of hosts that .rhosts names"),
    "login-by-condition": ("lets in by a condition", "pam_succeed_if lets in whoever fulfils it, without a password"),
    "group-without-password": ("asks a group for no password", "pam_wheel with trust lets members become another"),
}  # fmt: skip
"""Rule -> (what the service does, what that is)."""


@dataclass(frozen=True, slots=True)
class PamLine(Sign):
    """One line that lets somebody in. Evidence: the line."""

    rule: str
    """Of RULES."""
    service: str
    """The service that it is for."""
    module: str
    """The module."""
    words: str
    """Its arguments."""


@dataclass(frozen=True, slots=True)
class PamInclude(Sign):
    """One line that puts another file in its place."""

    service: str
    """The service that includes."""
    included: str
    """Base name of the file."""


@dataclass(slots=True)
class _Stack:
    checked: bool = False  # a module that must succeed asked who it is
    asked: bool = False  # any module that asks was named
    included: bool = False  # another file was put in its place, and may ask


def pam_lines(file: Visited, rule: str) -> Iterator[Sign | Problem]:
    """Yield each line of `auth` that lets somebody in, and each include."""
    stacks: dict[str, _Stack] = {}
    permits: dict[str, PamLine] = {}
    for line in lines_of(file):
        if isinstance(line, Problem):
            yield line
            continue
        service, text = file.name, line.text
        if file.name == "pam.conf":
            service, _, text = line.text.partition(" ")
        stack = stacks.setdefault(service, _Stack())
        include, match = _INCLUDE.match(text), _LINE.fullmatch(text.strip())
        if include or (match and match[1].lower() in ("include", "substack")):
            stack.included = True
            name = include[1] if include else match[2] if match else ""
            yield PamInclude(line.evidence(file, rule), service, name.rsplit("/", 1)[-1])
        elif match:
            sign = _line(file, line, rule, service, match, stack)
            if sign is not None:
                yield sign
            module = _module(match[2])
            must = match[1].lower() in ("required", "requisite")
            if module == "pam_permit" and must and service in LOGINS:
                permits[service] = PamLine(line.evidence(file, rule), "login-without-check", service, module, "")
            stack.asked |= module in _CHECKS and (must or module != "pam_rootok")
            stack.checked |= module in _CHECKS and must
    for service, it in permits.items():
        if not stacks[service].asked and not stacks[service].included:
            yield it


def _line(file: Visited, line: Line, rule: str, service: str, match: re.Match[str], stack: _Stack) -> PamLine | None:
    module, words = _module(match[2]), (match[3] or "").strip()
    first = _DONE.fullmatch(match[1]) is not None and not stack.checked and not stack.included
    known = ""
    if module in ("pam_unix", "pam_unix2", "pam_pwdb") and "nullok" in words.split():
        known = "empty-passwords"
    elif module == "pam_permit" and first and not service.endswith("autologin"):
        known = "login-without-check"
    elif module in ("pam_rhosts", "pam_rhosts_auth") and first:
        known = "login-by-address"
    elif module == "pam_succeed_if" and first and service in LOGINS:
        known = "login-by-condition"
    elif module == "pam_wheel" and first and "trust" in words.split():
        known = "group-without-password"
    return PamLine(line.evidence(file, rule), known, service, module, words[:100]) if known else None


def _module(word: str) -> str:
    return word.rsplit("/", 1)[-1].removesuffix(".so")
