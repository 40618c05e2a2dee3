"""Code that uses a text is found, and its constants are read, for each processor; assembled by hand."""

import contextlib
import struct

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cupel.inspect.code.disassembly import disassembled, used
from cupel.inspect.code.program import PLTGOT, Program, Segment
from cupel.inspect.code.references import Place, references
from cupel.inspect.unpack.content import BytesContent
from cupel.inspect.vulnerabilities.constant import Constant
from cupel.inspect.vulnerabilities.patch_test import CannotTell

CODE, DATA, TABLE = 0x100, 0x800, 0xC00
TEXT = "a text that is used"


def elf(machine: int, code: bytes, base: int, order: str = "<", wide: bool = False, table: bytes = b"") -> Program:
    """One segment from file offset 0 at `base`: code at CODE, TEXT at DATA, a table of addresses at TABLE."""
    head = b"\x7fELF" + bytes((2 if wide else 1, 2 if order == ">" else 1, 1))
    head = head.ljust(16, b"\0")
    size = 0xD00
    dynamic = struct.pack(f"{order}{'QQ' if wide else 'II'}", PLTGOT, base + TABLE)
    if wide:
        head += struct.pack(f"{order}HHIQQQIHHHHHH", 3, machine, 1, 0, 64, 0, 0, 64, 56, 2, 0, 0, 0)
        head += struct.pack(f"{order}IIQQQQQQ", 1, 5, 0, base, base, size, size, 4096)
        head += struct.pack(f"{order}IIQQQQQQ", 2, 4, 0xF0, base + 0xF0, 0, 16, 16, 8)
    else:
        head += struct.pack(f"{order}HHIIIIIHHHHHH", 3, machine, 1, 0, 52, 0, 0, 52, 32, 2, 0, 0, 0)
        head += struct.pack(f"{order}IIIIIIII", 1, 0, base, base, size, size, 5, 4096)
        head += struct.pack(f"{order}IIIIIIII", 2, 0xF0, base + 0xF0, 0, len(dynamic), len(dynamic), 4, 4)
    data = (head.ljust(0xF0, b"\0") + dynamic).ljust(CODE, b"\0") + code
    data = data.ljust(DATA, b"\0") + TEXT.encode() + b"\0"
    return Program(BytesContent((data.ljust(TABLE, b"\0") + table).ljust(size, b"\0")))


def words(*numbers: int, order: str = "<") -> bytes:
    return struct.pack(f"{order}{len(numbers)}I", *numbers)


CASES = [
    # cmp eax, 1232; lea rdi, [rip + distance]
    ("x86-64", elf(62, b"\x3d" + words(1232) + b"\x48\x8d\x3d" + words(DATA - CODE - 12), 0x400000, wide=True), 5),
    # cmp eax, 1232; mov edi, address: a program of a fixed place
    ("x86-64 fixed", elf(62, b"\x3d" + words(1232) + b"\xbf" + words(0x400000 + DATA), 0x400000, wide=True), 10),
    # cmp eax, 1232; lea eax, [ebx + distance from the table]
    ("x86", elf(3, b"\x3d" + words(1232) + b"\x8d\x83" + struct.pack("<i", DATA - TABLE), 0x1000), 11),
    # cmp w0, #1232 is encoded as subs wzr, w0, #0x4d0; adrp x0, page; add x0, x0, #rest
    ("arm64", elf(183, words(0x7113401F, 0x90000000, 0x91200000), 0x400000, wide=True), 4),
    # cmp r0, #1232; ldr r1, [pc, #4]; add r1, pc, r1; bx lr; the distance
    ("arm", elf(40, words(0xE3500E4D, 0xE59F1004, 0xE08F1001, 0xE12FFF1E, DATA - CODE - 16), 0x10000), 8),
    # Thumb: cmp.w r0, #1232; ldr r1, [pc, #4]; add r1, pc; bx lr; nop; the distance from add
    (
        "thumb",
        elf(40, bytes.fromhex("b0f59a6f 0149 7944 7047 00bf") + words(DATA - CODE - 10), 0x10000),
        6,
    ),
    # cmp r0, #1232; ldr r1, [pc, #0]; bx lr; the address
    ("arm fixed", elf(40, words(0xE3500E4D, 0xE59F1000, 0xE12FFF1E, 0x10000 + DATA), 0x10000), 4),
    # cmp r0, #1232; movw r1, #0x0800; movt r1, #1
    ("arm halves", elf(40, words(0xE3500E4D, 0xE3001800, 0xE3401001), 0x10000), 4),
    # Thumb: cmp.w r0, #1232; movw r1, #0x0800; movt r1, #1
    ("thumb halves", elf(40, bytes.fromhex("b0f59a6f 40f60001 c0f20101"), 0x10000), 4),
    # Thumb: cmp.w r0, #1232; ldr r1, [pc, #0]; bx lr; the address
    ("thumb fixed", elf(40, bytes.fromhex("b0f59a6f 0049 7047") + words(0x10000 + DATA), 0x10000), 4),
    # slti v0, v0, 1232; lui a0, page; addiu a0, a0, rest
    ("mips", elf(8, words(0x284204D0, 0x3C040040, 0x24840800), 0x400000), 4),
    # the same order of bytes as most routers of the kind; lw a0, 0(table)(gp)
    (
        "mips by table",
        elf(8, words(0x284204D0, 0x8F848010, 0x24840800, order=">"), 0x400000, ">", table=words(0x400000, order=">")),
        4,
    ),
]


