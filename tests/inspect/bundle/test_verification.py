"""Verifying tells what was changed in a bundle, and whether the image has each quoted byte; nothing makes it crash."""

import io
import json
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cupel.errors import InputError
from cupel.inspect.bundle.archive import archive, open_archive
from cupel.inspect.bundle.making import Asked, make_bundle
from cupel.inspect.bundle.verification import verify
from cupel.inspect.detect.finding import identifier
from cupel.inspect.inspection import inspect
from cupel.records.bundle import Disclosure
from cupel.records.equipment import Equipment
from cupel.records.inspection import Inspection
from made_findings import PASSWD, SECRET

Inspected = tuple[Equipment, Inspection]
Change = Callable[[dict[str, Any], dict[str, bytes]], None]


@pytest.fixture
def bundle(inspected: Inspected, tmp_path: Path) -> Path:
    return written(inspected, tmp_path, "vendor")


def written(inspected: Inspected, folder: Path, edition: Any, **more: Any) -> Path:
    path = folder / "bundle.zip"
    path.write_bytes(make_bundle(*inspected, Asked(edition, **more))[1])
    return path


def members_of(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as file:
        return {name: file.read(name) for name in file.namelist() if name != "manifest.json"}


def changed(path: Path, change: Change) -> Path:
    """Change a bundle, and write its manifest anew, as somebody would who wants to deceive."""
    members = members_of(path)
    record = json.loads(members["bundle.json"])
    change(record, members)
    members["bundle.json"] = json.dumps(record).encode()
    path.write_bytes(archive(members))
    return path


def first(record: dict[str, Any]) -> dict[str, Any]:
    return next(p for it in record["findings"] for p in it["pieces"] if it["finding"]["subject"] == "maint")


@pytest.mark.parametrize("edition", ["public", "vendor"])
def test_each_byte_of_an_honest_bundle_is_found_again(inspected: Inspected, tmp_path: Path, edition: str) -> None:
    found = verify(written(inspected, tmp_path, edition), inspected[0].file)
    assert found.problems == ()
    assert found.good
    assert found.findings
    states = {it.title.split()[2]: {piece.state for piece in it.pieces} for it in found.findings}
    assert states == {
        "maint": {"verified"}, "boot": {"verified"},
        "around": {"consistent"},  # it hides bytes of which only another finding has the fingerprint
        "whole": {"consistent"},  # what it says of the file in words cannot be compared
    }  # fmt: skip


def test_the_image_may_have_another_name(bundle: Path, inspected: Inspected, tmp_path: Path) -> None:
    other = inspected[0].file.rename(tmp_path / "renamed!@0x10.img")
    assert verify(bundle, other).good


def test_a_folder_is_verified_and_a_changed_mode_makes_it_another_folder(made_detector: None, tmp_path: Path) -> None:
    (tmp_path / "root/etc").mkdir(parents=True)
    (tmp_path / "root/etc/passwd").write_bytes(PASSWD)
    item = Equipment("root", tmp_path / "root")
    path = written((item, inspect(item.file, threads=1)), tmp_path, "confidential")
    assert verify(path, item.file).good
    (tmp_path / "root/etc/passwd").chmod(0o600)
    with pytest.raises(InputError, match="the bundle is about"):
        verify(path, item.file)


def test_secrets_in_clear_are_compared_too(inspected: Inspected, tmp_path: Path) -> None:
    path = written(inspected, tmp_path, "vendor", disclosure=Disclosure("A. Person", "2026-11-22T10:00:00+00:00"))
    assert verify(path, inspected[0].file).good

    def other_secret(record: dict[str, Any], members: dict[str, bytes]) -> None:
        name = first(record)["member"]
        members[name] = members[name].replace(SECRET, SECRET[::-1])

    found = verify(changed(path, other_secret))
    assert "fingerprint" in " ".join(p.reason for it in found.findings for p in it.pieces if p.state == "differs")


def test_without_an_image_it_is_only_consistent(bundle: Path) -> None:
    found = verify(bundle)
    assert found.problems == ()
    assert found.good
    assert {it.state for it in found.findings} == {"consistent"}


def other_bytes(record: dict[str, Any], members: dict[str, bytes]) -> None:
    piece = first(record)
    members[piece["member"]] = members[piece["member"]].replace(b"maint", b"admin")
    piece["quote"] = piece["quote"].replace("maint", "admin")


def other_quote(record: dict[str, Any], members: dict[str, bytes]) -> None:
    first(record)["quote"] += "!"


def other_offset(record: dict[str, Any], members: dict[str, bytes]) -> None:
    first(record)["offset"] += 1


def other_place(record: dict[str, Any], members: dict[str, bytes]) -> None:
    first(record)["file"] += "2"


def other_artefact(record: dict[str, Any], members: dict[str, bytes]) -> None:
    piece = first(record)
    piece["artefact"] = piece["chain"][-1]["sha256"] = "0" * 64


def other_mode(record: dict[str, Any], members: dict[str, bytes]) -> None:
    first(record)["chain"][-1]["entry"]["mode"] = 0o4755


def past_the_end(record: dict[str, Any], members: dict[str, bytes]) -> None:
    first(record)["offset"] = 1 << 62


def other_fingerprint(record: dict[str, Any], members: dict[str, bytes]) -> None:
    piece = first(record)
    old = piece["secrets"][0]["fingerprint"]
    piece["secrets"][0]["fingerprint"] = new = old.replace("SHA-256 ", "SHA-256 f")
    piece["quote"] = piece["quote"].replace(old, new)


def negative_size(record: dict[str, Any], members: dict[str, bytes]) -> None:
    first(record)["size"] = -5


def secret_outside(record: dict[str, Any], members: dict[str, bytes]) -> None:
    first(record)["secrets"][0]["end"] = 10_000


def all_hidden(record: dict[str, Any], members: dict[str, bytes]) -> None:
    piece = first(record)
    piece["secrets"] = [{"start": 0, "end": piece["size"], "fingerprint": f"[secret of {piece['size']} bytes]"}]
    piece["quote"] = piece["secrets"][0]["fingerprint"]
    members[piece["member"]] = b"*" * piece["size"]


def place_with_forged_words(record: dict[str, Any], members: dict[str, bytes]) -> None:
    piece = first(record)
    del members[piece["member"]]
    piece |= {"state": "place", "member": "", "offset": None, "size": 0, "secrets": [], "quote": "admin::0:0"}


@pytest.mark.parametrize("change", [all_hidden, place_with_forged_words])
def test_what_was_not_compared_is_not_verified(bundle: Path, inspected: Inspected, change: Change) -> None:
    found = verify(changed(bundle, change), inspected[0].file)
    one = next(it for it in found.findings if it.title.split()[2] == "maint")
    assert one.state == "consistent"
    assert "not compared" in one.pieces[0].reason or "not checked" in one.pieces[0].reason


def place_with_bytes(record: dict[str, Any], members: dict[str, bytes]) -> None:
    first(record).update(state="place", member="")


def seen_live(record: dict[str, Any], members: dict[str, bytes]) -> None:
    record["findings"][0]["finding"]["tier"] = "observed"


@pytest.mark.parametrize(("change", "said"), [(place_with_bytes, "names bytes"), (seen_live, "'observed'")])
def test_what_no_version_writes_is_refused(bundle: Path, change: Change, said: str) -> None:
    with pytest.raises(InputError, match=said):
        verify(changed(bundle, change))


def test_a_key_that_stands_twice_is_refused(bundle: Path) -> None:
    members = members_of(bundle)
    members["bundle.json"] = members["bundle.json"].replace(b'"tier":', b'"tier": "present", "tier":', 1)
    bundle.write_bytes(archive(members))
    with pytest.raises(InputError, match="twice"):
        verify(bundle)


def other_grade(record: dict[str, Any], members: dict[str, bytes]) -> None:
    record["grade"] = "vendor-verified"


def other_subject(record: dict[str, Any], members: dict[str, bytes]) -> None:
    record["statements_about"] = "the release Other 1.0"


def same_twice(record: dict[str, Any], members: dict[str, bytes]) -> None:
    record["findings"].append(record["findings"][0])


def other_locator(record: dict[str, Any], members: dict[str, bytes]) -> None:
    first(record)["locator"] = "fw.bin!elsewhere"


def other_path(record: dict[str, Any], members: dict[str, bytes]) -> None:
    made = record["findings"][0]["finding"]
    made["path"] = "/usr/bin/other"
    made["id"] = identifier(made["detector"], made["rule"], made["path"], made["subject"])


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (other_grade, "grade"), (other_subject, "statements are about"), (same_twice, "2 times"),
        (other_locator, "locator"), (other_path, "path"),
    ],
)  # fmt: skip
def test_what_contradicts_the_rest_of_the_record_is_named(bundle: Path, change: Change, said: str) -> None:
    found = verify(changed(bundle, change))
    assert not found.good
    assert said in " ".join(found.problems)


