"""An inspection finds what is in an image, says how much of it could be read, and never falls over."""

import ctypes
import dataclasses
import errno
import gzip
import hashlib
import io
import json
import os
import signal
import tarfile
import zipfile
from pathlib import Path

import pytest

from cupel.content_hash import hash_input
from cupel.errors import InputError, MachineError
from cupel.inspect.inspection import inspect
from cupel.inspect.unpack.content import Content, Spool
from cupel.inspect.unpack.format import Entry
from cupel.inspect.unpack.formats.squashfs import SquashVolume
from cupel.inspect.unpack.limits import Limits
from cupel.records.boundary import to_json
from cupel.records.inspection import Inspection

ROOT = Path(__file__).parents[2]
CASES = ROOT / "tests/cases/format"
EXAMPLE = ROOT / "examples/first-case/equipment"
SQUASHFS = CASES / "squashfs-gzip/input"
NOISE = b"".join(hashlib.sha256(b"%d" % n).digest() for n in range(4096))


def paths(inspection: Inspection) -> dict[str, str]:
    return {
        f"{inspection.containers[seen.container].locator}!{seen.path}": seen.sha256
        for seen in inspection.occurrences
        if seen.kind == "file"
    }


def put(tmp_path: Path, data: bytes, name: str = "image.bin") -> Path:
    file = tmp_path / name
    file.write_bytes(data)
    return file


def tar_of(**files: bytes) -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as tar:
        for name, data in files.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(data)
            tar.addfile(entry, io.BytesIO(data))
    return buffer.getvalue()


def regions_are_whole(inspection: Inspection) -> None:
    position = 0
    for region in inspection.regions:
        assert region.offset == position
        assert region.size > 0
        position += region.size
    assert position == inspection.size
    assert sum(inspection.coverage.image.values()) == inspection.size
    assert sum(inspection.coverage.unpacked.values()) == inspection.coverage.distinct_bytes


def test_the_example_comes_out_as_its_truth_says() -> None:
    truth = json.loads((EXAMPLE / "truth.json").read_text())
    found = inspect(EXAMPLE / truth["image"])
    assert found.sha256 == truth["sha256_of_image"]
    assert found.complete
    assert not found.problems
    regions_are_whole(found)
    by_path: dict[str, set[str]] = {}
    for seen in found.occurrences:
        by_path.setdefault(seen.path, set()).add(seen.sha256)
    for tree in truth["sha256"].values():
        assert [path for path, sha256 in tree.items() if sha256 not in by_path.get(path, set())] == []
    assert found.coverage.image["opaque"] == 65536, "the encrypted calibration partition stays unread, and is said so"


def test_containers_within_containers_and_what_lies_between(tmp_path: Path) -> None:
    squashfs = SQUASHFS.read_bytes()
    inner = gzip.compress(tar_of(**{"rootfs.img": squashfs}), mtime=0)
    image = b"\xff" * 4096 + inner + bytes(10_000) + NOISE + b"\xff" * 512
    found = inspect(put(tmp_path, image))

    locators = [container.locator for container in found.containers]
    assert locators == [
        "image.bin!gzip@0x1000",
        "image.bin!gzip@0x1000!data!tar@0x0",
        "image.bin!gzip@0x1000!data!tar@0x0!rootfs.img!squashfs@0x0",
    ]
    expected = json.loads((SQUASHFS.parent / "expected.json").read_text())
    for entry in expected["entries"]:
        if entry["kind"] == "file":
            assert paths(found)[f"{locators[2]}!{entry['path']}"] == entry["sha256"]
    regions_are_whole(found)
    assert [(region.kind, region.size) for region in found.regions] == [
        ("padding", 4096), ("opened", len(inner)), ("padding", 10_000), ("opaque", len(NOISE)), ("padding", 512),
    ]  # fmt: skip


def test_links_and_devices_are_kept_as_facts() -> None:
    found = inspect(SQUASHFS)
    by_path = {seen.path: seen for seen in found.occurrences}
    assert by_path["bin/sh"].kind == "link"
    assert by_path["bin/sh"].target == "tool"
    assert by_path["dev/console"].device == (5, 1)
    assert by_path["bin/tool"].mode == 0o4755


def test_the_same_input_gives_the_same_bytes_whatever_the_threads(tmp_path: Path) -> None:
    image = put(tmp_path, gzip.compress(tar_of(a=SQUASHFS.read_bytes(), b=NOISE), mtime=0) * 2)
    assert len({to_json(inspect(image, threads=threads)) for threads in (1, 2, 4, 1)}) == 1


def test_a_content_that_occurs_twice_is_opened_once_and_listed_twice(tmp_path: Path) -> None:
    found = inspect(put(tmp_path, tar_of(a=SQUASHFS.read_bytes(), b=SQUASHFS.read_bytes()), "x.tar"))
    assert [container.format for container in found.containers] == ["tar", "squashfs"]
    same = [seen.sha256 for seen in found.occurrences if seen.path in ("a", "b")]
    assert same[0] == same[1]


