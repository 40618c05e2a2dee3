"""The forms in which commands, headers, addresses and calls carry a secret: words that announce one, and its pattern.

Every group of a pattern is a secret. A pattern looks at a bounded stretch behind a word that is its own, so that the
time for a text grows with its length alone.
"""

import re

_V = r"""\\?["']?(?P<%s>[^\s"'\\;|&)\0]{3,512})"""
_REST = r"[^\n\0|;&]{0,200}?[ \t]"


def _pattern(text: str, flags: int = 0) -> re.Pattern[bytes]:
    return re.compile(text.encode(), flags | re.IGNORECASE)


def _with_option(commands: str, option: str) -> re.Pattern[bytes]:
    """Match a command's password option; commands are told apart by case, and `-p` from `-P`."""
    return re.compile((rf"(?<![\w.-])(?:{commands})(?=[ \t])" + _REST + option + _V % "a").encode())


_STRING = r"""(?:"[^"\n]{0,200}"|'[^'\n]{0,200}'|[^\s"',()]{1,100})"""
_COMMA = r"[ \t]{0,4},[ \t]{0,4}"
_LITERAL = r"""["'](?P<a>[^"'\n]{1,200})["']"""

FORMS: tuple[tuple[tuple[bytes, ...], re.Pattern[bytes]], ...] = (
    ((b"://",), _pattern(r"""://[^\s/:@'"<>\0]{0,100}:(?P<a>[^\s/'"<>\0]{1,200})@""")),
    ((b"authorization",), _pattern(
        r"""authorization\W{1,6}(?:(?:bearer|basic|digest|token|apikey)[ \t]{1,3})?(?P<a>[\w.~+/=:-]{6,2048})""")),
    ((b"bearer",), _pattern(r"\bbearer[ \t]{1,3}(?P<a>[\w.~+/=-]{12,2048})")),
    ((b"-u", b"user"), re.compile(
        rb"(?<![\w-])(?:-u|-U|--user|--proxy-user)[ \t=]{0,3}\\?['\"]?(?!\d{1,9}:)[^\s:'\"%,\\]{1,64}[:%]"
        rb"(?P<a>[^\s'\"\\$`][^\s'\"\\]{2,127})"
    )),
    ((b"lftp", b"ncftp"), _pattern(r"""ftp(?=[ \t])[^\n\0|;&]{0,200}?[ \t]-u[ \t]{0,3}['"]?[^\s,'"]{1,64},"""
                                   r"""(?P<a>[^\s'"]{1,128})""")),
    ((b"sshpass", b"ftpput", b"ftpget", b"useradd", b"adduser", b"mongo"),
     _with_option("sshpass|(?:nc)?ftp(?:put|get)|useradd|adduser|mongo", r"-p[ \t]{0,3}")),
    ((b"mysql", b"mariadb", b"7z"), _with_option("mysql(?:dump|admin|import|check)?|mariadb|7z[ar]?", r"-p")),
    ((b"mosquitto_", b"zip", b"ipmitool", b"ssh-keygen"),
     _with_option("mosquitto_(?:pub|sub|rr)|(?:un)?zip|ipmitool|ssh-keygen", r"-[PN][ \t]{1,3}")),
    ((b"ldap",), _with_option(r"ldap(?:search|add|modify|delete|whoami|passwd|compare|modrdn)", r"-w[ \t]{0,3}")),
    ((b"redis-cli",), _with_option("redis-cli", r"-a[ \t]{1,3}")),
    ((b"snmp",), _with_option(r"snmp(?:get|set|walk|trap|bulkget|bulkwalk|getnext|inform|table|status|test)",
                              r"-[cAX][ \t]{0,3}")),
    ((b"openssl",), _with_option("openssl", r"-[kK][ \t]{1,3}")),
    ((b"pass:",), _pattern(r"-pass(?:in|out)?[ \t]{1,3}pass:(?P<a>[^\s'\"]{1,200})")),
    ((b"pppd", b"mysqladmin", b"chat"),
     _pattern(r"(?<![\w.-])(?:pppd|mysqladmin)(?=[ \t])" + _REST + r"password[ \t]{1,3}" + _V % "a")),
    ((b"password",), _pattern(r"\buser[ \t]{1,3}\S{1,64}[ \t]{1,3}password[ \t]{1,3}" + _V % "a")),
    ((b"wpa_passphrase",), _pattern(
        r"""wpa_passphrase[ \t]{1,3}(?:"[^"\n]{1,64}"|'[^'\n]{1,64}'|\S{1,64})[ \t]{1,3}""" + _V % "a")),
    ((b"htpasswd",), _pattern(
        r"htpasswd[ \t]{1,3}-\w{0,4}b\w{0,4}[ \t]{1,3}\S{1,128}[ \t]{1,3}\S{1,64}[ \t]{1,3}" + _V % "a")),
    ((b"setenv",), _pattern(
        r"\bsetenv[ \t]{1,3}\w{0,40}(?:pass|passwd|password|pw|secret|token)[ \t]{1,3}" + _V % "a")),
    ((b"chpasswd",), _pattern(
        r"""[\w.-]{1,32}:(?P<a>[^\s"':|]{1,128})["']?[ \t]{0,3}\|[ \t]{0,3}(?:\S{1,40}[ /])?chpasswd""")),
    ((b"machine",), _pattern(r"\blogin[ \t]{1,3}\S{1,64}[ \t]{1,3}password[ \t]{1,3}" + _V % "a")),
    ((b"register",), _pattern(
        r"\bregister[ \t]{0,3}=?>?[ \t]{0,3}>?[ \t]{0,3}[^\s:@/]{1,64}:(?P<a>[^\s@:]{1,200})(?::[^\s@:]{1,64})?@")),
    ((b"community",), _pattern(r"\b(?:r[ow]|trap)community6?[ \t]{1,40}" + _V % "a")),
    ((b"com2sec",), _pattern(r"\bcom2sec6?[ \t]{1,40}\S{1,64}[ \t]{1,40}\S{1,64}[ \t]{1,40}" + _V % "a")),
    ((b"trapsink", b"trap2sink", b"informsink"), _pattern(
        r"\b(?:trap2?|inform)sink[ \t]{1,40}\S{1,100}[ \t]{1,40}" + _V % "a")),
    ((b"createuser",), _pattern(
        r"""\bcreateUser[ \t]{1,9}(?:-e[ \t]{1,9}\S{1,80}[ \t]{1,9})?\S{1,64}[ \t]{1,9}(?:MD5|SHA\S{0,8})[ \t]{1,9}"""
        r"""(?:"(?P<a>[^"\n]{1,128})"|(?P<b>[^\s"]{1,128}))"""
        r"""(?:[ \t]{1,9}(?:DES|AES\S{0,8})[ \t]{1,9}(?:"(?P<c>[^"\n]{1,128})"|(?P<d>[^\s"]{1,128})))?""")),
    ((b"connect", b"login", b"bind", b"pdo", b"mysqli", b"imap_open", b"auth_password"), _pattern(
        r"(?:mysqli?_p?connect|new[ \t]{1,3}\\?(?:mysqli|PDO)|ftp_login|ldap_bind|imap_open"
        r"|ssh2_auth_password|odbc_p?connect)"
        r"[ \t]{0,2}\([ \t]{0,2}" + _STRING + _COMMA + _STRING + _COMMA + _LITERAL)),
    ((b"real_connect",), _pattern(
        r"mysqli_real_connect[ \t]{0,2}\([ \t]{0,2}" + (_STRING + _COMMA) * 3 + _LITERAL)),
    ((b"auth",), _pattern(
        r"(?:\bauth[ \t]{0,2}=[ \t]{0,2}|HTTP(?:Basic|Digest)Auth)\([ \t]{0,2}" + _STRING + _COMMA + _LITERAL)),
    ((b"strcmp", b"strncmp", b"strcasecmp", b"hash_equals", b"password_verify"), _pattern(
        r"(?:str(?:n|case|ncase)?cmp|hash_equals)[ \t]{0,2}\([ \t]{0,2}[^\s,()]{0,60}"
        r"(?:pass|pw|secret|token)[^,()\n]{0,60}"
        + _COMMA + _LITERAL)),
    ((b"strcmp", b"strcasecmp", b"hash_equals"), _pattern(
        r"(?:str(?:case)?cmp|hash_equals)[ \t]{0,2}\([ \t]{0,2}" + _LITERAL + _COMMA
        + r"[^\s,()]{0,60}(?:pass|pw|secret|token)")),
    ((b"private key-----",), _pattern(
        r"-----BEGIN [A-Z ]{0,20}PRIVATE KEY-----\s{0,4}(?P<a>[A-Za-z0-9+/=\s\\]{16,8192})")),
    ((b"$",), re.compile(rb"(?<![\w$])(?P<a>\$(?:[156y]|2[abxy]|apr1|gy)\$[./A-Za-z0-9$=,]{8,200})")),
)  # fmt: skip
