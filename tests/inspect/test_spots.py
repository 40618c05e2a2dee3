"""A reader can check a finding in a minute: each line to type on a card shows just the bytes that the card quotes."""

import shlex
from pathlib import Path

import pytest

from cupel.errors import InputError
from cupel.inspect import describe_findings
from cupel.inspect.detect.quoting import fingerprint
from cupel.inspect.inspection import inspect
from cupel.inspect.showing import show, told
from cupel.inspect.spots import Spots
from cupel.records.figure import Spot
from cupel.records.inspection import Inspection

ROOT = Path(__file__).parents[2]
IMAGE = ROOT / "examples/first-case/equipment/er-1000-1.2.3.bin"


@pytest.fixture(scope="module")
def inspection() -> Inspection:
    return inspect(IMAGE)


def spots(inspection: Inspection) -> list[Spot]:
    cards = describe_findings.cards(inspection.findings, {}, Spots(inspection))
    return [it for group in cards for card in group.cards for it in card.places]


def test_every_card_names_file_offset_size_digest_and_a_line(inspection: Inspection) -> None:
    found = [it for it in spots(inspection) if it.offset is not None]
    assert len(found) > 10
    for it in found:
        assert it.file
        assert len(it.artefact) == 64
        assert it.size > 0
        assert it.command.startswith(f"cupel show {IMAGE.name} {it.artefact[:16]} --offset 0x")


def test_the_line_on_a_card_shows_what_the_card_quotes(inspection: Inspection) -> None:
    plain = {it.command: it for it in spots(inspection) if it.offset is not None and it.quote.isascii()}
    chosen = list({it.artefact: it for it in plain.values() if "--hide" not in it.command}.values())[:4]
    assert len(chosen) > 2
    for it in chosen:
        _, _, name, what, _, offset, _, size, *_ = shlex.split(it.command)
        assert name == IMAGE.name
        shown = show(IMAGE, what, (int(offset, 0), int(size)))
        assert shown.sha256 == it.artefact
        assert shown.data.decode("latin-1").split() == it.quote.split()


def test_a_secret_of_a_card_is_the_same_fingerprint_where_its_line_shows_it(inspection: Inspection) -> None:
    it = next(it for it in spots(inspection) if it.file == "etc/shadow" and "--hide" in it.command)
    _, _, _, what, _, offset, _, size, *hidden = shlex.split(it.command)
    shown = show(IMAGE, what, (int(offset, 0), int(size)))
    start, _, end = hidden[1].partition(":")
    secret = shown.data[int(start) : int(end)]
    text = "\n".join(told(shown, [(int(start), int(end))]))
    assert secret.hex(" ", 1)[:20] not in text
    assert fingerprint(secret) in text
    assert fingerprint(secret) in it.quote
    assert f"{secret[:3].decode()}" in "\n".join(told(shown, None))


def test_a_file_is_shown_by_path_with_owner_mode_and_rows_of_bytes(inspection: Inspection) -> None:
    lines = list(told(show(IMAGE, "/etc/passwd", (16, 20))))
    assert lines[0].startswith("text, 208 bytes, SHA-256 ")
    assert lines[1] == "  er-1000-1.2.3.bin!squashfs@0x20000!etc/passwd: file, mode 0644, owner 0:0"
    assert lines[2].startswith("20 bytes from byte 16 (0x10) on")
    assert lines[3].startswith("  00000010  2f 72 6f 6f 74 ")
    assert lines[4].startswith("  00000020  ")
    assert show(IMAGE, inspection.sha256[:12]).names == ()


@pytest.mark.parametrize(
    ("what", "span", "says"),
    [
        ("etc/nothing", None, "No file"),
        ("0" * 16, None, "No file"),
        ("etc/passwd", (200, 20), "do not lie in this file of 208 bytes"),
        ("etc/passwd", (-1, 2), "do not lie"),
        ("etc/passwd", (0, 5000), "do not lie"),
    ],
)
def test_what_cannot_be_shown_is_said(what: str, span: tuple[int, int] | None, says: str) -> None:
    with pytest.raises(InputError, match=says):
        show(IMAGE, what, span)


def test_a_document_beside_the_image_gets_no_line(inspection: Inspection) -> None:
    from cupel.records.evidence import Evidence

    (found,) = Spots(inspection).of((Evidence("a" * 64, "manual.pdf, page 3, line 1", "Telnet", "r", ""),))
    assert (found.command, found.offset, found.quote) == ("", None, "Telnet")
