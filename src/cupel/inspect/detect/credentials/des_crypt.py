"""Traditional crypt of many words at once: words and a field go in, the words that give the field come out.

Each of the cipher's bits is one integer with a bit for every word, so that its 400 rounds are run once for all words
(E. Biham, 'A Fast New DES Implementation in Software', 1997).
"""

from collections.abc import Sequence
from functools import cache

from cupel.inspect.detect.credentials.md5_crypt import ITOA

EXPANSION = tuple((4 * group + place - 1) % 32 for group in range(8) for place in range(6))
PERMUTATION = (
    15, 6, 19, 20, 28, 11, 27, 16, 0, 14, 22, 25, 4, 17, 30, 9, 1, 7, 23, 13, 31, 26, 2, 8, 18, 12, 29, 5, 21, 10, 3,
    24,
)  # fmt: skip
KEY_LEFT = (
    56, 48, 40, 32, 24, 16, 8, 0, 57, 49, 41, 33, 25, 17, 9, 1, 58, 50, 42, 34, 26, 18, 10, 2, 59, 51, 43, 35,
)  # fmt: skip
KEY_RIGHT = (
    62, 54, 46, 38, 30, 22, 14, 6, 61, 53, 45, 37, 29, 21, 13, 5, 60, 52, 44, 36, 28, 20, 12, 4, 27, 19, 11, 3,
)  # fmt: skip
KEY_CHOICE = (
    13, 16, 10, 23, 0, 4, 2, 27, 14, 5, 20, 9, 22, 18, 11, 3, 25, 7, 15, 6, 26, 19, 12, 1, 40, 51, 30, 36, 46, 54, 29,
    39, 50, 44, 32, 47, 43, 48, 38, 55, 33, 52, 45, 41, 49, 35, 28, 31,
)  # fmt: skip
SHIFTS = (1, 1, 2, 2, 2, 2, 2, 2, 1, 2, 2, 2, 2, 2, 2, 1)
BOXES = (
    "e4d12fb83a6c5907 0f74e2d1a6cb9538 41e8d62bfc973a50 fc8249175b3ea06d",
    "f18e6b34972dc05a 3d47f28ec01a69b5 0e7ba4d158c6932f d8a13f42b67c05e9",
    "a09e63f51dc7b428 d709346a285ecbf1 d6498f30b12c5ae7 1ad069874fe3b52c",
    "7de3069a1285bc4f d8b56f03472c1ae9 a690cb7df13e5284 3f06a1d8945bc72e",
    "2c417ab6853fd0e9 eb2c47d150fa3986 421bad78f9c5630e b8c71e2d6f09a453",
    "c1af92680d34e75b af427c9561de0b38 9ef528c3704a1db6 432c95fabe17608d",
    "4b2ef08d3c975a61 d0b7491ae35c2f86 14bdc37eaf680592 6bd814a7950fe23c",
    "d2846fb1a93e50c7 1fd8a374c56b0e92 7b419ce206adf358 21e74a8dfc90356b",
)
"""Four rows of each S-box, a hexadecimal digit an entry. All tables: FIPS 46-3, counted from 0."""
MOST_LENGTH = 8
ITERATIONS = 25


def words_that_give(words: Sequence[bytes], field: str) -> list[int]:
    """Return the numbers of the words whose 13-character DES crypt is `field`."""
    every = (1 << len(words)) - 1
    keys = _keys(words)
    salt = ITOA.index(field[0]) | ITOA.index(field[1]) << 6
    chosen = [EXPANSION[at + (0 if not salt >> at % 24 & 1 else 24 if at < 24 else -24)] for at in range(48)]
    left, right = [0] * 32, [0] * 32
    for _ in range(ITERATIONS):
        for key in keys:
            mixed = _feistel(right, chosen, key, every)
            left, right = right, [a ^ mixed[at] for a, at in zip(left, PERMUTATION, strict=True)]
        left, right = right, left
    return _fitting(_output(left, right), field, every)


def _keys(words: Sequence[bytes]) -> list[list[int]]:
    """Return the sixteen round keys, 48 integers each: seven bits of each of a word's first eight bytes count."""
    bits = [0] * 64
    for number, word in enumerate(words):
        for at, byte in enumerate(word[:MOST_LENGTH]):
            for bit in range(7):
                if byte >> 6 - bit & 1:
                    bits[8 * at + bit] |= 1 << number
    c, d = [bits[at] for at in KEY_LEFT], [bits[at] for at in KEY_RIGHT]
    keys = []
    for shift in SHIFTS:
        c, d = c[shift:] + c[:shift], d[shift:] + d[:shift]
        both = c + d
        keys.append([both[at] for at in KEY_CHOICE])
    return keys


def _feistel(right: list[int], chosen: list[int], key: list[int], every: int) -> list[int]:
    entry = [right[at] ^ bit for at, bit in zip(chosen, key, strict=True)]
    out: list[int] = []
    for number, outputs in enumerate(_circuits()):
        s5, s4, s3, s2, y, x = entry[6 * number : 6 * number + 6]
        out += _box(outputs, (s2, s3, s4, s5), _functions(y, x, every))
    return out


def _functions(y: int, x: int, every: int) -> list[int]:
    """Return all sixteen functions of two bits, by their table: bit 2y + x of the number is the value."""
    both = y & x
    none = every ^ (y | x)
    only_x, only_y = x ^ both, y ^ both
    not_x, not_y, same = every ^ x, every ^ y, both | none
    return [
        0, none, only_x, not_y, only_y, not_x, x ^ y, every ^ both, both, same, x, every ^ only_y, y, every ^ only_x,
        x | y, every,
    ]  # fmt: skip


def _box(outputs: Sequence[Sequence[int]], selectors: Sequence[int], functions: list[int]) -> list[int]:
    found = []
    for leaves in outputs:
        level = [functions[leaf] for leaf in leaves]
        for s in selectors:
            level = [a ^ (s & (a ^ b)) for a, b in zip(level[::2], level[1::2], strict=True)]
        found.append(level[0])
    return found


@cache
def _circuits() -> tuple[tuple[tuple[int, ...], ...], ...]:
    """Return, for each S-box and each of its four outputs, the sixteen functions of its last two inputs."""
    boxes = []
    for text in BOXES:
        rows = [[int(digit, 16) for digit in row] for row in text.split()]
        table = [rows[entry >> 5 << 1 | entry & 1][entry >> 1 & 15] for entry in range(64)]
        boxes.append(
            tuple(
                tuple(sum((table[4 * leaf + at] >> bit & 1) << at for at in range(4)) for leaf in range(16))
                for bit in (3, 2, 1, 0)
            )
        )
    return tuple(boxes)


def _output(left: list[int], right: list[int]) -> list[int]:
    """Undo the initial permutation of the two halves, exchanged as DES ends."""
    both = left + right
    initial = [58 - 8 * (at % 8) + 2 * (at // 8 % 4) - (1 if at >= 32 else 0) - 1 for at in range(64)]
    block = [0] * 64
    for at, bit in enumerate(initial):
        block[bit] = both[at]
    return block


def _fitting(block: list[int], field: str, every: int) -> list[int]:
    fits = every
    for at, digit in enumerate(field[2:13]):
        value = ITOA.index(digit)
        for bit in range(6):
            place = 6 * at + bit
            wanted = value >> 5 - bit & 1
            have = block[place] if place < 64 else 0
            fits &= have if wanted else every ^ have
    return [number for number in range(every.bit_length()) if fits >> number & 1]
