"""Marked text: every sign is shown once, and every mark has one place that links lead to."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cupel.dossier.annotated import pieces, stressed
from cupel.records.figure import AnnotatedText, Mark


def mark(start: int, end: int, anchor: str) -> Mark:
    return Mark(start, end, "accuses", f"label {anchor}", anchor)


def anchors(marks: tuple[Mark, ...]) -> str:
    return "".join(it.anchor for it in marks)


def test_an_inner_mark_cuts_the_outer_one() -> None:
    text = AnnotatedText("", "He said she lied.", (mark(0, 17, "a"), mark(8, 16, "b")))
    assert [(it.text, it.mark and it.mark.anchor, anchors(it.begun), anchors(it.ended)) for it in pieces(text)] == [
        ("He said ", "a", "a", ""), ("she lied", "b", "b", "b"), (".", "a", "", "a"),
    ]  # fmt: skip


def test_of_two_marks_on_the_same_words_each_has_a_place_and_the_last_one_the_colour() -> None:
    (piece,) = pieces(AnnotatedText("", "abc", (mark(0, 3, "a"), mark(0, 3, "b"))))
    assert (piece.mark and piece.mark.anchor, anchors(piece.begun), anchors(piece.ended)) == ("b", "ab", "ba")


def test_a_thing_in_two_stretches_has_one_place() -> None:
    found = list(pieces(AnnotatedText("", "abcdef", (mark(0, 2, "a"), mark(4, 6, "a")))))
    assert [anchors(it.begun) for it in found] == ["a", "", ""]


def test_a_mark_beyond_the_text_is_left_out() -> None:
    assert [it.text for it in pieces(AnnotatedText("", "abc", (mark(1, 9, "a"),)))] == ["abc"]


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(
    st.text(max_size=60),
    st.lists(st.tuples(st.integers(-3, 60), st.integers(-3, 60), st.sampled_from("abcdef")), max_size=12),
)
def test_the_pieces_are_the_text_and_every_mark_in_it_has_one_place(
    text: str, given_marks: list[tuple[int, int, str]]
) -> None:
    found = list(pieces(AnnotatedText("", text, tuple(mark(*it) for it in given_marks))))
    assert "".join(it.text for it in found) == text
    begun = [it.anchor for piece in found for it in piece.begun]
    assert sorted(begun) == sorted({name for start, end, name in given_marks if 0 <= start < end <= len(text)})


@settings(deadline=None)
@given(st.text(max_size=30), st.lists(st.tuples(st.integers(-3, 40), st.integers(-3, 40)), max_size=5))
def test_the_runs_of_stressed_words_are_the_words(words: str, stretches: list[tuple[int, int]]) -> None:
    assert "".join(run for run, _ in stressed(words, tuple(stretches))) == words
