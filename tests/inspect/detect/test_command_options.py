"""Options that a usage text does not name: programs of this machine against their own help, and spoiled bytes."""

import re
import subprocess
from pathlib import Path
from shutil import which

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cupel.inspect.detect.access._option_reading import UnnamedOptions, of_program, of_script
from cupel.inspect.detect.access._option_strings import candidates, own_string, unnamed, usage_of
from cupel.inspect.identify.source import Visited
from cupel.inspect.unpack.content import BytesContent

CASES = Path(__file__).parents[2] / "cases" / "detector" / "access-command_options"
PROGRAMS = (
    "cat",
    "cmp",
    "cp",
    "diff",
    "du",
    "flock",
    "grep",
    "id",
    "ls",
    "od",
    "pr",
    "sed",
    "sort",
    "tail",
    "touch",
    "wc",
)


def visited(data: bytes, kind: str = "ELF executable") -> Visited:
    return Visited("usr/bin/x", "0" * 64, kind, BytesContent(data), ())


def told(data: bytes) -> tuple[str, ...]:
    return next((it.options for it in of_program(visited(data)) if isinstance(it, UnnamedOptions)), ())


@pytest.mark.parametrize("name", PROGRAMS)
def test_what_is_told_of_a_program_stands_not_in_its_help(name: str) -> None:
    path = which(name)
    if path is None or Path(path).read_bytes()[:4] != b"\x7fELF":
        pytest.skip(f"{name} is no ELF program of this machine")
    shown = subprocess.run([path, "--help"], capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL)
    options = [part for it in told(Path(path).read_bytes()) for part in it.split("/")]
    assert [it for it in options if re.search(rf"(?<![\w-]){it}(?![\w-])", shown.stdout)] == []


def test_an_old_name_of_an_option_is_told_of_flock() -> None:
    path = which("flock")
    if path is None or Path(path).read_bytes()[:4] != b"\x7fELF":
        pytest.skip("flock of util-linux is not on this machine")
    assert told(Path(path).read_bytes()) == ("-e",)  # util-linux: `-e` means `-x`, which alone is in the help


@pytest.mark.parametrize(
    ("text", "options"),
    [
        (b"Usage: x [-abcd]\0abcd:q\0", "q"),
        (b"Usage: x [-a] [-b|-c] [-d NAME]\0abcd:q\0", "q"),
        (b"Usage: x -a -b -c -p[q]\0abcp:q\0", ""),
        (b"Usage: x -a -b -c -[pq]d\0abcd:pq\0", ""),
        (b"Usage:\n  a  one\n  b  two\0Usage: x -c -d -e -f\0cdef:ab\0", ""),
        (b"Usage: x \x1b[1m-a\x1b[0m \x1b[1m-b\x1b[0m -c -d -q\0abcd:q\0", ""),
        (b"Usage: x -a -b -c -d\0abcd:hvV?\0", ""),
        (b"Usage: x -a -b -c -d\0abcd:0123456789\0", ""),
    ],
)
def test_a_letter_is_named_alone_in_a_cluster_in_brackets_or_at_a_line_s_head(text: bytes, options: str) -> None:
    data = b"\0" + text
    usage = usage_of(data)
    assert usage is not None
    string = own_string(candidates(data), usage)
    from_lists = "ab" if b"\n  a" in data else ""
    found = [it for it in unnamed(string, usage) if it not in from_lists] if string else []
    assert "".join(found) == options


@pytest.mark.parametrize(
    "text",
    [
        b"abcd:q\0no text of its use\0",
        b"Usage: x -a -b -c -d\0abcd:q\0abce:r\0Usage: y -e -r\0",  # two commands
        b"Usage: %s\0  -%c  %s\0abcd:q\0-a -b -c -d\0",  # made when it runs
        b"Usage: x -a -b\0abcdef:q\0",  # another program's
        b"Usage: x -a -b -c -d\0abcda:q\0abc d:\0",  # no option strings
    ],
)
def test_an_option_string_that_is_not_surely_the_program_s_gives_nothing(text: bytes) -> None:
    data = b"\0" + text
    usage = usage_of(data)
    assert usage is None or own_string(candidates(data), usage) is None


@pytest.mark.parametrize("file", sorted(CASES.glob("*.elf")), ids=lambda it: it.stem)
@given(data=st.data())
def test_a_spoiled_program_gives_signs_or_nothing(file: Path, data: st.DataObject) -> None:
    spoiled = bytearray(file.read_bytes())
    for _ in range(data.draw(st.integers(1, 8))):
        at = data.draw(st.integers(0, len(spoiled) - 1))
        spoiled[at] = data.draw(st.integers(0, 255))
    cut = bytes(spoiled[: data.draw(st.integers(0, len(spoiled)))])
    for sign in of_program(visited(cut)):
        assert isinstance(sign, UnnamedOptions)
        assert sign.evidence.offset is not None
        assert sign.evidence.offset + sign.evidence.size <= len(cut)


@given(st.binary(max_size=400))
def test_a_script_of_any_bytes_gives_signs_or_nothing(rest: bytes) -> None:
    script = b"#!/bin/sh\necho usage: x -a -b -c\nwhile getopts abcd: o; do :; done\n" + rest
    for sign in of_script(visited(script, "script, /bin/sh")):
        assert isinstance(sign, UnnamedOptions)
        assert sign.evidence.quote == "abcd:"
