"""What is extracted is what is in the image, and not a byte of it lands outside the folder."""

import io
import os
import tarfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cupel.errors import InputError
from cupel.inspect.extraction import Extraction, container_folder, safe_path
from cupel.inspect.inspection import inspect
from cupel.inspect.unpack.content import BytesContent
from cupel.inspect.unpack.format import Entry

NAMES = st.sampled_from(["a", "b", "..", ".", "", "etc", "passwd", "x" * 300, "ü", "a\0b", "C:", "~"])
PATHS = st.lists(NAMES, min_size=1, max_size=5).map("/".join) | st.text(max_size=40)
TARGETS = PATHS | st.sampled_from(["/", "/etc/passwd", "../../../etc/passwd", "..", "a/../../..", "b/..", ".", ""])
ENTRIES = st.lists(st.tuples(st.sampled_from(["file", "link", "directory"]), PATHS, TARGETS), max_size=12)


@settings(max_examples=300, deadline=None)
@given(ENTRIES)
def test_nothing_leads_out_of_the_folder(
    tmp_path_factory: pytest.TempPathFactory, entries: list[tuple[str, str, str]]
) -> None:
    above = tmp_path_factory.mktemp("above")
    (above / "secret").write_text("untouched")
    top = above / "target"
    extraction = Extraction(top)
    for kind, path, target in entries:
        content = BytesContent(b"data") if kind == "file" else None
        extraction.take("image!tar@0x0", Entry(path, kind, target=target), content)
    extraction.finish()

    assert sorted(found.name for found in above.iterdir()) == ["secret", "target"]
    root = os.path.realpath(top)
    for folder, folders, files in os.walk(top):
        for name in folders + files:
            place = Path(folder) / name
            assert os.path.realpath(place).startswith(root), f"{place} leads out"


@settings(deadline=None)
@given(PATHS)
def test_safe_path_is_relative_and_never_climbs(path: str) -> None:
    made = safe_path(path)
    assert made
    assert not made.startswith("/")
    assert ".." not in made.split("/")
    assert all(len(part.encode("utf-8", "surrogateescape")) <= 255 for part in made.split("/"))


def archive(tmp_path: Path) -> Path:
    file = tmp_path / "root.tar"
    with tarfile.open(file, "w") as tar:
        for name, data, mode in (("etc/banner", b"hello\n", 0o640), ("bin/su", b"\x7fELF", 0o4755)):
            entry = tarfile.TarInfo(name)
            entry.size, entry.mode = len(data), mode
            tar.addfile(entry, io.BytesIO(data))
        for name, target in (("etc/relative", "banner"), ("etc/absolute", "/etc/banner"), ("etc/out", "../../../tmp")):
            entry = tarfile.TarInfo(name)
            entry.type, entry.linkname = tarfile.SYMTYPE, target
            tar.addfile(entry)
    return file


def test_files_modes_and_links_come_out_as_they_are(tmp_path: Path) -> None:
    inspect(archive(tmp_path), extract=tmp_path / "out")
    top = tmp_path / "out/tar@0x0"
    assert (top / "etc/banner").read_bytes() == b"hello\n"
    assert (top / "etc/banner").stat().st_mode & 0o777 == 0o640
    assert (top / "etc/relative").read_bytes() == b"hello\n"
    assert (top / "etc/absolute").read_bytes() == b"hello\n", "an absolute target counts from the container's root"
    assert not (top / "etc/out").is_symlink(), "a link that leads out stays a fact of the inspection"
    assert not (top / "bin/su").stat().st_mode & 0o7000, "no setuid file is made on this machine"


def test_a_file_whose_name_is_also_a_folder_is_kept_under_another_name(tmp_path: Path) -> None:
    extraction = Extraction(tmp_path / "out")
    extraction.take("image!zip@0x0", Entry("a"), BytesContent(b"file"))
    extraction.take("image!zip@0x0", Entry("a/b"), BytesContent(b"below"))
    extraction.take("image!zip@0x0", Entry("a/b"), BytesContent(b"again"))
    found = {
        path.relative_to(tmp_path / "out").as_posix(): path.read_bytes()
        for path in (tmp_path / "out").rglob("*")
        if path.is_file()
    }
    assert found == {"zip@0x0/a~2": b"file", "zip@0x0/a/b": b"below", "zip@0x0/a/b~2": b"again"}


def test_containers_within_files_lie_beside_them() -> None:
    assert container_folder("x.bin!squashfs@0x0") == "squashfs@0x0"
    assert container_folder("x.bin!squashfs@0x0!lib/a.gz!gzip@0x0") == "squashfs@0x0/lib/a.gz!gzip@0x0"


def test_a_folder_that_holds_something_is_refused(tmp_path: Path) -> None:
    (tmp_path / "kept").write_text("mine")
    with pytest.raises(InputError, match="not empty"):
        inspect(archive(tmp_path), extract=tmp_path)
    assert (tmp_path / "kept").read_text() == "mine"


def test_a_path_longer_than_any_file_system_takes_costs_nothing_else(tmp_path: Path) -> None:
    file = tmp_path / "long.tar"
    with tarfile.open(file, "w", format=tarfile.PAX_FORMAT) as tar:
        for name in ("/".join(["d" * 100] * 60) + "/deep", "good"):
            entry = tarfile.TarInfo(name)
            entry.size = 4
            tar.addfile(entry, io.BytesIO(b"data"))
    found = inspect(file, extract=tmp_path / "out")
    assert found.complete
    assert sorted(path.name for path in (tmp_path / "out").rglob("*") if path.is_file()) == ["deep", "good"]
