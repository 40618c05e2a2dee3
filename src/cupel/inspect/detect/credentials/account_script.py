"""Lines of a shell script go in; the accounts and passwords that they write as constants come out."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from cupel.inspect.detect.credentials.lines import cut, lines_of
from cupel.inspect.detect.credentials.password_field import read_field
from cupel.inspect.detect.quoting import quoted
from cupel.inspect.identify.source import Visited
from cupel.inspect.sign import Sign
from cupel.records.problem import Problem

MOST_SIGNS = 50
MOST_COMMAND = 1000
"""Bytes of a line that are looked at."""
_TARGET = re.compile(r">{1,2}\s{0,8}[\"']?(/[\w./-]{1,200}|\$\{?[A-Za-z_]\w{0,60}\}?)")
_NAME = r"[A-Za-z_][A-Za-z0-9_.-]{0,31}"
_WORD = r"(?:'[^'\n]{1,128}'|\"[^\"\n]{1,128}\"|[^\s'\"|;&<>()]{1,128})"
LINE_OF_PASSWD = re.compile(
    rf"(?P<name>{_NAME}|\$\{{?\w+\}}?):(?P<secret>[^:\s\"']{{0,128}}):(?P<uid>\d{{1,10}}):\d{{1,10}}:"
    r"[^:\n\"']{0,60}:[^:\n\"']{0,60}:(?P<shell>/[^\s\"':]{1,40})?"
)
"""passwd(5)."""
LINE_OF_SHADOW = re.compile(
    rf"(?P<name>{_NAME}):(?P<secret>[^:\s\"']{{0,128}}):\d{{0,6}}:\d{{0,6}}:\d{{0,6}}:\d{{0,3}}:"
)
"""shadow(5)."""
WRITES = re.compile(r"(?<![0-9&-])>{1,2}\s*[^&\s]|\|\s*(?:sudo\s+)?tee\b")
CHPASSWD = re.compile(
    rf"(?:echo|printf)\s+(?:-\w+\s+)*[\"']?(?P<name>{_NAME}):(?P<secret>[^\s\"':|]{{1,128}})[\"']?\s*\|[^|]*\bchpasswd\b"
)
PIPED = re.compile(
    r"(?:echo|printf)\s+(?:-\w+\s+)*(?P<q>[\"'])(?P<secret>[^\"'\\\n$`]{1,128})\\n(?P=secret)(?:\\n)?(?P=q)\s*\|"
    rf"\s*(?P<command>[\w/]*passwd)(?:\s+-\w+)*(?:\s+(?P<name>{_NAME}))?"
)
TWICE = re.compile(
    rf"\(\s*(?:sleep\s+\d+\s*;\s*)?echo\s+(?P<secret>{_WORD})\s*;\s*(?:sleep\s+\d+\s*;\s*)?echo\s+(?P=secret)\s*;?\s*\)"
    rf"\s*\|\s*(?P<command>[\w/]*passwd)(?:\s+-\w+)*(?:\s+(?P<name>{_NAME}))?"
)
WITH_OPTION = re.compile(
    rf"\b(?P<command>useradd|usermod)\s[^\n|;&]{{0,200}}?-p\s*(?P<secret>{_WORD})[^\n|;&]{{0,100}}"
)
HTPASSWD = re.compile(
    rf"\b(?P<command>htpasswd)\s+-\w*b\w*\s+(?:-\w+\s+)*\S+\s+(?P<name>{_NAME})\s+(?P<secret>{_WORD})"
)
ZERO = re.compile(r"\b(?P<command>useradd|usermod|adduser)\s[^\n|;&]{0,200}?-u\s*0\s[^\n|;&]{0,120}")
DELETED = re.compile(rf"(?:^|[\s;&|(/])(?P<command>passwd)\s+(?:-d|--delete)\s+(?P<name>{_NAME})")
HASH_IN_SED = re.compile(
    rf"\bsed\b[^\n]{{0,200}}?[/|#,]\^?(?P<name>{_NAME}):[^\n]{{0,80}}[/|#,]\s*(?P=name):(?P<secret>\$\d\$[^:\s/|#,'\"]{{4,120}}):"
)
COMMANDS = (
    (CHPASSWD, "chpasswd"), (PIPED, ""), (TWICE, ""), (WITH_OPTION, ""), (HTPASSWD, ""), (HASH_IN_SED, "sed"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class GeneratedAccount(Sign):
    """One account or password that a script writes."""

    rule: str
    """writes-fixed-password, writes-empty-password or writes-uid-0-account."""
    name: str
    """The account's name; `?` where the line does not hold it."""
    command: str
    """What writes it: `a line of passwd`, `chpasswd` ..."""
    how: str
    """How the password stands there: `clear text`, `md5crypt hash` ...; empty where there is none."""
    uid: int | None
    """User number, where the line has one."""
    condition: str = ""
    """What encloses the line, as far as it begins a command."""
    target: str = ""
    """The file that the line is written to, where the script names it; empty where it does not, or by a command."""


