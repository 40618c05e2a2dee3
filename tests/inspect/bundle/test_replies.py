"""Replies and suppressions stand beside findings and change none; a bad form is refused by file, finding and key."""

import datetime
import json
import os
import tomllib
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cupel.errors import InputError
from cupel.inspect.bundle.archive import open_archive
from cupel.inspect.bundle.making import Asked, make_bundle
from cupel.inspect.bundle.verification import read_bundle, verify
from cupel.inspect.packet.check import check_form
from cupel.inspect.packet.duties import duties, in_words
from cupel.inspect.packet.writing import packet, write_packet
from cupel.inspect.reply_form import empty_form, read_replies
from cupel.inspect.suppressions import applied, read_suppressions
from cupel.inspect.weighing import said_of
from cupel.records.equipment import Equipment
from cupel.records.finding import Finding
from cupel.records.inspection import Inspection
from made_findings import SECRET

Inspected = tuple[Equipment, Inspection]
DAY = datetime.date(2026, 11, 25)
HEAD = 'format = "cupel reply form 1"\nauthor = "V. Endor"\ndate = 2026-11-22\n'
REPLY = '[[reply]]\nfinding = "access/made-12345678"\n'
DECISION = '[[suppress]]\nfinding = "x"\nauthor = "A"\nreason = "R"\ndate = 2026-01-01\n'


def written(folder: Path, text: str, name: str = "form.toml") -> Path:
    path = folder / name
    path.write_text(text, "utf-8")
    return path


def test_a_filled_form_gives_replies_and_an_empty_state_none(tmp_path: Path) -> None:
    rows = REPLY + 'state = "fixed"\nversion = "2.0"\ntext = "Gone"\n' + REPLY.replace("1234", "9999") + 'state = ""\n'
    (reply,) = read_replies(written(tmp_path, HEAD + rows))
    assert (reply.state, reply.version, reply.text) == ("fixed", "2.0", "Gone")
    assert (reply.author, reply.dated) == ("V. Endor", "2026-11-22")
    assert "form.toml, [[reply]] 1" in reply.evidence.locator


