"""Password files of services go in; one sign for each account in them comes out."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from cupel.inspect.detect.credentials.lines import lines_of
from cupel.inspect.detect.credentials.password_field import scheme_of
from cupel.inspect.detect.credentials.placeholder import is_secret
from cupel.inspect.detect.credentials.secret import Secret
from cupel.inspect.detect.quoting import quoted
from cupel.inspect.identify.source import Visited
from cupel.inspect.sign import Sign
from cupel.records.problem import Problem

RULE = "access/service_accounts"
MOST_ACCOUNTS = 200
_USER = r"(?P<user>[A-Za-z0-9_.@$-]{1,64})"
FILES: tuple[tuple[str, re.Pattern[str], re.Pattern[str]], ...] = (
    ("web pages", re.compile(r"\.?htpasswd[^/]*$|lighttpd[^/]*\.user$|\.?htusers$", re.I),
     re.compile(rf"{_USER}:(?P<secret>[^:\s]{{1,200}})\s*")),
    ("web pages (digest)", re.compile(r"\.?htdigest[^/]*$", re.I),
     re.compile(rf"{_USER}:[^:]{{0,100}}:(?P<secret>[0-9a-fA-F]{{32}})\s*")),
    ("web pages (BusyBox)", re.compile(r"(?:^|/)etc/httpd\.conf$|(?:^|/)httpd\.conf$"),
     re.compile(rf"/[^:\s]{{0,200}}:{_USER}:(?P<secret>[^:\s]{{1,200}})\s*")),
    ("file shares", re.compile(r"(?:^|/)smbpasswd$"),
     re.compile(rf"{_USER}:\d{{1,10}}:[0-9A-FXx]{{32}}:(?P<secret>[0-9A-Fa-f]{{32}}):\[[A-Z ]{{1,20}}\]:.{{0,60}}")),
    ("PPP", re.compile(r"(?:^|/)(?:chap|pap)-secrets$"),
     re.compile(r"\s*(?P<user>\"[^\"\n]{1,64}\"|[^\s#\"]{1,64})\s+\S{1,64}\s+(?P<secret>\"[^\"\n]{1,128}\"|[^\s\"#]{1,128})"
                r"(?:\s.*)?")),
)  # fmt: skip
"""(what it is for, the file's path, the form of a line): Apache htpasswd and htdigest, BusyBox httpd, smbpasswd(5),
pppd(8)."""
EMPTY = "31D6CFE0D16AE931B73C59D7E0C089C0"
"""The NT hash of no password at all."""


@dataclass(frozen=True, slots=True)
class ServiceAccount(Sign):
    """One account of a service."""

    service: str
    """What it is for."""
    user: str
    """Its name."""
    how: str
    """How the password stands there: a scheme, or `clear text`."""
    secret: Secret
    """The field."""
    empty: bool = False
    """Whether it is the hash of no password."""


def service_of(path: str) -> int:
    """Return the number of the form in FILES that a path has; -1 where it has none."""
    return next((at for at, (_, expression, _) in enumerate(FILES) if expression.search(path)), -1)


def service_accounts(file: Visited) -> Iterator[ServiceAccount | Problem]:
    """Yield each account; comments and what stands for a password are left out."""
    service, _, expression = FILES[service_of(file.path)]
    count = 0
    for number, offset, line in lines_of(file):
        text = line.decode("latin-1")
        match = expression.fullmatch(text) if text.lstrip()[:1] not in "#;" else None
        if match is None:
            continue
        secret = match["secret"].strip('"')
        how = _how(service, secret)
        if not how:
            continue
        count += 1
        if count > MOST_ACCOUNTS:
            yield Problem(f":{number}", f"only its first {MOST_ACCOUNTS} accounts were read")
            return
        evidence = quoted(file, offset, len(line), RULE, [match.span("secret")], number)
        yield ServiceAccount(evidence, service, match["user"].strip('"'), how, Secret(secret), secret.upper() == EMPTY)


def _how(service: str, secret: str) -> str:
    if service == "file shares":
        return "NT hash"
    if service == "web pages (digest)":
        return "digest"
    if scheme := scheme_of(secret):
        return scheme
    if secret.startswith("$p$"):  # the password of a system account
        return ""
    return "clear text" if is_secret(secret) else ""