def test_a_flipped_byte_of_stored_evidence_is_told_with_its_member(bundle: Path) -> None:
    data = bytearray(bundle.read_bytes())
    with zipfile.ZipFile(bundle) as file:
        place = next(it.header_offset for it in file.infolist() if file.read(it) == b"BOOTKEY")
    data[data.index(b"BOOTKEY", place)] ^= 1
    bundle.write_bytes(bytes(data))
    assert any(it.startswith("evidence/") and "changed or damaged" in it for it in verify(bundle).problems)


@pytest.mark.parametrize(
    "change",
    [
        other_bytes, other_quote, other_offset, other_place, other_artefact, other_mode, past_the_end,
        other_fingerprint, negative_size, secret_outside,
    ],
)  # fmt: skip
def test_a_changed_finding_does_not_hold_although_the_manifest_fits(
    bundle: Path, inspected: Inspected, change: Change
) -> None:
    found = verify(changed(bundle, change), inspected[0].file)
    assert not found.good
    assert next(it for it in found.findings if it.title.split()[2] == "maint").state in ("differs", "not reachable")


def test_a_changed_member_a_missing_one_and_one_too_many_are_named(bundle: Path) -> None:
    members = members_of(bundle)
    name = next(name for name in members if name.endswith(".bin"))
    text = bundle.read_bytes()
    spoiled = {**members, name: members[name].swapcase()}
    honest = json.loads(zipfile.ZipFile(io.BytesIO(text)).read("manifest.json"))
    for given_members, said in (
        (spoiled, "was changed"),
        ({key: data for key, data in members.items() if key != name}, "missing"),
        ({**members, "evidence/more.bin": b"x"}, "not in the manifest"),
    ):
        rewritten(bundle, given_members, honest)
        assert said in " ".join(verify(bundle).problems)


