"""Reading: every file is a document or a problem that says what to do, and no file ends the run."""

import os
import tempfile
from pathlib import Path

import pytest

from cupel.claims.reading import reading
from cupel.claims.reading.reading import read_documents, stream_documents
from cupel.documents.format import document_formats
from cupel.records.claim import Document, When
from cupel.records.problem import Problem
from made_documents import ARTICLE, made_mail, made_page, made_pdf, made_word

TEXT = "\n\n".join(ARTICLE)
SEEDS = Path(__file__).parents[4] / "shared" / "seeds"


def problem_of(path: Path) -> str:
    documents, problems = read_documents([path])
    assert documents == ()
    (problem,) = problems
    assert problem.locator == str(path)
    return problem.what


def test_each_format_becomes_a_document_with_its_outlet_and_date(tmp_path: Path) -> None:
    head = '<meta property="og:site_name" content="The Paper"><meta name="date" content="2013-03-05">'
    made = {
        "a.txt": TEXT.encode() + b"\n\nCopyright The Daily Paper Limited 2017. All rights reserved.",
        "b.html": made_page(*ARTICLE, head=head), "c.pdf": made_pdf(ARTICLE), "d.docx": made_word(*ARTICLE),
        "e.eml": made_mail(TEXT),
    }  # fmt: skip
    for name, data in made.items():
        (tmp_path / name).write_bytes(data)
    documents, problems = read_documents([tmp_path])
    assert problems == ()
    assert [(it.format, it.outlet, it.published) for it in documents] == [
        ("text", "The Daily Paper", When("", "unknown")),
        ("html", "The Paper", When("2013-03-05", "stated: metadata")),
        ("pdf", "", When("", "unknown")),
        ("word", "", When("", "unknown")),
        ("mail", "Press Office", When("2013-03-05", "stated: metadata")),
    ]
    for document in documents:
        body = "\n".join(document.text[it.span.start : it.span.end] for it in document.passages if it.part == "body")
        assert "Ann Bell, a vice president" in " ".join(body.split()), document.name
        assert "2017" not in body
        assert document.size == len(made[Path(document.name).name])


def test_the_text_is_the_bytes_sign_for_sign(tmp_path: Path) -> None:
    raw = "\ufeffA\u00a0b\u2009“ﬁ”\r\n\r\nשלום e\u0301\n".encode()
    (tmp_path / "a.txt").write_bytes(raw)
    (document,), _ = read_documents([tmp_path / "a.txt"])
    assert document.text.encode(document.encoding) == raw


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("a.txt", b"", "it is empty; get it again"),
        ("a.txt", b" \n\n ", "it has no text; get it again"),
        (
            "a.txt",
            bytes(range(256)) * 9,
            "binary data, and no text in an encoding that is known; save its text as UTF-8",
        ),
        ("a.pdf", b"%PDF-1.4 broken", "it was not read as PDF"),
        ("a.pdf", made_pdf([]), "it has no text; scanned pages need text recognition first"),
        ("a.docx", b"PK\x03\x04 broken", "it was not read as Word"),
        ("a.eml", b"\n\nno header", "it has no header of a message"),
    ],
)
def test_a_file_that_cannot_be_read_is_a_problem_that_says_what_to_do(
    tmp_path: Path, name: str, data: bytes, says: str
) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    assert says in problem_of(path)
    assert "; " in problem_of(path), "what to do stands behind what is wrong"


def test_paths_that_lead_to_no_file_are_problems(tmp_path: Path) -> None:
    assert problem_of(tmp_path / "none.txt") == "there is no such file; check the path"
    assert problem_of(tmp_path / "*.txt") == "there is no such file; check the path"
    assert "holds no file" in problem_of(tmp_path)
    os.mkfifo(tmp_path / "pipe")
    assert "neither a file nor a folder" in problem_of(tmp_path / "pipe")


