"""Each line stands at the place that is told of it, and no byte but a line's end is left out."""

from hypothesis import given
from hypothesis import strategies as st

from cupel.inspect.detect.line_places import lines_in


@given(st.lists(st.sampled_from([b"\n", b"\r", b"\0", b"a", b"\\"]), max_size=40).map(b"".join))
def test_lines_are_what_newlines_part(data: bytes) -> None:
    told = list(lines_in(data))
    assert all(data[at : at + len(line)] == line for _, at, line in told)
    assert [number for number, _, _ in told] == [data.count(b"\n", 0, at) + 1 for _, at, _ in told]
    assert b"\n".join(line for _, _, line in told) == data.removesuffix(b"\n")
