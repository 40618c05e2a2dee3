"""passwd and shadow files go in, one sign for each account comes out; lines with wrong counts are problems."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from cupel.inspect.detect.credentials.lines import cut, lines_of
from cupel.inspect.detect.credentials.password_field import FieldState, read_field
from cupel.inspect.detect.credentials.secret import Secret
from cupel.inspect.detect.quoting import quoted
from cupel.inspect.identify.source import Visited
from cupel.inspect.sign import Sign
from cupel.records.problem import Problem

RULE = "access/accounts"
NAME = re.compile(
    r"(?:^|[._-])(?:(?:default|fact|factory|my)?passwd|(?:default)?shadow)(?:[._-]|\d|~|$)", re.IGNORECASE
)
"""Base names of account files and of their copies."""
FIELDS = {"passwd": 7, "shadow": 9, "master": 10}
"""Fields of a line: passwd(5), shadow(5), master.passwd(5) of the BSDs."""
MOST_ACCOUNTS = 5_000
MOST_PROBLEMS = 5
_ACCOUNT = re.compile(rb"[A-Za-z0-9_.$-]{1,64}")
_NUMBER = re.compile(rb"\d{1,10}")


@dataclass(frozen=True, slots=True)
class Account(Sign):
    """One line of passwd or shadow."""

    file: str
    """passwd or shadow."""
    name: str
    """The account's name."""
    state: FieldState
    """What its password field says."""
    scheme: str
    """Scheme of the hash, also of a locked one."""
    field: Secret
    """The field itself."""
    uid: int | None = None
    """User number; None in shadow."""
    shell: str = ""
    """Login shell, empty where none is named."""


def accounts(file: Visited) -> Iterator[Account | Problem]:
    """Yield each account. A file in which no line is one is none of the kind, and silent unless it lies in /etc."""
    kind = "shadow" if "shadow" in file.name.lower() else "passwd"
    named = file.name in ("passwd", "shadow") and file.path.rsplit("/", 2)[-2:-1] in (["etc"], [])
    found, problems, ended = [], [], list[Problem]()
    for number, offset, line in lines_of(file):
        if line[:1] in b"#+-" or not line.strip():
            continue
        parts = line.split(b":")
        wanted = FIELDS["master"] if kind == "passwd" and len(parts) == FIELDS["master"] else FIELDS[kind]
        if len(parts) != wanted or not _ACCOUNT.fullmatch(parts[0]):
            problems.append(Problem(f":{number}", f"is no line of {kind}: {len(parts)} fields of {FIELDS[kind]}"))
            continue
        if kind == "passwd" and not _NUMBER.fullmatch(parts[2]):
            problems.append(Problem(f":{number}", "is no line of passwd: its user number is no number"))
            continue
        found.append(_account(file, kind, number, offset, line, parts))
        if len(found) == MOST_ACCOUNTS:
            ended.append(Problem(f":{number}", f"only its first {MOST_ACCOUNTS:,} accounts were read"))
            break
    yield from found
    yield from ended
    if found or named:
        yield from cut(file, "accounts")
        yield from problems[:MOST_PROBLEMS]
        if len(problems) > MOST_PROBLEMS:
            yield Problem("", f"{len(problems) - MOST_PROBLEMS} more lines are none of {kind}")


def _account(file: Visited, kind: str, number: int, offset: int, line: bytes, parts: list[bytes]) -> Account:
    text = parts[1].decode("latin-1")
    field = read_field(text, shadow=kind == "shadow")
    start = len(parts[0]) + 1
    secret = [(start, start + len(parts[1]))] if field.scheme or field.state == "unusable" else []
    evidence = quoted(file, offset, len(line), RULE, secret, number)
    name = parts[0].decode("latin-1")
    if kind == "shadow":
        return Account(evidence, kind, name, field.state, field.scheme, Secret(text))
    return Account(
        evidence,
        kind,
        name,
        field.state,
        field.scheme,
        Secret(text),
        int(parts[2]),
        parts[-1].decode("latin-1").strip(),
    )
