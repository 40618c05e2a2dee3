"""The facts that instruments may ask about: equipment_facts.toml goes in, kinds, values and steps out."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Literal

FactKind = Literal["one of", "day", "number", "country", "yes-or-no", "party", "text"]
PURPOSE_STEP = 6
"""Step at which a fact is asked that the table assigns to no other."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact of a subject, of its maker or of the operator."""

    name: str
    kind: FactKind
    values: tuple[str, ...]
    """Every value that it may take, where the kind is `one of`; a value with `/` lies below the part before it."""
    step: int
    """Number of the step of the evaluation that asks it."""

    def allows(self, value: str) -> bool:
        """Tell whether a rule may name this value."""
        if self.kind == "one of":
            return value in self.values or any(known.startswith(value + "/") for known in self.values)
        if self.kind == "yes-or-no":
            return value in ("yes", "no")
        if self.kind == "country":
            return len(value) == 2 and value.isascii() and value.isalpha() and value.isupper()
        return bool(value)


@cache
def known_facts() -> Mapping[str, Fact]:
    """Return every fact by its name."""
    table = tomllib.loads(files("cupel.data").joinpath("equipment_facts.toml").read_text("utf-8"))
    kinds: dict[str, FactKind] = {name: kind for kind, names in table["kinds"].items() for name in names}
    kinds |= dict.fromkeys(table["subject"]["dates"]["facts"], "day")
    steps = {name: int(step) for step, names in table["steps"].items() for name in names}
    values = {name: tuple(held["values"]) for name, held in _tables(table) if "values" in held}
    names = [name for _, held in _tables(table) for name in held.get("facts", ())] + list(values)
    return {
        name: Fact(
            name,
            "one of" if name in values else kinds.get(name, "text"),
            values.get(name, ()),
            steps.get(name, PURPOSE_STEP),
        )
        for name in names
    }


def _tables(table: Mapping[str, Any]) -> list[tuple[str, Mapping[str, Any]]]:
    inner = [
        (name, held) for top in ("subject", "operator") for name, held in table[top].items() if isinstance(held, dict)
    ]
    return [("operator", table["operator"]), ("maker", table["maker"]), *inner]
