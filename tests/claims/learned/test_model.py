"""The model: the same labels give the same bytes, it learns what they show, and a file that is none is refused."""

import dataclasses
import json
import subprocess
import sys
from pathlib import Path

import pytest

from claims_of_text import document
from cupel.claims.claims import ledger_of
from cupel.claims.learned import model as model_file
from cupel.claims.learned.labels import Labelled, read_labels
from cupel.claims.learned.model import read_model
from cupel.claims.learned.tagging import Spans
from cupel.claims.learned.train import sequences, train
from cupel.claims.proposals.propose import propose
from cupel.claims.proposals.shipped.model import UserModel
from cupel.claims.text.paragraphs import paragraphs
from cupel.errors import InputError, MachineError

pytest.importorskip("pycrfsuite", reason="the extra crf is not installed")
PASSAGES = Path(__file__).parents[1] / "passages/development"
NAMES = ("Ada Quill", "Petra Lund", "the ministry", "Orvane Networks", "two officials", "a clerk")
WORDS = ("the port shuts in May", "no ship was late", "dues rise again", "the crane is safe", "nobody was told")


def taught(verb: str = "quoth") -> list[Labelled]:
    """Make labels for a word of saying that the rules do not know."""
    found = []
    for at, name in enumerate(NAMES):
        content = WORDS[at % len(WORDS)]
        text = f"{name} {verb} that {content}. The harbour lies in the north."
        cue, said = text.index(verb), text.index(content)
        spans = Spans((0, len(name)), (cue, cue + len(verb)), ((said, said + len(content)),))
        found.append(Labelled(f"{at:064}", text, (spans,), tuple(paragraphs(text)), ((0, len(text)),)))
    return found


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("model") / "one.model"
    file.write_bytes(train(taught()))
    return file


def test_the_same_labels_in_any_order_give_the_same_bytes(tmp_path: Path) -> None:
    files = sorted(PASSAGES.glob("*.toml"))[:4]
    one = train(read_labels(files)[0])
    assert train(read_labels([*reversed(files), files[0]])[0]) == one
    command = [sys.executable, "-m", "cupel", "claims", "train", *map(str, files), "--model", str(tmp_path / "m")]
    done = subprocess.run(command, capture_output=True, text=True, check=True, env={"PYTHONPATH": ":".join(sys.path)})
    assert (tmp_path / "m").read_bytes() == one
    assert "It proposes; it accepts nothing." in done.stdout


def test_it_proposes_what_the_labels_show_and_the_rules_do_not_know(trained: Path) -> None:
    text = "Jo Marsh quoth that the dock is closed. The harbour lies in the north.\n"
    place = document(text)
    assert [it for it in ledger_of([place]).claims if it.kind != "author"] == []
    (claim,) = [
        it for it in ledger_of([place], (), propose([place], [UserModel(str(trained))])).claims if it.rule == "proposal"
    ]
    assert claim.source
    assert claim.cue
    shown = [text[it.start : it.end] for it in (claim.source, claim.cue, *claim.content)]
    assert shown == ["Jo Marsh", "quoth", "the dock is closed"]
    assert 0.5 < float(claim.note.rpartition(" ")[2]) <= 1
    assert claim.proposed_by == f"user model {read_model(trained).sha256[:12]}"


def test_what_nobody_examined_teaches_nothing() -> None:
    (first, *_) = taught()
    half = dataclasses.replace(first, examined=((0, 10),))
    (line, tags) = next(sequences(half))
    assert {it.sentence for it in line} == {0}
    assert tags[0] == "B-source"
    with pytest.raises(InputError, match="No label lies in a sentence that was examined"):
        train([dataclasses.replace(it, examined=()) for it in taught()])


def test_a_model_of_other_rules_says_so(trained: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert list(UserModel(str(trained)).left()) == []
    monkeypatch.setattr("cupel.claims.proposals.shipped.model.rules_version", lambda: "0" * 64)
    assert "train it anew" in next(iter(UserModel(str(trained)).left())).what


def test_a_file_that_is_none_or_was_changed_is_refused_before_crfsuite_sees_it(trained: Path, tmp_path: Path) -> None:
    whole = trained.read_bytes()
    head, _, data = whole.partition(b"\n")
    told = json.loads(head)
    for made, says in (
        (b"", "no model"), (b"\n\n", "no model"), (b"{}\n" + data, "no model"), (b"[" * 9_999, "no model"),
        (data, "no model"), (whole[:-1], "was changed"), (whole[:-9] + b"xxxxxxxxx", "was changed"),
        (json.dumps(told | {"version": 2}).encode() + b"\n" + data, "version 2"),
    ):  # fmt: skip
        file = tmp_path / "m"
        file.write_bytes(made)
        with pytest.raises(InputError, match=says):
            UserModel(str(file))


def test_without_the_extra_the_advice_names_it(trained: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pycrfsuite", None)
    with pytest.raises(MachineError) as told:
        model_file.ModelTagger(read_model(trained))
    assert "cupel[crf]" in told.value.advice
