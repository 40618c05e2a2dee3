"""The small readers under the feeds: JSON cut into parts, CPE names, versions, scores, trees of conditions."""

import json
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cupel.records.advisory import Span
from cupel.reference import json_stream
from cupel.reference.configurations import Configuration, CpeMatch, Node, affected
from cupel.reference.cpe import read_cpe
from cupel.reference.cvss import base_score
from cupel.reference.damaged import Damaged
from cupel.reference.decoding import Unusable
from cupel.reference.json_stream import TooLarge, parts
from cupel.reference.versions import Version, read_versions

ANY = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=6), inner, max_size=4),
    max_leaves=30,
)


def at_depth(value: object, depth: int, path: tuple[object, ...] = ()) -> list[tuple[tuple[object, ...], object]]:
    """Do with a parsed document what `parts` does with its bytes."""
    if depth == 0 or not isinstance(value, dict | list):
        return [(path, value)]
    members = value.items() if isinstance(value, dict) else enumerate(value)
    return [found for key, it in members for found in at_depth(it, depth - 1, (*path, key))]


@given(
    ANY.filter(lambda it: isinstance(it, dict | list)),
    st.integers(0, 3),
    st.integers(1, 60),
    st.sampled_from((None, 2)),
)
@settings(max_examples=400, deadline=None)
def test_parts_are_the_document_whatever_its_chunks(value: object, depth: int, step: int, indent: int | None) -> None:
    data = json.dumps(value, indent=indent, ensure_ascii=step % 2 == 0).encode()
    chunks = (data[at : at + step] for at in range(0, len(data), step))
    found = [(path, json.loads(raw)) for path, raw in parts(chunks, depth) if not isinstance(raw, TooLarge)]
    assert found == at_depth(value, depth)


def test_a_part_that_is_too_large_is_passed_over_without_being_held(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json_stream, "MOST_PART", 1000)
    data = json.dumps([{"a": "x" * 50_000}, {"b": 1}, "y" * 5000, 7]).encode()
    found = list(parts((data[at : at + 100] for at in range(0, len(data), 100)), 1))
    assert [isinstance(raw, TooLarge) for _, raw in found] == [True, False, True, False]
    assert [raw for _, raw in found if not isinstance(raw, TooLarge)] == [b'{"b": 1}', b"7"]


@pytest.mark.parametrize(
    "data",
    [b"", b"7", b"[1", b"[1 2]", b'{"a" 1}', b'{"a": 1', b"{1: 2}", b"[1]x", b'["a', b'[{"a": "\\', b"[,]", b"[1,"],
)
def test_what_is_no_json_is_damaged(data: bytes) -> None:
    with pytest.raises(Damaged, match=r"damaged|cut"):
        list(parts(iter([data]), 1))


@pytest.mark.parametrize(
    "data", [b"[" * 300_000, b'{"a":' * 100_000, b'["' + b'\\"' * 500_000, b"[" + b'"a",' * 200_000]
)
def test_hostile_nesting_and_strings_end_soon(data: bytes) -> None:
    begin = time.process_time()
    with pytest.raises(Damaged):
        list(parts((data[at : at + 4096] for at in range(0, len(data), 4096)), 2))
    assert time.process_time() - begin < 10


@pytest.mark.parametrize(
    ("vector", "score"),
    [
        ("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H", 9.8),
        ("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:C/C:H/I:H/A:H", 10.0),
        ("CVSS:3.0/AV:L/AC:H/PR:L/UI:N/S:U/C:L/I:N/A:H", 5.3),
        ("CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:C/C:L/I:L/A:N", 6.1),
        ("CVSS:3.1/AV:P/AC:H/PR:H/UI:R/S:U/C:N/I:N/A:N", 0.0),
        ("AV:N/AC:L/Au:N/C:P/I:N/A:N", 5.0),
        ("AV:N/AC:L/Au:N/C:C/I:C/A:C", 10.0),
        ("AV:L/AC:M/Au:N/C:P/I:N/A:P", 3.3),
        ("AV:N/AC:L/Au:N/C:N/I:N/A:N", 0.0),
        ("CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N", None),
        ("CVSS:3.1/AV:N", None),
        ("nonsense", None),
    ],
)
def test_scores_follow_from_vectors(vector: str, score: float | None) -> None:
    """The values are those that NVD publishes with these vectors."""
    assert base_score(vector) == score


@pytest.mark.parametrize(
    ("name", "product", "version"),
    [
        (r"cpe:2.3:a:gnu:libstdc\+\+:4.9:*:*:*:*:*:*:*", "gnu:libstdc++", "4.9"),
        (r"cpe:2.3:a:a\:b:c\\:1:*:*:*:*:*:*:*", "a:b:c\\", "1"),
        ("cpe:2.3:a:ntp:ntp:4.2.8:p10:*:*:*:*:*:*", "ntp:ntp", "4.2.8p10"),
        ("cpe:2.3:a:OpenSSL:openssl:1.0.2:beta1:*:*:*:*:*:*", "openssl:openssl", "1.0.2-beta1"),
        (r"cpe:2.3:a:x:y:1.0\~rc1:-:*:*:*:*:*:*", "x:y", "1.0~rc1"),
        ("cpe:/o:linux:linux_kernel:2.6%2b1", "linux:linux_kernel", "2.6+1"),
    ],
)
def test_cpe_names(name: str, product: str, version: str) -> None:
    found = read_cpe(name)
    assert (found.product, found.version) == (product, version)


@given(st.text(alphabet="cpe:23.\\*?-a/%", max_size=40) | st.text(max_size=40))
def test_any_text_is_a_cpe_name_or_is_not(text: str) -> None:
    try:
        read_cpe("cpe:2.3:" + text)
    except Unusable:
        return


@given(st.lists(st.builds(Version, *[st.text(alphabet="0123.*<>=, vx-na/", max_size=12)] * 5), max_size=4))
def test_any_words_are_versions_or_say_nothing(given_versions: list[Version]) -> None:
    spans, versions, _ = read_versions(given_versions, "unknown")
    assert all(any(sign.isdigit() for sign in it) for it in versions)
    assert all(isinstance(it, Span) for it in spans)


def match(product: str) -> CpeMatch:
    return CpeMatch(f"cpe:2.3:a:{product}:*:*:*:*:*:*:*:*")


def test_a_tree_of_nodes_keeps_its_conditions() -> None:
    deep = Node(operator="AND", children=(Node((match("a:a"),)), Node((match("b:b"), match("c:c")))))
    found = affected([Configuration((deep,))])
    assert [(it.product, it.requires) for it in found] == [
        ("a:a", ("b:b | c:c",)),
        ("b:b", ("a:a",)),
        ("c:c", ("a:a",)),
    ]


def test_trees_that_no_record_needs_are_refused_soon() -> None:
    begin = time.process_time()
    wide = Node(tuple(match(f"v:product{number}") for number in range(20_000)), "AND")
    with pytest.raises(Unusable, match="too many"):
        affected([Configuration((wide,))])
    deep = Node((match("a:a"),))
    for _ in range(50):
        deep = Node(children=(deep,))
    with pytest.raises(Unusable, match="deep"):
        affected([Configuration((deep,))])
    with pytest.raises(Unusable, match="deep"):
        affected([Configuration((deep, Node((match("b:b"),))), "AND")])
    assert time.process_time() - begin < 10
