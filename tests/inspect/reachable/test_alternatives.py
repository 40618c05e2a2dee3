"""Conditions of several starts of the same thing: what both branches of a test do is done whatever the test says."""

from hypothesis import given
from hypothesis import strategies as st

from cupel.inspect.reachable.alternatives import joined

TESTS = ("[ a ]", "[ b ]", "[ c ]")


def test_both_branches_leave_only_what_encloses_them() -> None:
    assert joined(["[ a ]; [ b ]", "[ a ]; not ([ b ])"]) == "[ a ]"
    assert joined(["[ a ]", "not ([ a ]); [ b ]", "not ([ a ]); not ([ b ])"]) == ""
    assert joined(["! [ a ]", "[ a ]"]) == ""


def test_one_that_always_holds_settles_it() -> None:
    assert joined(["[ a ]", ""]) == ""


def test_different_conditions_stay_apart() -> None:
    assert joined(["[ a ]", "[ b ]"]) == "[ a ]; or, if [ b ]"
    assert joined(["[ a ]", "[ a ]"]) == "[ a ]"


def test_a_condition_that_was_cut_settles_nothing() -> None:
    long = "x" * 300
    assert joined([long, f"not ({long})"]) == f"{long}; or, if not ({long})"


@given(st.lists(st.dictionaries(st.sampled_from(TESTS), st.booleans(), min_size=1), min_size=1, max_size=5))
def test_nothing_left_means_that_every_answer_of_the_tests_starts_it(terms: list[dict[str, bool]]) -> None:
    texts = ["; ".join(test if value else f"not ({test})" for test, value in it.items()) for it in terms]
    answers = [dict(zip(TESTS, (bool(n & 1), bool(n & 2), bool(n & 4)), strict=True)) for n in range(8)]
    always = all(any(all(answer[t] == v for t, v in it.items()) for it in terms) for answer in answers)
    assert (joined(texts) == "") == always
