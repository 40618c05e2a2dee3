"""From an inspection to a file and back: the guide's own code does what the guide says."""

import dataclasses
import re
from pathlib import Path
from typing import Any

import pytest

from bills import made
from cupel.bills.assemble import bill_of
from cupel.bills.exchange import read_stated, write_bill
from cupel.bills.format import formats
from cupel.bills.position import positions
from cupel.records.equipment import Equipment
from cupel.records.inspection import Coverage, Inspection
from cupel.records.vulnerability import Ladder

ROOT = Path(__file__).parents[2]
EQUIPMENT = Equipment("er", Path("er1000-2.1.bin"), "Acme", "ER-1000", "2.1")
INSPECTION = Inspection(
    "er1000-2.1.bin", made.IMAGE, 8_388_608, "firmware", "1" * 64, True, Coverage(0, {}, 0, 0, {}, 0, 0), (), (), (),
    (), (), made.BILL.components,
)  # fmt: skip


def test_a_bill_is_put_together_from_what_was_found() -> None:
    bounds = made.BILL.not_examined
    assert bill_of(EQUIPMENT, INSPECTION, made.LADDER, "2026-11-22", bounds) == made.BILL


def test_matches_of_components_that_are_not_there_are_named() -> None:
    bill = bill_of(EQUIPMENT, dataclasses.replace(INSPECTION, components=(made.OPENSSL,)), made.LADDER, "2026-11-22")
    assert bill.not_examined == ("3 matches name a component that is not in this inspection; they are left out.",)
    assert [it.component for it in formats()[0].read(formats()[0].write(bill), "x").replies] == ["OpenSSL 1.0.2h"] * 3


@pytest.mark.parametrize(
    ("complete", "kind", "bounds", "folder"), [(True, "gzip", 0, False), (False, "folder", 1, True)]
)
def test_an_inspection_that_did_not_end_and_a_folder_are_named(
    complete: bool, kind: str, bounds: int, folder: bool
) -> None:
    bill = bill_of(Equipment("er", Path("x")), dataclasses.replace(INSPECTION, complete=complete, type=kind))
    assert (len(bill.not_examined), bill.folder, bill.label) == (bounds, folder, "er")


def test_an_empty_bill_is_no_bill_of_the_equipment_itself(tmp_path: Path) -> None:
    for name in ("spdx", "cyclonedx"):
        write_bill(dataclasses.replace(made.UNASKED, components=()), name, tmp_path / "bill")
        assert read_stated(tmp_path / "bill").components == ()


@pytest.mark.parametrize("name", [it.name for it in formats() if it.writes])
def test_what_was_written_is_read_as_what_it_is(name: str, tmp_path: Path) -> None:
    write_bill(made.BILL, name, tmp_path / "bill")
    stated = read_stated(tmp_path / "bill")
    assert stated.format == name
    assert stated.problems == ()
    if name in ("openvex", "csaf"):
        said = {(it.match.cve, it.status) for it in positions(made.LADDER)}
        assert {(it.cve, it.status) for it in stated.replies} == said


def test_the_guides_code_sets_a_reply_beside_its_match_and_writes_two_files(tmp_path: Path) -> None:
    guide = (ROOT / "docs/how-to/exchange-bills-and-vex.md").read_text("utf-8")
    names: dict[str, Any] = {}
    exec(re.findall(r"```py\n(.*?)```", guide, re.DOTALL)[0], names)
    ladder: Ladder = made.LADDER
    theirs = ROOT / "tests/cases/bill/csaf-vendor/input"
    found, unmatched = names["hand_on"](EQUIPMENT, INSPECTION, ladder, theirs, tmp_path)
    assert [it.cve for it in unmatched] == ["CVE-2018-25032"] * 2 + ["ACME-BUG-7"] * 2
    assert found.only_found == tuple(it.id for it in made.BILL.components)
    assert sorted(it.name for it in tmp_path.iterdir()) == ["bill.cdx.json", "bill.openvex.json"]