def test_a_folder_is_read_without_following_links(tmp_path: Path) -> None:
    root = tmp_path / "root"
    (root / "etc").mkdir(parents=True)
    (root / "etc/banner").write_text("hello\n")
    (root / "etc/root.img").write_bytes(SQUASHFS.read_bytes())
    (root / "out").symlink_to("/etc")
    os.mkfifo(root / "pipe")
    found = inspect(root)
    assert found.type == "folder"
    assert {seen.path: seen.kind for seen in found.occurrences if seen.container == 0} == {
        "etc": "directory", "etc/banner": "file", "etc/root.img": "file", "out": "link", "pipe": "fifo",
    }  # fmt: skip
    assert [container.format for container in found.containers] == ["folder", "squashfs"]
    assert (found.sha256, found.size) == hash_input(root), (
        "the ledger knows a folder by the hash that the inspection gives"
    )


def test_an_empty_file_is_an_answer_too(tmp_path: Path) -> None:
    found = inspect(put(tmp_path, b""))
    assert (found.type, found.size, found.regions, found.complete) == ("empty", 0, (), True)


@pytest.mark.parametrize("name", ["missing.bin", "/dev/null"])
def test_what_cannot_be_inspected_is_refused_with_advice(name: str) -> None:
    with pytest.raises(InputError) as refused:
        inspect(Path(name))
    assert refused.value.advice


@pytest.mark.parametrize("size", [0, 1, 95, 96, 97, 200, 1000, 2000, -200, -100, -8, -1])
def test_a_truncated_image_gives_what_is_there_and_says_what_is_not(tmp_path: Path, size: int) -> None:
    data = SQUASHFS.read_bytes()
    found = inspect(put(tmp_path, data[:size] if size else b""))
    regions_are_whole(found)
    if abs(size) >= 96:
        assert found.problems, "what is missing is said"


def test_a_bomb_meets_a_limit_and_the_rest_is_still_read(tmp_path: Path) -> None:
    bomb = gzip.compress(bytes(20 << 20), mtime=0)
    image = put(tmp_path, tar_of(bomb=bomb, banner=b"hello\n"), "x.tar")
    limits = dataclasses.replace(Limits(), ratio=100, ratio_from=1 << 20)
    found = inspect(image, limits)
    assert any("limit ratio" in problem.what for problem in found.problems)
    assert not found.complete
    assert any(path.endswith("!banner") for path in paths(found))


def test_depth_has_a_limit(tmp_path: Path) -> None:
    data = b"innermost"
    for _ in range(30):
        data = gzip.compress(data, mtime=0)
    found = inspect(put(tmp_path, data))
    assert any("limit depth" in problem.what for problem in found.problems)
    assert len(found.containers) <= Limits().depth + 1
    assert not found.complete


def test_entries_have_a_limit(tmp_path: Path) -> None:
    image = put(tmp_path, tar_of(**{f"file{number}": b"x" for number in range(50)}))
    found = inspect(image, dataclasses.replace(Limits(), entries=20))
    assert any("limit entries" in problem.what for problem in found.problems)
    assert len(found.occurrences) == 20
    assert not found.complete


def test_bytes_out_have_a_limit(tmp_path: Path) -> None:
    image = put(tmp_path, gzip.compress(NOISE * 8, mtime=0))
    found = inspect(image, dataclasses.replace(Limits(), bytes_out=100_000))
    assert any("limit bytes_out" in problem.what for problem in found.problems)
    assert not found.complete