def rewritten(path: Path, members: dict[str, bytes], manifest: object, method: int = zipfile.ZIP_STORED) -> None:
    with zipfile.ZipFile(path, "w", method) as file:
        for name, data in members.items():
            file.writestr(name, data)
        file.writestr("manifest.json", json.dumps(manifest))


def test_a_secret_in_clear_and_a_changed_title_are_named(bundle: Path) -> None:
    def leak(record: dict[str, Any], members: dict[str, bytes]) -> None:
        name = first(record)["member"]
        members[name] = members[name].replace(b"*" * len(SECRET), SECRET)
        record["findings"][0]["finding"]["subject"] = "other"

    found = verify(changed(bundle, leak))
    assert "in clear" in " ".join(piece.reason for it in found.findings for piece in it.pieces)
    assert "identifier" in " ".join(found.problems)


def test_another_image_is_an_error_that_names_both(bundle: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.bin"
    other.write_bytes(PASSWD)
    with pytest.raises(InputError, match="the bundle is about"):
        verify(bundle, other)


def test_a_bundle_of_other_rules_is_compared_all_the_same(bundle: Path, inspected: Inspected) -> None:
    def older(record: dict[str, Any], members: dict[str, bytes]) -> None:
        record["rule_version"] = "0" * 64

    found = verify(changed(bundle, older), inspected[0].file)
    assert found.problems == ()
    assert found.good
    assert not found.same_rules


@pytest.mark.parametrize("name", ["../evil", "/etc/passwd", "a\\b", "evidence/..", "évidence", "a/b/c/d/e", ".hidden"])
def test_a_name_that_leads_elsewhere_is_refused(bundle: Path, name: str) -> None:
    rewritten(bundle, {**members_of(bundle), name: b"x"}, {})
    with pytest.raises(InputError, match="which no bundle has"):
        verify(bundle)


def test_a_bomb_is_refused_before_a_byte_of_it_is_unpacked(bundle: Path) -> None:
    rewritten(bundle, {**members_of(bundle), "evidence/bomb.bin": bytes(50 << 20)}, {}, zipfile.ZIP_DEFLATED)
    with pytest.raises(InputError, match="compressed"):
        verify(bundle)


def test_members_that_share_bytes_are_refused(bundle: Path) -> None:
    members = {f"evidence/{number}.bin": b"A" * 10_000 for number in range(20)}
    rewritten(bundle, members, {})
    data = bytearray(bundle.read_bytes())
    at, end = data.index(b"PK\x01\x02"), data.index(b"PK\x05\x06")
    head = bytes(data[at : data.index(b"PK\x01\x02", at + 4)])
    one = data[: 30 + len("evidence/0.bin") + 10_000]
    shared = b"".join(head.replace(b"evidence/0.bin", b"evidence/%c.bin" % (97 + number)) for number in range(20))
    tail = struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, 20, 20, len(shared), len(one), 0)
    assert end
    bundle.write_bytes(bytes(one) + shared + tail)
    with pytest.raises(InputError, match="another name where"):
        verify(bundle)


