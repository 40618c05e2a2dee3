"""JSON of an image: a content goes in; its value, or what is wrong with it, comes out."""

import json
import re

from cupel.inspect.identify.text import read_text
from cupel.inspect.unpack.content import Content
from cupel.records.problem import Problem

MOST = 64 << 20


def read_json(content: Content) -> tuple[object, str, list[Problem]]:
    """Read a JSON file. Returns its value (None where it cannot be read), its text and the problems."""
    text, problems = read_text(content, MOST)
    try:
        return json.loads(text), text, problems
    except json.JSONDecodeError as error:
        return None, text, [*problems, Problem(f":{error.lineno}", f"is no JSON: {error.msg}")]
    except (RecursionError, ValueError) as error:
        return None, text, [*problems, Problem("", f"is no JSON that can be read: {error}")]


def line_of(text: str, name: str, value: str) -> int:
    """Return the line on which a name is first given a text, from 1; 1 where it is not found."""
    found = re.search(rf'"{re.escape(name)}"\s*:\s*"{re.escape(value)}"', text)
    return text.count("\n", 0, found.start()) + 1 if found else 1
