"""Reads a documented case: a TOML file goes in; a Case comes out, or an error that names the file and what is wrong."""

import dataclasses
import re
import tomllib
import types
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from cupel.errors import PluginError
from cupel.inspect.known.case import Artefact, Case
from cupel.inspect.known.matcher import MATCHERS, AccountMatcher, FileMatcher, KeyMatcher, ReleaseMatcher
from cupel.inspect.scan import width
from cupel.records.finding import ACCESS_FACETS

IDENTIFIER = re.compile(r"(19|20)\d\d(-[a-z0-9]+)+")
LEAST_LITERAL = 6
"""Bytes of a literal that stands alone; a shorter one needs others in the same file."""
LEAST_PRODUCT = 4
ADVICE = "See docs/how-to/add-a-documented-case.md."


class Wrong(ValueError):
    """What is wrong with a case, in words."""


def read_case(file: Path) -> Case:
    """Read one case. Raises PluginError, naming the file."""
    try:
        return case_of(file.stem, tomllib.loads(file.read_text("utf-8")))
    except (Wrong, tomllib.TOMLDecodeError, UnicodeDecodeError, re.error) as error:
        raise PluginError(f"{file} is no documented case: {error}.", ADVICE) from error


def case_of(identifier: str, table: Mapping[str, Any]) -> Case:
    """Make a case of its table. Raises Wrong."""
    if not IDENTIFIER.fullmatch(identifier):
        raise Wrong(f"its name {identifier} is not year, maker and short name joined by dashes")
    case: Case = _made(Case, {**table, "id": identifier}, "")
    _check(case)
    return _named(case)


@cache
def _shape(kind: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the types and the fields of a dataclass, by name."""
    return get_type_hints(kind), {it.name: it for it in dataclasses.fields(kind)}


def _made(kind: Any, table: Any, where: str) -> Any:
    """Make a dataclass of a table, strictly: no unknown key, none missing, every value of its type."""
    if not isinstance(table, Mapping):
        raise Wrong(f"{where or 'it'} is no table")
    hints, fields = _shape(kind)
    if strange := sorted(set(table) - set(fields)):
        raise Wrong(f"{where}{strange[0]} is no field")
    missing = [
        name
        for name, it in fields.items()
        if it.default is dataclasses.MISSING and it.default_factory is dataclasses.MISSING and name not in table
    ]
    if missing:
        raise Wrong(f"{where}{missing[0]} is missing")
    return kind(**{name: _value(hints[name], value, f"{where}{name}") for name, value in table.items()})


def _value(hint: Any, value: Any, where: str) -> Any:
    origin = get_origin(hint)
    if origin is tuple:
        if not isinstance(value, list):
            raise Wrong(f"{where} is no list")
        return tuple(_value(get_args(hint)[0], it, f"{where}[{at}].") for at, it in enumerate(value))
    if origin is Literal:
        if value not in get_args(hint):
            raise Wrong(f"{where} is none of {', '.join(get_args(hint))}")
        return value
    if origin in (Union, types.UnionType):
        return _matcher(value, where)
    if dataclasses.is_dataclass(hint):
        return _made(hint, value, where)
    if type(value) is not hint:
        raise Wrong(f"{where.rstrip('.')} is no {hint.__name__}")
    return value


def _matcher(value: Any, where: str) -> Any:
    kinds = {it.kind: it for it in MATCHERS}
    kind = value.get("kind") if isinstance(value, Mapping) else None
    if kind not in kinds:
        raise Wrong(f"{where}kind is none of {', '.join(kinds)}")
    return _made(kinds[kind], {key: it for key, it in value.items() if key != "kind"}, where)


def _check(case: Case) -> None:
    """Refuse what types alone cannot: claims without a source, artefacts that anything would match."""
    empty = [name for name in ("title", "vendor", "versions", "story", "position") if not getattr(case, name).strip()]
    empty += [name for name in ("products", "sources", "artefacts", "controls") if not getattr(case, name)]
    if empty:
        raise Wrong(f"{empty[0]} is empty")
    if not case.position_source and not case.position.startswith("No statement"):
        raise Wrong("position_source is empty, and position does not begin with 'No statement'")
    if any(it.state == "read" and not it.retrieved for it in case.sources):
        raise Wrong("a source that was read has no day on which it was")
    if case.verified == "verified" and not any(it.state == "read" for it in case.sources):
        raise Wrong("it is called verified, and no source was read")
    if strange := [it.name for it in case.facets if it.name not in ACCESS_FACETS]:
        raise Wrong(f"{strange[0]} is no facet of access")
    if case.brands and not case.origin:
        raise Wrong("it has brands and no origin")
    for artefact in case.artefacts:
        _check_artefact(artefact)


def _check_artefact(artefact: Artefact) -> None:
    if not artefact.all and not artefact.any:
        raise Wrong(f"the artefact '{artefact.says}' asks for nothing")
    if artefact.tier not in ("present", "configured"):
        raise Wrong(f"the artefact '{artefact.says}' cannot show the tier {artefact.tier}")
    for it in artefact.matchers:
        if isinstance(it, FileMatcher):
            _check_file(it)
        if isinstance(it, ReleaseMatcher):
            _check_release(it)
        if isinstance(it, KeyMatcher) and not all(re.fullmatch(r"SHA256:[\w+/]{43}", one) for one in it.fingerprints):
            raise Wrong("a fingerprint is not as ssh-keygen -l writes it")
        if isinstance(it, AccountMatcher) and not re.fullmatch(r"(?:[0-9a-f]{64})?", it.hash_sha256):
            raise Wrong("hash_sha256 is no SHA-256")


def _check_release(matcher: ReleaseMatcher) -> None:
    re.compile(f"x|(?:{matcher.product})")  # as one of many: a flag in it would not do
    if not (matcher.exact or matcher.at_most or matcher.below):
        raise Wrong(f"the product {matcher.product!r} has no version that ends what is affected")
    if len(matcher.product) < LEAST_PRODUCT:
        raise Wrong(f"the product {matcher.product!r} is too short to name one")


def _check_file(matcher: FileMatcher) -> None:
    asked = (*matcher.strings, *matcher.patterns)
    if not asked:
        raise Wrong("a file matcher asks for no string: a path alone is matched by kind 'path'")
    if strange := set(matcher.secrets) - set(matcher.strings):
        raise Wrong(f"the secret {min(strange)!r} is none of the strings")
    if len(asked) == 1 and len(asked[0]) < LEAST_LITERAL:
        raise Wrong(f"{asked[0]!r} alone is too short to show anything")
    for pattern in matcher.patterns:
        try:
            width(pattern.encode("latin-1"))
        except ValueError as error:
            raise Wrong(str(error)) from error


def _named(case: Case) -> Case:
    """Give each matcher that a file answers its name."""
    number = 0
    artefacts = []
    for artefact in case.artefacts:
        groups: dict[str, Any] = {}
        for group in ("all", "any", "none"):
            named = []
            for it in getattr(artefact, group):
                if hasattr(it, "name"):
                    it = dataclasses.replace(it, name=f"{case.id}#{number}")
                    number += 1
                named.append(it)
            groups[group] = tuple(named)
        artefacts.append(dataclasses.replace(artefact, **groups))
    return dataclasses.replace(case, artefacts=tuple(artefacts))