def test_a_zip_that_is_its_own_member_ends(tmp_path: Path) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("a.zip", b"")
    data = buffer.getvalue()
    for _ in range(5):
        nested = io.BytesIO()
        with zipfile.ZipFile(nested, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("a.zip", data)
            archive.writestr("b.zip", data)
        data = nested.getvalue()
    assert inspect(put(tmp_path, data)).complete


def deadly(monkeypatch: pytest.MonkeyPatch, act: object) -> None:
    read = SquashVolume.read

    def strike(volume: SquashVolume, entry: Entry) -> Content:
        if entry.path == "lib/noise":
            act()  # type: ignore[operator]
        return read(volume, entry)

    monkeypatch.setattr(SquashVolume, "read", strike)


def all_but(found: Inspection, path: str) -> None:
    read = {seen.path for seen in found.occurrences if seen.sha256}
    expected = json.loads((SQUASHFS.parent / "expected.json").read_text())["entries"]
    assert read == {entry["path"] for entry in expected if entry["kind"] == "file"} - {path}
    assert found.coverage.unread_files == 1


def test_a_decoder_that_crashes_costs_one_file(monkeypatch: pytest.MonkeyPatch) -> None:
    deadly(monkeypatch, lambda: ctypes.string_at(0))
    found = inspect(SQUASHFS)
    all_but(found, "lib/noise")
    assert not found.complete
    assert found.problems[0].locator.endswith("!lib/noise")
    assert "SIGSEGV" in found.problems[0].what


def test_a_decoder_that_hangs_costs_one_file(monkeypatch: pytest.MonkeyPatch) -> None:
    deadly(monkeypatch, signal.pause)
    found = inspect(SQUASHFS, dataclasses.replace(Limits(), watchdog=1))
    all_but(found, "lib/noise")
    assert not found.complete, "a result that a clock had a part in is never kept"


def test_a_decoder_that_asks_for_too_much_memory_costs_one_file(monkeypatch: pytest.MonkeyPatch) -> None:
    deadly(monkeypatch, lambda: bytearray(64 << 30))
    found = inspect(SQUASHFS)
    all_but(found, "lib/noise")
    assert "memory" in found.problems[0].what


def test_a_reader_with_an_error_of_its_own_costs_one_file(monkeypatch: pytest.MonkeyPatch) -> None:
    deadly(monkeypatch, lambda: {}["missing"])
    found = inspect(SQUASHFS)
    all_but(found, "lib/noise")
    assert "KeyError" in found.problems[0].what


def test_many_problems_of_a_kind_are_summed_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    squashfs = bytearray((CASES / "squashfs-gzip/input").read_bytes())
    monkeypatch.setattr(SquashVolume, "_blocks", lambda volume, entry: iter([{}["none"]]))
    image = put(tmp_path, tar_of(**{f"{number}.img": bytes(squashfs) + bytes([number]) for number in range(40)}))
    assert len(inspect(image).problems) < 40 * 20


def test_a_full_disk_is_the_machines_trouble_and_never_a_fact_about_the_image(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(spool: Spool, data: bytes) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Spool, "_to_disk", full)
    image = put(tmp_path, gzip.compress(NOISE * 20, mtime=0))
    with pytest.raises(MachineError, match="No space left"):
        inspect(image, dataclasses.replace(Limits(), spool_memory=1000))


def test_a_name_in_random_bytes_does_not_make_them_read(tmp_path: Path) -> None:
    noise = b"".join(hashlib.sha256(b"x%d" % n).digest() for n in range(20_000))
    for head in (bytes(64) + b"U-Boot 1.1.4 ", b"\x1a\x01", b"ssh-", b"\x7fELF\x01\x01\x01" + bytes(13)):
        found = inspect(put(tmp_path, head + noise))
        assert found.coverage.image["opaque"] > len(noise) // 2, head


def test_a_met_limit_ends_the_same_way_whatever_the_threads(tmp_path: Path) -> None:
    image = put(tmp_path, tar_of(**{f"f{n}": gzip.compress(NOISE[: 4000 + n], mtime=0) for n in range(60)}))
    limits = dataclasses.replace(Limits(), bytes_out=300_000)
    assert len({to_json(inspect(image, limits, threads=threads)) for threads in (1, 2, 4, 2, 4)}) == 1


def test_a_folder_with_names_that_are_no_text_and_more_files_than_descriptors(tmp_path: Path) -> None:
    import resource

    below = tmp_path / "root" / os.fsdecode(b"a\xff")
    below.mkdir(parents=True)
    for number in range(300):
        (below / f"{number}.gz").write_bytes(gzip.compress(b"%d" % number, mtime=0))
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (100, hard))
    try:
        found = inspect(tmp_path / "root", threads=4)
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    assert sum(container.format == "gzip" for container in found.containers) == 300
    assert found.complete
    assert {seen.path for seen in found.occurrences if seen.kind == "directory"} == {r"a\xff"}


def test_a_truncated_container_is_called_by_its_name(tmp_path: Path) -> None:
    found = inspect(put(tmp_path, SQUASHFS.read_bytes()[:2000]))
    assert found.regions[0].label == "SquashFS 4 that cannot be opened"


def test_what_no_container_covers_within_a_file_is_kept_with_its_place(tmp_path: Path) -> None:
    found = inspect(put(tmp_path, tar_of(blob=NOISE[:5000] + gzip.compress(b"x" * 9000, mtime=0)), "x.tar"))
    blob = next(artefact for artefact in found.artefacts if artefact.rest)
    assert [(it.offset, it.size, it.kind) for it in blob.rest] == [(0, 5000, "opaque")]


def test_what_a_file_in_an_archive_says_is_said_once_and_what_lies_beside_it_too(tmp_path: Path) -> None:
    banner = b"\x00U-Boot 2020.04-made (Apr 01 2020 - 08:00:00 +0000)\x00" + bytes(range(256)) * 20
    inner = tar_of(loader=banner)
    found = inspect(put(tmp_path, tar_of(nested=inner, raw=banner), "x.tar"))
    (component,) = [it for it in found.components if it.product == "u-boot"]
    assert component.versions.exact == "2020.04"
    place = "x.tar!tar@0x0!nested!tar@0x0!loader"
    assert {it.evidence.locator.rsplit("!@", 1)[0] for it in component.sightings} == {place}
    assert [(it.locator, it.occurrences) for it in component.copies] == [(place, 2)]