def test_folders_patterns_and_files_are_read_once_each_in_order(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    for name in ("b.txt", "a.txt", "sub/c.txt", ".hidden.txt"):
        (tmp_path / name).write_text(f"{name} says so.")
    (tmp_path / "link.txt").symlink_to("/etc/hostname")
    documents, _ = read_documents([tmp_path / "b.txt", tmp_path / "*.txt", tmp_path])
    assert [Path(it.name).name for it in documents if "link" not in it.name] == ["b.txt", "a.txt", "c.txt"]
    below, _ = read_documents([tmp_path])
    assert [Path(it.name).name for it in below] == ["a.txt", "b.txt", "c.txt"], "links and hidden files are left out"


def test_the_same_bytes_are_one_document(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    (tmp_path / "b.txt").write_text(TEXT)
    documents, problems = read_documents([tmp_path])
    assert [it.name for it in documents] == [str(tmp_path / "a.txt")]
    assert problems == (
        Problem(str(tmp_path / "b.txt"), f"it has the same bytes as {tmp_path / 'a.txt'}; it was read once"),
    )


def test_a_document_that_ends_its_reader_is_named_and_no_other_is_lost_or_read_twice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(6):
        (tmp_path / f"{number}.txt").write_text(f"{number} {TEXT}")
    (tmp_path / "3.pdf").write_bytes(made_pdf(ARTICLE))
    (tmp_path / "5.pdf").write_bytes(made_pdf(ARTICLE, ARTICLE))
    monkeypatch.setattr(type(document_formats()[".pdf"]), "article", lambda self, data: os.abort())
    documents, problems = read_documents([tmp_path])
    assert [Path(it.name).name for it in documents] == [f"{number}.txt" for number in range(6)]
    assert [Path(it.locator).name for it in problems] == ["3.pdf", "5.pdf"]
    assert all("SIGABRT" in it.what and "leave it out" in it.what for it in problems)


def test_documents_arrive_one_by_one_and_what_is_too_much_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(5):
        (tmp_path / f"{number}.txt").write_text(f"{number} {TEXT}")
    monkeypatch.setattr(reading, "MOST_DOCUMENTS", 4)
    monkeypatch.setattr(reading, "MOST_LETTERS", 2 * len(TEXT) + 10)
    taken: list[Document] = []
    problems = stream_documents([tmp_path], taken.append)
    assert [Path(it.name).name for it in taken] == ["0.txt", "1.txt"]
    assert [(Path(it.locator).name, it.what.split(":")[0]) for it in problems] == [
        ("4.txt", "left out with all after it"), ("2.txt", "left out with all after it"),
    ]  # fmt: skip


def test_two_documents_whose_hashes_begin_alike_keep_apart(tmp_path: Path) -> None:
    taken: list[Document] = []
    received = reading._Received(taken.append)
    for number, tail in enumerate(("1" * 56, "2" * 56)):
        one = Document("D00000000", f"{number}", "0" * 8 + tail, 1, "text", "x", "utf-8", (), "", When("", "unknown"))
        received.piece(reading.Read(number, one, ()))
    assert [it.id for it in taken] == ["D00000000", "D0000000022222222"]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("وقالت الشركة إن هذه المزاعم لا أساس لها من الصحة. وأضافت أنها ستتعاون.", "most of its letters are ARABIC"),
        ("He said \u202eabc\u202c so, and the clerk wrote it down.", "marks in it turn the direction of text"),
    ],
)
def test_right_to_left_text_is_read_and_told(tmp_path: Path, text: str, says: str) -> None:
    (tmp_path / "a.txt").write_text(text, "utf-8")
    (document,), (problem,) = read_documents([tmp_path])
    assert document.text == text
    assert says in problem.what


def test_fifty_megabytes_are_cut_and_mixed_encodings_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cupel.documents.formats.text.MOST_TEXT", 1 << 20)  # what is kept is read in a second then
    with tempfile.NamedTemporaryFile(dir=tmp_path, suffix=".txt", delete=False) as file:
        for _ in range(50):
            file.write((TEXT + "\n\n").encode() * ((1 << 20) // len(TEXT.encode())))
    (document,), (problem,) = read_documents([Path(file.name)])
    assert (1 << 20) - 4096 < len(document.text.encode()) <= 1 << 20
    assert "only its first" in problem.what
    (tmp_path / "b.txt").write_bytes((TEXT + "\n").encode() + "Zürich denies it.\n".encode("latin-1"))
    (mixed,), (problem,) = read_documents([tmp_path / "b.txt"])
    assert mixed.text.endswith("Zürich denies it.\n")
    assert "mixed" in problem.what


def test_in_the_seeds_footers_teaser_and_caption_are_told_and_no_year_is_a_date() -> None:
    if not SEEDS.is_dir():
        pytest.skip("the seeds are not on this machine (their publishers' copyright keeps them out of the project)")
    documents, problems = read_documents([SEEDS])
    assert problems == ()
    assert [it.outlet for it in documents] == ["Financial Times", "", ""]
    assert {it.published.interval for it in documents} == {""}
    found = [[it.part for it in document.passages if it.part != "body"] for document in documents]
    assert found == [["title", "boilerplate"], ["title", "title", "teaser", "caption", *["boilerplate"] * 4], []]
    for document, path in zip(documents, sorted(SEEDS.glob("*.txt")), strict=True):
        assert document.text.encode() == path.read_bytes()
