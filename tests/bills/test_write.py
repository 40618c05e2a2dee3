"""What is written is valid by the official schemas, says no more than the ladder, and is the same each time."""

import dataclasses
import json
import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from bills import made
from bills.schemas import COMPLAINTS
from cupel.bills.format import BillFormat, formats
from cupel.bills.position import position, positions, rung_counts
from cupel.errors import InputError
from cupel.records.bill import Bill
from cupel.records.component import Component, Copy, Sighting, Versions
from cupel.records.evidence import Evidence
from cupel.records.vulnerability import RUNGS, Ladder, Match, Step

CASES = Path(__file__).parents[1] / "cases/bill"
WRITTEN = {it.name: it for it in formats() if it.writes}
each_format = pytest.mark.parametrize("form", WRITTEN.values(), ids=WRITTEN)


@each_format
def test_written_bytes_are_those_of_the_golden_case(form: BillFormat) -> None:
    """Write them anew with CUPEL_WRITE_CASES=1, and look at the difference."""
    file = CASES / f"{form.name}-written/output"
    if os.environ.get("CUPEL_WRITE_CASES"):
        file.write_bytes(form.write(made.BILL))
    assert form.write(made.BILL) == file.read_bytes()


@each_format
def test_schemas_and_independent_readers_have_no_complaint(form: BillFormat) -> None:
    assert COMPLAINTS[form.name](form.write(made.BILL)) == []


@pytest.mark.parametrize(
    ("name", "spoil"),
    [
        ("cyclonedx", lambda it: it["components"][0].pop("name")),
        ("spdx", lambda it: it["packages"][1].pop("downloadLocation")),
        ("csaf", lambda it: it["document"].pop("tracking")),
        ("openvex", lambda it: it["statements"][2].pop("justification")),
    ],
)
def test_the_complaints_that_tests_ask_for_are_found(name: str, spoil: Any) -> None:
    document = json.loads(WRITTEN[name].write(made.BILL))
    spoil(document)
    try:
        found = COMPLAINTS[name](json.dumps(document).encode())
    except Exception as error:  # noqa: BLE001 - some readers complain by an error of a kind of their own
        found = [str(error)]
    assert found


@each_format
def test_a_bill_without_what_may_be_missing_is_still_valid(form: BillFormat) -> None:
    bare = dataclasses.replace(
        made.BILL,
        maker="",
        product="",
        version="",
        label="er1000-2.1.bin",
        not_examined=(),
        author="A. Lab",
        folder=True,
    )
    assert COMPLAINTS[form.name](form.write(bare)) == []
    assert b"A. Lab" in form.write(bare)


# --- dates ----------------------------------------------------------------------------------------------------------


def test_no_date_is_invented() -> None:
    undated = dataclasses.replace(made.BILL, as_of="")
    document = json.loads(WRITTEN["cyclonedx"].write(undated))
    assert "timestamp" not in document["metadata"]
    for name in ("spdx", "csaf", "openvex"):
        with pytest.raises(InputError, match="needs a date, and none was stated"):
            WRITTEN[name].write(undated)


@pytest.mark.parametrize(
    ("as_of", "stamp"),
    [("2026-11-22", "2026-11-22T00:00:00Z"), ("2026-11-22T01:30:00+02:00", "2026-11-21T23:30:00Z")],
)
def test_the_day_as_of_which_it_holds_is_the_time_stamp(as_of: str, stamp: str) -> None:
    document = json.loads(WRITTEN["cyclonedx"].write(dataclasses.replace(made.BILL, as_of=as_of)))
    assert document["metadata"]["timestamp"] == stamp


def test_a_day_that_is_none_is_refused() -> None:
    with pytest.raises(InputError, match="as_of 'soon' is no date"):
        WRITTEN["spdx"].write(dataclasses.replace(made.BILL, as_of="soon"))


def test_the_serial_number_follows_from_the_bill() -> None:
    def number(bill: Bill) -> str:
        return str(json.loads(WRITTEN["cyclonedx"].write(bill))["serialNumber"])

    assert number(made.BILL) == number(dataclasses.replace(made.BILL))
    assert number(made.BILL) != number(dataclasses.replace(made.BILL, version="2.2"))


