"""The chain of decisions: what its hash is, and that nobody changes a decision without being seen."""

import hashlib
import json
import sqlite3
import tempfile
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cupel.errors import InputError
from cupel.ledger import LedgerError
from cupel.ledger.decisions import GENESIS, canonical_json, chain_problems, decision_hash
from cupel.ledger.ledger import Ledger
from cupel.records.decision import Decision

COLUMNS = tuple(field.name for field in fields(Decision))


def decide(ledger: Ledger, count: int) -> None:
    for number in range(1, count + 1):
        ledger.decide(
            made_at=f"2026-03-{number:02}",
            author="A. Evaluator",
            about=f"finding-{number}",
            verdict="accepted",
            reason=f"Seen on the bench, run {number}.",
        )


def execute(path: Path, statement: str, *values: object) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute(statement, values)
    connection.close()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    with Ledger.open(tmp_path / "ledger.sqlite") as ledger:
        decide(ledger, 5)
        assert ledger.verify() == ()
    return tmp_path / "ledger.sqlite"


def verify(path: Path, seen: tuple[int, str] | None = None) -> tuple[str, ...]:
    with Ledger.open(path) as ledger:
        return ledger.verify(seen)


# The hash


def test_anyone_can_compute_the_hash_with_plain_json_and_sha256(tmp_path: Path) -> None:
    with Ledger.open(tmp_path / "ledger.sqlite") as ledger:
        made = ledger.decide(
            made_at="2026-03-31T14:05:00+02:00",
            author="Zoë Ångström",
            about="inspect/equipment er-1000",
            verdict="accepted",
            reason='The maker replied: "test key",\n\tnot shipped.',
        )
    content = {name: value for name, value in asdict(made).items() if name != "hash"}
    plain = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    assert made.hash == hashlib.sha256(plain.encode()).hexdigest()
    assert made.previous_hash == "0" * 64


def test_hash_of_a_known_decision_never_changes() -> None:
    known = {
        "number": 1,
        "previous_hash": GENESIS,
        "made_at": "2026-03-31",
        "author": "A. Evaluator",
        "about": "finding-1",
        "verdict": "accepted",
        "reason": "Seen on the bench.",
    }
    assert decision_hash(known) == "a84e5680769c819c6804bb38ec1acf65824e0b92b301198675dc1e6d1d141ae8"


def test_canonical_json_orders_keys_like_rfc_8785() -> None:
    # https://www.rfc-editor.org/rfc/rfc8785#section-3.2.3, the sample of property sorting
    keys = ["\u20ac", "\r", "\ufb33", "1", "\U0001f600", "\u0080", "\u00f6"]
    ordered = ["\r", "1", "\u0080", "\u00f6", "\u20ac", "\U0001f600", "\ufb33"]
    assert list(json.loads(canonical_json(dict.fromkeys(keys, 0)))) == ordered


@pytest.mark.parametrize("value", [1.0, 2**53, float("nan"), b"x", {1: "x"}, "\0", "\ud800", {"\0": 1}, [set()]])
def test_what_has_no_canonical_json_is_refused(value: object) -> None:
    with pytest.raises(InputError):
        canonical_json({"value": value})


@pytest.mark.parametrize("field", ["author", "about", "verdict", "reason"])
@pytest.mark.parametrize("text", ["", "  ", "a\0b", "a\udcffb"])
def test_field_that_cannot_stand_is_refused_by_name(tmp_path: Path, field: str, text: str) -> None:
    texts = {"author": "a", "about": "b", "verdict": "c", "reason": "d"} | {field: text}
    with Ledger.open(tmp_path / "ledger.sqlite") as ledger:
        with pytest.raises(InputError, match=field):
            ledger.decide(made_at="2026-03-31", **texts)
        assert ledger.decisions() == ()


@pytest.mark.parametrize("made_at", ["", "yesterday", "2026-02-30", "2026-03-31T14:05:00", "31.03.2026"])
def test_moment_without_date_or_offset_is_refused(tmp_path: Path, made_at: str) -> None:
    with Ledger.open(tmp_path / "ledger.sqlite") as ledger, pytest.raises(InputError, match="offset"):
        ledger.decide(made_at=made_at, author="a", about="b", verdict="c", reason="d")


# Tampering


@pytest.mark.parametrize("column", COLUMNS)
def test_change_of_any_column_is_named(path: Path, column: str) -> None:
    execute(path, f"UPDATE decision SET {column} = ? WHERE number = 3", 30 if column == "number" else "x" * 64)
    problems = verify(path)
    assert any(problem.startswith("Decision 3 ") for problem in problems), problems


@pytest.mark.parametrize("column", [name for name in COLUMNS if name != "number"])
@pytest.mark.parametrize("value", [b"\xff", 7, "a\0b"])
def test_value_of_another_type_is_named_and_never_read_as_a_decision(path: Path, column: str, value: object) -> None:
    execute(path, f"UPDATE decision SET {column} = ? WHERE number = 3", value)
    assert any(problem.startswith("Decision 3 was changed") for problem in verify(path))
    if isinstance(value, bytes):
        with Ledger.open(path) as ledger, pytest.raises(LedgerError, match=f"Decision 3 .* its {column}"):
            ledger.decisions()


def test_text_that_is_no_utf_8_is_named(path: Path) -> None:
    execute(path, "UPDATE decision SET reason = CAST(x'41ff' AS TEXT) WHERE number = 2")
    assert any(problem.startswith("Decision 2 was changed") for problem in verify(path))


