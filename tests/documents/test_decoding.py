"""Text keeps every sign: an offset into it leads back to the raw bytes, and what was guessed is told."""

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cupel.documents.decoding import decode
from cupel.documents.format import Unreadable

CHINESE = "美国官员表示，华为公司的设备可能对国家安全构成威胁。该公司否认了这一说法，并称这些指控没有根据。\n"
TAIWAN = "美國官員表示，該公司的設備可能對國家安全構成威脅。公司否認了這一說法，並稱這些指控沒有根據。\n"
JAPANESE = "同社の機器は安全保障上の脅威になりうると当局者は述べた。会社はこの主張を否定し、根拠がないとしている。\n"
WESTERN = (
    "Der Sprecher sagte, die Vorwürfe seien “haltlos” – das Gerät übertrage nichts.\nC’est « faux », dit-il, désolé.\n"
)


@pytest.mark.parametrize(
    ("text", "encoding", "name"),
    [
        (WESTERN, "utf-8", "utf-8"),
        (WESTERN, "cp1252", "windows-1252"),
        ("Das Gerät war für üble Zwecke präpariert.", "latin-1", "windows-1252"),
        (CHINESE, "gb18030", "gb18030"),
        (TAIWAN, "big5", "big5"),
        (JAPANESE, "shift_jis", "shift_jis"),
    ],
)
def test_text_without_a_mark_is_read_in_its_encoding_which_is_named(text: str, encoding: str, name: str) -> None:
    found = decode(text.encode(encoding))
    assert (found.text, found.encoding) == (text, name)
    assert bool(found.notes) == (name != "utf-8"), "a guess is told, and only a guess"


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [
        (codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"), (codecs.BOM_UTF32_BE, "utf-32-be"),
    ],
)  # fmt: skip
@given(text=st.text(st.characters(codec="utf-8"), min_size=1))
def test_a_byte_order_mark_decides_and_stays_a_sign(mark: bytes, encoding: str, text: str) -> None:
    raw = mark + text.encode(encoding)
    if encoding == "utf-16-le" and text.startswith("\0"):
        return  # the mark of UTF-32
    found = decode(raw)
    assert (found.text, found.encoding) == ("\ufeff" + text, encoding)


@given(st.text(st.characters(codec="utf-8", exclude_categories=("Cc",))), st.data())
def test_an_offset_leads_back_to_the_raw_bytes(text: str, data: st.DataObject) -> None:
    raw = text.encode()
    found = decode(raw)
    start = data.draw(st.integers(0, len(found.text)))
    end = data.draw(st.integers(start, len(found.text)))
    at = len(found.text[:start].encode(found.encoding))
    span = found.text[start:end].encode(found.encoding)
    assert raw[at : at + len(span)] == span


@given(st.lists(st.sampled_from([WESTERN, CHINESE, TAIWAN, JAPANESE, "plain\n", "é\n"]), max_size=6), st.data())
def test_a_guessed_encoding_gives_the_same_bytes_back(parts: list[str], data: st.DataObject) -> None:
    encoding = data.draw(st.sampled_from(["cp1252", "gb18030", "big5", "shift_jis"]))
    raw = b"".join(it.encode(encoding, "ignore") for it in parts)
    found = decode(raw)
    if " and " not in found.encoding:
        assert found.text.encode(found.encoding) == raw


@given(st.binary(max_size=400))
def test_any_bytes_give_text_or_are_refused(raw: bytes) -> None:
    try:
        found = decode(raw)
    except Unreadable:
        return
    assert found.text.isascii() or found.encoding


def test_lines_of_two_encodings_are_read_each_in_its_own_and_that_is_told() -> None:
    one, other = "The café’s owner said so.\n", "Der Bürgermeister hörte zu.\n"
    found = decode(one.encode() * 2 + other.encode("latin-1") + one.encode() + b"plain\n")
    assert found.text == one * 2 + other + one + "plain\n"
    assert found.encoding == "utf-8 and windows-1252"
    assert "1 of 6 lines" in found.notes[0]
    mixed = decode((CHINESE * 3).encode() + CHINESE.encode("gb18030"))
    assert (mixed.text, mixed.encoding) == (CHINESE * 4, "utf-8 and gb18030")


def test_one_line_of_two_encodings_keeps_both() -> None:
    found = decode("“The mayor’s café” – ".encode() + "Zürich".encode("cp1252"))
    assert found.text == "“The mayor’s café” – Zürich"


def test_a_declared_encoding_counts_only_where_the_bytes_keep_it() -> None:
    assert decode("Привет".encode("koi8-r"), "koi8-r").text == "Привет"
    assert decode(WESTERN.encode(), "koi8-r").text == WESTERN, "UTF-8 throughout is UTF-8"
    wrong = decode(CHINESE.encode("gb18030"), "utf-8")
    assert (wrong.text, wrong.encoding) == (CHINESE, "gb18030")
    assert "declares" in wrong.notes[0]
    assert decode(b"caf\xe9", "no-such-thing").text == "café"
    assert decode(b"caf\xe9 abc", "rot13").text == "café abc", "a codec that is no encoding is none"


@pytest.mark.parametrize(
    "raw", [b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\1", bytes(range(256)) * 4, b"\x7fELF" + b"\0\1\2" * 99]
)
def test_binary_data_is_refused(raw: bytes) -> None:
    with pytest.raises(Unreadable, match="binary"):
        decode(raw)