def generated_accounts(file: Visited, rule: str) -> Iterator[GeneratedAccount | Problem]:
    """Yield each account or password that a line writes. A line is judged alone; comments are left out."""
    yield from cut(file, "accounts that it writes")
    count = 0
    for number, offset, line in lines_of(file):
        text = line[:MOST_COMMAND].decode("latin-1")
        if text.lstrip()[:1] == "#":
            continue
        for kind, match, command in _matches(text):
            sign = _sign(file, rule, number, offset, line, kind, match, command)
            if sign is None:
                continue
            count += 1
            if count > MOST_SIGNS:
                yield Problem(f":{number}", f"only the first {MOST_SIGNS} accounts that it writes were read")
                return
            yield sign


def _matches(text: str) -> Iterator[tuple[str, re.Match[str], str]]:
    if ("echo" in text or "printf" in text) and WRITES.search(text):
        if match := LINE_OF_PASSWD.search(text):
            yield "passwd", match, "a line of passwd"
        elif match := LINE_OF_SHADOW.search(text):
            yield "shadow", match, "a line of shadow"
    if not ("passwd" in text or "user" in text or "sed" in text):
        return
    for expression, command in COMMANDS:
        if match := expression.search(text):
            yield "secret", match, command or match["command"].rpartition("/")[2]
            return
    if match := DELETED.search(text):
        yield "deleted", match, "passwd -d"
    if match := ZERO.search(text):
        yield "zero", match, match["command"]


def _sign(
    file: Visited, rule: str, number: int, offset: int, line: bytes, kind: str, match: re.Match[str], command: str
) -> GeneratedAccount | None:
    groups = match.groupdict()
    secret = (groups.get("secret") or "").strip("\"'")
    name = groups.get("name") or _last(match[0], kind)
    uid = int(groups["uid"]) if groups.get("uid") else 0 if kind == "zero" else None
    field = read_field(secret, shadow=kind == "shadow") if kind != "deleted" else None
    start, end = match.span("secret") if "secret" in groups and secret else (0, 0)
    first = max(0, min(match.start(), end - 150))
    evidence = quoted(
        file,
        offset + first,
        min(len(line), MOST_COMMAND) - first,
        rule,
        [(start - first, end - first)] if end > start else [],
        number,
    )
    variable = secret.startswith(("$", "`")) and (field is None or field.state != "hash")
    if kind == "deleted" or (kind in ("passwd", "shadow") and not secret):
        return GeneratedAccount(evidence, "writes-empty-password", name, command, "", uid)
    if kind == "zero" or (field and field.state in ("elsewhere", "locked")) or variable or "$" in name:
        if uid == 0 and name != "root" and "$" not in name:
            return GeneratedAccount(evidence, "writes-uid-0-account", name, command, "", uid)
        return None
    if "`" in secret or (re.search(r"\$[\w({]", secret) and (field is None or field.state != "hash")):
        return None
    how = f"{field.scheme} hash" if field and field.state == "hash" else "clear text"
    return GeneratedAccount(evidence, "writes-fixed-password", name, command, how, uid)


def target_of(quote: str, text: str) -> str:
    """Return the path that a line (its quote) is written to; `text`, the script, gives the value of a variable."""
    found = _TARGET.search(quote)
    if found is None or not found[1].startswith("$"):
        return found[1] if found else ""
    name = re.escape(found[1].strip("${}"))
    value = re.search(rf"^[ \t]{{0,40}}{name}=[\"']?(/[\w./-]{{1,200}})", text, re.MULTILINE)
    return value[1] if value else ""


def _last(text: str, kind: str) -> str:
    """Return the last word of a command that names the account there; `passwd` alone is about its caller, root."""
    words = text.split()
    if kind == "secret" and words[-1].rpartition("/")[2].endswith("passwd"):
        return "root"
    return words[-1] if re.fullmatch(_NAME, words[-1]) else "?"