def test_missing_decisions_are_counted(path: Path) -> None:
    execute(path, "DELETE FROM decision WHERE number IN (2, 3)")
    assert verify(path) == ("Decisions 2 to 3 are missing.",)


def test_missing_first_decision_is_seen(path: Path) -> None:
    execute(path, "DELETE FROM decision WHERE number = 1")
    assert verify(path) == ("Decision 1 is missing.",)


def test_forger_who_hashes_the_changed_row_anew_breaks_the_next_link(path: Path) -> None:
    rewrite(path, 3, {"verdict": "rejected"})
    (problem,) = verify(path)
    assert problem.startswith("The chain is broken before decision 4")


def test_row_pushed_in_before_the_first_is_seen(path: Path) -> None:
    execute(
        path,
        "INSERT INTO decision SELECT 0, ?, ?, made_at, author, about, verdict, reason FROM decision LIMIT 1",
        "a" * 64,
        "b" * 64,
    )
    assert any("Decision 0 stands out of order" in problem for problem in verify(path))


def test_numbers_of_a_rebuilt_table_are_checked() -> None:
    with tempfile.TemporaryDirectory() as folder, Ledger.open(Path(folder) / "l.sqlite") as ledger:
        decide(ledger, 2)
        first, second = (asdict(found) for found in ledger.decisions())
    assert chain_problems([first, second]) == ()
    assert chain_problems([first, first, second])[0] == "Decision 1 stands out of order: decision 2 was to follow."
    assert "no whole number" in chain_problems([first | {"number": "one"}])[0]


def test_nothing_is_built_on_a_changed_decision(path: Path) -> None:
    execute(path, "UPDATE decision SET verdict = 'rejected' WHERE number = 5")
    with Ledger.open(path) as ledger:
        with pytest.raises(LedgerError, match="decision 5 was changed"):
            decide(ledger, 1)
        assert len(ledger.decisions()) == 5


# The tail


def test_only_an_earlier_head_shows_that_the_tail_was_cut_off(path: Path) -> None:
    with Ledger.open(path) as ledger:
        seen = ledger.head()
        assert seen == (5, ledger.decisions()[-1].hash)
    execute(path, "DELETE FROM decision WHERE number > 3")
    assert verify(path) == ()
    assert verify(path, seen) == (f"Decision 5, seen earlier with the hash {seen[1]!r}, is not in the ledger.",)
    with Ledger.open(path) as ledger:
        decide(ledger, 3)
        (problem,) = ledger.verify(seen)
        assert "Decision 5, seen earlier" in problem
        assert "has the hash" in problem


def test_head_stays_true_when_decisions_follow(path: Path) -> None:
    with Ledger.open(path) as ledger:
        seen = ledger.head()
        decide(ledger, 2)
        assert ledger.verify(seen) == ()


def test_head_of_an_empty_ledger(tmp_path: Path) -> None:
    with Ledger.open(tmp_path / "ledger.sqlite") as ledger:
        assert ledger.head() == (0, "0" * 64)
        assert ledger.verify(ledger.head()) == ()
        decide(ledger, 1)
        assert ledger.verify((0, "0" * 64)) == ()


# Any change


def rewrite(path: Path, number: int, change: dict[str, Any]) -> None:
    """Change a decision and hash it anew, as a forger with the source at hand would."""
    with Ledger.open(path) as ledger:
        row = asdict(ledger.decisions()[number - 1]) | change
    row["hash"] = decision_hash(row)
    execute(
        path,
        f"UPDATE decision SET ({', '.join(row)}) = ({', '.join('?' * len(row))}) WHERE number = {number}",
        *row.values(),
    )


texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1).filter(str.strip)
texts_of_columns = st.sampled_from([name for name in COLUMNS if name != "number"])


@settings(max_examples=80, deadline=None)
@given(data=st.data(), entries=st.lists(st.tuples(texts, texts, texts, texts), min_size=3, max_size=6))
def test_any_change_or_deletion_before_the_last_row_is_found(data: st.DataObject, entries: list[Any]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "ledger.sqlite"
        with Ledger.open(path) as ledger:
            for author, about, verdict, reason in entries:
                ledger.decide(made_at="2026-03-31", author=author, about=about, verdict=verdict, reason=reason)
            assert ledger.verify() == ()
            kept = ledger.decisions()
            assert [(d.author, d.about, d.verdict, d.reason) for d in kept] == entries
        number = data.draw(st.integers(1, len(entries) - 1), "number")
        action = data.draw(st.sampled_from(["delete", "change", "change and hash anew"]), "action")
        if action == "delete":
            execute(path, "DELETE FROM decision WHERE number = ?", number)
            assert verify(path) == (f"Decision {number} is missing.",)
            return
        column = data.draw(texts_of_columns, "column")
        old = getattr(kept[number - 1], column)
        value = data.draw((texts | st.binary() | st.integers(-(2**63), 2**63 - 1)).filter(lambda v: v != old), "value")
        if action == "change":
            execute(path, f"UPDATE decision SET {column} = ? WHERE number = ?", value, number)
            assert any(problem.startswith(f"Decision {number} was changed") for problem in verify(path))
        elif column != "hash" and isinstance(value, str):
            rewrite(path, number, {column: value})
            assert any(f"broken before decision {number + 1}" in problem for problem in verify(path))
