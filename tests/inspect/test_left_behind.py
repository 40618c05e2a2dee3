"""What whoever unpacked an input left in it is told apart, and nothing that it says is the equipment's."""

import io
import tarfile
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from cupel.inspect.inspection import inspect
from cupel.inspect.left_behind import left_behind
from cupel.records.inspection import Artefact, Container, Occurrence
from made_image import examined

ARM, DESK = "ELF executable, ARM, 32-bit little-endian", "ELF executable, x86-64, 64-bit little-endian"
LAUNCH = "#!/bin/sh\n/usr/sbin/telnetd -l /bin/sh\n"


def left(files: Mapping[str, str], form: str = "folder", locator: str = "fw", *more: Container) -> dict[str, str]:
    """Tell (path -> reason) of files that are given by their types."""
    holder = Container(0, locator, form, 0, 1, {}, len(files), 0)
    names = [Occurrence(0, path, "file", 1, path) for path in files]
    kept = {path: Artefact(path, 1, kind, "typed") for path, kind in files.items()}
    found = left_behind((holder, *more), names, kept)
    return {it.locator.removeprefix(f"{locator}!"): it.reason for it in found}


def test_databases_of_disassemblers_count_beside_their_program_only() -> None:
    files = dict.fromkeys(
        ["bin/httpd", "bin/httpd.idb", "bin/x.id0", "bin/x.nam", "share/radio.nam", "etc/ids.idb"], "data"
    )
    assert set(left(files)) == {"bin/httpd.idb", "bin/x.id0", "bin/x.nam"}
    assert set(left({"a.idb": "disassembler's database", "b.idb": "text"})) == {"a.idb"}


def test_what_desktops_write_is_told_and_a_dotted_name_of_the_equipment_is_not() -> None:
    files = dict.fromkeys(
        [".DS_Store", "www/.DS_Store", "__MACOSX/a", "etc/._passwd", "etc/passwd", "etc/._x", "www/Thumbs.db"], "data"
    )
    assert set(left(files)) == {".DS_Store", "www/.DS_Store", "__MACOSX/a", "etc/._passwd", "www/Thumbs.db"}


def test_an_emulator_among_programs_for_another_processor_is_told() -> None:
    own = {f"bin/{number}": ARM for number in range(20)}
    assert set(left(own | {"bin/qemu-arm-static": DESK})) == {"bin/qemu-arm-static"}
    assert set(left(own | {"bin/probe": DESK})) == {"bin/probe"}
    assert left(own | {"lib/dsp": "ELF executable, Tensilica Xtensa, 32-bit"}) == {}, "a coprocessor's program"
    assert left({"bin/a": ARM, "bin/qemu-arm-static": DESK}) == {}, "two programs do not tell whose processor it is"


def test_a_folder_of_an_unpacker_is_a_copy_only_where_its_origin_was_opened_here() -> None:
    files = dict.fromkeys(["fw.bin", "_fw.bin.extracted/etc/passwd"], "data")
    opened = Container(1, "fw!fw.bin!squashfs@0x0", "squashfs", 0, 1, {}, 0, 0)
    assert set(left(files, "folder", "fw", opened)) == {"_fw.bin.extracted/etc/passwd"}
    assert left(files) == {}, "it is the only reading of those bytes that there is"


@pytest.mark.parametrize(("form", "locator"), [("squashfs", "fw!squashfs@0x0"), ("ar", "fw!ar@0x0")])
def test_nobody_leaves_a_file_in_a_file_system_of_the_maker(form: str, locator: str) -> None:
    assert left({"bin/httpd": "data", "bin/httpd.idb": "data"}, form, locator) == {}


def test_in_an_archive_within_the_root_all_is_the_maker_s() -> None:
    folder = Container(0, "fw", "folder", 0, 1, {}, 1, 1)
    inner = Container(1, "fw!a.tar!tar@0x0", "tar", 0, 1, {}, 1, 1)
    assert left_behind((folder, inner), [Occurrence(1, ".DS_Store", "file", 1, "a")], {}) == ()


def test_a_compressed_archive_of_a_root_is_looked_through(tmp_path: Path) -> None:
    with tarfile.open(tmp_path / "root.tar.gz", "w:gz") as archive:
        for name in ("etc/passwd", "etc/.DS_Store"):
            entry = tarfile.TarInfo(name)
            entry.size = 5
            archive.addfile(entry, io.BytesIO(b"root:"))
    (found,) = inspect(tmp_path / "root.tar.gz", threads=1).left_behind
    assert found.locator.endswith("!etc/.DS_Store")


def test_what_is_left_gives_no_finding_and_the_same_bytes_elsewhere_do(tmp_path: Path) -> None:
    passwd = "root:x:0:0::/:/bin/sh\nsupport::0:0::/:/bin/sh\n"
    alone = examined(tmp_path / "a", {"__MACOSX/etc/passwd": passwd, "bin/sh": "x"})
    assert [it.path for it in alone.findings if it.detector == "access/accounts"] == []
    assert len(alone.left_behind) == 1
    both = examined(tmp_path / "b", {"__MACOSX/etc/passwd": passwd, "etc/passwd": passwd, "bin/sh": "x"})
    found = [it for it in both.findings if it.detector == "access/accounts"]
    assert found
    assert {it.path for it in found} == {"/etc/passwd"}
    assert not any("__MACOSX" in place for it in found for place in (*it.places, it.evidence[0].locator))


def test_an_analyst_s_leftovers_of_a_real_root_are_told(real_image: Callable[[str], Path]) -> None:
    found = inspect(real_image("dlink-dir880l-1.07wwb08.tar.xz"))
    names = {it.locator.rpartition("!")[2] for it in found.left_behind}
    assert {
        "usr/bin/qemu-arm-static",
        "usr/bin/minidlna.idb",
        "htdocs/fileaccess.idb",
        "usr/sbin/rgbin.id0",
        "usr/sbin/rgbin.til",
    } <= names
    assert not any(it.evidence[0].locator.rpartition("!")[2].startswith("usr/bin/qemu") for it in found.findings)
    assert any(it.detector == "access/documented_cases" for it in found.findings), "the maker's own stays"
