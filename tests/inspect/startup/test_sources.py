"""Every golden case of startup/ gives the launches and settings that a reader of the file would name."""

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cupel import plugins
from cupel.inspect.detect.quoting import visible
from cupel.inspect.identify.source import Fact, Source, Visited
from cupel.inspect.unpack.content import BytesContent
from cupel.records.build import Launch, Setting
from cupel.records.problem import Problem

CASES = Path(__file__).parents[2] / "cases/startup"
FOLDERS = sorted(folder for folder in CASES.iterdir() if folder.is_dir())
BESIDE = {"calls", "first_boot", "uci_handlers"}
"""Sources that read of a file what its main source leaves out."""
SOURCES = {source.name: source for source in plugins.load("cupel.inspect.startup", "SOURCE", Source)}


def visited(path: str, data: bytes, kind: str = "text") -> Visited:
    return Visited(path, "0" * 64, kind, BytesContent(data), ())


def line_of(fact: Launch | Setting) -> int:
    return int(fact.evidence.locator.rpartition(":")[2])


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_golden_case(folder: Path) -> None:
    expected = json.loads((folder / "expected.json").read_text())
    data = (folder / "input").read_bytes()
    file = visited(expected["path"], data, expected["type"])
    wanting = {name for name, source in SOURCES.items() if source.wants(file)}
    assert expected["source"] in wanting and len(wanting - BESIDE) <= 1

    facts = list(SOURCES[expected["source"]].examine(file))

    launches = [
        {
            "line": line_of(it), "program": it.program, "arguments": it.arguments,
            "starter": it.starter, "condition": it.condition,
        }
        for it in facts if isinstance(it, Launch)
    ]  # fmt: skip
    assert launches == expected["launches"]
    found = [
        {"line": line_of(it), "section": it.section, "key": it.key, "value": it.value}
        for it in facts
        if isinstance(it, Setting)
    ]
    assert found == expected["settings"]
    problems = [it for it in facts if isinstance(it, Problem)]
    assert [it.locator for it in problems] == [f":{row['line']}" for row in expected["problems"]]
    assert all(row["part"] in it.what for row, it in zip(expected["problems"], problems, strict=True))
    text = data.decode().split("\n")
    for it in facts:
        if isinstance(it, Launch | Setting):
            assert it.evidence.artefact == file.sha256
            assert it.evidence.offset is not None
            assert it.evidence.quote == visible(file.content.read(it.evidence.offset, it.evidence.size))
            assert it.evidence.quote.replace("\\t", "\t").split()[0] in text[line_of(it) - 1]


def test_every_source_has_a_golden_case_and_every_case_a_source() -> None:
    named = {json.loads((folder / "expected.json").read_text())["source"] for folder in FOLDERS}
    assert named == set(SOURCES)


@pytest.mark.parametrize("name", sorted(SOURCES))
def test_sources_say_what_they_read(name: str) -> None:
    source = SOURCES[name]
    assert source.title and source.reference and source.description.endswith(".")


@pytest.mark.parametrize("name", sorted(SOURCES))
@settings(max_examples=60, deadline=None)
@given(data=st.binary(max_size=300) | st.text("\n\t '\"$(){};&|<>#ab=[]`\\", max_size=200).map(str.encode))
def test_any_bytes_give_facts_or_problems(name: str, data: bytes) -> None:
    for fact in SOURCES[name].examine(visited("etc/config/dropbear", data)):
        assert isinstance(fact, Launch | Setting | Problem)


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_a_file_that_is_cut_gives_what_stands_before_the_cut(folder: Path) -> None:
    expected = json.loads((folder / "expected.json").read_text())
    data = (folder / "input").read_bytes()
    source = SOURCES[expected["source"]]
    whole = list(source.examine(visited(expected["path"], data, expected["type"])))
    half = list(source.examine(visited(expected["path"], data[: len(data) // 2], expected["type"])))
    assert len(half) <= len(whole) + 1  # the cut line itself may be a Problem


@pytest.mark.parametrize(
    ("name", "path", "line"),
    [
        ("scripts", "etc/init.d/rcS", "telnetd &\n"),
        ("uci", "etc/config/network", "config a\n\toption b c\n"),
        ("assignments", "etc/dnsmasq.conf", "a=b\n"),
        ("ini", "etc/smb.conf", "a = b\n"),
        ("blocks", "etc/nginx/nginx.conf", "a b;\n"),
    ],
)
def test_a_huge_file_is_read_in_part_and_says_so(name: str, path: str, line: str) -> None:
    facts: list[Fact] = list(SOURCES[name].examine(visited(path, line.encode() * 200_000)))
    problems = [fact.what for fact in facts if isinstance(fact, Problem)]
    assert any("bytes were read" in what for what in problems)
    assert any("the rest was left out" in what for what in problems)
    assert len(facts) < 5_000


@pytest.mark.parametrize(
    ("path", "kind"),
    [("usr/bin/httpd", "ELF executable, ARM"), ("etc/wireless-notes", "text"), ("www/index.html", "text")],
)
def test_no_source_wants_other_files(path: str, kind: str) -> None:
    assert not [name for name, source in SOURCES.items() if source.wants(visited(path, b"", kind))]
