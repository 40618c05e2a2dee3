"""Every golden case of a source gives what was put into it, and every source has one."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cupel.inspect.database import scanner, source_marks_of
from cupel.inspect.file_type import type_of
from cupel.inspect.identify.source import Visited
from cupel.inspect.unpack.content import BytesContent
from cupel.plugins import load

CASES = Path(__file__).parents[2] / "cases/source"
FOLDERS = sorted(folder for folder in CASES.iterdir() if folder.is_dir() and not folder.name.startswith("_"))
SOURCES = {it.name: it for it in load("cupel.inspect.identify.sources", "SOURCE", object)}
LARGEST = 16 << 10


def visited(path: str, data: bytes, kind: str = "") -> Visited:
    content = BytesContent(data)
    marks = source_marks_of(scanner(signatures=True).scan(content))
    return Visited(path, "0" * 64, kind or type_of(content)[0], content, (), marks)


def row(fact: Any) -> dict[str, Any]:
    """Lay a fact's fields flat, under the names that expected.json uses."""
    kind = type(fact).__name__
    if kind == "Problem":
        return {"kind": kind, "at": fact.locator, "says": fact.what}
    flat = {name: getattr(fact, name) for name in fact.__dataclass_fields__}
    if evidence := flat.pop("evidence", None):
        flat |= {"at": evidence.locator, "quote": evidence.quote}
        assert evidence.artefact == "0" * 64
    if versions := flat.pop("versions", None):
        flat |= {"exact": versions.exact, "at_least": versions.at_least, "below": versions.below}
    return {"kind": kind} | {name: list(it) if isinstance(it, tuple) else it for name, it in flat.items()}


def agrees(found: dict[str, Any], wanted: dict[str, Any]) -> bool:
    return all(wanted[key] in found[key] if key == "says" else found.get(key) == wanted[key] for key in wanted)


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_golden_case(folder: Path) -> None:
    expected = json.loads((folder / "expected.json").read_text())
    source = SOURCES[expected["source"]]
    file = visited(expected["path"], (folder / "input").read_bytes(), expected.get("type", ""))

    assert source.wants(file), f"a {file.type} at {file.path}"
    found = [row(fact) for fact in source.examine(file)]

    for got, wanted in zip(found, expected["facts"], strict=False):
        assert agrees(got, wanted), f"\nfound  {got}\nwanted {wanted}"
    assert len(found) == len(expected["facts"]), found


def test_every_source_has_a_case_and_every_case_a_source() -> None:
    assert {json.loads((folder / "expected.json").read_text())["source"] for folder in FOLDERS} == set(SOURCES)


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_case_is_small(folder: Path) -> None:
    assert (folder / "input").stat().st_size <= LARGEST


@pytest.mark.parametrize("source", SOURCES.values(), ids=list(SOURCES))
def test_source_is_described(source: Any) -> None:
    for fact in ("name", "title", "description", "reference"):
        assert getattr(source, fact).strip(), fact
    assert type(source).__module__.rsplit(".", 1)[-1] == source.name, "the file has the source's name"


INPUTS = [(json.loads((folder / "expected.json").read_text()), (folder / "input").read_bytes()) for folder in FOLDERS]


@given(st.data())
@settings(max_examples=400, deadline=2000)
def test_changed_input_ends_in_facts_or_an_ordinary_error(data: st.DataObject) -> None:
    expected, original = data.draw(st.sampled_from(INPUTS), "case")
    changed = bytearray(original)
    for _ in range(data.draw(st.integers(1, 8), "changes")):
        at = data.draw(st.integers(0, max(len(changed) - 1, 0)))
        changed[at : at + data.draw(st.integers(0, 4))] = data.draw(st.binary(max_size=4))
    cut = changed[: data.draw(st.integers(0, len(changed)), "cut")] if data.draw(st.booleans()) else changed
    file = visited(expected["path"], bytes(cut), expected.get("type", ""))
    for source in SOURCES.values():
        if not source.wants(file):
            continue
        try:
            facts = list(source.examine(file))
        except (ValueError, LookupError, TypeError, ArithmeticError):
            continue  # what becomes a problem of this one file
        assert len(facts) <= 1000
        for fact in facts:
            assert str(row(fact)).encode("utf-8", "surrogatepass"), "a fact can be written"


@given(st.binary(max_size=2000))
@settings(max_examples=100, deadline=2000)
def test_any_bytes_under_any_name(data: bytes) -> None:
    for expected, _ in INPUTS:
        source = SOURCES[expected["source"]]
        file = Visited(expected["path"], "0" * 64, expected.get("type", "text"), BytesContent(data), (), {})
        if source.wants(file):
            list(source.examine(file))
