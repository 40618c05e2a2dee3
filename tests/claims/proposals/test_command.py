"""The commands: what a file proposes is told, reviewed, learnt from, and in a dossier once a person accepts it."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
TEXT = (
    "Petra Lund accused Orvane Networks of spying on its customers. Orvane Networks denied it.\n\n"
    "The northern port would shun Orvane Networks, went the tale of the dockers.\n"
)
TALE = {
    "document": "one.txt", "source": "the dockers", "cue": "went the tale", "stance": "allegation",
    "note": "by model M",
    "content": ["The northern port would shun Orvane Networks"],
}  # fmt: skip
CASE = '[case]\nid = "one"\ntitle = "One"\nas_of = 2026-11-22\n[claims]\ndocuments = ["documents/*.txt"]\n'


@pytest.fixture
def case(tmp_path: Path) -> Path:
    (tmp_path / "documents").mkdir()
    (tmp_path / "documents/one.txt").write_text(TEXT)
    (tmp_path / "case.toml").write_text(CASE)
    (tmp_path / "p.jsonl").write_text(json.dumps(TALE) + "\n")
    return tmp_path


def cupel(cwd: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "cupel", *arguments], cwd=cwd, capture_output=True, text=True, stdin=subprocess.DEVNULL,
        env=os.environ | {"PYTHONPATH": str(ROOT / "src"), "COLUMNS": "250"}, check=False,
    )  # fmt: skip


def test_a_proposal_is_told_beside_the_claims_and_again_without_its_file_once_accepted(case: Path) -> None:
    told = cupel(case, "claims", ".", "--propose", "json-lines=p.jsonl", "-q")
    assert told.returncode == 0, told.stderr
    assert "3 claims, and 1 proposed that nobody accepted: they count nowhere" in " ".join(told.stdout.split())
    assert "[proposed by file p.jsonl" in told.stdout
    assert "by model M" in told.stdout
    claim = next(word for word in told.stdout.split() if "-p01" in word)
    accept = ("claims", "review", ".", "--author", "A. N", "--accept", claim, "--reason", "heard it", "-q")
    assert cupel(case, *accept).returncode == 2  # without the file nobody proposes it
    done = cupel(case, *accept, "--propose", "json-lines=p.jsonl")
    assert done.returncode == 0, done.stderr
    alone = cupel(case, "claims", ".", "-q")
    assert "4 claims" in alone.stdout
    assert "by model M; accepted by A. N]" in alone.stdout
    assert alone.stderr == ""
    assert cupel(case, "assess", ".", "-q").returncode == 0
    page = (case / "dossier/index.html").read_text()
    assert "proposed by file p.jsonl" in page
    assert "accepted by A. N" in page


def test_a_refused_proposal_is_exit_code_1_and_says_which(case: Path) -> None:
    (case / "p.jsonl").write_text(json.dumps(TALE | {"cue": "sang"}) + "\n")
    told = cupel(case, "claims", ".", "--propose", "json-lines=p.jsonl", "-q")
    assert told.returncode == 1
    assert "line 1: a proposal was refused: the cue, “sang”, does not stand there" in " ".join(told.stdout.split())


def test_sentences_are_numbered_as_proposals_name_them(case: Path) -> None:
    lines = [json.loads(it) for it in cupel(case, "claims", "sentences", ".", "-q").stdout.splitlines()]
    assert [(it["sentence"], it["paragraph"]) for it in lines] == [(1, 1), (2, 1), (3, 2)]
    assert all(TEXT[it["start"] : it["end"]] == it["words"] for it in lines)
    (case / "p.jsonl").write_text(json.dumps(TALE | {"document": lines[2]["document"], "sentence": 3}) + "\n")
    assert cupel(case, "claims", ".", "--propose", "json-lines=p.jsonl", "-q").returncode == 0


def test_what_people_decided_becomes_labels_and_a_model_that_proposes(case: Path) -> None:
    pytest.importorskip("pycrfsuite", reason="the extra crf is not installed")
    without = cupel(case, "claims", "labels", ".", "--to", "labels", "-q")
    assert without.returncode == 2
    assert "Nobody has decided" in without.stderr
    found = json.loads(cupel(case, "claims", ".", "--json", "-q").stdout)["claims"]
    for it in found:
        cupel(case, "claims", "review", ".", "--author", "A. N", "--accept", it["id"], "--reason", "read", "-q")
    assert "1 documents with labels" in cupel(case, "claims", "labels", ".", "--to", "labels", "-q").stdout
    trained = cupel(case, "claims", "train", "labels", "--model", "m")
    assert trained.returncode == 0, trained.stderr
    assert "learnt from 2 claims in 1 texts" in trained.stdout
    told = json.loads(cupel(case, "claims", ".", "--json", "--model", "m", "-q").stdout)
    (proposer,) = told["proposers"]
    assert proposer["name"] == f"user model {proposer['sha256'][:12]}"
    assert [it for it in told["claims"] if it["proposed_by"] == "rules"] == found
