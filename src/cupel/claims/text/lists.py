"""Word lists: a module's name and a list's go in; the words of lists.toml beside that module come out."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources


def listed(module: str, name: str) -> frozenset[str]:
    """Return the words of a list. `module`: the full name of the module that it is for; its last part is the table."""
    package, _, table = module.rpartition(".")
    return frozenset(_lists(package)[table][name].split())


@cache
def _lists(package: str) -> Mapping[str, Mapping[str, str]]:
    return tomllib.loads(resources.files(package).joinpath("lists.toml").read_text("utf-8"))
