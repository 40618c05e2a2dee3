"""`cupel claims` as a person uses it: ledger, timeline, contradictions, exports, and what cannot be read."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from cupel.cli import app

ONE = """\
LONDON, March 3, 2021 - Ministers fear that Orbweave Networks could hand data to a foreign service, an official said.

Orbweave denied any such link. "We have never been asked for data," said Ines Holm, its chief executive.

The firm did not respond to a request for comment on the audit. In 2019 it had to abandon a bid for Calder Telecom.
"""
TWO = """\
The Standard reported, citing people familiar with the matter, that Orbweave Networks would leave the market.

"We have adjusted our focus," Ms Holm said. She didn't say whether the office would close.
"""


@pytest.fixture
def articles(tmp_path: Path) -> list[str]:
    (tmp_path / "one.txt").write_text(ONE)
    (tmp_path / "two.txt").write_text(TWO)
    return [str(tmp_path / "one.txt"), str(tmp_path / "two.txt")]


def run(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(app, ["claims", *arguments, "--quiet"])
    return result.exit_code, result.output


def test_ledger_timeline_and_contradictions_are_printed(articles: list[str]) -> None:
    code, output = run(*articles)
    assert code == 0
    assert "3 March 2021 (dateline)" in output
    assert "denial" in output
    assert "Ines Holm" in output
    assert "no comment" in output
    assert "2019" in output
    assert "nothing is accepted until a person says so" in " ".join(output.split())


def test_no_denial_and_no_silence_is_told_as_an_assertion(articles: list[str]) -> None:
    _, output = run(*articles, "--json")
    claims = {it["cue"]["words"]: it["stance"] for it in json.loads(output)["claims"] if it["cue"]}
    assert claims["denied"] == "denial"
    assert claims["did not respond"] == "no_comment"
    assert claims["didn't say"] == "not_said"


def test_every_span_gives_the_words_of_the_file(articles: list[str]) -> None:
    _, output = run(*articles, "--json")
    ledger = json.loads(output)
    texts = {it["id"]: it["text"] for it in ledger["documents"]}
    assert set(texts.values()) == {ONE, TWO}
    for claim in ledger["claims"]:
        for span in claim["content"]:
            assert texts[claim["document"]][span["start"] : span["end"]] == span["words"]


def test_a_ledger_is_written_in_the_forms_asked_for(articles: list[str], tmp_path: Path) -> None:
    code, _ = run(*articles, "--export", f"csv={tmp_path / 'c.csv'}", "--export", f"stix={tmp_path / 'c.json'}")
    assert code == 0
    assert "denial" in (tmp_path / "c.csv").read_text()
    assert json.loads((tmp_path / "c.json").read_bytes())["type"] == "bundle"


@pytest.mark.parametrize(("given", "says"), [("csv", "names no file"), ("odd=x", "no export of claims named 'odd'")])
def test_an_export_that_there_is_not_is_refused(articles: list[str], given: str, says: str) -> None:
    result = CliRunner().invoke(app, ["claims", *articles, "--quiet", "--export", given])
    assert says in str(result.exception)


def test_what_cannot_be_read_is_named_beside_what_could(articles: list[str], tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_text("")
    code, output = run(*articles, str(tmp_path / "empty.txt"))
    assert code == 1
    assert "empty.txt: it is empty" in " ".join(output.split())
    assert "denial" in output


def test_where_nothing_can_be_read_the_call_is_wrong(tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["claims", str(tmp_path / "none.txt"), "--quiet"])
    assert "No document could be read" in str(result.exception)
