"""Writes signatures: a signature, its measure and where it comes from go in; the text of its file comes out."""

import json
from collections.abc import Iterable

from cupel.inspect.identify.learn.measure import Score
from cupel.inspect.identify.signature import KINDS, Rule, Signature


def text_of(signature: Signature, table: dict[str, str], provenance: dict[str, str | int | float]) -> str:
    """Write a signature as TOML; `table`: file name -> version or range."""
    lines = [f"title = {_quoted(signature.title)}", f"purl = {_quoted(signature.purl)}"]
    for key in ("cpe", "packages", "libraries", "programs"):
        if values := getattr(signature, key):
            lines += _list(key, values)
    lines += ["", "[provenance]"]
    lines += [f"{key} = {_quoted(it) if isinstance(it, str) else it}" for key, it in provenance.items()]
    for kind in KINDS:
        for rule in signature.rules:
            if rule.kind == kind:
                lines += ["", f"[[{kind}]]", *_rule(rule)]
    if table:
        lines += ["", "[names]", *(f"{_quoted(name)} = {_quoted(version)}" for name, version in sorted(table.items()))]
    return "\n".join(lines) + "\n"


def provenance_of(
    train: Score, held_out: Score, versions: int, architectures: int, source: str
) -> dict[str, str | int | float]:
    """State from how much a signature was learned, and how well it does on both parts.

    `source`: where rules written by hand come from.
    """
    told: dict[str, str | int | float] = {"how": "derived" if source and not train.builds else "learned"}
    if source:
        told["from"] = source
    if train.builds or held_out.builds:
        told |= {
            "builds": train.builds,
            "versions": versions,
            "architectures": architectures,
            "recall": round(train.recall, 3),
            "precision": round(train.precision, 3),
            "held_out_builds": held_out.builds,
            "held_out_recall": round(held_out.recall, 3),
            "held_out_precision": round(held_out.precision, 3),
        }
    return told


def _rule(rule: Rule) -> Iterable[str]:
    yield f"pattern = {_pattern(rule.pattern)}"
    for key in ("prefix", "exact", "at_least", "below"):
        if value := getattr(rule, key):
            yield f"{key} = {_quoted(value)}"
    if rule.files:
        yield from _list("files", rule.files)
    for key in ("sure", "text"):
        if getattr(rule, key):
            yield f"{key} = true"


def _pattern(pattern: bytes) -> str:
    text = pattern.decode("latin-1")
    return _quoted(text) if "'" in text or not text.isprintable() else f"'{text}'"


def _list(key: str, values: Iterable[str]) -> list[str]:
    quoted = [_quoted(it) for it in values]
    line = f"{key} = [{', '.join(quoted)}]"
    return [line] if len(line) <= 120 else [f"{key} = [", *(f"    {it}," for it in quoted), "]"]


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)  # a TOML basic string escapes as JSON does
