"""A constant that the image's own pages show counts less; what a setting is set to is no name, and no password is."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cupel.inspect.detect.image_words import MOST_OF_A_FILE, Words
from cupel.inspect.identify.source import Visited
from cupel.inspect.unpack.content import BytesContent
from cupel.records.finding import Finding
from made_image import examined

PROGRAM = Path(__file__).parents[2] / "cases/detector/access-compared_constants/planted-arm.elf"
PASSWORD = "[secret of 9 bytes, SHA-256 bd8a32c786dc]"


def words(path: str, kind: str, data: bytes) -> frozenset[str]:
    return frozenset().union(*(it.words for it in Words().examine(Visited(path, "", kind, BytesContent(data), ()))))


@pytest.mark.parametrize(
    ("path", "kind", "text", "there", "not_there"),
    [
        ("www/a.js", "text", b"form.wan_mode = 'pppoe'", {"form.wan_mode", "wan_mode", "pppoe"}, {"wan"}),
        ("usr/share/doc/x/README", "text", b"Send retc to reset.", {"retc", "reset"}, set()),
        ("sbin/x", "script, /bin/sh", b"event fire_mail", {"fire_mail"}, set()),
        ("etc/x.conf", "text", b'level = quiet\n{"port_map": "many"}\n', {"level", "port_map"}, {"quiet", "many"}),
        ("etc/config/x", "text", b"option wan_mode 'pppoe'\n", {"wan_mode"}, {"pppoe"}),
        ("etc/x.xml", "XML", b"<mode level='seven'>three</mode>", {"mode", "level"}, {"three", "seven"}),
    ],
)  # fmt: skip
def test_pages_give_words_and_settings_give_names(
    path: str, kind: str, text: bytes, there: set[str], not_there: set[str]
) -> None:
    found = words(path, kind, text)
    assert there <= found
    assert not found & not_there


@given(data=st.binary(max_size=2000), path=st.sampled_from(["a.htm", "a.conf"]))
def test_any_bytes_give_few_words(data: bytes, path: str) -> None:
    assert all(2 <= len(it) <= 40 for it in words(path, "text", data))


def test_a_long_file_is_cut() -> None:
    text = b" ".join(b"word%d" % number for number in range(MOST_OF_A_FILE + 100))
    assert len(words("a.htm", "HTML", text)) == MOST_OF_A_FILE


def test_the_words_of_an_image_are_bounded_and_what_is_left_out_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cupel.inspect.detect.image_words.MOST_WORDS", 2)
    pages = {"www/a.htm": "one two", "www/b.htm": "three four", "www/c.htm": "two"}
    said = [it.what for it in examined(tmp_path, pages, deep=True).problems]
    assert said == ["constants were held against the first 200,000 words of pages and scripts only: 1 files left out"]


def found(folder: Path, page: str) -> dict[str, Finding]:
    files = {"usr/sbin/unitd": {"file": PROGRAM, "mode": "0755"}, "www/index.htm": page}
    return {it.subject: it for it in examined(folder, files, deep=True).findings if "compared" in it.detector}


def test_what_a_page_shows_counts_less_and_is_said(tmp_path: Path) -> None:
    without = found(tmp_path / "without", "<html>")
    shown = found(tmp_path / "shown", "<html><input name=kq9diag>")
    assert int(str(shown["kq9diag"].facts["score"])) == int(str(without["kq9diag"].facts["score"])) - 300
    assert "in the image's pages -3" in shown["kq9diag"].statement
    assert shown.keys() == without.keys()


def test_a_password_is_no_word_of_a_page(tmp_path: Path) -> None:
    text = PROGRAM.read_bytes().decode("latin-1")
    page = "<html>" + " ".join(it for it in text.split("\0") if it.isalnum() and len(it) == 9)
    assert found(tmp_path, page)[PASSWORD].facts == found(tmp_path / "without", "<html>")[PASSWORD].facts
