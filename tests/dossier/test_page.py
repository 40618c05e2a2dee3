"""The page shows every figure, needs nothing from outside, and cannot be turned against its reader."""

import html.parser
import re
import unicodedata

from hypothesis import given, settings
from hypothesis import strategies as st

from cupel.dossier.page import number, render_page, share
from cupel.records.acquisition import Acquisition
from cupel.records.answer import Answer, Brief, Unasked
from cupel.records.decision import Decision
from cupel.records.dossier import Dossier, Source
from cupel.records.evidence import Evidence
from cupel.records.figure import (
    Branch,
    Card,
    Cards,
    Funnel,
    Heading,
    Quantity,
    Span,
    Spot,
    Stage,
    Strip,
    Table,
    Text,
    Tree,
)
from cupel.records.problem import Problem

VOID = {"meta", "br", "hr", "img", "input", "link"}


class Balance(html.parser.HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.text: list[str] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        if tag not in VOID:
            self.open.append(tag)
        for name, value in attributes:
            assert not name.startswith("on"), "no script, not even in an attribute"
            if name == "id":
                self.ids.append(str(value))
            if name in ("href", "src"):
                self.links.append(str(value))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def dossier(word: str = "word") -> Dossier:
    spot = Spot(word, word, word, "a" * 64, 26, 5, word)
    figures = (
        Quantity(word, 1, "bytes", 3),
        Quantity("two", 2, "files"),
        Heading(word),
        Text(word),
        Table(word, (word, "n"), ((word, 1), ("x", 2)), word),
        Tree(word, (Branch(word, word, (Branch("below"),)),)),
        Funnel(word, (word, word, word), (Stage(word, word, 2, 1, 0), Stage("next", word, 0, 2, 0)), word),
        Cards(word, ((word, word),), (Card(word, "configured", word, ((word, word),), (spot,), (word,)),)),
        Strip(word, 10, (Span(0, 4, "opened", word), Span(4, 6, "opaque", "rest"))),
        Quantity("three", 0, "files", 0),
    )
    place = Evidence("a" * 64, word, word, "room/question", "b" * 64)
    answer = Answer("room/question", f"{word}?", word, "low", word, figures, (place,), (word,),
        (Brief(word, word, word, word, (("configured", 3),)), Brief("second", word, word, word)),
    )  # fmt: skip
    decision = Decision(1, "0" * 64, "e" * 64, "2026-11-22", word, word, word, word)
    source = Source("id", word, word, "c" * 64, 5, Acquisition(source=word), "unknown", word)
    return Dossier(
        "cupel dossier 1", "case", word, word, "2026-11-22", "public", "0", {"room": "d" * 64}, "",
        (source,), (decision,), (answer,), (Unasked("x", word, word),), (Problem(word, word),),
    )  # fmt: skip


def test_page_is_whole_and_needs_nothing_from_outside() -> None:
    page = render_page(dossier())
    balance = Balance()
    balance.feed(page)
    assert balance.open == []
    assert all(link.startswith("#") and link[1:] in balance.ids for link in balance.links)
    assert len(set(balance.ids)) == len(balance.ids)
    assert not re.search(r"url\(|@import|<script|<iframe|<img", page)
    assert "default-src 'none'" in page


def test_the_page_begins_with_the_answers_in_short_and_shows_where_to_look() -> None:
    page = render_page(dossier())
    assert page.index('<dl class="briefs"') < page.index("<nav")
    assert '<span class="mark-of configured">3 configured</span>' in page
    assert "0x1a</span> (26)" in page
    assert "a" * 64 in page
    assert "<code>word</code>" in page


def test_the_terminal_shows_where_to_look_only_when_asked() -> None:
    import io

    from rich.console import Console

    from cupel.dossier.terminal import show

    for full in (True, False):
        out = io.StringIO()
        show(dossier().answers[0], Console(file=out, width=120, highlight=False), full)
        assert ("5 bytes from byte 26 (0x1a) of word" in out.getvalue()) == full
        assert ("$ word" in out.getvalue()) == full


@settings(max_examples=40, deadline=None)
@given(
    st.text(max_size=30)
    | st.sampled_from(["<script>alert(1)</script>", '" onload="x', "</style>", "{{ 7*7 }}", "\x00"])
)
def test_no_word_of_an_input_becomes_markup(word: str) -> None:
    balance = Balance()
    balance.feed(render_page(dossier(word)))
    assert balance.open == []
    assert "49" not in "".join(balance.text) or "49" in word or "7*7" not in word


def test_hidden_characters_are_shown_as_what_they_are() -> None:
    page = render_page(dossier("a\x1b[31mred\u202etxt.exe\nb"))
    assert "\x1b" not in page
    assert "\u202e" not in page
    assert "a\\x1b[31mred\\u202etxt.exe" in page


def test_the_terminal_gets_no_control_character_of_an_input() -> None:
    import io

    from rich.console import Console

    from cupel.dossier.terminal import show

    out = io.StringIO()
    show(dossier("a\x1b]0;title\x07\x9b31m\u202e").answers[0], Console(file=out, width=120, highlight=False))
    assert not any(unicodedata.category(letter) in ("Cc", "Cf") for letter in out.getvalue() if letter != "\n")
    assert "\\x1b]0;title" in out.getvalue()


def test_the_bar_never_hides_what_nobody_could_read() -> None:
    from cupel.dossier.terminal import _tone

    strip = Strip("x", 10**6, (Span(0, 999_999, "opened", ""), Span(999_999, 1, "opaque", "")))
    assert _tone(strip, 990_000, 10**6) == "opaque"
    assert _tone(strip, 0, 10_000) == "opened"


def test_numbers_are_written_for_reading() -> None:
    assert number(1234567) == "1,234,567"
    assert share(Quantity("", 1, "", 3)) == "33.3 %"
    assert share(Quantity("", 0, "", 0)) == ""
    assert share(Quantity("", 1, "", 10**6)) == "under 0.1 %"
    assert share(Quantity("", 10**6 - 1, "", 10**6)) == "over 99.9 %"
    assert share(Quantity("", 0, "", 10)) == "0.0 %"


def test_light_dark_and_print_have_their_rules() -> None:
    page = render_page(dossier())
    assert "prefers-color-scheme: dark" in page
    assert "@media print" in page
