"""md5crypt and Apache's apr1: a password and a salt go in, the field comes out."""

import hashlib

try:
    from _md5 import md5  # type: ignore[import-not-found] # what hashlib falls back on: half of OpenSSL's cost a call
except ImportError:
    md5 = hashlib.md5

ITOA = "./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
"""The digits of crypt's base 64, of rising value."""
ROUNDS = 1000


def md5_crypt(password: bytes, salt: bytes, magic: bytes = b"$1$") -> str:
    """Compute the field, as P.-H. Kamp published it for FreeBSD 2.0 in 1994; the salt counts up to eight bytes."""
    salt = salt[:8]
    mixed = md5(password + salt + password).digest()
    text = password + magic + salt + (mixed * (len(password) // 16 + 1))[: len(password)]
    length = len(password)
    while length:
        text += b"\0" if length & 1 else password[:1]
        length >>= 1
    final = md5(text).digest()
    middles = [  # of what stands between the password and the last digest, by number % 21
        (salt if number % 3 else b"") + (password if number % 7 else b"") for number in range(21)
    ]
    # an even round and the odd one behind it; what stands before and behind the digest is the same every 21 pairs
    pairs = [(middles[2 * at % 21] + password, password + middles[(2 * at + 1) % 21]) for at in range(21)]
    for behind, before in (pairs * 24)[: ROUNDS // 2]:
        final = md5(before + md5(final + behind).digest()).digest()
    digits = "".join(
        digits_of(final[a] << 16 | final[b] << 8 | final[c], 4)
        for a, b, c in ((0, 6, 12), (1, 7, 13), (2, 8, 14), (3, 9, 15), (4, 10, 5))
    )
    return f"{(magic + salt).decode('latin-1')}${digits}{digits_of(final[11], 2)}"


def digits_of(value: int, count: int) -> str:
    """Write a number in `count` digits of crypt(3), the lowest first."""
    return "".join(ITOA[value >> 6 * at & 63] for at in range(count))
