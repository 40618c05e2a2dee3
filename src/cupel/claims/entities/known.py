"""The words and public names that entities are known by: the TOML files beside it go in; tables come out."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any

from cupel.suppliers.parties import known_parties


@cache
def words(key: str) -> frozenset[str]:
    """Words of one list of words.toml."""
    return frozenset(_read("words.toml")[key].split())


@cache
def any_of(*keys: str) -> frozenset[str]:
    """Words of several lists of words.toml."""
    return frozenset().union(*(words(key) for key in keys))


@cache
def titles() -> frozenset[str]:
    """Words before a person's name."""
    return words("titles") | words("titles_he") | words("titles_she")


@cache
def genders() -> Mapping[str, str]:
    """Pronoun or title -> he or she. A name says nothing."""
    found = {word: key for key, text in _read("words.toml")["gender"].items() for word in text.split()}
    return found | dict.fromkeys(words("titles_he"), "he") | dict.fromkeys(words("titles_she"), "she")


@cache
def places() -> Mapping[str, tuple[str, str]]:
    """Form -> (country's code, how it names it: names, adjectives or governments)."""
    return {
        form: (code, how)
        for how, entries in _read("places.toml").items()
        for code, forms in entries.items()
        for form in forms.split("|")
    }


@cache
def countries() -> frozenset[str]:
    """Identifiers of countries' governments."""
    return frozenset(f"gov:{code}" for code, _ in places().values())


@cache
def outlets() -> Mapping[str, str]:
    """Form -> identifier of an outlet, without "The"."""
    return {
        form.removeprefix("The "): f"outlet:{name}"
        for name, forms in _read("outlets.toml")["outlets"].items()
        for form in forms.split("|")
    }


@cache
def outlet_tails() -> frozenset[str]:
    """Last words of an outlet's name."""
    return frozenset(_read("outlets.toml")["tails"].split())


@cache
def outlet_before() -> frozenset[str]:
    """Words after which an outlet's name stands: "the magazine X"."""
    return frozenset(_read("outlets.toml")["before"].split())


@cache
def aliases() -> Mapping[str, str]:
    """Form in any script -> identifier: of parties known in several scripts, and of aliases.toml, which goes before.

    A former name stands for what bore it then, a mark for itself; a name that two parties bear, for neither.
    """
    return _parties() | {
        form: name for name, forms in _read("aliases.toml")["aliases"].items() for form in forms.split("|")
    }


def _parties() -> dict[str, str]:
    found: dict[str, set[str]] = {}
    for party in known_parties():
        if not all(name.text.isascii() for name in party.names):
            for name in party.names:
                if name.kind not in ("former", "brand"):
                    found.setdefault(name.text, set()).add(f"org:{party.id}")
    return {form: min(ids) for form, ids in found.items() if len(ids) == 1}


@cache
def _read(name: str) -> dict[str, Any]:
    return tomllib.loads(resources.files(__package__).joinpath(name).read_text("utf-8"))