def test_a_bundle_of_another_format_is_told_apart(bundle: Path) -> None:
    def other(record: dict[str, Any], members: dict[str, bytes]) -> None:
        record["format"] = "cupel evidence bundle 9"

    with pytest.raises(InputError, match="bundle 9"):
        verify(changed(bundle, other))


@pytest.mark.parametrize("share", [0.0, 0.3, 0.9, 0.999])
def test_a_cut_bundle_is_an_error(bundle: Path, share: float) -> None:
    data = bundle.read_bytes()
    bundle.write_bytes(data[: int(len(data) * share)])
    with pytest.raises(InputError, match="cannot be used as an evidence bundle"):
        verify(bundle)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_no_change_of_bytes_goes_unseen_or_crashes(bundle: Path, tmp_path: Path, data: st.DataObject) -> None:
    honest = bundle.read_bytes()
    changed_bytes = bytearray(honest)
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(honest) - 1))
        changed_bytes[at] = data.draw(st.integers(0, 255))
    path = tmp_path / "spoiled.zip"
    path.write_bytes(bytes(changed_bytes))
    try:
        found = verify(path)
    except InputError:
        return
    # what a ZIP file says beside names, sizes and bytes (dates, modes) is no part of what is checked
    assert not found.good or open_archive(path).members == open_archive(bundle).members


VALUES = st.one_of(
    st.none(), st.booleans(), st.integers(-(1 << 63), (1 << 63) - 1), st.text(max_size=8), st.just([]), st.just({}),
    st.sampled_from(["bytes", "place", "document", "not reached", "!@0x10", "fw.bin", "../x", "0" * 64]),
)  # fmt: skip


def set_somewhere(value: Any, new: Any, data: st.DataObject) -> Any:
    """Put `new` in the place of one part of a JSON value, chosen at random."""
    if isinstance(value, dict) and value and data.draw(st.booleans()):
        key = data.draw(st.sampled_from(sorted(value)))
        return value | {key: set_somewhere(value[key], new, data)}
    if isinstance(value, list) and value and data.draw(st.booleans()):
        at = data.draw(st.integers(0, len(value) - 1))
        return [*value[:at], set_somewhere(value[at], new, data), *value[at + 1 :]]
    return new


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_whatever_a_forged_record_says_it_is_judged_and_never_crashes(
    bundle: Path, inspected: Inspected, tmp_path: Path, data: st.DataObject
) -> None:
    members = members_of(bundle)
    record = json.loads(members["bundle.json"])
    at = data.draw(st.integers(0, len(record["findings"]) - 1))
    pieces = record["findings"][at]["pieces"]
    for _ in range(data.draw(st.integers(1, 3))):
        pieces[0] = set_somewhere(pieces[0], data.draw(VALUES), data)
        if not isinstance(pieces[0], dict):
            pieces[0] = {}
    members["bundle.json"] = json.dumps(record).encode()
    forged = tmp_path / "forged.zip"
    forged.write_bytes(archive(members))
    try:
        found = verify(forged, inspected[0].file)
    except InputError:
        return
    assert len(found.findings) == len(record["findings"])
