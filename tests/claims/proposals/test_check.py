"""Checking proposals: only words that stand in the text become claims, and each refusal says which words are wrong."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims_of_text import document
from cupel.claims.proposals.check import Checked, Checker, Refused
from cupel.claims.proposals.places import text_of
from cupel.claims.proposals.proposer import Proposal, Words
from cupel.records.claim import Span

TEXT = (
    "Title of it\n\n“We hide\u00a0nothing,” said Ada Quill\u2009— in the first week of\nMay. Ada Quill said the firm "
    "would sue.\n\n"
    "Copyright Orvane 2019, she said.\n\nThe ministry reckons it is late."
)
PLACE = text_of(document(TEXT, parts={2: "boilerplate"}))


def check(*content: Words, **fields: Any) -> Checked:
    given = {"source": Words("Ada Quill"), "cue": Words("said"), "sentence": 2}
    return Checker(PLACE).check(Proposal(content, **(given | fields)), "M")


def words(span: Span | None) -> str:
    assert span is not None
    return TEXT[span.start : span.end]


def test_words_are_found_whatever_kind_of_quotation_mark_blank_or_line_end_stands_there() -> None:
    found = check(Words('"We hide nothing,"'), Words("— in the first week of May"))
    assert [words(it) for it in found.content] == ["“We hide\u00a0nothing,”", "— in the first week of\nMay"]
    assert (words(found.source), words(found.cue)) == ("Ada Quill", "said")


def test_a_number_of_a_sentence_tells_which_of_the_same_words_is_meant() -> None:
    second = check(Words("the firm would sue"), sentence=3)
    assert second.source is not None
    assert second.source.start == TEXT.index("Ada Quill said the")
    with pytest.raises(Refused, match=r"the source, “Ada Quill”, stands more than once"):
        check(Words("the firm would sue"), sentence=0)


@pytest.mark.parametrize(
    ("content", "fields", "says"),
    [
        ([Words("We hide everything")], {}, "“We hide everything”, does not stand there"),
        ([Words("hide noth")], {}, "does not stand there"),  # half of a word
        ([Words("the firm would sue")], {}, "does not stand there"),  # in another sentence
        ([Words(start=3, end=9_999)], {}, "out of range: the text has"),
        ([Words(start=9, end=9)], {}, "out of range"),
        ([Words(start=-5, end=9)], {}, "out of range"),
        ([Words("We hide", 20, 27)], {}, "but at 20 stands"),
        ([Words(start=11, end=13)], {}, "holds no words"),
        ([Words("Copyright Orvane 2019")], {"sentence": 0}, "holds no claims"),
        ([Words(start=14, end=len(TEXT))], {}, "runs over a part that holds no claims"),
        ([Words("nothing"), Words("hide")], {}, "overlap or stand out of order"),
        ([Words("nothing")], {"sentence": 99}, "there is no sentence 99: the document has 4"),
        ([Words("nothing")], {"sentence": -1}, "there is no sentence -1"),
        ([Words("nothing")], {"sentence": 0, "paragraph": 9}, "there is no paragraph 9"),
        ([Words("nothing")], {"stance": "lie"}, "“lie” is no stance"),
        ([Words("nothing")], {"source": None, "cue": None}, "neither a source nor a cue"),
        ([Words("nothing")], {"note": "x" * 501}, "its note is no text"),
        ([], {}, "it has no content"),
        ([Words("nothing")] * 51, {}, "at most 50"),
        ([Words()], {}, "neither words nor offsets"),
    ],
)
def test_what_is_not_there_is_refused_by_name(content: list[Words], fields: dict[str, Any], says: str) -> None:
    with pytest.raises(Refused, match=says):
        check(*content, **fields)


def test_whoever_did_not_answer_claims_nothing() -> None:
    assert check(stance="no_comment").content == ()


ODD = st.one_of(
    st.none(), st.integers(-3, len(TEXT) + 3), st.booleans(), st.text(max_size=4), st.floats(),
    st.sampled_from(["said", "“", " ", "Ada Quill", "We hide nothing"]),
)  # fmt: skip
STRETCH = st.one_of(ODD, st.builds(Words, ODD, ODD, ODD))


@given(
    st.one_of(
        ODD,
        st.builds(
            Proposal,
            st.one_of(ODD, st.lists(STRETCH, max_size=3).map(tuple)),
            STRETCH,
            STRETCH,
            ODD,
            ODD,
            ODD,
            ODD,
            ODD,
        ),
    )
)
def test_anything_is_either_refused_in_a_sentence_or_stands_in_the_text(given: object) -> None:
    try:
        found = Checker(PLACE).check(given, "M")
    except Refused as why:
        assert str(why)
        return
    assert isinstance(given, Proposal)
    for span in (*found.content, *filter(None, (found.source, found.cue))):
        assert any(it.start <= span.start < it.end for it in PLACE.paragraphs)
        assert TEXT[span.start : span.end].strip()
