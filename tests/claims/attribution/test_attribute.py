"""A text's attributions: what goes on, what stands inside another, whole phrases of sources; any text is read."""

import random
import sys
from types import FrameType
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cupel.claims.attribution.attribute import Attribution, attribute
from cupel.claims.text.view import view

PIECES = st.sampled_from(
    [
        "said",
        "says",
        "that",
        '"x,"',
        "“we",
        "know,”",
        "'no,'",
        "according",
        "to",
        "alleged",
        "claims",
        "by",
        "Reuters",
        ",",
        ".",
        ";",
        ":",
        "—",
        "(",
        ")",
        "«",
        "»",
        "but",
        "and",
        "who",
        "Mr",
        "Lee",
        "the",
        "minister",
        "it",
        "denied",
        "fears",
        "of",
        "as",
        "first",
        "reported",
        "\n\n",
        "Asked",
        "whether",
        "told",
        "us",
        "U.S.",
        "No.",
        "5",
        "3:30",
        "it's",
        "O'Neill",
        "''",
    ]
)
TEXTS = st.one_of(st.text(max_size=400), st.lists(PIECES, max_size=120).map(" ".join))


def only(text: str) -> Attribution:
    found = attribute(text)
    assert len(found) == 1, found
    return found[0]


@settings(max_examples=300, deadline=None)
@given(TEXTS)
def test_spans_stand_inside_the_text_and_are_the_same_each_time(text: str) -> None:
    found = attribute(text)
    assert attribute(text) == found
    for at, it in enumerate(found):
        spans = [it.sentence, *it.content, *filter(None, (it.source, it.cue, it.phrase))]
        assert all(0 <= start < end <= len(text) for start, end in spans)
        assert it.parent != at
        assert it.parent is None or 0 <= it.parent < len(found)
        assert it.follows is None or found[it.follows].source == it.source


@given(st.text(max_size=300))
def test_view_has_the_same_length(text: str) -> None:
    assert len(view(text)) == len(text)


def calls(text: str) -> int:
    """Return how many calls reading a text takes: a count that does not depend on the machine."""
    count = 0

    def counted(frame: FrameType, event: str, argument: Any) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    attribute(text)  # words are remembered
    before = sys.getprofile()
    sys.setprofile(counted)
    try:
        attribute(text)
    finally:
        sys.setprofile(before)
    return count


def letters(size: int) -> str:
    made = random.Random(5)
    return "".join(made.choice("abcs T'\"“”‘’«»()[].,:;—\n") for _ in range(size))


HOSTILE = {
    "letters": letters(8_000),
    "openings": "(“[‘«" * 1_600,
    "single marks": "'a s' " * 1_300,
    "nested": '"' * 4_000 + "a" * 4_000,
    "verbs": "he said " * 1_000,
    "words of a quotation": '"a said b", ' * 700,
    "commas": "Ann, of Leith, " * 550,
    "one word": "a" * 8_000,
    "numbers": "1," * 4_000,
    "that": "said that and " * 600,
    "according": "according to, " * 600,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_four_times_the_text_takes_at_most_some_five_times_the_steps(name: str) -> None:
    text = HOSTILE[name]
    assert calls(text * 4) <= 5 * calls(text) + 2_000


def test_a_long_hostile_text_is_read() -> None:
    text = letters(200_000)
    assert all(end <= len(text) for it in attribute(text) for _, end in it.content)


def test_a_quotation_goes_on_in_the_next_sentence() -> None:
    first, second = attribute('"We waited," Mr Dore said. "Nobody came."')
    assert (second.kind, second.follows, second.source) == ("continuation", 0, first.source)


def test_a_clause_inside_another_names_its_parent() -> None:
    text = "The union said the firm had denied that it knew."
    outer, inner = attribute(text)
    assert (inner.kind, inner.parent, outer.parent) == ("nested", 0, None)
    assert text[slice(*inner.content[0])] == "that it knew"


def test_a_turn_holds_what_is_said_in_all_its_sentences() -> None:
    text = "Ms Ito: We did not know. The firm said it was safe."
    turn, inner = attribute(text)
    assert text[slice(*turn.content[0])] == "We did not know. The firm said it was safe."
    assert (inner.kind, inner.parent) == ("nested", 0)


@pytest.mark.parametrize(
    ("text", "name", "phrase"),
    [
        ("The firm's lawyer, Ann Lee, said it was over.", "Ann Lee", "The firm's lawyer, Ann Lee,"),
        ("Company lawyer Ann Lee said it was over.", "Ann Lee", "Company lawyer Ann Lee"),
        ("Dr Ann Lee, 58, who left in May, said it was over.", "Dr Ann Lee", "Dr Ann Lee, 58, who left in May,"),
        ('"It is over," said Ann Lee, a lawyer for the firm.', "Ann Lee", "Ann Lee, a lawyer for the firm"),
        ("The union's lawyer said it was over.", "The union's lawyer", "The union's lawyer"),
    ],
)
def test_a_source_is_its_name_and_its_phrase_is_all_that_describes_it(text: str, name: str, phrase: str) -> None:
    it = only(text)
    assert it.source is not None
    assert it.phrase is not None
    assert (text[slice(*it.source)], text[slice(*it.phrase)]) == (name, phrase)


def test_the_authors_own_voice_is_no_attribution() -> None:
    assert attribute("I doubt that it will work, and I say so because it is simple.") == []


def test_what_an_author_said_at_another_time_is_one() -> None:
    assert only("Last week I said the bridge was open.").lemma == "say"


@pytest.mark.parametrize(
    "text",
    [
        "«Trust is earned in drops,» said the chair.",
        "„Trust is earned in drops,“ said the chair.",
        "'Trust is earned in drops,' said the chair.",
        "''Trust is earned in drops,'' said the chair.",
    ],
)
def test_quotation_marks_of_every_house_belong_to_what_they_quote(text: str) -> None:
    it = only(text)
    assert text[slice(*it.content[0])] == text[: text.index(" said")]
    assert it.source is not None
    assert text[slice(*it.source)] == "the chair"


def test_initials_and_titles_end_no_sentence() -> None:
    text = "Sen. Ronald R. Lee of the U.S. Senate said at 8:30 p.m. that it was over."
    it = only(text)
    assert text[slice(*it.content[0])] == "that it was over"