# --- what is said of weaknesses -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("match", "status", "justification"),
    [
        (made.AFFECTED, "affected", ""),
        (made.FIXED, "fixed", ""),
        (made.OTHER_VERSION, "not_affected", "vulnerable_code_not_present"),
        (made.NOT_BUILT_IN, "not_affected", "vulnerable_code_not_present"),
        (made.NOT_THERE, "not_affected", "component_not_present"),
        (made.OPEN, "under_investigation", ""),
        (made.match("CVE-1", made.LINUX, "yes", "yes", "yes", "unknown", "yes", "yes"), "under_investigation", ""),
        (made.match("CVE-1", made.LINUX, "yes", "yes", "yes", "yes", "no"), "affected", ""),
        (made.match("CVE-1", made.LINUX, "yes", "unknown", "no"), "not_affected", "vulnerable_code_not_present"),
        (Match("CVE-1", "x", (), None, "", None, "", ()), "under_investigation", ""),
    ],
)
def test_no_status_is_more_than_the_ladder_supports(match: Match, status: str, justification: str) -> None:
    said = position(match)
    assert (said.status, said.justification) == (status, justification)


def test_of_two_matches_of_one_weakness_in_one_component_the_worse_stands() -> None:
    twice = dataclasses.replace(made.LADDER, matches=(made.FIXED, dataclasses.replace(made.OPEN, cve="CVE-2016-2178",
                                component=made.OPENSSL.id)))  # fmt: skip
    assert [it.status for it in positions(twice)] == ["under_investigation"]


def test_cyclonedx_calls_nothing_exploitable_and_keeps_every_rung() -> None:
    document = json.loads(WRITTEN["cyclonedx"].write(made.BILL))
    states = {(it["id"], it["affects"][0]["ref"]): it["analysis"] for it in document["vulnerabilities"]}
    assert states["CVE-2016-2177", "openssl@1.0.2h"]["state"] == "in_triage"
    assert states["CVE-2016-2178", "openssl@1.0.2h"]["state"] == "resolved"
    assert states["CVE-2014-0160", "openssl@1.0.2h"] == {
        "state": "not_affected", "justification": "code_not_present",
        "detail": "version affected: no. Why version affected is no.",
    }  # fmt: skip
    rungs = [it["name"] for it in document["vulnerabilities"][0]["properties"] if "rung" in it["name"]]
    assert rungs == [f"cupel:rung: {rung}" for rung in RUNGS]
    counts = {it["name"]: it["value"] for it in document["metadata"]["properties"]}
    assert counts["cupel:ladder: known exploited"] == "1"
    assert sum(rung_counts(made.LADDER).values()) == len(made.LADDER.matches)


def test_cyclonedx_shows_places_offsets_copies_conflicts_and_ranges() -> None:
    openssl, busybox, *_ = json.loads(WRITTEN["cyclonedx"].write(made.BILL))["components"]
    first, second = openssl["evidence"]["occurrences"]
    assert (first["location"], first["offset"]) == ("rootfs!lib/libssl.so.1.0.0", 0x4D2)
    assert "offset" not in second
    assert [(it["name"], it["hashes"][0]["content"]) for it in openssl["components"]] == [
        ("rootfs!lib/libssl.so.1.0.0", made.LIBRARY), ("rootfs!usr/sbin/httpd", made.PROGRAM),
    ]  # fmt: skip
    assert {"name": "cupel:conflict", "value": made.OPENSSL.conflicts[0]} in openssl["properties"]
    assert "version" not in busybox
    assert {"name": "cupel:version range", "value": "at least 1.30.0 and below 1.31.0"} in busybox["properties"]


def test_what_bounds_the_bill_stands_in_it() -> None:
    for name in ("cyclonedx", "spdx", "csaf"):
        assert b"A partition of 4,096 bytes could not be read." in WRITTEN[name].write(made.BILL)
    assert json.loads(WRITTEN["cyclonedx"].write(made.BILL))["compositions"][0]["aggregate"] == "incomplete"


@pytest.mark.parametrize("bill", [made.UNASKED, dataclasses.replace(made.BILL, components=())])
def test_a_reply_without_statements_is_refused(bill: Bill) -> None:
    for name in ("openvex", "csaf"):
        with pytest.raises(InputError, match="no known weakness was asked about"):
            WRITTEN[name].write(bill)


