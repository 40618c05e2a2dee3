"""The arithmetic of the chain: decisions go in, their hashes come out, and whatever is wrong with them.

Nothing here needs a database, so that a reader of a dossier can check a chain that was exported.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import date, datetime

from cupel.errors import InputError

GENESIS = "0" * 64
"""The previous hash of the first decision."""

HASHED = ("number", "previous_hash", "made_at", "author", "about", "verdict", "reason")
"""The fields that a decision's hash covers: all but the hash itself."""

_STORABLE = "Leave out U+0000 and unpaired surrogates: no database keeps them."


def canonical_json(value: object) -> bytes:
    """Write `value` as the one JSON text of RFC 8785: keys in UTF-16 order, no white space, UTF-8.

    Raises InputError for what has no such text everywhere: a float, a whole number beyond 2**53 - 1, a key
    that is no text, U+0000, an unpaired surrogate.
    """
    return json.dumps(_ordered(value), ensure_ascii=False, separators=(",", ":")).encode()


def decision_hash(fields: Mapping[str, object]) -> str:
    """Hash the fields named in HASHED, 64 hex digits. Raises InputError like canonical_json."""
    return hashlib.sha256(canonical_json({name: fields[name] for name in HASHED})).hexdigest()


def chain_problems(rows: Iterable[Mapping[str, object]], seen: tuple[int, str] | None = None) -> tuple[str, ...]:
    """Name everything that is wrong with decisions in the order of their numbers, one sentence each.

    1. The numbers are 1, 2, 3 and so on.
    2. The content of each decision gives its hash.
    3. The previous hash of each is the hash of the one before it; that of the first is 64 zeros.
    4. The decision that an earlier reader saw at the end (`seen`: number and hash) is still there.

    A chain that lost its last decisions, or that someone wrote anew from some point to the end, keeps 1 to 3:
    only 4 shows it.
    """
    problems = []
    expected = 1
    hash_before: object = GENESIS
    hashes: dict[int, object] = {0: GENESIS}
    for row in rows:
        number, found = row["number"], row["hash"]
        if not isinstance(number, int):
            problems.append(f"A decision has {number!r} for its number, which is no whole number.")
            continue
        # 1
        linked = number == expected
        if number > expected:
            problems.append(_missing(expected, number - 1))
        elif number < expected:
            problems.append(f"Decision {number} stands out of order: decision {expected} was to follow.")
        # 2
        content = _hash_of(row)
        if content != found:
            problems.append(f"Decision {number} was changed: its content has the hash {content}, it says {found!r}.")
        # 3
        if linked and row["previous_hash"] != hash_before:
            before = f"that of decision {number - 1} is" if number > 1 else "the first decision is to name"
            problems.append(
                f"The chain is broken before decision {number}: "
                f"it names the previous hash {row['previous_hash']!r}, but {before} {hash_before!r}."
            )
        expected, hash_before = number + 1, found
        hashes[number] = found
    # 4
    if seen is not None and hashes.get(seen[0]) != seen[1]:
        state = f"has the hash {hashes[seen[0]]!r}" if seen[0] in hashes else "is not in the ledger"
        problems.append(f"Decision {seen[0]}, seen earlier with the hash {seen[1]!r}, {state}.")
    return tuple(problems)


def require_decision(made_at: str, author: str, about: str, verdict: str, reason: str) -> None:
    """Check the fields that a person gives. Raises InputError, naming the field."""
    texts = {"author": author, "about": about, "verdict": verdict, "reason": reason}
    for name, text in texts.items():
        if not text.strip():
            raise InputError(f"The decision has no {name}.", f"Give the {name}; no decision stands without it.")
        if not _storable(text):
            raise InputError(f"The {name} has a character that cannot be kept: {text!a}.", _STORABLE)
    if not _is_moment(made_at):
        raise InputError(
            f"The decision was made at {made_at!r}: no ISO date, nor a date and time with its offset.",
            "Write it like 2026-03-31 or 2026-03-31T14:05:00+02:00.",
        )


def _ordered(value: object) -> object:
    match value:
        case None | bool():
            return value
        case str():
            if not _storable(value):
                raise InputError(f"The text {value!a} has a character that cannot be kept.", _STORABLE)
            return value
        case int() if abs(value) < 2**53:
            return value
        case list() | tuple():
            return [_ordered(item) for item in value]
        case Mapping() if all(isinstance(key, str) for key in value):
            keys = sorted(value, key=lambda key: str(key).encode("utf-16-be", "surrogatepass"))
            return {_ordered(key): _ordered(value[key]) for key in keys}
        case _:
            raise InputError(
                f"{value!r} ({type(value).__name__}) has no canonical JSON.",
                "Use text, whole numbers below 2**53, true, false, null, lists, and mappings with text keys.",
            )


def _storable(text: str) -> bool:
    return "\0" not in text and not any("\ud800" <= sign <= "\udfff" for sign in text)


def _is_moment(text: str) -> bool:
    for read in (date.fromisoformat, datetime.fromisoformat):
        try:
            moment = read(text)
        except ValueError:
            continue
        return text.isascii() and (not isinstance(moment, datetime) or moment.tzinfo is not None)
    return False


def _hash_of(row: Mapping[str, object]) -> str:
    try:
        return decision_hash(row)
    except InputError as error:  # a column holds what `decide` never writes
        return f"none ({error.message})"


def _missing(first: int, last: int) -> str:
    return f"Decision {first} is missing." if first == last else f"Decisions {first} to {last} are missing."
