"""Tells a secret from what merely stands in its place: a name or a value of a text goes in; yes or no comes out."""

import re
from functools import lru_cache
from itertools import pairwise

from cupel.inspect.detect.credentials.secret_name import kind_of

_NAMES = frozenset(
    [
        "pw", "psw", "passw", "passwrd", "requirepass", "masterauth", "preshared_key", "presharedkey", "storepass",
        "keypass", "bindpw", "rootpw", "adminpw", "userpw", "bridge_psk", "rocommunity", "rwcommunity", "rocommunity6",
        "rwcommunity6", "trapcommunity", "sasl_passwd", "credential", "access_token", "x-auth", "pin_code",
        "aws_secret_access_key",
    ]
)  # fmt: skip
"""Names of secrets that `kind_of` does not know: directives of daemons, options of commands."""
_ENDS = ("password", "passwd", "passphrase", "apikey", "wpapsk", "adminpass")
_STARTS = ("no", "show", "hide", "change", "reset", "use", "forgot", "allow", "check", "require", "need", "ask", "is")
_QUERY = frozenset(["key", "sig", "signature", "auth", "pin", "code", "k", "p", "apikey", "credentials", "session"])
"""Names that are a secret's in the query of an address, or where a page compares what it was sent."""
_NO_SECRET = frozenset(
    [
        "yes", "no", "true", "false", "on", "off", "none", "null", "nil", "enabled", "disabled", "enable", "disable",
        "required", "optional", "sufficient", "auto", "unset", "undefined", "files", "compat", "empty", "prompt",
        "stdin", "string", "text", "hidden", "password:", "bearer", "basic", "digest",
    ]
)  # fmt: skip
_STANDS_IN = re.compile(
    rb"\$[A-Za-z_{(0-9@*#?!]|[`<{(]|%[-0-9.]{0,6}[a-zA-Z(%{]|\[secret|\[\w*\]|@\w+@$|(.)\1*$|-?\d{1,2}$"
    rb"|(?:/|\.{1,2}/|~/)[\w.+@-]+(?:/|\.\w{1,5}$|$)|(?:file|https?|ftp)://|[\w.-]+\.(?:pem|key|crt|cer|conf|txt|psk)$"
)
"""Variables, formats, masks, small numbers, paths and addresses: what stands where a secret would."""
_CODE = re.compile(rb"[A-Za-z_][\w.:>-]*[(\[]|[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)+$|[,;)&|+=*!?]")
"""The beginning of an expression: a call, a member, an operator."""
_CLASSES = (str.islower, str.isupper, str.isdigit)


@lru_cache(maxsize=4096)
def names_secret(name: str) -> bool:
    """Tell whether what stands behind a name is a secret: `DB_PASSWORD`, `X-Api-Key`, `requirepass`."""
    low = name.lower().strip("-_.")
    if kind_of(name) or low in _NAMES or re.split(r"[^a-z0-9]", low)[-1] in ("pw", "psw"):
        return True
    return low.endswith(_ENDS) and not low.startswith(_STARTS)


@lru_cache(maxsize=4096)
def names_query_secret(name: str) -> bool:
    """Tell the same of a name in the query of an address: there `key` and `sig` are secrets too."""
    return names_secret(name) or name.lower() in _QUERY


def is_value(value: bytes, quoted: bool) -> bool:
    """Tell whether a value may be a secret: no variable, format, path, switch or mask; unquoted, no expression."""
    if len(value) < 3 or _STANDS_IN.match(value) or (not quoted and _CODE.match(value)):
        return False
    return value.decode("latin-1").lower() not in _NO_SECRET


def is_mixed(value: bytes) -> bool:
    """Tell whether a value is no word of a language: it has a capital, a digit or a sign."""
    return not (value.isalpha() and value.islower())


def is_random(value: bytes) -> bool:
    """Tell whether letters and digits change so often that nobody chose the word for its meaning."""
    text = value.decode("latin-1")
    kinds = [next((at for at, one in enumerate(_CLASSES) if one(sign)), 3) for sign in text]
    changes = sum(a != b for a, b in pairwise(kinds))
    return {0, 1, 2} <= set(kinds) and changes >= 6 and changes * 5 >= 2 * len(text)
