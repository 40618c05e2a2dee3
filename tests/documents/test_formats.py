"""Each format gives the text that a person reads, what the file says of itself, and nothing else."""

import io
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cupel.documents.format import MOST_TEXT, Article, Unreadable, document_formats, format_of
from cupel.documents.page_lines import joined
from cupel.documents.page_metadata import page_metadata
from made_documents import ARTICLE, made_mail, made_page, made_pdf, made_word


def read(suffix: str, data: bytes) -> Article:
    return document_formats()[suffix].article(data)


def parts(article: Article) -> list[tuple[str, str]]:
    return [(it.part, article.text[it.start : it.end]) for it in article.marked]


# --- which format ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "data", "expected"),
    [
        ("a.html", b"x", "html"), ("a", b"  <!doctype HTML><p>", "html"), ("a.asp", b"\xef\xbb\xbf<html>", "html"),
        ("a.txt", made_pdf(["x"]), "pdf"), ("a", made_word("x"), "word"), ("a", made_mail("x"), "mail"),
        ("a.log", b"Date: today\nno mail", "text"), ("a.txt", b"From: x\nTo: y\nDate: z\nSubject: a text", "text"),
        ("a", b"", "text"), ("a.docx", b"no zip", "word"),
    ],
)  # fmt: skip
def test_a_file_has_the_format_of_its_suffix_or_of_its_first_bytes(name: str, data: bytes, expected: str) -> None:
    assert format_of(name, data[:4096]).name == expected


# --- web pages -------------------------------------------------------------------------------------------------------


def test_of_a_web_page_only_the_article_is_read_and_its_paragraphs_stay_apart() -> None:
    found = read(".html", made_page(*ARTICLE, head="<title>Maker leaves two markets | Paper</title>"))
    assert found.text.split("\n\n") == ["Maker leaves two markets", *ARTICLE]
    assert found.notes == ()


def test_a_page_states_site_and_dates_and_a_copyright_year_is_none() -> None:
    head = (
        '<title>T</title><meta property="og:site_name" content="The Paper">'
        '<meta property="article:published_time" content="2013-03-05T09:30:00Z"><meta name="copyright" content="2017">'
    )
    assert page_metadata(head) == {"title": "T", "site": "The Paper", "published": "2013-03-05T09:30:00Z"}
    linked = (
        '<script type="application/ld+json">{"@graph": [{"@type": "NewsArticle", "headline": "H", '
        '"datePublished": "2013-03-05", "publisher": {"name": "P"}, "copyrightYear": 2017}]}</script>'
    )
    assert page_metadata(linked) == {"title": "H", "published": "2013-03-05", "site": "P"}
    assert page_metadata('<p><time datetime="2013-03-05" pubdate>5 March</time>')["published"] == "2013-03-05"
    assert page_metadata("<footer>Copyright 2017</footer><script type='application/ld+json'>{broken</script>") == {}
    assert page_metadata("<script type='application/ld+json'>" + "[" * 100_000) == {}


def test_a_page_of_very_many_nested_elements_is_read_whole_and_that_is_told() -> None:
    deep = b"<html><body>" + b"<div>" * 100_000 + b"<p>" + ARTICLE[0].encode() + b"</div>" * 100_000
    found = read(".html", deep)
    assert ARTICLE[0] in found.text
    assert "no article was told" in found.notes[0]


# --- PDF -------------------------------------------------------------------------------------------------------------


def test_of_a_pdf_broken_words_are_whole_and_repeated_lines_are_told_apart() -> None:
    pages = [
        ["The Paper, 5 March", f"The {name} maker of switches", "said that the equip-", "ment is safe. It is a long-",
         f"term plan; a long-term one, {name} said.", f"Page {number} of 3"]
        for number, name in enumerate(("northern", "western", "eastern"), 1)
    ]  # fmt: skip
    found = read(".pdf", made_pdf(*pages, title="Plan"))
    assert found.text.count("said that the equipment\nis safe. It is a long-term\nplan; a long-term one,") == 3
    assert parts(found) == [
        it for number in (1, 2, 3)
        for it in (("boilerplate", "The Paper, 5 March"), ("boilerplate", f"Page {number} of 3"))
    ]  # fmt: skip
    assert found.metadata == {"title": "Plan", "created": "D:20130405"}


def test_a_name_with_a_hyphen_at_the_end_of_a_line_keeps_it() -> None:
    assert joined(["the Anglo-\nDutch group"])[0] == "the Anglo-\nDutch group"


@given(st.lists(st.text(st.sampled_from("ab-. \n1é"), max_size=80), max_size=6))
def test_joined_pages_lose_no_sign_but_hyphens_and_spaces(pages: list[str]) -> None:
    text, marked = joined(pages)
    bare = "".join("".join(pages).split()).replace("-", "")
    assert "".join(text.split()).replace("-", "") == bare
    assert all(0 <= it.start < it.end <= len(text) for it in marked)


