"""The protections of executables are read as lief reads them; damaged files give an answer and no exception."""

import importlib.util
import struct
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cupel.inspect.detect.weaknesses._hardened import Hardened, hardened
from cupel.inspect.identify.elf import Elf
from cupel.inspect.unpack.content import BytesContent
from cupel.records.evidence import Evidence

CASES = Path(__file__).parents[2] / "cases" / "detector"
FILES = sorted([*CASES.glob("weaknesses-hardening/*.elf"), *CASES.glob("weaknesses-ineffective_wrappers/*.so")])
NOTHING = Evidence("0" * 64, "", "", "weaknesses/hardening", "")


def read(data: bytes, name: str) -> Hardened:
    """Tell the protections of the bytes of an ELF file."""
    return hardened(Elf(BytesContent(data)), name, "ARM, 32-bit little-endian", NOTHING)


def test_what_the_compiler_was_asked_for_is_told() -> None:
    full, none, partial = (
        read((CASES / "weaknesses-hardening" / f"arm-{name}.elf").read_bytes(), name)
        for name in ("full", "none", "partial")
    )
    assert (full.relro, full.nx, full.pie, full.canary, full.fortify) == ("full", "yes", "yes", "yes", "yes")
    assert (none.relro, none.nx, none.pie, none.canary, none.fortify) == ("none", "no", "no", "no", "no")
    assert (partial.relro, partial.nx, partial.pie, partial.canary) == ("partial", "yes", "yes", "no")
    assert (full.role, full.c_library, full.static) == ("executable", "GNU", False)
    paths = read((CASES / "weaknesses-hardening" / "arm-paths.elf").read_bytes(), "arm-paths")
    assert paths.run_paths == ("/tmp/build/lib", "$ORIGIN/../lib", "lib")


@pytest.mark.skipif(importlib.util.find_spec("lief") is None, reason="lief, the oracle, is not installed")
@pytest.mark.parametrize("file", FILES, ids=[f"{it.parent.name[11:]}-{it.stem}" for it in FILES])
def test_lief_says_the_same(file: Path) -> None:
    import lief

    binary = lief.ELF.parse(str(file))
    assert isinstance(binary, lief.ELF.Binary)
    ours = read(file.read_bytes(), file.name)
    imports = {str(it.name) for it in binary.imported_symbols}
    relro = any(it.type == lief.ELF.Segment.TYPE.GNU_RELRO for it in binary.segments)
    stack = [it for it in binary.segments if it.type == lief.ELF.Segment.TYPE.GNU_STACK]
    assert (ours.relro != "none") == relro
    assert (ours.nx == "yes") == (bool(stack) and not stack[0].has(lief.ELF.Segment.FLAGS.X))
    assert (ours.pie == "yes") == (binary.header.file_type == lief.ELF.Header.FILE_TYPE.DYN)
    assert (ours.canary == "yes") == ("__stack_chk_fail" in imports)
    assert ours.fortified == sum(it.startswith("__") and it.endswith("_chk") for it in imports)


def _damaged() -> Iterator[bytes]:
    data = (CASES / "weaknesses-hardening" / "arm-full.elf").read_bytes()
    for at in range(0, 0x300, 4):
        yield data[:at] + struct.pack("<I", 0xFFFFFFFF) + data[at + 4 :]


def test_a_damaged_header_ends_no_reading() -> None:
    told = 0
    for data in _damaged():
        try:
            told += read(data, "damaged").pie in ("yes", "no")
        except ValueError:  # no ELF header any more
            continue
    assert told > 150


@given(cut=st.integers(0, 6000), noise=st.binary(max_size=64))
def test_a_cut_file_ends_no_reading(cut: int, noise: bytes) -> None:
    data = (CASES / "weaknesses-hardening" / "arm-full.elf").read_bytes()[: max(cut, 64)] + noise
    assert read(data, "cut").relro in ("none", "partial", "full")
