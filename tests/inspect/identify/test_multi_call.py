"""The applets of a multi-call binary are found in every layout, and no other list is taken for them."""

import importlib.util
import struct
import sys
import time
from pathlib import Path
from types import ModuleType

import pytest

from cupel.inspect.identify.elf import Elf
from cupel.inspect.identify.multi_call import applets
from cupel.inspect.unpack.content import BytesContent

CASES = Path(__file__).parents[2] / "cases/source"
NAMES = ("[", "[[", "acpid", "ash", "busybox", "cat", "ifconfig", "telnetd", "wget")


def load() -> ModuleType:
    spec = importlib.util.spec_from_file_location("_elf", CASES / "_elf.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)

    sys.modules["_elf"] = module
    spec.loader.exec_module(module)
    return module


MAKER = load().Maker


def found(maker: object) -> tuple[str, ...]:
    return applets(Elf(BytesContent(maker.bytes())))[0]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("names", "before"),
    [
        *((names, before) for names in (NAMES, NAMES[1:], NAMES[2:]) for before in (b"\0", b"\x01\x02", b"words %s\0")),
        (NAMES, b"+"),
        (NAMES[1:], b"+"),
    ],
)
def test_names_one_after_another(names: tuple[str, ...], before: bytes) -> None:
    maker = MAKER()
    maker.add(".rodata", before + b"".join(name.encode() + b"\0" for name in names) + b"\0Usage: made\0")
    assert found(maker) == names


@pytest.mark.parametrize("wide", [False, True])
@pytest.mark.parametrize("order", ["<", ">"])
@pytest.mark.parametrize("words", [2, 3, 4])
def test_structures_that_point_to_names(wide: bool, order: str, words: int) -> None:
    maker = MAKER(wide=wide, order=order)
    texts, places = b"", {}
    for name in NAMES[::-1]:
        places[name] = len(texts)
        texts += name.encode() + b"\0"
    start = maker.add(".rodata", texts)
    row = struct.Struct(order + ("Q" if wide else "I") * words)
    maker.add(".data", b"".join(row.pack(start + places[name], *[7] * (words - 1)) for name in NAMES))
    assert found(maker) == NAMES


def test_other_words_in_order_are_no_list() -> None:
    maker = MAKER()
    maker.add(".rodata", b"\0alpha\0beta\0gamma\0delta\0cat\0and then\0sh\0")
    assert found(maker) == ()


def test_a_file_full_of_beginnings_costs_little() -> None:
    maker = MAKER(wide=False)
    rows = maker.base + 0x100
    texts = b"".join(b"\0" + name.encode() + b"\0" for name in NAMES) * 2000
    maker.add(".rodata", texts)
    maker.add(".data", struct.pack("<I", rows + 1) * 50_000)
    start = time.process_time()
    found(maker)
    assert time.process_time() - start < 3
