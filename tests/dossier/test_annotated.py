"""Marked text: every sign is shown once, and every mark has a place that links lead to."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cupel.dossier.annotated import pieces
from cupel.records.figure import AnnotatedText, Mark


def mark(start: int, end: int, anchor: str) -> Mark:
    return Mark(start, end, "accuses", f"label {anchor}", anchor)


def test_an_inner_mark_cuts_the_outer_one() -> None:
    text = AnnotatedText("", "He said she lied.", (mark(0, 17, "a"), mark(8, 16, "b")))
    assert [(it.text, it.anchor, it.begins) for it in pieces(text)] == [
        ("He said ", "a", True), ("she lied", "b", True), (".", "a", False),
    ]  # fmt: skip


def test_a_mark_beyond_the_text_is_left_out() -> None:
    assert [it.text for it in pieces(AnnotatedText("", "abc", (mark(1, 9, "a"),)))] == ["abc"]


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(
    st.text(max_size=60),
    st.lists(st.tuples(st.integers(-3, 60), st.integers(-3, 60), st.sampled_from("abcdef")), max_size=12),
)
def test_the_pieces_are_the_text_and_no_anchor_stands_twice(text: str, given_marks: list[tuple[int, int, str]]) -> None:
    found = list(pieces(AnnotatedText("", text, tuple(mark(*it) for it in given_marks))))
    assert "".join(it.text for it in found) == text
    begun = [it.anchor for it in found if it.begins]
    assert len(begun) == len(set(begun))
