"""Each feed reads its golden cases, names what it refuses, and survives any bytes."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cupel.records.boundary import plain
from cupel.reference.damaged import Damaged
from cupel.reference.documents import Document
from cupel.reference.feed import Entry, FeedReader, Refused, Statement
from cupel.reference.importing import feeds, recognise

CASES = Path(__file__).parents[1] / "cases/feed"
FOLDERS = sorted(path.parent for path in CASES.glob("*/expected.json"))


def input_of(folder: Path) -> Path:
    return next(path for path in folder.iterdir() if path.name != "expected.json")


def document(name: str, data: bytes, step: int = 1 << 16) -> Document:
    return Document(name, iter([data[at : at + step] for at in range(0, len(data), step)]))


def bare(value: object) -> object:
    """Leave out what is empty: a reader of a case should see what is said."""
    if isinstance(value, dict):
        return {key: bare(it) for key, it in value.items() if it is not False and it not in ("", None, [], ())}
    return [bare(it) for it in value] if isinstance(value, list | tuple) else value


def outcome(name: str, data: bytes, step: int = 1 << 16) -> dict[str, object]:
    read = document(name, data, step)
    feed = recognise(read)
    if feed is None:
        return {"feed": None}
    try:
        items = [{type(it).__name__.lower(): bare(plain(it))} for it in feed.read(read)]
    except Damaged as error:
        return {"feed": feed.name, "damaged": str(error)}
    return {"feed": feed.name, "items": items}


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda path: path.name)
def test_golden_case(folder: Path) -> None:
    file = input_of(folder)
    expected = json.loads((folder / "expected.json").read_text("utf-8"))
    assert expected.pop("about")
    assert outcome(file.name, file.read_bytes()) == expected
    assert outcome(file.name, file.read_bytes(), step=7) == expected, "chunks must not matter"


def test_every_feed_has_a_case_and_every_case_a_feed() -> None:
    told = {json.loads((folder / "expected.json").read_text("utf-8"))["feed"] for folder in FOLDERS}
    assert told == {feed.name for feed in feeds()}


@pytest.mark.parametrize("feed", feeds(), ids=lambda feed: feed.name)
def test_every_feed_describes_itself(feed: FeedReader) -> None:
    assert isinstance(feed, FeedReader)
    assert feed.title and feed.description.endswith(".")
    assert feed.reference.startswith("https://")
    assert re.compile(feed.members)


def test_no_description_is_ever_kept() -> None:
    """Feeds carry prose under other people's terms: none of it may reach the database."""
    for folder in FOLDERS:
        assert "XPROSEX" not in json.dumps(outcome(input_of(folder).name, prose_in(input_of(folder).read_bytes())))


def prose_in(data: bytes) -> bytes:
    """Put a mark into every description of a case."""
    for member in (b"description", b"details", b"summary", b"shortDescription", b"title", b"notes"):
        data = re.sub(rb'"%s": "[^"]*"' % member, b'"%s": "XPROSEX"' % member, data)
    return data


# --- hostile bytes ---------------------------------------------------------------------------------------------------


def inputs() -> Iterator[tuple[str, bytes]]:
    for folder in FOLDERS:
        yield input_of(folder).name, input_of(folder).read_bytes()


@st.composite
def broken(draw: st.DrawFn) -> tuple[str, bytes]:
    name, data = draw(st.sampled_from(list(inputs())))
    kind = draw(st.sampled_from(("flip", "cut", "put", "drop")))
    at = draw(st.integers(0, len(data) - 1))
    if kind == "flip":
        return name, data[:at] + bytes([data[at] ^ (1 << draw(st.integers(0, 7)))]) + data[at + 1 :]
    if kind == "cut":
        return name, data[:at]
    if kind == "put":
        return name, data[:at] + draw(
            st.sampled_from((b'"', b"{", b"[" * 3000, b"\\", b"\xff", b"null", b"1e999"))
        ) + data[at:]
    return name, data[:at] + data[at + draw(st.integers(1, 40)) :]


@given(broken(), st.integers(1, 5000))
@settings(max_examples=400, deadline=None)
def test_broken_bytes_give_records_refusals_or_damage(made: tuple[str, bytes], step: int) -> None:
    told = outcome(*made, step=step)
    assert set(told) <= {"feed", "items", "damaged"}


@pytest.mark.parametrize("result", ["0", "null", '"openssl"'])
def test_a_result_that_is_neither_a_product_nor_a_list_is_refused_in_its_place(result: str) -> None:
    told = outcome("openssl.json", f'{{"schema_version": "1.2.0", "result": {result}, "releases": []}}'.encode())
    assert told["feed"] == "endoflife"
    assert isinstance(told["items"], list)
    assert told["items"][0]["refused"]["record"] == "result"


SCALAR = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20)
NAMES = ("cve", "id", "configurations", "nodes", "cpeMatch", "criteria", "affected", "versions", "changes", "releases",
         "package", "ranges", "events", "metrics", "cvssMetricV31", "cvssData", "baseScore", "published", "status",
         "identifiers", "eolFrom", "result", "cveID", "dateAdded", "cveMetadata", "containers", "cna")  # fmt: skip
ANY = st.recursive(
    SCALAR,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(NAMES), inner, max_size=5),
    max_leaves=25,
)
SHELLS = (
    ("x.json", '{"format": "NVD_CVE", "version": "2.0", "vulnerabilities": [{"cve": %s}]}'),
    (
        "CVE-2024-1.json",
        '{"dataType": "CVE_RECORD", "dataVersion": "5.1", "cveMetadata": %s, "containers": {"cna": %s}}',
    ),
    ("x.json", '{"id": "X-1", "modified": "2024-01-01T00:00:00Z", "schema_version": "1.0.0", "affected": %s}'),
    ("x.json", '{"catalogVersion": "1", "vulnerabilities": [%s], "count": %s}'),
    ("x.json", '[{"cycle": %s}]'),
    ("x.json", '{"schema_version": "1.2.0", "result": [{"name": "releases", "releases": %s}, %s], "releases": 1}'),
    ("x.json", '{"a": {"CVE-2024-0001": %s, "CVE-2024-0002": {"releases": %s}}}'),
)


@given(st.sampled_from(SHELLS), ANY, ANY)
@settings(max_examples=300, deadline=None)
def test_any_json_in_the_place_of_a_record_is_read_or_refused(shell: tuple[str, str], one: object, two: object) -> None:
    name, text = shell
    values = (json.dumps(one), json.dumps(two))[: text.count("%s")]
    told = outcome(name, (text % values).encode())
    assert told["feed"]
    for item in told.get("items", ()):  # type: ignore[attr-defined]
        assert next(iter(item)) in {kind.__name__.lower() for kind in (Entry, Refused, Statement)}
