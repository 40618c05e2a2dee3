"""What people say of findings, in a SARIF run: suppressions and replies go in, properties of results come out."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from cupel.records.finding_reply import FindingReply
from cupel.records.suppression import Suppression


def with_said(
    result: dict[str, Any],
    decisions: Mapping[str, list[Suppression]],
    replies: Mapping[str, list[FindingReply]],
    any_stated: bool,
) -> dict[str, Any]:
    """Put what people say beside a result. Where any suppression is stated, a result without one says so."""
    about = result["properties"]
    covering = decisions.get(about["findingId"], [])
    if any_stated:
        result["suppressions"] = apart([_suppression(it) for it in covering if not it.ended])
    if ended := [in_words(it) for it in covering if it.ended]:
        about["endedSuppressions"] = ended
    if said := replies.get(about["findingId"]):
        about["replies"] = [
            {"state": it.state, "text": it.text, "version": it.version, "author": it.author, "date": it.dated}
            for it in said
        ]
    return result


def _suppression(it: Suppression) -> dict[str, Any]:
    return {"kind": "external", "status": "accepted", "justification": in_words(it)}


def in_words(it: Suppression) -> str:
    """Tell why, by whom and when."""
    return f"{it.reason} ({it.author}, {it.dated}{f', until {it.until}' if it.until else ''})"


def loose(suppressions: tuple[Suppression, ...]) -> Iterator[str]:
    """Yield the decisions that cover no finding."""
    for it in suppressions:
        if not it.findings:
            yield f"{it.finding or f'{it.detector} {it.path} {it.subject}'.strip()}: {in_words(it)}"


def apart(locations: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Leave out what stands there twice, as the schema wants."""
    return list({json.dumps(it): it for it in locations}.values())
