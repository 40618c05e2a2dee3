"""The head of a document: which outlet it names, and what is none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims_of_text import claims, saying
from cupel.claims.entities.imprint import outlet_printed


@pytest.mark.parametrize(
    ("head", "outlet"),
    [
        ("OSLO, March 15 (Nordwire) - The regulator said so.", "Nordwire"),
        ("LONDON (Reuters) — Masts fell.", "Reuters"),
        ("The masts\n\nBy Ann Lee, The Pellworth Courier\n\nThey fell.", "The Pellworth Courier"),
        ("The masts\n\nBy Ann Lee, La Voz del Valle (translated from Spanish)\n\nThey fell.", "La Voz del Valle"),
        ("The masts\n\nThe Guardian | 3 March\n\nThey fell.", "The Guardian"),
        ("The masts\n\nBy Ann Lee, Staff Writer\n\nThey fell.", ""),
        ("The masts\n\nBy Ann Lee, Leith\n\nThey fell.", ""),
        ("Mr Lee (Ind) - a councillor - spoke.", ""),
        ("BERLIN (Germany) - They fell.", ""),
    ],
)
def test_the_head_of_a_document_names_its_outlet(head: str, outlet: str) -> None:
    assert outlet_printed(head) == outlet


@given(st.text(alphabet="ABy, (Reuters)-—\n|.", max_size=400))
def test_any_head_is_read(head: str) -> None:
    assert outlet_printed(head) in {"", *(head[at:end] for at in range(len(head)) for end in range(at, len(head) + 1))}


def test_an_agency_that_could_not_verify_is_an_outlet() -> None:
    text = "OSLO, March 15 (Nordwire) - Orvel denied the report. Nordwire could not verify the letter."
    claim = saying(text, claims(text)[0], "the letter")
    assert (claim.speaker, claim.source_class, claim.stance) == ("outlet:nordwire", "outlet", "not_said")
