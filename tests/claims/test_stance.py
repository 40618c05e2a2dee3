"""Stance: what somebody says is told apart, and what nobody said is never asserted."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims_of_text import claims, saying
from cupel.claims.stance import Said, asserts, stance_of
from cupel.records.claim import STANCES

NOT_SAID = [
    ("The ministry did not say whether the masts were safe.", "whether the masts", "not_said"),
    ("The operator declined to comment on the fire.", "on the fire", "no_comment"),
    ("The firm did not immediately respond to a request for comment.", "request", "no_comment"),
    ("Orvel has denied that its masts leak data.", "its masts leak", "denial"),
    ("“Nobody has ever asked us to open a door,” said Jo Tarn, the chief executive.", "Nobody", "denial"),
    ("Jo Tarn, the chief executive, said Orvel had no links to the army.", "no links", "denial"),
    ("The regulator refused to confirm that an inquiry had begun.", "an inquiry", "not_said"),
    ("The report stops short of blaming any individual.", "any individual", "not_said"),
    ("The minister would not be drawn on the cost.", "on the cost", "no_comment"),
    ("Orvel rejected claims that it had hidden the fault.", "claims that", "denial"),
    ("Orvel said it was not true that it hid the fault.", "not true", "denial"),
    ("Nobody at Orvel said that the mast was safe.", "the mast", "not_said"),
    ("No official has claimed that the mast is safe.", "the mast", "not_said"),
    ("Orvel withdrew its claim that the mast was safe.", "the mast", "not_said"),
    ("Orvel avoided saying that the mast was safe.", "the mast", "not_said"),
    ("Orvel says it isn't a threat to anyone.", "a threat", "denial"),
    ("Orvel insisted that it had done nothing wrong.", "nothing wrong", "denial"),
    ("“That is a lie,” Jo Tarn said.", "a lie", "denial"),
    ("Jo Tarn said he did not know whether the mast was safe.", "did not know", "not_said"),
    ("Jo Tarn said he could not rule out a fault.", "rule out", "not_said"),
    ("Jo Tarn conceded that she had found none.", "found none", "denial"),
    ("Orvel reported no sign of misuse.", "no sign", "denial"),
    ("Orvel described the allegation as “politics dressed up”.", "the allegation", "denial"),
    ("Jo Tarn told the inquiry that he had not been aware of the letter.", "aware of", "denial"),
    ("Orvel argued that no customer had suffered harm.", "no customer", "denial"),
    ("Its office said she was unavailable.", "unavailable", "no_comment"),
    ("A spokesperson said the company doesn't comment on rumours.", "rumours", "no_comment"),
    ("The ministry has not addressed the claim.", "the claim", "no_comment"),
    ("The regulator has not yet accepted that the mast is safe.", "the mast", "denial"),
    ("Mr. TARN. No, sir. The mast stands.", "No, sir", "denial"),
    ("Residents say they were not told. The council says that they were.", "they were", "denial"),
    ("The authority makes no finding that anyone lied.", "anyone lied", "not_said"),
]


@pytest.mark.parametrize(("text", "part", "stance"), NOT_SAID)
def test_what_is_denied_or_not_said_is_not_asserted(text: str, part: str, stance: str) -> None:
    claim = saying(text, claims(text)[0], part)
    assert claim.stance == stance
    assert not asserts(claim.stance)


@pytest.mark.parametrize(
    "text",
    [
        "Orvel rejected claims that it had hidden the fault.",
        "Orvel dismissed the idea that it had hidden the fault.",
        "The ministry denied that it had accused Orvel of spying.",
        "The ministry disputed reports that it had known.",
    ],
)
def test_what_stands_inside_a_denial_is_not_asserted_by_who_denies(text: str) -> None:
    found = [it for it in claims(text)[0] if it.speaker]
    assert found
    assert not any(asserts(it.stance) for it in found)


@pytest.mark.parametrize(
    ("text", "part", "stance"),
    [
        ("Officials accused Orvel of spying on its customers.", "spying", "allegation"),
        ("Residents fear that the mast will fall.", "the mast", "concern"),
        ("Jo Tarn said that the law should be changed at once.", "the law", "recommendation"),
        ("Jo Tarn said: “We have decided to leave the market.”", "decided to leave", "decision"),
        ("Analysts said that prices would rise next year.", "prices", "prediction"),
        ("Orvel vowed to fight the ban in court.", "to fight", "intention"),
        ("Jo Tarn said the plant was opened in 2011.", "the plant", "fact"),
        ("“It is a beautiful bridge,” said Jo Tarn.", "beautiful", "opinion"),
        ("Jo Tarn asked: “Why was nobody told?”", "Why", "question"),
        ("The ministry urged firms to stop buying from Orvel.", "firms to stop", "recommendation"),
    ],
)
def test_stances_are_told_apart(text: str, part: str, stance: str) -> None:
    claim = saying(text, claims(text)[0], part)
    assert claim.stance == stance
    assert claim.stance_rule


def test_a_negation_of_another_clause_does_not_negate_the_cue() -> None:
    text = "A clerk, who asked not to be named, confirmed that the agency had opened a review."
    assert saying(text, claims(text)[0], "the agency").stance == "fact"


def test_to_rule_something_out_is_a_decision_and_not_to_rule_it_out_is_not() -> None:
    assert (
        stance_of(Said("has ruled out", "", "compensation", "rule", "decision", False, False, "body"))[0] == "decision"
    )
    said = Said("did not rule out", "", "an injunction", "rule", "decision", True, False, "body")
    assert stance_of(said)[0] == "not_said"


@given(
    cue=st.text(max_size=40),
    content=st.text(max_size=300),
    lemma=st.sampled_from(["say", "deny", "comment", "claim", "", "ask"]),
    negated=st.booleans(),
)
def test_any_words_get_a_stance_and_a_rule(cue: str, content: str, lemma: str, negated: bool) -> None:
    stance, rule = stance_of(Said(cue, "", content, lemma, "statement", negated, False, "company"))
    assert stance in STANCES
    assert rule
    if negated:
        assert not asserts(stance) or stance in ("opinion", "decision", "recommendation")


@pytest.mark.parametrize(
    ("text", "part", "stance"),
    [
        ("Two former guards said records had been altered.", "altered", "allegation"),
        ("The regulator said it would review the licence.", "review", "announcement"),
        ("There have been reports that a line fell near the quarry.", "a line fell", "allegation"),
        ("Nobody disputes it. “We have lost half our trade,” Jo Tarn said.", "half our trade", "fact"),
        ("“I want every resident to leave now,” the governor said.", "every resident", "recommendation"),
        ("The authority expects all suppliers to review their rules.", "review", "recommendation"),
        ("The minister declared that the dam was the safest in Europe.", "safest", "opinion"),
        ("The union puts the figure at 640.", "640", "fact"),
    ],
)
def test_what_is_said_is_told_apart(text: str, part: str, stance: str) -> None:
    assert saying(text, claims(text)[0], part).stance == stance


def test_they_in_a_quotation_is_not_who_speaks() -> None:
    text = "“They will take the mast away,” Jo Tarn said."
    assert saying(text, claims(text)[0], "take the mast").stance != "intention"
