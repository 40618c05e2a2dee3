"""Corrections: words become offsets of the document, names become entities, and nothing else is let in."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cupel.claims.corrections import CHANGEABLE, corrected, settled
from cupel.claims.text.view import view
from cupel.errors import InputError
from made_claims import DENIES, ENTITIES, FIRST, HIDES, ONE

KNOWN = [it.id for it in ENTITIES]


def words_of(value: str) -> list[str]:
    changes = settled({"content": value}, HIDES, ONE, ENTITIES)
    return [FIRST[it.start : it.end] for it in corrected(HIDES, changes, ONE, KNOWN).content]


def test_words_are_found_whatever_their_spaces_and_quotation_marks() -> None:
    assert words_of('"We hide nothing," said Ada Quill, its spokeswoman') == [
        "“We hide nothing,” said Ada Quill, its\u00a0spokeswoman"
    ]


def test_parts_follow_each_other_and_the_nearest_place_is_meant() -> None:
    assert words_of("switches … which switches") == ["switches", "which switches"]
    changes = settled({"cue": "said"}, DENIES, ONE, ENTITIES)
    cue = corrected(DENIES, changes, ONE, KNOWN).cue
    assert cue is not None
    assert cue.start == FIRST.index("said Ada")


def test_offsets_may_be_given_and_are_kept_with_their_words() -> None:
    assert settled({"content": "0-8"}, HIDES, ONE, ENTITIES) == {"content": "0-8 “Ferrovia”"}
    assert words_of("0-8 “anything”") == ["Ferrovia"]


@pytest.mark.parametrize("value", ["8-0", "0-0", "0-99999", "5-9+0-4", "", "…", "not there"])
def test_what_is_no_stretch_of_the_document_is_refused(value: str) -> None:
    with pytest.raises(InputError):
        settled({"content": value}, HIDES, ONE, ENTITIES)


def test_a_speaker_is_given_by_any_name_of_the_documents_or_is_nobody() -> None:
    assert settled({"speaker": "ms quill"}, HIDES, ONE, ENTITIES) == {"speaker": "person:ada-quill"}
    unnamed = corrected(HIDES, settled({"speaker": "nobody"}, HIDES, ONE, ENTITIES), ONE, KNOWN)
    assert (unnamed.speaker, unnamed.source) == ("", None)
    with pytest.raises(InputError, match="name no 'Ada'") as found:
        settled({"speaker": "Ada"}, HIDES, ONE, ENTITIES)
    assert "Ada Quill" in str(found.value.advice)


def test_a_sealed_correction_that_holds_no_longer_is_left_out() -> None:
    old = {"content": "0-99999 “gone”", "cue": "x", "stance": "lie", "speaker": "person:gone", "event": "x"}
    assert corrected(HIDES, old, ONE, KNOWN) == HIDES


@settings(deadline=None)
@given(st.sampled_from((*CHANGEABLE, "id")), st.text(max_size=40) | st.from_regex(r"\d{1,4}-\d{1,4}(\+\d-\d)?"))
def test_any_value_is_refused_or_gives_a_claim_within_its_document(field: str, value: str) -> None:
    try:
        changes = settled({field: value}, HIDES, ONE, ENTITIES)
    except InputError:
        return
    claim = corrected(HIDES, changes, ONE, KNOWN)
    assert all(0 <= it.start < it.end <= len(FIRST) for it in claim.content)
    assert claim.id == HIDES.id


@settings(deadline=None)
@given(st.data())
def test_words_that_stand_in_the_document_are_found(data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(FIRST) - 1))
    end = data.draw(st.integers(start + 1, len(FIRST)))
    typed = FIRST[start:end]
    if typed.strip() and not any(it in typed for it in ("…", "...")):
        (found,) = words_of(typed)
        assert view(found).split() == view(typed).split()
