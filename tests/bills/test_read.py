"""What others hand in is read as they wrote it; what is wrong is named with its place, and nothing harms the reader."""

import json
import re
import resource
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bills import made
from cupel.bills import document, exchange
from cupel.bills.exchange import read_stated
from cupel.bills.format import BillFormat, formats
from cupel.errors import InputError
from cupel.records.bill import Stated

CASES = Path(__file__).parents[1] / "cases/bill"
READ = sorted(CASES.glob("*/input"))
FORMATS = {it.name: it for it in formats()}


@pytest.mark.parametrize("case", READ, ids=lambda case: case.parent.name)
def test_golden_case(case: Path) -> None:
    expected = json.loads((case.parent / "expected.json").read_text("utf-8"))
    stated = read_stated(case)
    assert (stated.format, stated.author, stated.dated) == tuple(expected[key] for key in ("format", "author", "dated"))
    assert [[it.name, it.version, it.purl, it.cpe] for it in stated.components] == expected["components"]
    replies = [[it.cve, it.status, it.product, it.component, it.purl, it.justification] for it in stated.replies]
    assert replies == expected["replies"]
    said = [f"{it.locator.partition('#')[2]}: {it.what}" for it in stated.problems]
    assert len(said) == len(expected["problems"]), said
    for wanted, there in zip(expected["problems"], said, strict=True):
        assert wanted in there


def test_every_format_has_cases_and_every_case_a_format() -> None:
    cases = {folder.name: folder for folder in CASES.iterdir() if folder.is_dir() and folder.name != "__pycache__"}
    assert {name.partition("-")[0] for name in cases} == set(FORMATS)
    for form in FORMATS.values():
        assert form.title
        assert form.description
        assert form.reference.startswith("https://")
        assert form.suffix.startswith(".")
        assert not form.reads or [it for it in READ if it.parent.name.startswith(f"{form.name}-")]
        assert not form.writes or (CASES / f"{form.name}-written/output").exists()


def test_evidence_leads_back_to_the_words_in_the_document() -> None:
    case = CASES / "csaf-vendor/input"
    reply = read_stated(case).replies[0]
    name, _, pointer = reply.evidence.locator.partition("#")
    place: Any = json.loads(case.read_bytes())
    for key in pointer.strip("/").split("/"):
        place = place[int(key)] if isinstance(place, list) else place[key]
    assert (name, place) == ("input", "ER21:ZLIB")
    assert reply.evidence.quote == "CVE-2018-25032: known_not_affected"
    assert len(reply.evidence.artefact) == len(reply.evidence.rule_version) == 64


# --- what cannot be read at all -------------------------------------------------------------------------------------


def refused(tmp_path: Path, data: bytes) -> str:
    file = tmp_path / "theirs"
    file.write_bytes(data)
    with pytest.raises(InputError) as raised:
        read_stated(file)
    assert raised.value.advice
    return raised.value.message


CDX = b'{"bomFormat": "CycloneDX", "specVersion": "1.6", "components": '
XML = b'<bom xmlns="http://cyclonedx.org/schema/bom/1.5">'


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b" \n", "is empty"),
        (b"PK\x03\x04 no bill", "is in no format of bills or replies"),
        (b'{"a": 1}', "is in no format of bills or replies"),
        (CDX + b'[{"name": "x"', "is no valid JSON: Input data was truncated"),
        (CDX + b'[\xff"]}', "is no valid JSON"),
        (CDX + b"[" * 100_000, "is nested too deeply"),
        (CDX + b'{"a":' * 100_000, "is nested too deeply"),
        (CDX.replace(b"1.6", b"2.0") + b"[]}", "is CycloneDX 2.0; 1.2 to 1.7 are read"),
        (b'["bomFormat": "CycloneDX"]', "is no valid JSON"),
        (b'[{"bomFormat": "CycloneDX"}]', "holds a list where an object is expected"),
        (b'{"spdxVersion": "SPDX-3.0"}', "is SPDX-3.0; SPDX 2.2 and 2.3 are read"),
        (b"SPDXVersion: SPDX-3.0\n", "is SPDX-3.0; SPDX 2.2 and 2.3 are read"),
        (b"SPDXVersion: SPDX-2.3\nPackageName: \xff\n", "is not in UTF-8"),
        (b'{"document": {"csaf_version": "1.2"}}', "is CSAF 1.2; CSAF 2.0 is read"),
        (XML + b"<components>", "is no valid XML: no element found: line 1, column 61"),
        (XML.replace(b"bom ", b"bill ") + b"</bill>", "is no bill of CycloneDX"),
        (XML + b"<a>" * 1000, "too many elements, or too many within each other"),
        (b'<!DOCTYPE bom [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>' + XML + b"&b;</bom>", "declares a document type"),
        (b'<!DOCTYPE bom SYSTEM "file:///etc/passwd">' + XML + b"</bom>", "declares a document type"),
    ],
    ids=lambda given: repr(given)[:40],
)
def test_what_cannot_be_read_is_refused_in_a_sentence(data: bytes, message: str, tmp_path: Path) -> None:
    assert message in refused(tmp_path, data)


