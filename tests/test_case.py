"""A case folder is read, and what is wrong in it is named with its place and a way out."""

from pathlib import Path

import pytest

from cupel.case import read_case
from cupel.errors import InputError

GOOD = """
[case]
id = "one"
title = "First look"
as_of = 2026-11-22

[[equipment]]
id = "router"
file = "image.bin"
maker = "Maker"
[equipment.acquisition]
source = "a shop"
obtained_on = 2026-11-01
"""


def write(folder: Path, text: str) -> Path:
    (folder / "case.toml").write_text(text)
    (folder / "image.bin").write_bytes(b"image")
    return folder


def test_reads_what_is_there(tmp_path: Path) -> None:
    case = read_case(write(tmp_path, GOOD))
    assert (case.id, case.as_of, case.edition) == ("one", "2026-11-22", "public")
    (item,) = case.equipment
    assert (item.label, item.file) == ("Maker", tmp_path / "image.bin")
    assert item.acquisition.obtained_on == "2026-11-01"


def test_parts_that_no_room_reads_are_kept_by_name(tmp_path: Path) -> None:
    assert read_case(write(tmp_path, GOOD + "[network]\nfile = 'x'\n")).unread == ("network",)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("maker =", "makre =", "did you mean 'maker'"),
        ('id = "one"', "", "has no id"),
        ("2026-11-22", '"someday"', "'someday' is no date"),
        ("2026-11-22", "17", "17 is no date"),
        ('"image.bin"', '"gone.bin"', "there is no"),
        ('id = "router"', 'id = "../router"', "letters, digits, dots and dashes"),
        ("[[equipment]]", "[equipment]", "[[equipment]]"),
        ('maker = "Maker"', "maker = 3", "maker"),
        ("[case]", "[case", "not valid TOML"),
        ('title = "First look"', 'title = "First look"\nedition = "secret"', "none of public, confidential, vendor"),
        ('source = "a shop"', 'vendor_sha256 = "xyz"', "not 64 hex digits"),
        ("2026-11-01", '"yesterday"', "no date"),
        ("2026-11-01", "2027-01-01", "after as_of"),
        ('source = "a shop"', 'grade = "vendor-verified"', "unknown key 'grade'"),
    ],
)
def test_what_is_wrong_is_named(tmp_path: Path, old: str, new: str, said: str) -> None:
    assert old in GOOD
    with pytest.raises(InputError) as refused:
        read_case(write(tmp_path, GOOD.replace(old, new, 1)))
    assert said in refused.value.message
    assert "case.toml" in refused.value.message
    assert refused.value.advice


def test_a_second_item_with_the_same_id_is_refused(tmp_path: Path) -> None:
    again = '\n[[equipment]]\nid = "router"\nfile = "image.bin"\n'
    with pytest.raises(InputError, match=r"two .* have the id 'router'"):
        read_case(write(tmp_path, GOOD + again))


@pytest.mark.parametrize("make", [lambda folder: None, lambda folder: (folder / "case.toml").write_bytes(b"\xff\xfe")])
def test_a_folder_without_a_readable_case_is_refused(tmp_path: Path, make: object) -> None:
    make(tmp_path)  # type: ignore[operator]
    with pytest.raises(InputError, match=r"case\.toml"):
        read_case(tmp_path)
