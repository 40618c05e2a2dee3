"""Rules on settings of services, out of `_open_services.toml`: the settings of one file go in; what holds comes out."""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from cupel.inspect.detect.settings.using import Readers
from cupel.records.build import Setting

_OPPOSITE = {"yes": "no", "true": "no", "1": "no", "no": "yes", "false": "yes", "0": "yes"}


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule on the settings of a file or of a section of it."""

    name: str
    """Words joined by dashes."""
    when: Mapping[str, re.Pattern[str]]
    """Key -> what its last value must match."""
    any: Mapping[str, re.Pattern[str]]
    """Key -> expression; one value of one of these keys must match; empty: nothing more is asked."""
    unless: Mapping[str, re.Pattern[str]]
    """Key -> what none of its values may match."""
    missing: Mapping[str, str]
    """Key -> what counts where it is absent, in the words of the source."""
    title: str
    """What holds, with {section} and {path}."""
    means: str
    """What follows, with the same."""
    references: tuple[str, ...]
    """The weakness's class."""


@dataclass(frozen=True, slots=True)
class Service:
    """One service with its files and rules."""

    name: str
    """What people call it."""
    files: tuple[str, ...]
    """Shell patterns of the base names of its configuration."""
    readers: Readers
    """Its programs, and from where they read it."""
    by_section: bool
    """Whether each section is judged apart, with the settings before the first and of `global` as its defaults."""
    not_sections: tuple[str, ...]
    """Sections that are none of the kind."""
    alike: Mapping[str, str]
    """Key -> the key that it is another word for."""
    inverse: Mapping[str, str]
    """Key -> the key that it says the opposite of."""
    rules: tuple[Rule, ...]
    """In the order in which they are asked."""
    source: str
    """Where settings and defaults are described."""


@dataclass(frozen=True, slots=True)
class Held:
    """A rule that holds."""

    rule: Rule
    """The rule."""
    section: str
    """The section; empty where the file is judged as a whole."""
    words: str
    """The settings that say so, `anonymous_enable=yes`; a default that counts is named as such."""
    path: str
    """Value of `path`, where there is one."""
    settings: tuple[Setting, ...]
    """Where they stand."""


@cache
def services() -> tuple[Service, ...]:
    """Return the services of the table."""
    data = tomllib.loads((Path(__file__).parent / "_open_services.toml").read_text("utf-8"))
    return tuple(_service(it) for it in data["service"])


def held(service: Service, settings: Sequence[Setting]) -> Iterator[Held]:
    """Yield the first rule that holds for one file, or for each of its sections; `settings` are all of that file."""
    sections: dict[str, list[Setting]] = {}
    asked = {key for rule in service.rules for key in (*rule.when, *rule.any, *rule.unless)}
    asked |= set(service.alike) | set(service.inverse)
    for it in [one for one in settings if one.key.lower() in asked]:
        sections.setdefault(it.section if service.by_section else "", []).append(it)
    common = [*sections.get("", ()), *sections.get("global", ())]
    for section, own in sections.items():
        if service.by_section and (not section or section in (*service.not_sections, "global")):
            continue
        values = _values(service, [*common, *own] if section else own)
        found = (_holds(rule, section, values) for rule in service.rules)
        yield from [it for it in found if it is not None][:1]


def _values(service: Service, settings: Sequence[Setting]) -> dict[str, list[tuple[str, Setting]]]:
    values: dict[str, list[tuple[str, Setting]]] = {}
    for it in settings:
        key, value = it.key.lower(), it.value.strip()
        if key in service.inverse:
            key, value = service.inverse[key], _OPPOSITE.get(value.lower(), value)
        values.setdefault(service.alike.get(key, key), []).append((value, it))
    return values


def _holds(rule: Rule, section: str, values: Mapping[str, list[tuple[str, Setting]]]) -> Held | None:
    words, defaults, shown = list[str](), list[str](), list[Setting]()
    for key, expression in rule.when.items():
        value, setting = values[key][-1] if key in values else (rule.missing.get(key, ""), None)
        if not expression.fullmatch(value.lower()):
            return None
        if setting is not None:
            words.append(f"{setting.key}={setting.value}" if setting.value else setting.key)
            shown.append(setting)
        elif rule.missing.get(key):
            defaults.append(f"{key} is not set and is {value} by default")
    matching = [(key, it) for key, wanted in rule.any.items() for it in values.get(key, ()) if _fits(wanted, it[0])]
    if rule.any and not matching:
        return None
    if any(_fits(unwanted, it[0]) for key, unwanted in rule.unless.items() for it in values.get(key, ())):
        return None
    for key, (value, setting) in matching[:3]:
        words.append(f"{key} {value}" if " " in value else f"{key}={value}")
        shown.append(setting)
    if not shown:
        return None
    path = values["path"][-1][0] if "path" in values else ""
    return Held(rule, section, "; ".join([", ".join(words)[:300], *defaults]), path[:100], tuple(dict.fromkeys(shown)))


def _fits(expression: re.Pattern[str], value: str) -> bool:
    return expression.fullmatch(value.lower()) is not None


def _service(it: Mapping[str, Any]) -> Service:
    readers = Readers(
        tuple(it["programs"]), tuple(it["places"]), tuple(it.get("customary", ())), needs=it.get("needs", "")
    )
    return Service(
        it["name"], tuple(it["files"]), readers, it.get("by_section", False), tuple(it.get("not_sections", ())),
        it.get("alike", {}), it.get("inverse", {}), tuple(_rule(rule) for rule in it["rule"]), it["source"],
    )  # fmt: skip


def _rule(it: Mapping[str, Any]) -> Rule:
    when, some, unless = ({key: re.compile(text) for key, text in it.get(name, {}).items()} for name in _ASKED)
    return Rule(
        it["rule"], when, some, unless, it.get("missing", {}), it["title"], it["means"], tuple(it["references"])
    )


_ASKED = ("when", "any", "unless")