def test_a_pdf_with_a_password_names_what_to_do() -> None:
    import pypdf

    writer = pypdf.PdfWriter(io.BytesIO(made_pdf(["secret"])))
    writer.encrypt("word")
    out = io.BytesIO()
    writer.write(out)
    with pytest.raises(Unreadable, match="password") as raised:
        read(".pdf", out.getvalue())
    assert "without the password" in raised.value.advice


# --- e-mail ----------------------------------------------------------------------------------------------------------


def test_of_a_message_quoted_lines_and_signature_are_told_from_what_the_sender_wrote() -> None:
    quoted = "On Mon, 4 Mar 2013, the desk wrote:\n> Is it true\n> that you listen?\n"
    body = f"We deny it.\n\n{quoted}\nIt is false.\n-- \nPress Office\n"
    found = read(".eml", made_mail(body))
    assert parts(found) == [
        ("title", "Reply to your questions"),
        ("boilerplate", quoted),
        ("boilerplate", "-- \nPress Office\n"),
    ]
    assert found.metadata["sender"] == "Press Office <press@maker.example>"
    assert found.metadata["published"] == "2013-03-05T09:30:00+08:00"


def test_a_forwarded_message_is_an_earlier_one() -> None:
    found = read(".eml", made_mail("See below.\n\n-----Original Message-----\nFrom: x\n\nIt is true.\n"))
    assert parts(found)[-1] == ("boilerplate", "-----Original Message-----\nFrom: x\n\nIt is true.\n")


def test_plain_text_comes_before_html_and_attachments_are_named() -> None:
    found = read(".eml", made_mail("Plain words.\n", html="<p>Other words.</p>", attachment="offer.pdf"))
    assert "Plain words." in found.text
    assert "Other words." not in found.text
    assert found.notes == ("its attachment offer.pdf (application/pdf) was not read",)
    assert "Only HTML" in read(".eml", b"Subject: x\nContent-Type: text/html\n\n<p>Only HTML here.</p>").text


def test_hostile_messages_end_no_reader() -> None:
    nested = b"".join(b"Content-Type: multipart/mixed; boundary=%d\n\n--%d\n" % (it, it) for it in range(3000))
    for data in (b"Subject: x\n" + nested, b"no header at all", b"Date: x\xff\nFrom: \xff<\n\nbody"):
        try:
            found = read(".eml", data)
        except (Unreadable, RecursionError):
            continue
        assert isinstance(found.text, str)


# --- Word ------------------------------------------------------------------------------------------------------------


def test_of_word_the_paragraphs_stay_apart_and_properties_are_read() -> None:
    when = "2013-03-05T09:30:00Z"
    stated = f"<dc:title>Plan</dc:title><dc:creator>Ann Bell</dc:creator><dcterms:created>{when}</dcterms:created>"
    found = read(".docx", made_word("One &amp; two.", "", "Three.", properties=stated))
    assert found.text == "One & two.\n\nThree."
    assert found.metadata == {"title": "Plan", "author": "Ann Bell", "created": when}


def test_a_word_file_that_unpacks_to_too_much_is_refused() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b" " * (65 << 20))
    assert len(out.getvalue()) < 1 << 20
    with pytest.raises(Unreadable, match="larger than 64 MB"):
        read(".docx", out.getvalue())


# --- plain text ------------------------------------------------------------------------------------------------------


def test_a_long_text_is_cut_between_words_and_that_is_told() -> None:
    data = ("wörter " * (MOST_TEXT // 6)).encode()
    found = read(".txt", data)
    assert found.text.endswith("wörter ")
    assert found.text.encode() == data[: len(found.text.encode())]
    assert f"of {len(data):,} bytes" in found.notes[0]
    unbroken = read(".txt", "ü".encode() * MOST_TEXT)
    assert set(unbroken.text) == {"ü"}


# --- spoiled bytes ---------------------------------------------------------------------------------------------------


@settings(max_examples=80, deadline=None)
@given(suffix=st.sampled_from([".pdf", ".docx", ".html", ".txt", ".eml"]), data=st.data())
def test_spoiled_bytes_give_an_article_or_an_exception_and_marks_in_its_text(suffix: str, data: st.DataObject) -> None:
    whole = {
        ".pdf": made_pdf(ARTICLE[:1], ARTICLE[1:]), ".docx": made_word(*ARTICLE), ".html": made_page(*ARTICLE),
        ".txt": "\n\n".join(ARTICLE).encode(), ".eml": made_mail("> a\nb\n-- \nc", attachment="d.pdf"),
    }[suffix]  # fmt: skip
    spoiled = bytearray(whole)
    for _ in range(data.draw(st.integers(0, 6))):
        spoiled[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    try:
        found = read(suffix, bytes(spoiled))
    except Exception:  # noqa: BLE001 - the reader of claims makes any of them a Problem
        return
    at = 0
    for it in found.marked:
        assert at <= it.start <= it.end <= len(found.text)
        at = it.end
