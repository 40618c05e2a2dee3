"""Normal form: what one name is in all its spellings; any text whatever is read."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cupel.suppliers.names import normalised
from cupel.suppliers.names.normal import MOST_SIGNS, parsed

PIECES = (
    "Huawei|华为|技术|有限公司|Co., Ltd.|S.p.A.|&|and|OOO|(株)|GmbH|삼성전자|A|.|'|شركة|ООО|İ|ﬁ|㈱|x.y.z|Ⅳ|é|ß|\u0301| |/|V"
).split("|")
ANY = st.text(max_size=80) | st.lists(st.sampled_from(PIECES), max_size=8).map(" ".join)


@given(ANY)
@settings(max_examples=600, deadline=None)
def test_twice_is_as_once(name):
    assert normalised(normalised(name)) == normalised(name)


@given(st.text(alphabet=st.characters(), max_size=300))
@settings(max_examples=300, deadline=None)
def test_any_text_is_read_and_gives_words_only(name):
    read = parsed(name)
    assert "  " not in read.core and read.core == read.core.strip()
    assert not read.core.isascii() or read.core.replace(" ", "").isalnum() or not read.core


@pytest.mark.parametrize("text", ["华为技术有限公司", "a.", "S.p.A. ", "& ", "有限公司", "株", "\u0301", "한", "٠"])
def test_a_megabyte_is_cut_not_computed(text):
    long = text * (1_000_000 // len(text))
    assert parsed(long) == parsed(long[:MOST_SIGNS])


@pytest.mark.parametrize(
    "names",
    [
        ("Siemens AG", "SiemensAG", "SIEMENS Aktiengesellschaft", "Siemens Aktiengeselschaft"),
        ("Huawei Technologies Co., Ltd.", "HUAWEI TECHNOLOGIES CO.LTD", "Huawei Technologies Company Limited"),
        ("华为技术有限公司", "華為技術有限公司", "華為技術股份有限公司", "华为技术"),
        ("삼성전자", "삼성전자(주)", "주식회사 삼성전자", "삼성전자 주식회사"),
        ("日本電気", "日本電気㈱", "日本電気株式会社", "日本電気(株)"),
        ("ООО «Ромашка»", "Общество с ограниченной ответственностью «РОМАШКА»", "Ромашка"),
        ("Telecom Italia S.p.A.", "TELECOM ITALIA SPA", "Telecom Italia Società per Azioni"),
        ("FABERLIC Sp. z o.o.", "Faberlic Spółka z ograniczoną odpowiedzialnością"),
        ("Petronas Sdn Bhd", "PETRONAS SDN. BHD.", "Petronas Sendirian Berhad"),
        ("Procter & Gamble Co.", "Procter and Gamble Company"),
        ("L.X.C Aviation", "LXC Aviation", "L X C Aviation"),
        ("Axis Communications AB", "AXIS COMMUNICATIONS A.B."),
        ("شركة هواوي", "هواوي"),
    ],
)  # fmt: skip
def test_spellings_and_legal_forms_of_one_name_are_one(names):
    assert len({normalised(name) for name in names}) == 1, [normalised(name) for name in names]


def test_what_tells_two_names_apart_stays():
    assert normalised("AB Volvo") != normalised("Volvo SA Marine")
    assert normalised("Limited") == "limited"
    assert normalised("H3C") != normalised("HC")
    assert normalised("Fund V L.P.") != normalised("Fund VI L.P.")


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("CNOOC ENERGY TECH & SRVCES LTD", ["cnooc", "energy", "technology", "service"]),
        ("GUANGZHOU HAIGE COMM GRP", ["guangzhou", "haige", "communication", "group"]),
        ("中国移动通信集团有限公司", ["china", "mobile", "communication", "group"]),
        ("Brigade Forty 4", ["brigade", "44"]),
        ("شركة الاتصالات السعودية", ["telecommunication", "saudi-arabia"]),
        ("Juniper Netwroks", ["juniper", "network"]),
    ],
)
def test_words_are_what_they_mean(name, words):
    assert [word.text for word in parsed(name).words] == words
