"""md5crypt and Apache's apr1: a password and a salt go in, the field comes out."""

import hashlib

ITOA = "./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
"""The digits of crypt's base 64, of rising value."""
ROUNDS = 1000


def md5_crypt(password: bytes, salt: bytes, magic: bytes = b"$1$") -> str:
    """Compute the field, as P.-H. Kamp published it for FreeBSD 2.0 in 1994; the salt counts up to eight bytes."""
    md5 = hashlib.md5
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
    for number in range(ROUNDS):
        middle = middles[number % 21]
        final = md5(password + middle + final if number % 2 else final + middle + password).digest()
    digits = "".join(
        _digits(final[a] << 16 | final[b] << 8 | final[c], 4)
        for a, b, c in ((0, 6, 12), (1, 7, 13), (2, 8, 14), (3, 9, 15), (4, 10, 5))
    )
    return f"{(magic + salt).decode('latin-1')}${digits}{_digits(final[11], 2)}"


def _digits(value: int, count: int) -> str:
    return "".join(ITOA[value >> 6 * at & 63] for at in range(count))
