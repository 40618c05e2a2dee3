"""The published default passwords: the data file goes in; words in the order of trying come out."""

import tomllib
from functools import cache
from pathlib import Path

FILE = Path(__file__).with_name("default_passwords.toml")


@cache
def default_passwords() -> tuple[str, ...]:
    """Return every word of the lists, each once."""
    lists = tomllib.loads(FILE.read_text("utf-8"))["list"]
    return tuple(dict.fromkeys(word for each in lists for word in each["words"]))


def words_for(account: str) -> tuple[str, ...]:
    """Return what is tried for an account: no password at all, variants of its name, then the list."""
    name = account[:32]
    variants = ("", name, name.capitalize(), name.upper(), name * 2, name[::-1], f"{name}1", f"{name}12", f"{name}123",
                f"{name}1234", f"{name}12345", f"{name}@123", f"{name}!", f"{name}pass")  # fmt: skip
    return tuple(dict.fromkeys((*variants, *default_passwords())))
