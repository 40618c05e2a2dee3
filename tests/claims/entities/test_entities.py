"""Entities: who is meant by names, pronouns and descriptions, and why."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims_of_text import claims, saying
from cupel.claims.entities.across import unite
from cupel.claims.entities.cast import cast_of
from cupel.claims.text.paragraphs import paragraphs
from cupel.claims.text.view import view

STORY = (
    "Orvel Technologies Co (奥维) makes masts. Charlie Tarn, a vice-president of Orvel, said the mast was safe.\n\n"
    "Mr Tarn said the company was sorry. He added that it would pay.\n\n"
    "Orvel Marine, which lays cables, said it had no masts.\n\n"
    "The House Mast Committee opened an inquiry. The committee said the mast was rusty.\n\n"
    "Two people familiar with the inquiry said the bolts were old. One of them said they were loose.\n\n"
    "US officials said they were worried about the bolts."
)


def speaker(part: str) -> tuple[str, str]:
    claim = saying(STORY, claims(STORY)[0], part)
    return claim.speaker, claim.source_class


def test_a_surname_with_a_title_is_the_only_bearer_in_the_document() -> None:
    assert speaker("the mast was safe") == speaker("was sorry") == ("person:charlie-tarn", "named_person")


def test_a_pronoun_is_the_person_who_spoke() -> None:
    assert speaker("would pay") == ("person:charlie-tarn", "named_person")


def test_a_part_of_a_company_is_not_the_company() -> None:
    assert speaker("no masts")[0] == "org:orvel-marine"
    _, entities = claims(STORY)
    (company,) = [it for it in entities if it.id == "org:orvel"]
    assert "Orvel Marine" not in company.forms
    assert {"Orvel", "奥维"} <= set(company.forms)
    assert "in brackets behind" in company.reason


def test_a_committee_is_the_last_named_one() -> None:
    assert speaker("rusty") == ("gov:house-mast-committee", "body")


def test_unnamed_people_are_of_their_document_and_stay_the_same_in_it() -> None:
    one, other = speaker("the bolts were old"), speaker("loose")
    assert one == other
    assert one[0].startswith("anon:")
    assert claims(STORY)[0][0].document in one[0]


def test_a_group_is_the_same_in_every_document() -> None:
    assert speaker("worried about the bolts") == ("group:us-officials", "anonymous_group")


def test_what_the_company_said_is_about_whom_it_names() -> None:
    text = "Orvel said that Zatco had copied its masts."
    assert saying(text, claims(text)[0], "copied").about == ("org:zatco",)


def test_two_of_one_surname_are_not_merged() -> None:
    text = "Jo Tarn, a clerk, said it was late. Al Tarn, a lawyer, said it was dark. Mr Tarn said it rained."
    found, _ = claims(text)
    assert saying(text, found, "rained").speaker not in ("person:jo-tarn", "person:al-tarn")


def test_a_name_tells_no_gender_but_a_title_does() -> None:
    text = "Mrs Jo Tarn said it was late. Mr Al Bree said it was dark. She said it rained."
    assert saying(text, claims(text)[0], "rained").speaker == "person:jo-tarn"


def test_entities_of_several_documents_are_one_by_full_name_and_never_by_anonymity() -> None:
    first = "Zatco Systems Inc. makes masts. People familiar with the matter said they were old."
    second = "Zatco said the masts were new. People familiar with the matter said they were old."
    every = [entity for text in (first, second) for entity in claims(text)[1]]
    united, renamed = unite(every)
    zatco = [it for it in united if "zatco" in it.id]
    assert len(zatco) == 1
    assert len(zatco[0].documents) == 2
    assert renamed
    assert sum(it.kind == "anon" for it in united) == 2


def test_another_script_of_a_public_company_is_the_company() -> None:
    _, latin = claims("Huawei said the masts were new.")
    _, chinese = claims("The maker 華為 was named. Huawei (華為) said it was sorry.")
    united, _ = unite([*latin, *chinese])
    (huawei,) = [it for it in united if it.id == "org:huawei"]
    assert "華為" in huawei.forms


@given(st.text(alphabet=st.sampled_from("AaBb.,'’\"“”() \n耿爽Mr Co-9éÉ"), max_size=300))
def test_any_text_gives_mentions_inside_it(raw: str) -> None:
    text = view(raw)
    cast = cast_of(text, list(paragraphs(text)), "D12345678")
    for start, end, figure in cast.within(0, len(text)):
        assert 0 <= start < end <= len(text)
        assert figure.id
        assert figure.forms


@pytest.mark.parametrize(
    ("name", "other", "party"),
    [
        ("ZTE", "中興通訊", "zte"),
        ("Hikvision", "海康威視", "hikvision"),
        ("Quectel", "移远通信", "quectel"),
        ("NEC", "日本電気", "nec"),
    ],
)
def test_the_parties_that_suppliers_know_are_one_in_every_script(name: str, other: str, party: str) -> None:
    _, latin = claims(f"{name} said the masts were new.")
    _, foreign = claims(f"The maker {other} was named. {name} ({other}) said it was sorry.")
    united, _ = unite([*latin, *foreign])
    (found,) = [it for it in united if it.id == f"org:{party}"]
    assert other in found.forms


def test_a_founder_s_name_in_chinese_is_the_one_that_it_reads_as() -> None:
    _, latin = claims("Ren Zhengfei, the founder, said the masts were new.")
    _, chinese = claims("The founder, Ren Zhengfei (任正非), said the masts were new.")
    united, _ = unite([*latin, *chinese])
    assert len([it for it in united if it.kind == "person"]) == 1


def test_a_chinese_name_is_the_latin_one_that_it_reads_as() -> None:
    _, latin = claims("Gao Mingli, a spokesman, said the masts were new.")
    _, both = claims("A spokesman, Gao M. Li (高明丽), said the masts were new.")
    _, traditional = claims("A spokesman, Kao Ming-li (高明麗), said the masts were old.")
    united, _ = unite([*latin, *both, *traditional])
    people = [it for it in united if it.kind == "person" and it.name != "A spokesman"]
    assert len(people) == 1
    assert len(people[0].documents) == 3
