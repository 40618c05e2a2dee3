"""Proposals from a file: a line becomes a proposal or a problem, whatever stands in it."""

import json
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from claims_of_text import document
from cupel.claims.proposals.propose import Proposals, propose
from cupel.claims.proposals.shipped.json_lines import JsonLines

TEXT = "“We hide nothing,” said Ada Quill. Ada Quill said the firm would sue."
ONE = document(TEXT)
GOOD = {"document": "made.txt", "sentence": 2, "source": "Ada Quill", "cue": "said", "content": ["the firm would sue"]}


def read(tmp_path: Path, *lines: Any) -> Proposals:
    file = tmp_path / "p.jsonl"
    file.write_bytes(b"\n".join(it if isinstance(it, bytes) else json.dumps(it).encode() for it in lines))
    return propose([ONE], [JsonLines(str(file))])


def test_a_document_is_named_by_file_identifier_or_hash_and_a_stretch_by_words_or_offsets(tmp_path: Path) -> None:
    start = TEXT.index("the firm")
    by_offsets = GOOD | {"document": ONE.id, "content": [{"start": start, "end": start + 18}]}
    both = GOOD | {
        "document": ONE.sha256,
        "content": [{"words": "the firm would sue", "start": start, "end": start + 18}],
    }
    made = read(tmp_path, GOOD, b"", by_offsets, both)
    assert made.problems == []
    assert {(it.content, it.source, it.cue) for it in made.checked[ONE.id]} == {
        (made.checked[ONE.id][0].content, made.checked[ONE.id][0].source, made.checked[ONE.id][0].cue)
    }
    assert len(made.checked[ONE.id]) == 3
    assert made.proposers[0].name.startswith("file p.jsonl ")
    assert len(made.proposers[0].sha256) == 64


def test_each_line_that_is_wrong_is_named_and_the_others_stand(tmp_path: Path) -> None:
    made = read(
        tmp_path, b"{", [], {"document": 3}, GOOD | {"speaker": "x"}, GOOD | {"document": "other.txt"},
        GOOD | {"content": "the firm"}, GOOD | {"cue": {"at": 3}}, GOOD | {"sentence": "2"}, GOOD | {"cue": "sang"},
        b'{"document": "\xff"}', b"[" * 100_000, GOOD,
    )  # fmt: skip
    assert len(made.checked[ONE.id]) == 1
    told = [f"{it.locator}: {it.what}" for it in made.problems]
    for number in (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11):
        assert sum(f"line {number}:" in it or f"line {number} " in it for it in told) == 1, (number, told)
    assert any("no key speaker" in it for it in told)
    assert any("'other.txt' is none of the documents" in it for it in told)


VALUE = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 90) | st.text(max_size=5) | st.sampled_from(["said", "Ada Quill"]),
    lambda it: (
        st.lists(it, max_size=3) | st.dictionaries(st.sampled_from(["words", "start", "end", "x"]), it, max_size=3)
    ),
    max_leaves=6,
)
LINE = st.fixed_dictionaries(
    {"document": st.just("made.txt")},
    optional=dict.fromkeys(("sentence", "paragraph", "source", "cue", "content", "stance", "note"), VALUE),
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=80)
@given(st.lists(LINE | st.binary(max_size=30), max_size=5))
def test_every_line_is_a_proposal_whose_words_are_there_or_a_problem(tmp_path: Path, given: list[Any]) -> None:
    made = read(tmp_path, *given)
    for it in made.checked.get(ONE.id, ()):
        assert all(TEXT[span.start : span.end].strip() for span in it.content)
    lines = b"\n".join(it if isinstance(it, bytes) else b"x" for it in given).split(b"\n")
    assert len(made.checked.get(ONE.id, ())) + len(made.problems) == sum(bool(it.strip()) for it in lines)