def test_json_is_read_too(tmp_path: Path) -> None:
    row = {"finding": "a", "state": "confirmed", "author": "V", "date": "2026-01-02"}
    text = json.dumps({"format": "cupel reply form 1", "reply": [row]})
    assert read_replies(written(tmp_path, text, "form.json"))[0].dated == "2026-01-02"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (REPLY, "format must be"),
        (HEAD + REPLY + 'state = "perhaps"', "12345678: state 'perhaps' is none of"),
        (HEAD + REPLY + 'staet = "confirmed"', "did you mean 'state'"),
        (HEAD + REPLY + 'state = "fixed"', "12345678: version must name"),
        (HEAD + REPLY + 'state = "confirmed"\nversion = "2"', "version must name"),
        (HEAD + REPLY + 'state = "disputed"', "text is missing"),
        (HEAD + REPLY + 'state = "confirmed"\ndate = "22.11.2026"', "is no date"),
        (HEAD + '[[reply]]\nstate = "confirmed"', "finding is missing"),
        (HEAD + 2 * (REPLY + 'state = "confirmed"\n'), "a second time"),
        (HEAD.replace("V. Endor", "") + REPLY + 'state = "confirmed"', "author is missing"),
        (HEAD + "reply = 5", "written as [[reply]]"),
        (HEAD + REPLY + "state = 5", "state must be a text"),
        ("a = [" * 5000, "cannot be read"),
        ("[a", "cannot be read"),
    ],
)
def test_a_bad_form_is_refused_by_file_finding_and_key(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(InputError) as error:
        read_replies(written(tmp_path, text))
    assert said in error.value.message
    assert "form.toml" in error.value.message


def test_half_a_letter_and_a_pipe_are_refused(tmp_path: Path) -> None:
    decided = json.dumps({"suppress": [{"finding": "x", "author": "A", "reason": "\ud800", "date": "2026-01-01"}]})
    for read in (read_suppressions, read_replies):
        with pytest.raises(InputError, match="half of a letter") as error:
            read(written(tmp_path, decided, "decided.json"))
        assert "decided.json" in error.value.message
        (tmp_path / "pipe").unlink(missing_ok=True)
        os.mkfifo(tmp_path / "pipe")
        with pytest.raises(InputError, match="no regular file"):
            read(tmp_path / "pipe")


def test_a_form_that_is_no_utf_8_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "form.toml").write_bytes(b'author = "\xff"')
    with pytest.raises(InputError, match="not UTF-8"):
        read_replies(tmp_path / "form.toml")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (DECISION.replace('finding = "x"', ""), "names either"),
        (DECISION + 'path = "/x"', "names either"),
        (DECISION.replace("finding", "detector"), "covers no whole detector"),
        (DECISION.replace('reason = "R"', 'reason = " "'), "reason is missing"),
        (DECISION.replace('author = "A"', ""), "author is missing"),
        (DECISION.replace("date = 2026-01-01", ""), "date is missing"),
        (DECISION + "until = 2025-12-31", "lies before date"),
        (DECISION.replace("suppress", "supress"), "did you mean 'suppress'"),
    ],
)
def test_a_bad_suppression_is_refused(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(InputError) as error:
        read_suppressions(written(tmp_path, text, "decided.toml"))
    assert said in error.value.message
    assert "decided.toml" in error.value.message


def test_a_suppression_fits_by_finding_or_by_detector_path_and_subject_until_its_last_day(
    inspected: Inspected, tmp_path: Path
) -> None:
    findings = inspected[1].findings
    path = findings[0].path
    by_path = DECISION.replace('finding = "x"', f'detector = "access/made"\npath = {json.dumps(path)}')
    narrow = by_path + 'subject = "whole"\n'
    by_id = DECISION.replace('"x"', f'"{findings[0].id}"') + "until = 2026-06-30\n"
    decided = read_suppressions(written(tmp_path, by_id + by_path + narrow + DECISION))
    first, second, third, loose = applied(decided, findings, "2026-07-01")
    assert (first.findings, first.ended) == ((findings[0].id,), True)
    assert second.findings == tuple(it.id for it in findings if it.path == path)
    assert not second.ended
    assert third.findings == tuple(it.id for it in findings if it.path == path and it.subject == "whole")
    assert loose.findings == ()
    assert not applied(decided, findings, "2026-06-30")[0].ended


def test_neither_changes_a_finding_and_both_are_in_the_bundle(inspected: Inspected, tmp_path: Path) -> None:
    item, inspection = inspected
    finding = inspection.findings[0]
    form = written(
        tmp_path, HEAD + f'[[reply]]\nfinding = "{finding.id}"\nstate = "disputed"\ntext = "It is not so."\n'
    )
    decided = written(tmp_path, DECISION.replace('"x"', f'"{finding.id}"'), "decided.toml")
    item = Equipment(item.id, item.file, replies=(form,), suppressions=(decided,))
    said = said_of([item], {item.id: inspection}, "2026-11-25")
    assert said["replies"][item.id][0].found
    record, data = make_bundle(
        item, inspection, Asked("vendor", "", None, said["replies"][item.id], said["suppressions"][item.id])
    )
    assert record.findings[0].finding.tier == finding.tier
    assert len(record.findings) == len(inspection.findings)
    (tmp_path / "b.zip").write_bytes(data)
    text = open_archive(tmp_path / "b.zip").members["README.txt"].decode()
    assert "disputed. It is not so." in text
    assert "suppressed by A on 2026-01-01: R" in text
    assert verify(tmp_path / "b.zip", item.file).good


@pytest.fixture
def bundle(inspected: Inspected, tmp_path: Path) -> Path:
    path = tmp_path / "bundle.zip"
    path.write_bytes(make_bundle(*inspected, Asked("vendor"))[1])
    return path


def test_a_packet_has_for_each_finding_what_a_vendor_needs(bundle: Path, tmp_path: Path) -> None:
    opened, record = read_bundle(bundle)
    write_packet(packet(opened, record, bundle.read_bytes(), DAY), tmp_path / "packet")
    texts = [path.read_text() for path in sorted((tmp_path / "packet/findings").iterdir())]
    assert len(texts) == len(record.findings)
    for text, it in zip(texts, record.findings, strict=True):
        assert it.finding.id in text
        assert "Another name." in text  # what would refute it
        assert "$ cupel inspect fw.bin --unpack-only --extract files" in text or "$ xxd" in text
        assert "\x1b" not in text
        assert SECRET.decode() not in text
    front = (tmp_path / "packet/README.txt").read_text()
    assert "no legal advice" in front
    assert verify(tmp_path / "packet/evidence.zip").good


def test_the_form_of_a_packet_can_be_filled_in_and_checked(bundle: Path, tmp_path: Path) -> None:
    opened, record = read_bundle(bundle)
    write_packet(packet(opened, record, bundle.read_bytes(), DAY), tmp_path / "packet.zip")
    with zipfile.ZipFile(tmp_path / "packet.zip") as file:
        text = file.read("reply.toml").decode()
    untouched = check_form(written(tmp_path, text), bundle)
    assert len(untouched.unanswered) == len(record.findings)
    filled = text.replace('author = ""\ndate = ""', 'author = "V. Endor"\ndate = "2026-11-22"', 1)
    filled = filled.replace('state = ""', 'state = "confirmed"', 1)
    done = check_form(written(tmp_path, filled), bundle)
    assert done.good
    assert [it.finding for it in done.replies] == [record.findings[0].finding.id]
    strange = check_form(
        written(tmp_path, filled.replace(record.findings[0].finding.id, "access/made-00000000")), bundle
    )
    assert strange.strange == ("access/made-00000000",)
    other = check_form(written(tmp_path, filled.replace(record.image.sha256, "0" * 64)), bundle)
    assert other.other_image
    assert not other.good


@pytest.mark.parametrize("edition", ["public", "confidential"])
def test_a_packet_is_made_of_the_vendor_edition_only(inspected: Inspected, tmp_path: Path, edition: str) -> None:
    (tmp_path / "b.zip").write_bytes(make_bundle(*inspected, Asked(edition))[1])  # type: ignore[arg-type]
    opened, record = read_bundle(tmp_path / "b.zip")
    with pytest.raises(InputError, match="edition"):
        packet(opened, record, b"", DAY)


@given(title=st.text(max_size=60), path=st.text(max_size=30), name=st.text(max_size=30))
def test_whatever_a_finding_is_called_its_form_can_be_read(title: str, path: str, name: str) -> None:
    finding = Finding(f"access/{name}", "access/x", "r", "access", title, "", path, "", "present", "", ())
    table = tomllib.loads(empty_form([finding], "0" * 64, "1" * 64))
    assert table["reply"][0]["finding"] == finding.id.encode("utf-8", "backslashreplace").decode()


def test_each_duty_says_who_is_bound_by_what_from_when_and_where_that_was_read() -> None:
    known = duties()
    assert {it.jurisdiction for it in known} == {"People's Republic of China", "European Union"}
    for it in known:
        assert it.source.startswith("https://")
        assert it.certainty == "verified" or it.note
        assert it.retrieved >= it.since or it.since.year > 2026


def test_duties_are_listed_as_of_a_day_and_only_as_what_may_be() -> None:
    early = "\n".join(in_words(duties(), datetime.date(2026, 9, 10)))
    late = "\n".join(in_words(duties(), DAY))
    assert "Article 14(1) and (2)(a) (NOT YET, from 2026-09-11 on)" in early
    assert "Article 14(1) and (2)(a) (since 2026-09-11)" in late
    assert "Article 7(2) (since 2021-09-01)" in early
    assert "within 2 days" in late
    assert "must" not in late
    assert "no legal advice" in late