def test_components_of_one_package_url_are_told_apart_in_statements() -> None:
    other = dataclasses.replace(made.BUSYBOX, id="busybox@>=1.20.0", versions=Versions("", "1.20.0"))
    open_there = dataclasses.replace(made.OPEN, component=other.id)
    bill = dataclasses.replace(
        made.BILL, components=(made.BUSYBOX, other),
        ladder=dataclasses.replace(
            made.LADDER, matches=(made.match("CVE-2022-28391", made.BUSYBOX, "yes", "no"), open_there)
        ),
    )  # fmt: skip
    statements = json.loads(WRITTEN["openvex"].write(bill))["statements"]
    parts = [it["products"][0]["subcomponents"][0] for it in statements]
    assert parts[0]["@id"] != parts[1]["@id"]
    assert parts[0]["identifiers"] == parts[1]["identifiers"]


# --- whatever the image says ----------------------------------------------------------------------------------------

WORDS = st.text(max_size=12) | st.sampled_from(
    ("openssl", "1.0.2h", "a b", "x:y", "pkg:deb/debian/zlib1g@1", "é☃", "\x00", "*")
)
HASHES = st.sampled_from(("a" * 64, "b" * 64, "", "nothing"))
VERSIONS = st.builds(Versions, WORDS, WORDS, WORDS)
EVIDENCE = st.builds(
    Evidence, HASHES, WORDS | st.sampled_from(("a!b!@0x1f", "@0x0", "x@0xfffffffffffffffff")), WORDS, WORDS, WORDS
)
EXTENTS = st.sampled_from(("full", "partial", "fragment"))
SIGHTINGS = st.builds(Sighting, WORDS, VERSIONS, WORDS, EVIDENCE, st.none() | EXTENTS, st.sampled_from(("", "deb")))
COPIES = st.builds(Copy, HASHES, WORDS, st.integers(1, 9), VERSIONS, EXTENTS)
COMPONENTS = st.builds(
    Component, WORDS, WORDS, WORDS.filter(str.strip), VERSIONS,
    WORDS | st.sampled_from(("pkg:deb/debian/zlib1g@1:1.2", "pkg:generic/a%20b@1#x", "pkg:npm/%40a/b@1?x=y")),
    st.lists(st.sampled_from(("a:b", "linux:linux_kernel", "x:y z", "é:ü", ":")), max_size=2).map(tuple),
    st.lists(SIGHTINGS, max_size=2).map(tuple), st.lists(COPIES, max_size=2).map(tuple),
    st.lists(WORDS, max_size=1).map(tuple), st.lists(WORDS, max_size=1).map(tuple),
)  # fmt: skip


@st.composite
def bills(draw: st.DrawFn) -> Bill:
    components = tuple(draw(st.lists(COMPONENTS, min_size=1, max_size=3)))
    states = st.lists(st.sampled_from(("yes", "no", "unknown")), min_size=6, max_size=6)
    matches = tuple(
        Match(draw(st.sampled_from(("CVE-2016-2177", "OSV-1", "CVE-x"))), component.id,
              tuple(Step(rung, state, draw(WORDS)) for rung, state in zip(RUNGS, draw(states), strict=True)),
              draw(st.none() | st.sampled_from((0.0, 5.0, 9.8))), draw(st.sampled_from(("", "AV:N", "x"))), None,
              "", ())
        for component in components
    )  # fmt: skip
    ladder = Ladder(matches, (), (), "factory", "")
    words = [draw(WORDS) for _ in range(4)]
    return Bill(*words, "image.bin", "c" * 64, 1, "2026-11-22", "0.1.0", "", components, ladder, tuple(words[:1]))


@each_format
@settings(max_examples=15, deadline=None, phases=(Phase.explicit, Phase.generate))
@given(bill=bills())
def test_whatever_an_image_says_the_document_is_valid_and_the_same_twice(form: BillFormat, bill: Bill) -> None:
    data = form.write(bill)  # examples are not made smaller: the validators take too long for that
    assert data == form.write(bill)
    assert COMPLAINTS[form.name](data) == []
    if form.name in ("cyclonedx", "spdx"):
        stated = form.read(data, "x")
        assert [it.version for it in stated.components] == [it.versions.exact for it in bill.components]
        assert len(stated.components) == len(bill.components)
        assert [it.name for it in stated.components] == [it.title for it in bill.components]
    if form.name != "spdx":
        assert len(form.read(data, "x").replies) == len(positions(bill.ladder))  # type: ignore[arg-type]
