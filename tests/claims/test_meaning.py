"""Claims: relays, media, copies, the author's voice; offsets stay those of the text."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claims_of_text import claims, document, saying, words
from cupel.claims.attribution.attribute import attribute
from cupel.claims.meaning import claims_of


def test_people_whom_an_outlet_cites_speak_through_it() -> None:
    text = "The mast was rusty, the Coast Journal reported, citing people familiar with the matter."
    found, _ = claims(text)
    people = next(it for it in found if it.source_class == "anonymous")
    assert people.via == ("outlet:coast-journal",)
    assert words(text, people.content) == ["The mast was rusty"]


def test_an_agency_that_reports_what_a_spokesman_said_relays_it() -> None:
    text = "Jo Tarn, a spokesman, said that the mast was safe, Reuters reported."
    found, _ = claims(text)
    claim = saying(text, [it for it in found if it.source_class == "named_person"], "safe")
    outer = next(it for it in found if it.speaker == "outlet:reuters")
    assert claim.via == ("outlet:reuters",)
    assert claim.parent == outer.id


def test_the_medium_is_told_in_the_words_of_the_text() -> None:
    text = (
        "In a post on her personal blog, Jo Tarn said the mast was safe.\n\n"
        "Al Bree told Foreign Policy that the mast was old.\n\n"
        "In a rare interview on Nov. 25 with Danish journalists, Bo Lund said the mast was tall."
    )
    found, _ = claims(text)
    assert saying(text, found, "safe").medium == "personal blog"
    assert saying(text, found, "old").medium == "to Foreign Policy"
    assert saying(text, found, "tall").medium == "interview with Danish journalists"


def test_a_quotation_that_goes_on_keeps_its_speaker() -> None:
    text = "“We are leaving,” said Jo Tarn, the chief executive. “The market is closed to us.”"
    found, _ = claims(text)
    assert found[1].kind == "continuation"
    assert found[1].speaker == found[0].speaker == "person:jo-tarn"


def test_a_teaser_is_the_copy_of_the_text_and_not_the_other_way_round() -> None:
    lede = "Jo Tarn, the head of Orvel, said the firm would leave the country at once."
    text = f"{lede}\n\n{lede}"
    found, _ = claims(text, parts={0: "teaser"})
    one, other = (it for it in found if it.kind == "attributed")
    assert one.duplicate_of == other.id
    assert other.duplicate_of == ""


def test_the_authors_voice_tells_what_happened_and_is_the_outlets() -> None:
    text = "Zatco was banned in Norway in 2019. Orvel said it was sorry. Why would anyone care? We do not know."
    found, _ = claims(text, outlet="The Coast Journal")
    (told,) = [it for it in found if it.kind == "author"]
    assert words(text, told.content) == ["Zatco was banned in Norway in 2019"]
    assert (told.speaker, told.stance, told.when.interval) == ("outlet:coast-journal", "decision", "2019")


def test_claims_are_numbered_in_the_order_of_the_text_and_point_into_it() -> None:
    text = "Jo Tarn\u00a0said the mast was “safe”. Orvel denied any fault. Al Bree, a clerk, said it\u2009rained."
    found, entities = claims(text)
    assert [it.id[-2:] for it in found] == ["01", "02", "03"]
    assert words(text, found[2].content) == ["it\u2009rained"]
    assert {it.speaker for it in found} <= {it.id for it in entities}


def test_a_story_that_repeats_for_ever_takes_steps_in_its_length() -> None:
    line = "Jo Tarn of Orvel said on Monday that the company might leave, the Coast Journal reported.\n\n"
    counts = []
    for times in (40, 80):
        made = document(line * times, "2021-03-03")
        counts.append(_steps(made, attribute(made.text)))
    assert counts[1] < 2.6 * counts[0]


def _steps(made, attributions) -> int:  # type: ignore[no-untyped-def]
    import sys

    steps = 0

    def count(frame, event, argument):  # type: ignore[no-untyped-def]
        nonlocal steps
        steps += event in ("call", "c_call")

    sys.setprofile(count)
    try:
        claims_of(made, attributions)
    finally:
        sys.setprofile(None)
    return steps


PIECES = st.sampled_from(
    [
        "Jo Tarn",
        "Orvel Inc.",
        "said",
        "that",
        "“the mast”",
        '"',
        "’s",
        ",",
        ".",
        "\n\n",
        "according to",
        "he",
        "it",
        "they",
        "We",
        "US officials",
        "did not say",
        "denied",
        "(耿爽)",
        "Nov. 25",
        "last year",
        "citing people",
        "the Journal reported",
        "alleged",
        "...",
        "the company",
        "\xa0",
        "may",
        "\u202e",
        "?",
        "the CEO of",
        "told Reuters",
        "I",
        "in a statement",
        "claims",
        "nobody",
        "a spokesman",
        "the data",
    ]
)


@settings(max_examples=150, deadline=None)
@given(st.lists(PIECES, max_size=60))
def test_any_run_of_such_words_gives_claims_with_spans_inside(pieces: list[str]) -> None:
    text = " ".join(pieces)
    found, entities = claims(text)
    known = {it.id for it in entities} | {""}
    ids = {it.id for it in found} | {""}
    for claim in found:
        for span in (*claim.content, *claim.hedges, *filter(None, (claim.source, claim.cue))):
            assert 0 <= span.start < span.end <= len(text)
        assert claim.speaker in known
        assert {claim.parent, claim.duplicate_of} <= ids
        assert set(claim.via) <= known


def test_no_list_of_words_names_a_vendor() -> None:
    import cupel.claims

    folder = Path(cupel.claims.__file__).parent
    public = {"aliases.toml", "outlets.toml", "places.toml"}
    for path in folder.rglob("*.toml"):
        if path.name not in public:
            assert not {"huawei", "zte", "ericsson", "nokia", "cisco", "samsung"} & set(
                path.read_text("utf-8").lower().split()
            )


@pytest.mark.parametrize(
    ("text", "told", "stance"),
    [
        ("The mast fell in May. The trial continues.", "The trial continues", "fact"),
        ("Two bakeries have run out of flour.", "Two bakeries have run out of flour", "fact"),
        ("Residents complained. That is untrue.", "That is untrue", "denial"),
        ("The doll has no microphone, and the reviewer said so.", "The doll has no microphone", "denial"),
        ("The council should publish the annexes.", "The council should publish the annexes", "recommendation"),
        ("Orvel will test its masts in May, and it has hired a laboratory.", "it has hired a laboratory", "fact"),
    ],
)
def test_the_authors_own_voice_is_told_clause_by_clause(text: str, told: str, stance: str) -> None:
    found = {words(text, it.content)[0]: it.stance for it in claims(text)[0] if it.kind == "author"}
    assert found.get(told) == stance


def test_a_companys_statement_speaks_as_the_company() -> None:
    text = "Orvel Masts said sorry. We have fixed our masts. We will pay. Our customers were patient."
    found = [it for it in claims(text, outlet="Orvel Masts")[0] if it.kind == "author"]
    assert found
    assert {(it.speaker, it.source_class) for it in found} == {("org:orvel-masts", "company")}


def test_a_day_that_ends_a_phrase_tells_of_its_verb() -> None:
    text = "Orvel spoke in May. Officials labelled it a threat last year."
    assert saying(text, claims(text, "2013-11-25")[0], "a threat").when.interval == "2012"
