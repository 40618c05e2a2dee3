"""Joins the conditions of several starts of the same thing: what encloses each goes in, what they ask comes out.

A program that both branches of a test start is started whatever the test says. Each condition is a list of parts that
must all hold, as a script's reader writes it; a part is a test or `not (TEST)`.
"""

from collections.abc import Iterator, Sequence

MOST_TESTS = 10
MOST_TERMS = 24
MOST_WORDS = 300
"""Characters at which a script's reader cuts a condition: one that is cut settles nothing."""
MOST_TOLD = 3

_Term = dict[str, bool]


def joined(conditions: Sequence[str]) -> str:
    """Return the condition under which any of some starts comes to pass; empty where one always does.

    Tests that the branches together cover fall away. What is left of different starts is joined by `; or, if `.
    """
    terms = list(_distinct(_term(it) for it in conditions[:MOST_TERMS]))
    if not terms or len(conditions) > MOST_TERMS or any(len(it) >= MOST_WORDS for it in conditions):
        return _told(list(dict.fromkeys(conditions)))
    common = {test: value for test, value in terms[0].items() if all(it.get(test) == value for it in terms)}
    rest = [{test: value for test, value in it.items() if test not in common} for it in terms]
    if _covers(rest):
        return _words(common)
    return _told([_words(it) for it in terms])


def _covers(terms: list[_Term]) -> bool:
    """Tell whether one of the terms holds whatever the tests say."""
    if any(not it for it in terms):
        return True
    tests = list(dict.fromkeys(test for it in terms for test in it))
    if not tests or len(tests) > MOST_TESTS:
        return False
    for value in (True, False):
        left = [it for it in terms if it.get(tests[0], value) == value]
        if not _covers([{key: held for key, held in it.items() if key != tests[0]} for it in left]):
            return False
    return True


def _term(condition: str) -> _Term:
    found: _Term = {}
    for part in condition.split("; ") if condition else ():
        value = True
        while True:
            if part.startswith("not (") and part.endswith(")"):
                part, value = part[5:-1], not value
            elif part.startswith("! ") and "&&" not in part and "||" not in part:
                part, value = part[2:], not value
            else:
                break
        found[part] = value
    return found


def _words(term: _Term) -> str:
    return "; ".join(test if value else f"not ({test})" for test, value in term.items())


def _told(conditions: list[str]) -> str:
    """Join what stays apart, the first MOST_TOLD of it; one that always holds leaves nothing to tell."""
    if "" in conditions:
        return ""
    more = [f"{len(conditions) - MOST_TOLD} more"] if len(conditions) > MOST_TOLD else []
    return "; or, if ".join([*conditions[:MOST_TOLD], *more])


def _distinct(terms: Iterator[_Term]) -> Iterator[_Term]:
    seen = set()
    for it in terms:
        key = frozenset(it.items())
        if key not in seen:
            seen.add(key)
            yield it
