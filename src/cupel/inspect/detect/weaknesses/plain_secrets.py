"""Configuration files, scripts and programs go in; passwords, keys and tokens that stand in them in clear come out."""

import re
from collections import defaultdict
from collections.abc import Iterator

from cupel.inspect.detect.credentials.places import placed
from cupel.inspect.detect.credentials.secret_file import RULE, UNITS, PlainSecret, plain_secrets
from cupel.inspect.detect.credentials.tokens import MARKS
from cupel.inspect.detect.finding import found
from cupel.inspect.detect.image import Image
from cupel.inspect.identify.source import Visited
from cupel.records.finding import Finding
from cupel.records.problem import Problem

NAMES = re.compile(
    r"\.(?:conf|cfg|config|ini|cnf|uci|env|properties|ya?ml|json|toml|xml|default|defaults|nvram|sh|init|dat|secrets)$|"
    r"(?:^|/)etc/(?:config|defaults?|default\.d|sysconfig|ppp|snmp|wap|openvpn)/[^/.]+$|(?:^|/)etc/[\w-]+$"
)
"""Paths of configuration."""
LEFT_OUT = re.compile(
    r"(?:^|/)(?:www|htdocs|html|web|webpages|i18n|lang|locale|languages|luci-static|doc|docs|man|examples?|samples?|tests?|"
    r"node_modules|site-packages|perl5?|python[\d.]*|bash-completion|opkg/info|dpkg/info|pam\.d|mibs|licenses|"
    r"zoneinfo|terminfo|init\.d/functions|fail2ban/filter\.d|logcheck|apparmor\.d|nmap|wireshark|systemd/system)(?:/|$)|"
    r"(?:^|/)(?:login\.defs|services|protocols|nsswitch\.conf|openssl[^/]*\.cnf|pam\.conf|pwquality\.conf|ssh_config|sshd_config|magic|"
    r"chap-secrets|pap-secrets|smbpasswd|[^/]*passwd[^/]*|shadow[^/]*|mime\.types|[^/]*\.(?:schema|xsd|xsl|wsdl|tmpl|"
    r"sample|example|dist|in|template|pot?|lang|js|map))$",
    re.IGNORECASE,
)
"""Paths of pages, translations, manuals, examples and code, and of files that other detectors read."""
MOST_EVIDENCE = 10
MOST_SIZE = 4 << 20


class PlainSecrets:
    """The detector's facts and its reading."""

    name = "plain_secrets"
    title = "passwords, keys and tokens in clear"
    means = (
        "A secret stands readable in the image, so that every device has the same one until somebody changes it, and "
        "everybody who has the image knows it. It does not say that the service it is for is switched on."
    )
    checked = (
        "Settings of configuration files and assignments of shell scripts whose names end in a word for a secret, with "
        "a value that is neither empty nor a variable, a switch, a path, or a word that stands for one; the "
        "environment that units of systemd give; communities of SNMP, and passwords of its accounts (createUser); "
        "passwords in URLs; and tokens of services by their published forms, in programs too. Pages, translations, "
        "manuals, examples and comments are left out. Which value is really used was not looked at."
    )
    refutes = "A start script that replaces the value; a service that is never switched on; a token that is revoked."
    references = ("CWE-256", "CWE-312", "CWE-798", "uci, net-snmp snmpd.conf(5)")
    marks = (
        (b"|".join(MARKS), "service token"),
        (
            rb"[Pp][Aa][Ss][Ss](?:[Ww]|[Pp][Hh]|\b|_|\d)|[Pp][Ww][Dd]\b|[Ss][Ee][Cc][Rr][Ee][Tt]|[Pp][Ss][Kk]|"
            rb"[Cc]ommunity|com2sec|[Tt][Oo][Kk][Ee][Nn]|[Aa][Pp][Ii]_?[Kk][Ee][Yy]|[Aa]ccess_?[Kk]ey|"
            rb"[Ww][EePp][PpAa]_?[Kk]ey|option key|createUser|://[A-Za-z0-9_.~%-]{1,64}:[^/@ \t\r\n\"'<>\[\]$]{1,64}@",
            "word for a secret",
        ),
    )

    def wants(self, file: Visited) -> bool:
        """Want configuration and scripts with a word for a secret, and every text or program with a token."""
        if "service token" in file.marks:
            return file.type.startswith(("text", "script", "XML", "ELF", "data")) and not LEFT_OUT.search(file.path)
        return "word for a secret" in file.marks and self._settings(file)

    @staticmethod
    def _settings(file: Visited) -> bool:
        if UNITS.search(file.path):
            return file.type == "text" and file.content.size <= MOST_SIZE
        if file.content.size > MOST_SIZE or LEFT_OUT.search(file.path):
            return False
        if file.type.startswith("script"):
            return "sh" in file.type[:40]
        return file.type in ("text", "XML") and NAMES.search(file.path) is not None

    def examine(self, file: Visited) -> Iterator[PlainSecret | Problem]:
        """Yield each secret."""
        return plain_secrets(file, self._settings(file))

    def conclude(self, image: Image) -> Iterator[Finding | Problem]:
        """Report the secrets of one name in one file together."""
        same = defaultdict[tuple[str, str, str], list[PlainSecret]](list)
        for sign in image.signs(PlainSecret):
            same[sign.evidence.artefact, sign.rule, sign.name].append(sign)
        for signs in same.values():
            yield _finding(image, signs)


def _finding(image: Image, signs: list[PlainSecret]) -> Finding:
    first = signs[0]
    place = placed(image, first.evidence, lambda _root, path: path.startswith("etc/"))
    more = f", and {len(signs) - 1} more of the name" if len(signs) > 1 else ""
    token = first.name == first.kind
    what = f"{'an' if first.kind[0] in 'AEIO' or first.kind.startswith('SNMP') else 'a'} {first.kind}"
    statement = f"/{place.path} holds {what} in clear" + ("" if token else f", as {first.name}") + f"{more}."
    if all(it.example for it in signs):
        statement += " It is the one that its service publishes as an example, which opens nothing."
    if any(it.customary for it in signs):
        statement += " It is the word that is customary for it."
    if any(it.writes for it in signs):
        statement += " It allows to write."
    facts: dict[str, str | int | bool] = {
        "kind": first.kind, "name": first.name, "count": len(signs),
        "published_example": all(it.example for it in signs), "customary": any(it.customary for it in signs),
    }  # fmt: skip
    return found(
        image, RULE, first.rule, title=f"{what[0].upper()}{what[1:]} in clear" + ("" if token else f": {first.name}"),
        statement=statement, subject=first.name, tier="present", tier_reason="The value is in the file.",
        evidence=[place.evidence, *(it.evidence for it in signs[1:MOST_EVIDENCE])], facts=facts, places=place.others,
    )  # fmt: skip


DETECTOR = PlainSecrets()
