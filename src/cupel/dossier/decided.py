"""Tells a decision to a person: the reason that a ledger's chain seals goes in, words come out.

A decision about a claim seals the offsets of its words, its changes and its grades as canonical JSON beside the reason.
"""

import json
from collections.abc import Mapping
from typing import Any


def told_reason(reason: str) -> str:
    """Return the words of a sealed reason; any other reason as it stands."""
    try:
        sealed = json.loads(reason)
    except (ValueError, RecursionError):
        return reason
    return _told(sealed) if isinstance(sealed, dict) and {"words", "reason"} <= sealed.keys() else reason


def _told(sealed: Mapping[str, Any]) -> str:
    parts = [str(sealed["reason"])]
    changes = sealed.get("changes")
    if isinstance(changes, dict):
        parts += [f"{str(field).replace('_', ' ')} becomes {_value(value)}" for field, value in changes.items()]
    grade = f"{sealed.get('reliability') or ''}{sealed.get('credibility') or ''}"
    return "; ".join([*parts, *([f"graded {grade}"] if grade else [])])


def _value(value: Any) -> str:
    return str(value).replace("_", " ")
