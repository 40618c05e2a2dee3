"""Describes tokens to the tagger: a line of tokens goes in, the names of what is true of each come out.

What the rules find is no feature: a model that is told it repeats it, and proposes next to nothing that the rules
missed (docs/explanation/claims.md has the numbers).
"""

from collections.abc import Iterator

from cupel.claims.learned.tokens import Line

NEAR = (-3, -2, -1, 1, 2, 3)
"""Neighbours whose tag is told."""
CLOSE = (-1, 1)
"""Neighbours whose word is told."""
SHORT = 25
"""Signs of a quotation up to which it is a word or a term rather than speech."""


def features(line: Line) -> list[list[str]]:
    """Return the features of each token, in order: the same line gives the same."""
    quoting = {it.sentence for it in line if it.tag == "q"}
    return [[*_own(line, at), *_around(line, at), *_quoted(line, at, quoting)] for at in range(len(line))]


def _own(line: Line, at: int) -> Iterator[str]:
    it = line[at]
    yield "always"
    yield f"tag {it.tag}"
    if it.tag == "q":
        yield f"quotation {'short' if it.end - it.start <= SHORT else 'long'}"
    else:
        yield f"word {it.lower}"
        yield f"end {it.lower[-3:]}"
    if at == 0 or line[at - 1].sentence != it.sentence:
        yield "first"
    if at + 1 == len(line) or line[at + 1].sentence != it.sentence:
        yield "last"


def _around(line: Line, at: int) -> Iterator[str]:
    it = line[at]
    for far in NEAR:
        here = at + far
        if not 0 <= here < len(line):
            yield f"tag{far:+} none"
            continue
        other = line[here]
        yield f"tag{far:+} {other.tag}{'' if other.sentence == it.sentence else ' of another sentence'}"
        if far in CLOSE:
            yield f"word{far:+} {other.lower}"
            yield f"tags{far:+} {it.tag}{other.tag}"


def _quoted(line: Line, at: int, quoting: set[int]) -> Iterator[str]:
    it = line[at]
    yield f"quotes {it.sentence in quoting} {it.tag}"
    yield f"quoted before {it.sentence - 1 in quoting} {it.tag}"
