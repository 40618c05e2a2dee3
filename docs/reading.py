"""Reads cupel's source: a module goes in; its fields, aliases and the doc lines under them come out."""

import ast
import re
from dataclasses import dataclass
from pathlib import Path

from writing import one_line

import cupel

SOURCE = Path(cupel.__path__[0])


@dataclass(frozen=True, slots=True)
class Documented:
    """A field, an alias or a constant, with the doc line under it."""

    name: str
    """Its name."""
    type: str
    """Its annotation as written; of an alias, what it stands for."""
    default: str
    """Its default as written; empty where there is none."""
    doc: str
    """The doc line, on one line."""


def fields(path: Path, name: str) -> list[Documented]:
    """Read the annotated fields of a class, each with the doc line under it."""
    tree = ast.parse(path.read_text("utf-8"))
    body = next(node.body for node in tree.body if isinstance(node, ast.ClassDef) and node.name == name)
    found = []
    for at, node in enumerate(body):
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            default = ast.unparse(node.value) if node.value else ""
            found.append(Documented(node.target.id, ast.unparse(node.annotation), default, doc_after(body, at)))
    return found


def aliases(path: Path) -> list[Documented]:
    """Read the public aliases of types that a module defines at its top, each with the doc line under it."""
    body = ast.parse(path.read_text("utf-8")).body
    return [
        Documented(node.targets[0].id, ast.unparse(node.value), "", doc_after(body, at))
        for at, node in enumerate(body)
        if isinstance(node, ast.Assign)
        and isinstance(node.targets[0], ast.Name)
        and re.fullmatch(r"[A-Z][a-z]\w*", node.targets[0].id)
    ]


def doc_after(body: list[ast.stmt], at: int) -> str:
    """Return the string that stands under a statement, on one line, or nothing."""
    below = body[at + 1] if at + 1 < len(body) else None
    if isinstance(below, ast.Expr) and isinstance(below.value, ast.Constant) and isinstance(below.value.value, str):
        return one_line(below.value.value)
    return ""
