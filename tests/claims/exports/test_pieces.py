"""JSON written piece by piece is the JSON of the whole."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from cupel.claims.export import claim_exports
from cupel.claims.exports._pieces import written
from cupel.records.boundary import to_json
from made_claims import made_ledger

plain = st.recursive(
    st.none() | st.booleans() | st.integers(-(1 << 40), 1 << 40) | st.text(max_size=8),
    lambda held: st.lists(held, max_size=4) | st.dictionaries(st.text(max_size=5), held, max_size=4),
    max_leaves=12,
)


@given(st.dictionaries(st.text(min_size=1, max_size=5), plain, min_size=1, max_size=5))
def test_pieces_are_the_bytes_of_the_whole(whole: dict[str, Any]) -> None:
    def streamed(value: Any) -> Any:
        return (
            iter(value)
            if isinstance(value, list)
            else iter(value.items())
            if value and isinstance(value, dict)
            else value
        )

    pieces = written((name, streamed(value)) for name, value in whole.items())
    assert b"".join(pieces) == to_json(whole, indent=1) + b"\n"


def test_no_form_holds_its_file_in_one_piece() -> None:
    ledger = made_ledger()
    for form in claim_exports():
        pieces = list(form.pieces(ledger))
        assert len(pieces) > len(ledger.claims), form.name
        assert max(map(len, pieces)) < sum(map(len, pieces)) / 3, form.name
