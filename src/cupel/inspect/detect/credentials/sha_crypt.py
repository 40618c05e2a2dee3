"""sha256crypt and sha512crypt: a password and a setting go in, the field comes out."""

import hashlib
import re

from cupel.inspect.detect.credentials.md5_crypt import digits_of

_SETTING = re.compile(r"\$([56])\$(?:rounds=(\d{1,9})\$)?([^$]{0,64})")
LEAST_ROUNDS, DEFAULT_ROUNDS, MOST_ROUNDS = 1000, 5000, 999_999_999


def rounds_of(field: str) -> int:
    """Return how many rounds a field asks for."""
    match = _SETTING.match(field)
    asked = int(match[2]) if match and match[2] else DEFAULT_ROUNDS
    return min(max(asked, LEAST_ROUNDS), MOST_ROUNDS)


def sha_crypt(password: bytes, field: str) -> str:
    """Compute the field with the setting of `field`: U. Drepper, 'Unix crypt using SHA-256 and SHA-512', version 0.6;
    the numbers are its steps. Raises ValueError where `field` has no such setting."""
    match = _SETTING.match(field)
    if match is None:
        raise ValueError("no setting of sha256crypt or sha512crypt")
    digest = hashlib.sha256 if match[1] == "5" else hashlib.sha512
    salt = match[3].encode("latin-1")[:16]
    size = digest().digest_size
    mixed = digest(password + salt + password).digest()  # 4-8
    text = password + salt + (mixed * (len(password) // size + 1))[: len(password)]  # 1-3, 9, 10
    length = len(password)
    while length:  # 11
        text += mixed if length & 1 else password
        length >>= 1
    final = digest(text).digest()  # 12
    repeated = digest(password * len(password)).digest()  # 13-15
    p = (repeated * (len(password) // size + 1))[: len(password)]  # 16
    salted = digest(salt * (16 + final[0])).digest()  # 17-19
    s = (salted * (len(salt) // size + 1))[: len(salt)]  # 20
    middles = [(s if number % 3 else b"") + (p if number % 7 else b"") for number in range(21)]
    pairs = [(middles[2 * at % 21] + p, p + middles[(2 * at + 1) % 21]) for at in range(21)]
    rounds = rounds_of(field)
    for number in range(rounds // 2):  # 21, an even round and the odd one behind it
        behind, before = pairs[number % 21]
        final = digest(before + digest(final + behind).digest()).digest()
    if rounds % 2:
        final = digest(final + middles[(rounds - 1) % 21] + p).digest()
    setting = f"${match[1]}$" + (f"rounds={rounds_of(field)}$" if match[2] else "")
    return f"{setting}{salt.decode('latin-1')}${_encoded(final)}"  # 22


def _encoded(final: bytes) -> str:
    size = len(final)
    third = size // 3
    groups, (a, b, c) = [], (0, third, 2 * third)
    for _ in range(third):
        groups.append(final[a] << 16 | final[b] << 8 | final[c])
        a, b, c = (b + 1, c + 1, a + 1) if size == 64 else (c + 1, a + 1, b + 1)
    text = "".join(digits_of(group, 4) for group in groups)
    return text + (digits_of(final[63], 2) if size == 64 else digits_of(final[31] << 8 | final[30], 3))
