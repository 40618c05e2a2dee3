"""Hedges: the words that weaken a claim are kept, where they stand."""

import pytest

from cupel.claims.hedges import hedges


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The dam reportedly might burst", ["reportedly", "might"]),
        ("alleged ties to the army", ["alleged"]),
        ("it appeared to be closed and will likely stay so", ["appeared to", "likely"]),
        ("around 50 homes", []),
        ("The plant opened in May", []),
    ],
)
def test_words_that_weaken_are_found_where_they_stand(text: str, found: list[str]) -> None:
    assert [text[start:end] for start, end in hedges(text, [(0, len(text))])] == found


def test_only_the_given_stretches_are_read_and_a_hedge_in_two_of_them_counts_once() -> None:
    text = "It might rain, it could snow."
    assert [text[start:end] for start, end in hedges(text, [(0, 13), (0, 13)])] == ["might"]
