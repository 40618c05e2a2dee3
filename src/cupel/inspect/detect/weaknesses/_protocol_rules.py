"""Settings that allow an outdated protocol or cipher: a file's base name and a line go in, what they allow comes out.

Sources: the manual pages sshd_config(5), hostapd.conf(5), snmpd.conf(5), stunnel(8), vsftpd.conf(5), config(5);
the documentation of nginx (ssl_protocols), lighttpd (ssl.use-sslv2, ssl.openssl.ssl-conf-cmd), Apache (SSLProtocol),
OpenWrt (wireless); RFC 6176, 7568, 8996 (SSL 2.0, SSL 3.0, TLS 1.0 and 1.1), RFC 7465 (RC4), RFC 4253 and 8758 (SSH).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

OLD_TLS = re.compile(rb"(?<![-!\w.])\+?(SSLv2|SSLv3|SSLv23|TLSv1(?:\.[01])?|sslv2|sslv3)(?![\w.])")
WEAK_CIPHER = re.compile(
    rb"(?<![!\w-])\+?((?:[A-Z0-9]+-)*(?:RC4|3DES|DES-CBC3|DES-CBC|EXPORT|EXP|LOW|NULL|eNULL|aNULL|ADH)(?:-[A-Z0-9]+)*"
    rb"|arcfour\d*|3des-cbc|blowfish-cbc|hmac-md5\S*|diffie-hellman-group1-sha1)(?![\w])"
)


@dataclass(frozen=True, slots=True)
class Rule:
    """One kind of line."""

    rule: str
    """The finding's rule."""
    files: re.Pattern[str]
    """Base names, or ends of paths, of the files."""
    line: re.Pattern[bytes]
    """The line; group `value` is what is looked at, group `secret` is not shown."""
    wanted: re.Pattern[bytes] | None
    """What the value must hold; None: the line as such."""
    programs: tuple[str, ...]
    """Programs that read the file."""
    what: str
    """What it allows, in a clause."""


def _rule(rule: str, files: str, line: str, wanted: "re.Pattern[bytes] | None", programs: str, what: str) -> Rule:
    return Rule(
        rule, re.compile(rf"(?:^|/)(?:{files})$"), re.compile(line.encode()), wanted, tuple(programs.split()), what
    )


SSH = "SSH protocol 1, which is broken"
NGINX = r"nginx[^/]*\.conf|nginx/.+\.conf|sites-enabled/[^/]+"
HOSTAPD = r"hostapd[^/]*\.conf|.*hostapd/[^/]+\.conf"
RULES = (
    _rule("old-ssh", r"sshd_config", r"(?i:protocol)\s+(?P<value>\S*1\S*)", None, "sshd", SSH),
    _rule("weak-cipher", r"sshd_config", r"(?i:ciphers|macs|kexalgorithms)\s+(?P<value>[^-\s]\S*)", WEAK_CIPHER, "sshd",
          "ciphers or key exchanges for SSH that are outdated"),
    _rule("old-tls", NGINX, r"ssl_protocols\s+(?P<value>[^;]+)", OLD_TLS,
          "nginx", "outdated versions of SSL or TLS"),
    _rule("weak-cipher", NGINX, r"ssl_ciphers\s+(?P<value>[^;]+)",
          WEAK_CIPHER, "nginx", "outdated ciphers for TLS"),
    _rule("old-tls", r"lighttpd[^/]*\.conf|lighttpd/.+\.conf", r"ssl\.use-(?P<value>sslv[23])\s*=\s*\"enable\"", None,
          "lighttpd", "outdated versions of SSL"),
    _rule("old-tls", r"lighttpd[^/]*\.conf|lighttpd/.+\.conf",
          r".*\"MinProtocol\"\s*=>\s*\"(?P<value>[^\"]+)\"", OLD_TLS, "lighttpd", "outdated versions of SSL or TLS"),
    _rule("weak-cipher", r"lighttpd[^/]*\.conf|lighttpd/.+\.conf", r"ssl\.cipher-list\s*=\s*\"(?P<value>[^\"]+)\"",
          WEAK_CIPHER, "lighttpd", "outdated ciphers for TLS"),
    _rule("old-tls", r"(?:httpd|ssl|apache2)\.conf", r"SSLProtocol\s+(?P<value>.+)", OLD_TLS, "httpd apache2",
          "outdated versions of SSL or TLS"),
    _rule("old-tls", r"stunnel[^/]*\.conf|stunnel/.+\.conf", r"sslVersion(?:Min)?\s*=\s*(?P<value>\S+)", OLD_TLS,
          "stunnel stunnel4", "outdated versions of SSL or TLS"),
    _rule("old-tls", r"vsftpd[^/]*\.conf", r"ssl_(?P<value>sslv[23])=(?i:yes)", None, "vsftpd",
          "outdated versions of SSL"),
    _rule("old-tls", r"openssl\.cnf", r"MinProtocol\s*=\s*(?P<value>\S+)", OLD_TLS, "",
          "outdated versions of SSL or TLS, for all that leaves the choice to OpenSSL"),
    _rule("old-tls", r"mosquitto\.conf", r"tls_version\s+(?P<value>tlsv1(?:\.1)?)$", None, "mosquitto",
          "an outdated version of TLS"),
    _rule("old-snmp", r"snmpd[^/]*\.conf", r"(?:r[ow]community6?)\s+(?P<secret>\S+)", None, "snmpd",
          "SNMP version 1 and 2c, whose community is sent in clear"),
    _rule("old-snmp", r"snmpd[^/]*\.conf", r"com2sec6?\s+(?:-Cn\s+\S+\s+)?\S+\s+\S+\s+(?P<secret>\S+)", None, "snmpd",
          "SNMP version 1 and 2c, whose community is sent in clear"),
    _rule("old-snmp", r"etc/config/(?:snmpd|mini_snmpd)", r"option\s+community\s+'?(?P<secret>[^'\s]+)'?", None,
          "snmpd mini_snmpd", "SNMP version 1 and 2c, whose community is sent in clear"),
    _rule("old-wireless", HOSTAPD, r"(?:wep_key\d|wep_default_key)=(?P<secret>.+)", None,
          "hostapd", "WEP, which is broken"),
    _rule("old-wireless", HOSTAPD, r"(?:wpa|rsn)_pairwise=(?P<value>.*TKIP.*)", None,
          "hostapd", "TKIP, which is outdated"),
    _rule("wireless-pin", HOSTAPD, r"ap_pin=(?P<secret>\d+)", None, "hostapd",
          "WPS with a fixed PIN of the access point, which can be tried out"),
    _rule("old-wireless", r"etc/config/wireless", r"option\s+encryption\s+'?(?P<value>wep\S*|\S*tkip\S*)", None,
          "hostapd", "WEP or TKIP, which are outdated"),
)  # fmt: skip


def rules_of(path: str) -> tuple[Rule, ...]:
    """Return the rules for a file."""
    return tuple(it for it in RULES if it.files.search(path))


def matches(data: bytes, rules: tuple[Rule, ...]) -> Iterator[tuple[Rule, int, bytes, re.Match[bytes]]]:
    """Yield (rule, offset of the line, line, match) of each line that is no comment and that a rule matches."""
    offset = 0
    for raw in data.split(b"\n"):
        line = raw.strip()
        if line and not line.startswith((b"#", b";")) and len(line) <= 2000:
            for rule in rules:
                found = rule.line.match(line)
                value = found.groupdict().get("value") if found else None
                if found and (rule.wanted is None or (value and rule.wanted.search(value))):
                    yield rule, offset + raw.index(line), line, found
        offset += len(raw) + 1
