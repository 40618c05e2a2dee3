"""Accounts in XML settings go in (a user name beside a password, in one element); one sign for each that has an empty
password, or a word that is one only because a user name stands beside it, comes out."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from cupel.inspect.detect.credentials.lines import MOST_BYTES
from cupel.inspect.detect.credentials.placeholder import is_secret
from cupel.inspect.detect.credentials.secret import Secret
from cupel.inspect.detect.credentials.secret_name import kind_of
from cupel.inspect.detect.credentials.service_file import RULE, ServiceAccount
from cupel.inspect.detect.quoting import quoted
from cupel.inspect.identify.source import Visited
from cupel.records.problem import Problem

PATHS = re.compile(r"(?:^|/)(?:etc|defnodes|defaults?|factory|config|conf|cfg|nvram|romfile)/(?:[^/]+/)*[^/]+\.xml$")
"""Where default values lie."""
NOT = re.compile(r"(?:^|/)(?:examples?|samples?|templates?|i18n|lang|locale|doc|docs|tests?)(?:/|$)", re.IGNORECASE)
_TAG = re.compile(r"<(/?)([A-Za-z_][\w.:-]{0,80})(?:\s[^<>]{0,2000}?)?(/?)>([^<]{0,400})")
_COMMENT = re.compile(r"<!--.*?(?:-->|$)", re.DOTALL)
_USERS = re.compile(r"(?:user(?:_?name)?|login(?:_?name)?|account_?name)", re.IGNORECASE)
_ACCOUNT = re.compile(r"(?:accounts?|users?|admins?|administrators?|logins?)", re.IGNORECASE)
"""Elements in which an account of the equipment's own lies; elsewhere an empty password is one to be filled in."""
MOST_DEEP, MOST_ACCOUNTS = 64, 100


@dataclass(slots=True)
class _Element:
    name: str
    user: str = ""
    plain_name: str = ""
    password: tuple[str, int, int] | None = None  # value, start and end of the element


def account_elements(file: Visited) -> Iterator[ServiceAccount | Problem]:
    """Yield each account."""
    text = file.content.read(0, MOST_BYTES).decode("latin-1")
    text = _COMMENT.sub(lambda it: " " * len(it[0]), text)
    held = [_Element("")]
    inner: tuple[str, str, int] | None = None  # name, text and place of an element without elements so far
    count = 0
    for match in _TAG.finditer(text):
        closes, name, empty, rest = match.groups()
        if not closes:
            inner = name, rest.strip(), match.start()
            if empty:
                _take(held[-1], name, "", match.start(), match.end() - len(rest))
                inner = None
            elif len(held) <= MOST_DEEP:
                held.append(_Element(name))
            continue
        names = [it.name for it in held]
        if name not in names[1:]:
            continue
        if inner and inner[0] == name:
            held.pop()
            _take(held[-1], name, inner[1], inner[2], match.end() - len(rest))
        else:
            at = len(names) - 1 - names[::-1].index(name)
            for depth in range(len(held) - 1, at - 1, -1):
                sign = _account(file, text, held[: depth + 1])
                if sign:
                    count += 1
                    if count > MOST_ACCOUNTS:
                        yield Problem(sign.evidence.locator, f"only its first {MOST_ACCOUNTS} accounts were read")
                        return
                    yield sign
            del held[at:]
        inner = None


def _take(parent: _Element, name: str, value: str, start: int, end: int) -> None:
    if _USERS.fullmatch(name):
        parent.user = parent.user or value
    elif name.lower() == "name":
        parent.plain_name = parent.plain_name or value
    elif kind_of(name) == "password":
        parent.password = parent.password or (value, start, end)


def _account(file: Visited, text: str, held: list[_Element]) -> ServiceAccount | None:
    own = held[-1]
    names = [it.name for it in held if it.name]
    accounts = any(_ACCOUNT.fullmatch(name) for name in names)
    user = own.user or (own.plain_name if accounts else "")
    if own.password is None or not re.fullmatch(r"[A-Za-z0-9_.@-]{1,64}", user):
        return None
    value, start, end = own.password
    empty = not value
    if empty and not accounts:
        return None
    if not empty and (not is_secret(value) or is_secret(value, strict=True)):
        return None  # none, or one that weaknesses/plain_secrets tells
    first = text.find(value, start, end) - start if value else 0
    secrets = [(first, first + len(value))] if value else []
    evidence = quoted(file, start, end - start, RULE, secrets, text.count("\n", 0, start) + 1)
    where = "/".join(names[1:][-3:] or names)
    return ServiceAccount(evidence, f"the element {where}", user, "clear text", Secret(value), empty)
