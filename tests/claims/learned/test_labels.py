"""Labels: our passages are read whole, reviews become labels, and labels become the spans that they name."""

import dataclasses
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims_of_text import document
from cupel.claims.claims import ledger_of
from cupel.claims.learned.labels import Labelled, read_labels
from cupel.claims.learned.reviewed import labels_of
from cupel.claims.learned.tagging import Spans, outermost, spans_of, tags_of
from cupel.claims.learned.tokens import lines
from cupel.claims.reviewed import with_reviews
from cupel.claims.text.paragraphs import paragraphs
from cupel.claims.text.view import view
from cupel.errors import InputError
from cupel.records.claim import ClaimsLedger, ReviewDecision

PASSAGES = Path(__file__).parents[1] / "passages/development"
TEXT = (
    'Petra Lund accused Orvane \\ Networks of "spying" on its customers.\x7f The firm denied it.\r\n\r\n'
    "“We hide nothing,” said Ada Quill. Ada Quill said the firm would sue. The ministry declined to comment.\r\n"
)
AT = "2026-11-25T10:00:00+00:00"


def written(tmp_path: Path, text: str) -> Path:
    file = tmp_path / "one.toml"
    file.write_text(text)
    return file


def reviewed(states: dict[int, str]) -> ClaimsLedger:
    found = ledger_of([document(TEXT, "2019-05-14")])
    reviews = [
        ReviewDecision(
            found.claims[at].id, state, "A. N", AT, "read", {"stance": "concern"} if state == "corrected" else {}
        )  # type: ignore[arg-type]
        for at, state in states.items()
    ]
    return with_reviews(found, reviews)


def test_every_label_of_our_passages_is_found_in_its_text() -> None:
    read, problems = read_labels([PASSAGES])
    assert problems == []
    assert len(read) == len(list(PASSAGES.glob("*.toml")))
    for it in read:
        places = [span for claim in it.claims for span in (*claim.content, claim.source, claim.cue) if span]
        assert all(it.text[start:end].strip() for start, end in places)


def test_words_that_stand_twice_are_those_near_the_words_that_near_gives(tmp_path: Path) -> None:
    text = 'text = "He said no. Later he said yes, and he said so."\n[[claim]]\nkind = "attributed"\nsource = "he"\n'
    file = written(tmp_path, text + 'cue = "said"\ncontent = ["yes"]\nnear = "Later he said yes"\n')
    ((it,), problems) = read_labels([file])
    assert problems == []
    assert it.claims == (Spans((18, 20), (21, 25), ((26, 29),)),)


@pytest.mark.parametrize(
    ("claim", "says"),
    [
        ('cue = "sang"', "'sang' does not stand"),
        ('cue = "said"\ncue_at = [0, 4]', "at 0 stands 'He s'"),
        ('cue = "said"\ncue_at = [0, 999]', "are no offsets"),
        ('near = "nowhere"', "near 'nowhere' does not stand"),
        ("cue = 3", "3 is no text"),
    ],
)
def test_a_label_that_is_not_there_is_left_out_and_named(claim: str, says: str, tmp_path: Path) -> None:
    file = written(tmp_path, f'text = "He said no."\n[[claim]]\nkind = "attributed"\ncontent = ["no"]\n{claim}\n')
    ((it,), problems) = read_labels([file])
    assert it.claims == ()
    assert [problem.locator for problem in problems] == [f"{file}, claim 1"]
    assert says in problems[0].what


@pytest.mark.parametrize("text", ["text = 3", "claim = 1\ntext = ''", "[[", "other = 1"])
def test_a_file_without_labels_is_said(text: str, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="No labels could be read"):
        read_labels([written(tmp_path, text), tmp_path / "none.toml"])


def test_reviews_become_labels_with_the_same_words_whatever_signs_the_text_has(tmp_path: Path) -> None:
    ledger = reviewed({0: "accepted", 2: "corrected", 3: "rejected"})
    ((name, data),) = labels_of(ledger)
    (tmp_path / name).write_bytes(data)
    ((it,), problems) = read_labels([tmp_path])
    assert problems == []
    assert it.text == TEXT
    wanted = [ledger.claims[at] for at in (0, 2)]
    assert [claim.content for claim in it.claims] == [tuple((s.start, s.end) for s in one.content) for one in wanted]
    assert [claim.cue for claim in it.claims] == [(one.cue.start, one.cue.end) for one in wanted if one.cue]
    assert b'stance = "concern"' in data
    assert [TEXT[start:end] for start, end in it.examined] == [
        'Petra Lund accused Orvane \\ Networks of "spying" on its customers.', "“We hide nothing,” said Ada Quill.",
        "Ada Quill said the firm would sue.",
    ]  # fmt: skip


def test_without_a_decision_there_are_no_labels() -> None:
    assert list(labels_of(reviewed({}))) == []


def test_a_sentence_with_something_undecided_teaches_nothing() -> None:
    ledger = reviewed({0: "accepted"})
    other = dataclasses.replace(ledger.claims[0], id=f"{ledger.documents[0].id}-77")
    ((_, data),) = labels_of(dataclasses.replace(ledger, claims=(*ledger.claims, other)))
    assert b"examined = []" in data


def of(it: Labelled) -> list[Spans]:
    return [found for line in lines(it.text, it.paragraphs) for found in spans_of(line, tags_of(line, it.claims))]


def test_tags_give_back_the_cues_of_the_outermost_labels() -> None:
    read, _ = read_labels([PASSAGES])
    wanted = {(it.sha256, claim.cue) for it in read for claim in outermost(it.claims) if claim.cue and claim.content}
    found = {(it.sha256, claim.cue) for it in read for claim in of(it)}
    assert len(wanted & found) > 0.85 * len(wanted)  # a quotation is one token: cues inside of it are out of reach


@given(
    st.lists(st.sampled_from(["O", "B-cue", "I-cue", "B-source", "I-source", "B-content", "I-content"]), min_size=40)
)
def test_any_tags_give_spans_of_whole_tokens_of_the_text(tags: list[str]) -> None:
    for line in lines(TEXT, paragraphs(view(TEXT))):
        starts, ends = {it.start for it in line}, {it.end for it in line}
        for it in spans_of(line, tags[: len(line)]):
            assert it.content
            for span in (*it.content, it.source, it.cue):
                assert span is None or (span[0] in starts and span[1] in ends and span[0] < span[1])