@pytest.mark.parametrize(("program", "at"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_the_use_of_a_text_is_found_and_the_constant_before_it(program: Program, at: int) -> None:
    pytest.importorskip("capstone", reason="an extra; the dev group has it")
    places = list(used(program, TEXT))
    assert [place.address - program.segments[0].address - CODE for place in places] == [at]

    seen = Constant((1232,), "the limit", near=TEXT, before=at, after=8).find(program)

    assert seen is not None and seen.offset == CODE, seen
    assert Constant((4096,), "another", near=TEXT, before=at, after=8).find(program) is None
    assert Constant((1232,), "the limit", near=TEXT, before=at, after=8, places=2).find(program) is None


def test_a_number_that_is_a_distance_in_memory_is_no_constant() -> None:
    # mov eax, [rbx + 1232]
    program = elf(62, b"\x8b\x83" + words(1232), 0x400000, wide=True)
    [it] = disassembled(program, 0x400000 + CODE, Place(0x400000 + CODE), 0x400000 + CODE + 6)
    assert it.numbers == ()


def test_a_number_that_arm_loads_from_between_the_code_is_a_constant() -> None:
    # ldr r3, [pc, #0]; bx lr; 661
    program = elf(40, words(0xE59F3000, 0xE12FFF1E, 661), 0x10000)
    found = list(disassembled(program, 0x10000 + CODE, Place(0x10000 + CODE), 0x10000 + CODE + 8))
    assert 661 in found[0].numbers


def test_a_processor_that_is_not_known_cannot_be_told() -> None:
    with pytest.raises(CannotTell, match="processor"):
        Constant((1,), "one", near=TEXT).find(elf(22, b"", 0x1000, ">"))


def test_a_text_that_no_code_uses_cannot_be_told() -> None:
    with pytest.raises(CannotTell, match="no code"):
        Constant((1,), "one", near=TEXT).find(elf(62, b"\x90", 0x400000, wide=True))


def test_arm_code_of_the_other_byte_order_cannot_be_told() -> None:
    with pytest.raises(CannotTell, match="processor"):
        list(disassembled(elf(40, bytes(8), 0x10000, ">"), 0x10100, Place(0x10100), 0x10108))


def test_a_function_too_long_to_read_cannot_be_told() -> None:
    program = elf(62, b"\x90" * 64, 0x400000, wide=True)
    assert program.machine == "x86-64"
    # the headers say that the function goes on to the end of a large file
    program.content = BytesContent(program.content.read(0, program.content.size).replace(b"\0", b"\x90") * 1000)
    program.segments = (Segment(0, program.content.size, 0x400000, True),)
    with pytest.raises(CannotTell, match="more than"):
        Constant((1,), "one")._within(program, 0x401000, Place(0x401000), 0x401000 + (1 << 60))


@settings(max_examples=200, deadline=None)
@given(st.sampled_from([3, 8, 40, 62, 183]), st.sampled_from("<>"), st.booleans(), st.binary(max_size=200))
def test_no_code_makes_the_search_fail_or_leave_the_segment(machine: int, order: str, wide: bool, code: bytes) -> None:
    program = elf(machine, code, 0x400000, order, wide, table=code)
    for address in (0x400000 + DATA, 0, 1 << 40):
        for place in references(program, address):
            assert 0x400000 <= place.address <= 0x400000 + program.content.size
    with contextlib.suppress(CannotTell):
        list(disassembled(program, 0x400000 + CODE, Place(0x400000 + CODE + 4), 0x400000 + CODE + len(code)))
