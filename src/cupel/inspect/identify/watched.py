"""The imported symbols that the ladder's rules ask about: the rules' files go in, one set of names comes out."""

import tomllib
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parents[1] / "vulnerabilities/built_in"


@cache
def watched() -> frozenset[str]:
    """Collect every `symbols` list of the rules in vulnerabilities/built_in/*.toml; no names where there are none."""
    names: set[str] = set()
    for file in sorted(FOLDER.glob("*.toml")):
        _collect(tomllib.loads(file.read_text("utf-8")), names)
    return frozenset(names)


def _collect(data: object, names: set[str]) -> None:
    if isinstance(data, dict):
        names.update(it for it in data.get("symbols", ()) if isinstance(it, str))
        for value in data.values():
            _collect(value, names)
    elif isinstance(data, list):
        for value in data:
            _collect(value, names)
