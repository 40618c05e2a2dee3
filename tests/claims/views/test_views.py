"""Views over claims that the rules find in texts of ours, and over the hand-made claims of the seeds."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claims_of_text import claims, document
from cupel.claims.views.anonymous import anonymous_only
from cupel.claims.views.chains import chains
from cupel.claims.views.contradictions import contradictions
from cupel.claims.views.timeline import timeline, with_events
from cupel.claims.views.who_about_whom import who_about_whom
from cupel.claims.views.wording import Wording, shorten
from cupel.records.claim import Claim, Contradiction, Document
from gold_claims import gold, gold_ledger, number

DENIED = (
    "Orvane Networks spies on its customers, the lawmaker Petra Lund said on Monday. The company denied any spying. "
    "“Orvane has no ties to any military,” it said. Its founder, Jon Ash, is a former soldier."
)
SCOPED = (
    "“We have decided to exit the Baltic market,” said Jon Ash, the head of Orvane Networks. "
    "Petra Lund, a spokeswoman, said Orvane Networks had only adjusted its focus in the Baltic market. "
    "Ash didn’t say that Orvane Networks was closing its offices."
)


def read(*texts: str) -> tuple[list[Document], list[Claim], Wording]:
    made = [document(it) for it in texts]
    found = [claim for it in texts for claim in claims(it)[0]]
    return made, found, Wording(made, found)


def rows(*texts: str) -> list[Contradiction]:
    _, found, wording = read(*texts)
    return list(contradictions(found, wording))


def test_the_hand_made_contradictions_come_out_and_nothing_else() -> None:
    ledger, wanted = gold_ledger(), gold()["contradictions"]
    found = contradictions(ledger.claims, Wording(ledger.documents, ledger.claims))
    sides = [({*map(number, it.one)}, {*map(number, it.other)}) for it in found]
    met = [any((one & {*it["a"]} and two & {*it["b"]}) or (one & {*it["b"]} and two & {*it["a"]}) for one, two in sides)
           for it in wanted]  # fmt: skip
    false = [(one, two) for one, two in sides if not any(
        (one & {*it["a"]} and two & {*it["b"]}) or (one & {*it["b"]} and two & {*it["a"]}) for it in wanted
    )]  # fmt: skip
    assert sum(met) >= 5
    assert len(false) <= 3
    assert len(found) <= 10


def test_the_events_of_the_hand_made_claims_come_out() -> None:
    ledger = gold_ledger()
    wording = Wording(ledger.documents, ledger.claims)
    events = {it.when.interval: it for it in timeline(ledger.documents, ledger.claims, wording)}
    assert {"2006", "2008", "2011", "2013-03", "2013-11-25", "2018"} <= events.keys()
    assert len(events["2008"].claims) == 2  # two claims tell the bid; it is one event
    assert len(events["2013-11-25"].claims) >= 3
    assert len(events) <= 20


def test_a_denial_stands_against_the_accusation_and_not_against_other_topics() -> None:
    found = [it for it in rows(DENIED) if it.kind == "allegation and denial"]
    assert found
    assert all("spies" in it.difference and "military" not in it.difference for it in found)


def test_a_denial_stands_beside_a_fact_of_the_author() -> None:
    found = [it for it in rows(DENIED) if it.kind == "denial and fact"]
    assert len(found) == 1
    assert "former soldier" in found[0].difference
    assert "no ties to any military" in found[0].difference


def test_what_goes_all_the_way_stands_against_what_goes_less_far() -> None:
    found = [it for it in rows(SCOPED) if it.kind == "difference in scope"]
    assert len(found) == 1
    assert "exit the Baltic market" in found[0].difference
    assert "adjusted" in found[0].difference


def test_two_descriptions_of_one_person_are_compared_and_equal_ones_are_not() -> None:
    one = "Orvane Networks was founded by former military engineer Jon Ash."
    two = "The maker grew. But Jon Ash, its founder, is a former soldier in the army."
    assert [it.kind for it in rows(one, two)] == ["difference in description"]
    assert rows(one, "It was in the news that Orvane was founded by former military engineer Jon Ash.") == []


def test_an_accusation_without_a_denial_is_no_row() -> None:
    assert rows("Orvane Networks spies on its customers, the lawmaker Petra Lund said.") == []


@pytest.mark.parametrize("word", ["Veyra", "Tessel", "Huawei", "Ericsson"])
def test_no_name_changes_what_is_found(word: str) -> None:
    found = [it.kind for it in rows(DENIED.replace("Orvane", word))]
    assert sorted(found) == sorted(it.kind for it in rows(DENIED))


def test_one_origin_in_several_documents_is_a_chain() -> None:
    told = "Orvane Networks would lose its licence for the northern region in the spring, the Harbour Courier reported"
    made, found, wording = read(f"{told}.", f"{told}, adding nothing else.", "Orvane Networks sold a factory.")
    (chain,) = chains(made, found, wording)
    assert chain.documents == (made[0].id, made[1].id)
    assert chain.note == "two documents, one source"
    assert "courier" in chain.origin


def test_two_documents_on_two_matters_are_no_chain() -> None:
    made, found, wording = read(
        "Orvane Networks would lose its licence in the spring, the Harbour Courier reported.",
        "Orvane Networks opened a school for engineers, the Harbour Courier reported.",
    )
    assert chains(made, found, wording) == ()


def test_what_only_unnamed_people_say_is_listed_with_their_words() -> None:
    told = "Orvane Networks hides switches in its northern warehouse"
    _, found, wording = read(f"{told}, according to people familiar with the matter.")
    (only,) = anonymous_only(found, wording)
    assert only.word == "people familiar with the matter"
    _, found, wording = read(
        f"{told}, according to people familiar with the matter.", f"{told}, the minister Petra Lund said."
    )
    assert anonymous_only(found, wording) == ()


def test_a_denial_of_unnamed_people_asserts_nothing() -> None:
    _, found, wording = read("People familiar with the matter denied that Orvane Networks hides switches.")
    assert anonymous_only([it for it in found if it.stance == "denial"], wording) == ()


def test_the_matrix_counts_stances_and_repetitions_once() -> None:
    _, found, _ = read(DENIED)
    matrix = who_about_whom(found)
    assert sum(count for it in matrix for _, count in it.stances) == sum(
        len(set(it.about)) for it in found if not it.duplicate_of
    )
    assert all(it.claims for it in matrix)


def test_an_event_of_two_documents_is_one() -> None:
    made, found, wording = read(
        "In March 2019, the ministry banned Orvane Networks from the northern network.",
        "Orvane Networks was banned from the northern network in March 2019.",
    )
    (event,) = timeline(made, found, wording)
    assert event.when.interval == "2019-03"
    assert {it.document for it in found if it.id in event.claims} == {it.id for it in made}
    assert all(it.event == event.id for it in with_events(found, [event]) if it.id in event.claims)


def test_what_was_not_said_and_what_lies_ahead_is_no_event() -> None:
    made, found, wording = read("Orvane Networks didn’t say that it had closed a factory in May 2019.")
    assert timeline(made, found, wording) == ()


SAID = st.text(
    alphabet=st.sampled_from("Orvane denied said that “”’ .,\n\u202eex former no longer 2019 spy ties華"), max_size=300
)


@settings(max_examples=60, deadline=None)
@given(st.lists(SAID, min_size=1, max_size=3))
def test_any_text_gives_views_that_name_only_claims_there_are(texts: list[str]) -> None:
    made, found, wording = read(*dict.fromkeys(texts))
    known = {it.id for it in found}
    for view in (contradictions(found, wording), chains(made, found, wording), timeline(made, found, wording)):
        for it in view:
            named = (*it.one, *it.other) if isinstance(it, Contradiction) else it.claims
            assert known.issuperset(named)
    assert known.issuperset(it.claim for it in anonymous_only(found, wording))


@given(st.text(max_size=200), st.integers(10, 60))
def test_a_cut_line_is_no_longer_than_asked(text: str, longest: int) -> None:
    assert len(shorten(text, longest)) <= longest


def test_rows_are_bounded_however_many_documents_say_the_same() -> None:
    one = DENIED.replace("Monday", "{}")
    _, found, wording = read(*(one.format(f"day {number}") for number in range(60)))
    assert len(contradictions(found, wording)) <= 200
    assert all(len(it.one) <= 12 and len(it.other) <= 12 for it in contradictions(found, wording))