def test_a_document_in_utf_16_is_refused_by_its_encoding() -> None:
    with pytest.raises(InputError, match="not in UTF-8"):
        FORMATS["cyclonedx"].read((CDX + b"[]}").decode().encode("utf-16"), "theirs")


def test_a_byte_order_mark_is_no_harm(tmp_path: Path) -> None:
    (tmp_path / "theirs").write_bytes(b"\xef\xbb\xbf" + CDX + b'[{"name": "x"}]}')
    assert [it.name for it in read_stated(tmp_path / "theirs").components] == ["x"]


def test_a_path_that_cannot_be_read_or_written_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read: Is a directory"):
        read_stated(tmp_path)
    with pytest.raises(InputError, match="cannot be written: No such file or directory"):
        exchange.write_bill(made.BILL, "spdx", tmp_path / "gone/bill")
    with pytest.raises(InputError, match="no export named 'spdy'") as raised:
        exchange.write_bill(made.BILL, "spdy", tmp_path / "bill")
    assert raised.value.advice == "Choose one of csaf, cyclonedx, openvex, spdx."


def test_nothing_is_begun_where_the_bill_lacks_what_the_format_needs(tmp_path: Path) -> None:
    with pytest.raises(InputError):
        exchange.write_bill(made.UNASKED, "openvex", tmp_path / "bill")
    assert not (tmp_path / "bill").exists()


# --- bounds ---------------------------------------------------------------------------------------------------------


def test_a_file_over_the_limit_is_refused_before_it_is_read_in_full(tmp_path: Path) -> None:
    file = tmp_path / "theirs"
    with file.open("wb") as sparse:
        sparse.truncate(document.MOST_BYTES * 100)
        sparse.write(CDX)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(InputError, match="is larger than 64 MB"):
        read_stated(file)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 400 << 10


@pytest.mark.parametrize("values", [b"{},", b"[],", b"0,"])
def test_many_small_values_are_refused_before_they_take_memory(values: bytes, tmp_path: Path) -> None:
    count = document.MOST_VALUES + 1
    assert "values; at most 2,000,000 are read" in refused(tmp_path, CDX + b"[" + values * count + b"0]}")


@pytest.mark.parametrize(
    "data",
    [
        b"SPDXVersion: SPDX-2.3\n" + b"\n" * 600_000,
        b"\n" * 4_000_000 + b'{"spdxVersion"' + b" " * 4_000_000,
        b"SPDXVersion: SPDX-2.3\n" + b" " * 4_000_000 + b"x" * 1_000_000 + b" " * 4_000_000,
        b"SPDXVersion: SPDX-2.3\nExternalRef: " + b"a " * 2_000_000,
        CDX + b'[{"name": "' + b"- " * 4_000_000 + b'", "purl": "pkg:' + b"/" * 4_000_000 + b'"}]}',
        XML + b"<components>" + b"<component><name/></component>" * 40_000 + b"</components></bom>",
        b'{"document":{"csaf_version":"2.0"},"product_tree":{"product_groups":['
        + b",".join(b'{"group_id":"%d","product_ids":["A"]}' % at for at in range(20_000)) + b']},"vulnerabilities":['
        + b",".join(b'{"cve":"%d","product_status":{"fixed":["A"]}}' % at for at in range(20_000)) + b"]}",
        b'{"document":{"csaf_version":"2.0"},"product_tree":{"branches":' + b'[{"branches":' * 400 + b"[]"
        + b"}]" * 400 + b"}}",
    ],
    ids=("newlines", "blanks", "long line", "reference", "long names", "elements", "groups", "branches"),
)  # fmt: skip
def test_no_document_keeps_the_reader_busy(data: bytes, tmp_path: Path) -> None:
    (tmp_path / "theirs").write_bytes(data)
    began = time.process_time()
    try:
        stated = read_stated(tmp_path / "theirs")
    except InputError:
        stated = None
    assert time.process_time() - began < 10
    assert stated is None or all(len(it.name) <= document.MOST_TEXT + 1 for it in stated.components)


