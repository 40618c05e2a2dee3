"""The reader of ELF agrees with another one, and no bytes make it fail, hang or read without end."""

import contextlib
import shutil
import sys
import time
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from elftools.elf.dynamic import DynamicSection
from elftools.elf.elffile import ELFFile
from elftools.elf.gnuversions import GNUVerDefSection, GNUVerNeedSection
from elftools.elf.sections import SymbolTableSection
from hypothesis import given, settings
from hypothesis import strategies as st

from cupel.inspect.identify.elf import Elf, NotElf
from cupel.inspect.unpack.content import BytesContent

CASES = Path(__file__).parents[2] / "cases/source"
SMALL = [
    (CASES / name / "input").read_bytes()
    for name in ("linkage", "symbol_version", "kernel_module", "go_build-pointers")
]
FACTS = ("segments", "sections", "constants", "dynamic", "needed", "soname", "interpreter", "imports", "exports",
         "version_needs", "version_definitions", "comments", "build_id")  # fmt: skip


def programs() -> Iterator[Path]:
    """Yield some programs and libraries of this machine."""
    yield Path(sys.executable).resolve()
    for name in ("bash", "ls", "openssl", "gcc"):
        if found := shutil.which(name):
            yield Path(found).resolve()
    for pattern in ("libc.so.6", "libz.so.1", "libcrypto.so.3", "libstdc++.so.6"):
        yield from Path("/lib").glob(f"*-linux-gnu/{pattern}")
        yield from Path("/usr").glob(f"arm-linux-gnueabihf/lib/{pattern}")


def oracle(data: bytes) -> dict[str, object]:
    file = ELFFile(BytesIO(data))
    facts: dict[str, object] = {
        "soname": "", "needed": (), "imports": (), "exports": (), "build_id": "", "version_needs": (),
        "version_definitions": (),
    }  # fmt: skip
    for section in file.iter_sections():
        if isinstance(section, DynamicSection):
            tags = list(section.iter_tags())
            facts["needed"] = tuple(tag.needed for tag in tags if tag.entry.d_tag == "DT_NEEDED")
            facts["soname"] = next((tag.soname for tag in tags if tag.entry.d_tag == "DT_SONAME"), "")
        elif isinstance(section, SymbolTableSection) and section.name == ".dynsym":
            symbols = [symbol for symbol in section.iter_symbols() if symbol.name]
            facts["imports"] = tuple(it.name for it in symbols if it["st_shndx"] == "SHN_UNDEF")
            facts["exports"] = tuple(it.name for it in symbols if it["st_shndx"] != "SHN_UNDEF")
        elif isinstance(section, GNUVerNeedSection):
            facts["version_needs"] = tuple(
                (need.name, version.name) for need, versions in section.iter_versions() for version in versions
            )
        elif isinstance(section, GNUVerDefSection):
            facts["version_definitions"] = tuple(
                next(names).name for version, names in section.iter_versions() if not version["vd_flags"] & 1
            )
        elif section.name == ".note.gnu.build-id":
            facts["build_id"] = next(note["n_desc"] for note in section.iter_notes())
    return facts


def read(data: bytes) -> dict[str, object]:
    elf = Elf(BytesContent(data))
    return {name: getattr(elf, name) for name in FACTS}


def compare(data: bytes, wanted: dict[str, object]) -> None:
    found = read(data)
    for name, value in wanted.items():
        assert found[name] == value, name


def test_agrees_with_another_reader_on_programs_of_this_machine() -> None:
    compared = 0
    for path in programs():
        data = path.read_bytes()
        compare(data, oracle(data))
        compared += 1
    assert compared >= 2


@pytest.mark.parametrize("data", SMALL[:3], ids=["linkage", "symbol_version", "kernel_module"])
def test_agrees_with_another_reader_on_cases(data: bytes) -> None:
    compare(data, oracle(data))


def test_says_the_same_without_section_headers() -> None:
    for path in programs():
        data = bytearray(path.read_bytes())
        wanted = oracle(bytes(data))
        wide = data[4] == 2
        data[40 if wide else 32 : 48 if wide else 36] = bytes(8 if wide else 4)  # where the section headers begin
        data[58 if wide else 46 : 64 if wide else 52] = bytes(6)
        wanted["imports"], wanted["exports"] = set(wanted["imports"]), set(wanted["exports"])  # type: ignore[call-overload]
        found = read(bytes(data))
        assert found["sections"] == ()
        for name in ("soname", "needed", "version_needs", "version_definitions", "build_id"):
            assert found[name] == wanted[name], (path, name)
        # a table without a length is counted by its hash; what is only asked for may stand behind what is hashed
        assert set(found["exports"]) == wanted["exports"], path  # type: ignore[call-overload]


def test_constants_hold_the_strings_of_a_program() -> None:
    data = (CASES / "busybox/input").read_bytes()
    elf = Elf(BytesContent(data))
    place = data.index(b"BusyBox v")
    assert any(start <= place < start + size for start, size in elf.constants)
    address = elf.address_of(place)
    assert address is not None
    assert elf.offset_of(address) == place


CHANGES = st.lists(
    st.tuples(st.floats(0, 0.999), st.sampled_from((0, 1, 127, 128, 255)) | st.integers(0, 255)), max_size=12
)


@given(st.sampled_from(SMALL), CHANGES, st.floats(0.01, 1))
@settings(max_examples=300, deadline=2000)
def test_changed_bytes_are_read_quickly_or_refused(data: bytes, changes: list[tuple[float, int]], kept: float) -> None:
    changed = bytearray(data[: int(len(data) * kept)])
    for place, value in changes:
        changed[int(place * len(changed))] = value
    start = time.process_time()
    with contextlib.suppress(NotElf):
        read(bytes(changed))
    assert time.process_time() - start < 10


def test_tables_that_claim_the_most_cost_little() -> None:
    data = bytearray(SMALL[0])
    elf = Elf(BytesContent(bytes(data)))
    for number, (tag, _) in enumerate(elf.dynamic):
        place = next(it for it in elf.segments if it.kind == 2).offset + 16 * number + 8
        if tag in (10, 0x6FFFFFFF, 0x6FFFFFFD):
            data[place : place + 8] = (2**62).to_bytes(8, "little")
    start = time.process_time()
    read(bytes(data) + bytes(1 << 20))
    assert time.process_time() - start < 10
