"""What stands around an article is told from it, in any order, and nothing of the article is taken for it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cupel.claims.reading.parts import passages
from cupel.claims.text.view import view
from cupel.documents.format import Marked
from cupel.records.claim import Passage

LEDE = "The maker of switches said on Monday that it would leave two markets by the end of the year."
SECOND = "Officials of the ministry have called its equipment a risk, which the company denies in the strongest words."
THIRD = "“We have adjusted our focus,” said Ann Bell, a vice president, in a written reply to questions on Tuesday."


def told(text: str, *marked: Marked) -> list[tuple[str, str]]:
    return [(it.part, text[it.span.start : it.span.end]) for it in passages(text, marked)]


def part_of(paragraph: str) -> Passage:
    """Tell the part of a paragraph that stands between two others."""
    text = f"{LEDE}\n\n{paragraph}\n\n{SECOND}"
    (found,) = [it for it in passages(text) if text[it.span.start : it.span.end] not in (LEDE, SECOND)]
    return found


@pytest.mark.parametrize(
    ("paragraph", "reason"),
    [
        (
            "Copyright The Paper Limited 2017. All rights reserved. You may not copy it.",
            "copyright notice",
        ),
        ("© 2019 Paper Holdings", "copyright notice"),
        ("All rights reserved", "copyright notice"),
        ("Trending Now Sponsored Links by Taboola", "advertising links"),
        ("More from The Paper", "links to other articles"),
        ("Read more: Ministry opens inquiry into switches", "links to other articles"),
        ("Sign up for our morning newsletter", "invitation to subscribe"),
        ("Follow us on Twitter and Facebook", "invitation to follow"),
        ("Share Tweet Email", "button or label of a page"),
        ("3 min read", "button or label of a page"),
        ("This site uses cookies. By continuing you agree to our terms.", "notice about cookies or privacy"),
        ("Additional reporting by Jo Field in Oslo", "who made the article"),
        ("(Reporting by Jo Field; editing by Kim Lee)", "who made the article"),
        ("By Jo Field and Kim Lee", "byline"),
        ("###", "end mark"),
    ],
)
def test_boilerplate_is_told_by_its_words(paragraph: str, reason: str) -> None:
    found = part_of(paragraph)
    assert (found.part, found.reason) == ("boilerplate", reason)


@pytest.mark.parametrize(
    "paragraph",
    [
        "A crowd at the gate of the works. AFP PHOTO / JO FIELD (Photo credit: Jo Field/AFP/Getty Images)",
        "The maker's campus in spring. Photo by Jo Field",
        "Photo: Jo Field",
        "The minister in parliament on Monday (AP Photo/Jo Field)",
        "A switch on a table [Photo: the maker]",
        "A shop in Oslo. REUTERS/Jo Field",
    ],
)
def test_a_caption_is_told_by_its_credit(paragraph: str) -> None:
    assert part_of(paragraph).part == "caption"


@pytest.mark.parametrize(
    "paragraph",
    [
        "Copyright law does not help the maker, the judge said, and the ministry knows that.",
        "More from the maker's own accounts would be needed to tell, the auditor said on Friday in a long statement to "
        "the committee, which had asked for the books of five years and was given two, its clerk told reporters.",
        "Getty Images sued the maker over pictures in its catalogue, a court paper shows.",
        "By Monday the ministry had answered none of the questions, the company said.",
        "Share prices fell after the report, analysts said.",
        "Follow-up questions were not answered, the ministry said.",
        "The photo shows a switch that the maker says it never sold.",
        "Editing the record was never planned, the clerk said.",
        "Comments by the minister were “unhelpful”, the maker said.",
        "Sign language interpreters complained about the hearing, the union said.",
        "In pictures that officials showed, the chip was missing, she said.",
        "Read the contract, he told the committee, and you will see no such clause.",
        "Related parties held a third of the shares, the filing said.",
        "The views of the minister are her own, the maker said.",
    ],
)
def test_running_text_is_not_taken_for_boilerplate(paragraph: str) -> None:
    assert part_of(paragraph).part == "body"


def test_a_notice_glued_to_the_last_paragraph_is_parted_from_it_at_the_sentence() -> None:
    assert told(f"{LEDE}\n\n{SECOND} Copyright The Paper Limited 2017. All rights reserved.")[1:] == [
        ("body", SECOND), ("boilerplate", "Copyright The Paper Limited 2017. All rights reserved."),
    ]  # fmt: skip
    assert told(f"{LEDE}\n\n{THIRD} (Additional reporting by Jo Field)")[1:] == [
        ("body", THIRD), ("boilerplate", "(Additional reporting by Jo Field)"),
    ]  # fmt: skip


def test_a_teaser_is_told_by_what_it_repeats_and_the_text_itself_stays() -> None:
    teaser = f"{LEDE} Officials of the ministry have called its equipment a ri..."
    assert told(f"{teaser}\n\n{LEDE}\n\n{SECOND}\n\n{THIRD}") == [
        ("teaser", teaser), ("body", LEDE), ("body", SECOND), ("body", THIRD),
    ]  # fmt: skip
    ends = f"{LEDE}\n\n{SECOND}\n\nShe would not say more than that, or when the others would be heard ..."
    assert {part for part, _ in told(ends)} == {"body"}, "three points alone are none"


def test_a_pull_quote_is_a_teaser_and_of_two_alike_the_later() -> None:
    pulled = "Officials of the ministry have called its equipment a risk"
    assert ("teaser", pulled) in told(f"{LEDE}\n\n{pulled}\n\n{SECOND}\n\n{THIRD}")
    assert [part for part, _ in told(f"{LEDE}\n\n{SECOND}\n\n{THIRD}\n\n{SECOND}")] == [
        "body",
        "body",
        "body",
        "teaser",
    ]


def test_titles_stand_above_the_text() -> None:
    assert told(f"The Wire\n\nMaker Is ‘Done Here’\n\n{LEDE}\n\n{SECOND}")[:3] == [
        ("title", "The Wire"), ("title", "Maker Is ‘Done Here’"), ("body", LEDE),
    ]  # fmt: skip
    assert told(f"By Jo Field\n\nWill the maker stay?\n\n{LEDE}")[:2] == [
        ("boilerplate", "By Jo Field"), ("title", "Will the maker stay?"),
    ]  # fmt: skip


@pytest.mark.parametrize("first", ["date 2018-11-24 Newspaper", "CHAIRWOMAN BELL: We begin", "He denied it.", LEDE])
def test_a_date_line_a_speaker_and_a_sentence_are_no_titles(first: str) -> None:
    assert told(f"{first}\n\n{SECOND}")[0] == ("body", first)


def test_a_text_of_one_line_is_body() -> None:
    assert told("The maker denies it") == [("body", "The maker denies it")]


def test_what_the_format_marked_counts_first() -> None:
    text = f"{LEDE}\n\nThe Paper, 5 March\n\n{SECOND}"
    start = text.index("The Paper, 5")
    mark = Marked(start, start + 18, "boilerplate", "stands on 3 pages")
    assert told(text, mark)[1] == ("boilerplate", "The Paper, 5 March")


PIECES = st.lists(
    st.sampled_from(
        [
            LEDE,
            SECOND,
            THIRD,
            "Copyright 2017 X.",
            "By Jo Field",
            "Photo: x",
            "...",
            "\r\n",
            "\u202e",
            "a" * 300,
            "(photo",
        ]
    ),
    max_size=8,
)


@given(PIECES | st.lists(st.text(max_size=60), max_size=8), st.sampled_from(["\n\n", "\n", "\r\n", " "]))
def test_passages_are_in_order_inside_the_text_and_leave_out_white_space_only(parts: list[str], between: str) -> None:
    text = between.join(parts)
    at = 0
    for it in passages(text):
        assert not view(text[at : it.span.start]).strip()
        assert at <= it.span.start < it.span.end <= len(text)
        assert bool(it.reason) == (it.part != "body")
        at = it.span.end
    assert not view(text[at:]).strip()


@pytest.mark.parametrize(
    "unit", ["(photo ", "Copyright ", "By A ", "a b c d e f g h. Copyright 2017 ", ". (", "...\n\n", "on x "]
)
def test_work_grows_with_the_text_and_not_with_its_square(unit: str) -> None:
    assert passages(unit * 40_000)
