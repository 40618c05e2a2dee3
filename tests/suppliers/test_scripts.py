"""Scripts: traditional signs become simplified ones, and each script is read in Latin letters."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cupel.suppliers.scripts.chinese import simplified
from cupel.suppliers.scripts.latin import latin, without_marks


@pytest.mark.parametrize(
    ("traditional", "expected"),
    [
        ("華為技術有限公司", "华为技术有限公司"),
        ("中興通訊", "中兴通讯"),
        ("長江存儲", "长江存储"),
        ("日本電気", "日本电气"),
        ("華碩電腦", "华硕电脑"),
    ],
)
def test_traditional_signs_become_simplified(traditional, expected):
    assert simplified(traditional) == expected


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("华为", "huawei"),
        ("成都", "chengdu"),
        ("长江", "changjiang"),
        ("ростелеком", "rostelekom"),
        ("삼성", "samseong"),
        ("ファーウェイ", "fawei"),
        ("ふじ", "fuji"),
        ("mikrotīkls", "mikrotikls"),
        ("ørsted", "orsted"),
        ("straße", "strasse"),
        ("ελλάς", "ellas"),
        ("هواوي", "hwawy"),
        ("キャノン", "kyanon"),
    ],
)
def test_every_script_is_read(text, read):
    assert latin(text) == read


@given(st.text())
def test_simplifying_and_dropping_marks_twice_is_as_once(text):
    assert simplified(simplified(text)) == simplified(text)
    assert without_marks(without_marks(text)) == without_marks(text)
    assert len(simplified(text)) == len(text)


def test_a_voiced_sign_of_kana_is_no_sign_with_a_mark():
    assert latin("ガ") == "ga" and latin("カ") == "ka"
