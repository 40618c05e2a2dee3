"""An entity of many documents is one, with each form and document once and in order."""

import gc

from cupel.claims.cycles import no_cycles_sought
from cupel.claims.entities.across import unite
from cupel.records.claim import Entity


def test_one_entity_of_many_documents_keeps_all_of_them_in_order() -> None:
    names = ("Orvane", "Orvane Networks")
    made = [
        Entity("org:orvane", "org", names[at % 2], (names[at % 2],), (f"D{at}",), f"{names[at % 2]}: named")
        for at in range(1_000)
    ]
    ((one,), renamed) = unite(made)
    assert one.documents == tuple(f"D{at}" for at in range(1_000))
    assert one.forms == names
    assert one.name == "Orvane Networks"
    assert one.reason == "Orvane: named; Orvane Networks: named"
    assert renamed == {}


def test_cycles_are_sought_again_afterwards() -> None:
    assert gc.isenabled()
    with no_cycles_sought():
        assert not gc.isenabled()
    assert gc.isenabled()
