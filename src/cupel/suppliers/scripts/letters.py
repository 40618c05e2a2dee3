"""Letters of alphabets: the name of a table of letters.toml goes in, sign -> Latin letters comes out."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources


@cache
def letters(table: str) -> Mapping[str, str]:
    """Return one table: sign, or two signs together, -> Latin letters."""
    pairs = (pair.partition("=") for pair in _read()[table].split())
    return {sign: latin for sign, _, latin in pairs}


@cache
def _read() -> Mapping[str, str]:
    read = tomllib.loads((resources.files(__package__) / "letters.toml").read_text("utf-8"))
    return {name: table["pairs"] for name, table in read.items()}
