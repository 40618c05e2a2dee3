"""A line of a configuration file or script goes in; the names and values that it sets come out, with their places."""

import re
from collections.abc import Iterator

_VALUE = r"(?:\"(?P<d>[^\"\n]{0,300})\"|'(?P<s>[^'\n]{0,300})'|(?P<b>[^\s\"'#;,<>(){}]{1,300}))"
UCI = re.compile(rf"^\s*(?:option|list)\s+['\"]?(?P<name>[\w.-]{{1,80}})['\"]?\s+{_VALUE}\s*(?:#.*)?$")
ASSIGNED = re.compile(
    rf"^\s*(?:export\s+|local\s+|set\s+|readonly\s+)?(?P<name>[\w.-]{{1,80}})\s*[=:]\s*{_VALUE}\s*;?\s*(?:#.*)?$"
)
JSON = re.compile(r"\"(?P<name>[\w.-]{1,80})\"\s{0,4}:\s{0,4}\"(?P<d>[^\"\n]{0,300})\"")
ELEMENT = re.compile(r"<(?P<name>[A-Za-z][\w.-]{0,79})(?:\s[^<>]{0,100})?>(?P<b>[^<>\n]{1,300})</(?P=name)>")
ATTRIBUTE = re.compile(r"\s(?P<name>[A-Za-z][\w.-]{0,79})=\"(?P<d>[^\"\n]{1,300})\"")
NAMED = re.compile(
    r"\s[Nn](?:ame|AME)=\"(?P<name>[\w.-]{1,80})\"[^<>]{0,80}?\s[Vv](?:al|alue|ALUE)=\"(?P<d>[^\"\n]{1,300})\""
)
UCI_SET = re.compile(rf"\buci\s+(?:-q\s+)?(?:set|add_list)\s+[\w.@\[\]-]{{1,120}}\.(?P<name>[\w-]{{1,80}})={_VALUE}")
COMMUNITY = re.compile(
    r"(?:^|[\"'])\s*(?P<name>r[ow]community6?|com2sec6?\s+(?:-Cn\s+\S+\s+)?\S+\s+\S+)\s+(?P<b>[^\s\"'$#]{1,64})"
)
SNMP_USER = re.compile(
    r"(?:^|[\"'])\s*(?P<name>createUser)\s+(?:-e\s+\S{1,64}\s+)?[\w.-]{1,64}\s+(?:MD5|SHA(?:-?\d{3})?)\s+[\\\"']{0,2}"
    r"(?P<b>[^\s\"'$#\\]{1,64})"
)
"""net-snmp's snmpd.conf(5): `createUser NAME MD5 "password"`."""
UNIT = re.compile(
    r"(?:(?<=Environment=)|(?<=[\s=]))[\"']?(?P<name>[\w.-]{1,80})=[\"']?(?P<b>[^\s\"'$%]{1,300})(?=[\s\"']|$)"
)
"""An assignment of systemd's `Environment=NAME=value "NAME=value"`, systemd.exec(5)."""
IN_URL = re.compile(
    r"(?P<name>[a-z][a-z+]{1,9}://[\w.~%-]{1,64}):(?P<b>[^/@\s\"'<>\[\]${}:]{1,64})@(?=[A-Za-z0-9\[])(?P<host>[\w.-]{1,200})"
)
"""A user and a password in a URL, RFC 3986, section 3.2.1."""


def settings_of(text: str, xml: bool, script: bool, unit: bool = False) -> Iterator[tuple[str, str, int, int]]:
    """Yield (name, value, start, end) of each setting of a line; of a script, plain assignments only, of a unit of
    systemd, those of the environment that it gives."""
    expressions: tuple[re.Pattern[str], ...]
    if unit:
        expressions = (IN_URL, UNIT) if text.lstrip().startswith("Environment=") else (IN_URL,)
    elif xml:
        expressions = (IN_URL, NAMED, ELEMENT, ATTRIBUTE)
    elif script:
        expressions = (IN_URL, SNMP_USER, ASSIGNED, UCI_SET, COMMUNITY)
    else:
        expressions = (IN_URL, SNMP_USER, UCI, ASSIGNED, JSON, COMMUNITY)
    seen = set[tuple[int, int]]()
    for expression in expressions:
        for match in expression.finditer(text):
            group = next(it for it in ("d", "s", "b") if match.groupdict().get(it) is not None)
            if match.span(group) not in seen:
                seen.add(match.span(group))
                yield match["name"], match[group], *match.span(group)
