"""A value goes in; whether it is a real secret, or a variable, an example, a switch or a word that stands for one."""

import re

_WORDS = frozenset(
    [
        "none",
        "null",
        "nil",
        "true",
        "false",
        "yes",
        "no",
        "on",
        "off",
        "enable",
        "enabled",
        "disable",
        "disabled",
        "default",
        "auto",
        "optional",
        "required",
        "sufficient",
        "requisite",
        "plain",
        "plaintext",
        "text",
        "clear",
        "cleartext",
        "md5",
        "sha",
        "sha1",
        "sha256",
        "crypt",
        "crypted",
        "hash",
        "hashed",
        "shadow",
        "pam",
        "ldap",
        "file",
        "files",
        "ask",
        "prompt",
        "never",
        "always",
        "any",
        "all",
        "user",
        "users",
        "key",
        "keys",
        "string",
        "str",
        "int",
        "integer",
        "boolean",
        "bool",
        "char",
        "token",
        "open",
        "wpa",
        "wpa2",
        "wpapsk",
        "wpa2psk",
        "wep",
        "psk",
        "aes",
        "tkip",
        "ccmp",
        "basic",
        "digest",
        "chap",
        "pap",
        "mschap",
        "peap",
        "ttls",
        "tls",
        "eap",
        "radius",
        "local",
        "remote",
        "undefined",
        "unset",
        "empty",
        "todo",
        "fixme",
        "n/a",
        "na",
        "tbd",
        "is",
        "not",
        "and",
        "or",
        "the",
        "stdin",
        "input",
        "output",
        "static",
        "dynamic",
        "readonly",
        "readwrite",
        "read",
        "write",
        "ro",
        "rw",
        "admin/admin",
    ]
)
_STANDS_FOR = re.compile(
    r"your|my[_-]?(?:pass|secret|key)|example|sample|placeholder|change[_-]?(?:this|it)|replace|insert|here$|"
    r"set_?by_?|to_?be_?|filled|redacted|removed|hidden|dummy|plaintext_or|fixme|todo|(?:pass(?:word|wd)?|secret|psk)"
    r"[_-](?:here|goes)|^(?:user|the)?_?(?:pass|password|passwd|passphrase|secret|token|psk|passwort|pwd)_?$|"
    r"^(?:user|wifi|wpa|admin|new|old|key)_?(?:pass|password|passwd|psk)$|^[x*.#_?-]+$|^<.*>$|^\[.*\]$|^\{.*\}$|"
    r"^%[\w%]*%?$|^@.*@$|^__.*__$|^[A-Za-z]+(?:-[A-Za-z]+)*-(?:password|passwd|secret|key)$",
    re.IGNORECASE,
)
_VARIABLE = re.compile(r"[$`]|\{\{|<%|%[a-z]\b|%\(|\$\(|<\?|\bargv\b|\w\(.*\)|\w+\.\w+\.\w+\(|\bget\w*\(")
_SWITCH = re.compile(r"-?\d{1,3}|0x[0-9a-fA-F]{1,4}|[A-Za-z]")
_PATH = re.compile(r"(?:/|\./|~/|[A-Za-z]:\\|https?:|file:|ftp:|/?\w+/\w+/)\S*")
_MODEL = re.compile(r"(?:InternetGateway)?Device\.[\w.{}-]+|[A-Za-z_][\w-]*(?:\.[\w{}*@\[\]-]+){2,}\.?")
"""A path in a data model, as TR-069 and UCI write it."""
_TYPE = re.compile(r"[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+|(?:xs|xsd|cms|tns):\w+")
LEAST, MOST = 3, 256
LONG = 30
"""Characters from which a mixture of letters and digits is a key, whatever words are in it."""


def is_secret(value: str, strict: bool = False) -> bool:
    """Tell whether a value may be a secret. With `strict`, one word of lower-case letters is none: prose has those."""
    value = value.strip()
    if not LEAST <= len(value) <= MOST or " " in value or "\t" in value:
        return False
    mixed = len(value) >= LONG and all(re.search(it, value) for it in ("[0-9]", "[a-z]", "[A-Z]"))
    if (
        value.lower() in _WORDS
        or (_STANDS_FOR.search(value) and not mixed)
        or _VARIABLE.search(value)
        or _TYPE.fullmatch(value)
        or _MODEL.fullmatch(value)
    ):
        return False
    if _SWITCH.fullmatch(value) or (_PATH.fullmatch(value) and not mixed) or len(set(value)) == 1:
        return False
    return not (strict and re.fullmatch(r"[a-z]+|[A-Z][a-z]+", value))