def test_problems_beyond_a_hundred_are_counted(tmp_path: Path) -> None:
    (tmp_path / "theirs").write_bytes(CDX + b"[" + b"1," * 500 + b"2]}")
    problems = read_stated(tmp_path / "theirs").problems
    assert len(problems) == document.MOST_PROBLEMS + 1
    assert problems[-1].what == "401 more problems of the same kinds."


# --- whatever somebody hands in -------------------------------------------------------------------------------------

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=6), lambda inner:
    st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3), max_leaves=6,
)  # fmt: skip
SAMPLES = [(it, case.read_bytes()) for case in READ for it in FORMATS.values() if case.parent.name.startswith(it.name)]
SAMPLES += [(it, (CASES / f"{it.name}-written/output").read_bytes()) for it in FORMATS.values()]


def read(form: BillFormat, data: bytes) -> Stated | None:
    try:
        return form.read(data, "theirs")
    except InputError as error:
        assert error.message
        assert error.advice
        return None


def places(value: Any) -> Iterator[tuple[Any, Any]]:
    for key, inner in value.items() if isinstance(value, dict) else enumerate(value):
        yield value, key
        if isinstance(inner, dict | list):
            yield from places(inner)


@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_a_value_of_any_type_in_any_place_is_no_error(data: st.DataObject) -> None:
    form, text = data.draw(st.sampled_from([sample for sample in SAMPLES if sample[1].startswith(b"{")]))
    whole = json.loads(text)
    for _ in range(data.draw(st.integers(1, 3))):
        holder, key = data.draw(st.sampled_from(list(places(whole))))
        holder[key] = data.draw(VALUES)
    read(form, json.dumps(whole).encode())


@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_cut_and_changed_bytes_are_no_error(data: st.DataObject) -> None:
    form, text = data.draw(st.sampled_from(SAMPLES))
    changed = bytearray(text)
    for _ in range(data.draw(st.integers(0, 4))):
        changed[data.draw(st.integers(0, len(changed) - 1))] = data.draw(st.integers(0, 255))
    read(form, bytes(changed[: data.draw(st.integers(0, len(changed)))]))


@settings(max_examples=80, deadline=None)
@given(lines=st.lists(st.sampled_from((
    "PackageName: a", "SPDXID: SPDXRef-1", "<text>", "</text>", "PackageComment: <text>x", "ExternalRef: SECURITY",
    "ExternalRef: SECURITY cpe23Type x", "Relationship: A DESCRIBES", "Relationship: A DESCRIBES SPDXRef-1", "# c", "x",
    ":",
)), max_size=12))  # fmt: skip
def test_tags_in_any_order_are_no_error(lines: list[str]) -> None:
    stated = read(FORMATS["spdx"], "\n".join(["SPDXVersion: SPDX-2.3", *lines]).encode())
    assert stated is not None
    assert all(re.fullmatch(r"theirs#line \d+", it.locator) for it in stated.problems)


def test_a_justification_that_openvex_does_not_know_is_named_and_kept(tmp_path: Path) -> None:
    document = {
        "@context": "https://openvex.dev/ns/v0.2.0",
        "@id": "https://example.org/vex",
        "author": "Maker",
        "timestamp": "2026-11-20T00:00:00Z",
        "version": 1,
        "statements": [
            {
                "vulnerability": {"name": "CVE-2021-0001"},
                "products": [{"@id": "pkg:generic/openssl"}],
                "status": "not_affected",
                "justification": "we_think_so",
            }
        ],
    }
    (tmp_path / "vex.json").write_text(json.dumps(document), "utf-8")
    stated = exchange.read_stated(tmp_path / "vex.json")
    assert any("we_think_so" in it.what for it in stated.problems)
    assert "we_think_so" in str(stated.replies[0])
