"""Tells whether UCI sections switch off what a script does: a condition and its sources go in, a reason comes out."""

import re
from collections.abc import Sequence

from cupel.inspect.detect.image import Image
from cupel.inspect.reachable.conditions import ruled_out
from cupel.inspect.reachable.listening import OFF, ON
from cupel.records.build import Setting

_SWITCHES = frozenset({"enable", "enabled", "disable", "disabled"})


def switched_off(
    image: Image, locator: str, condition: str, variables: Sequence[str], packages: Sequence[str]
) -> tuple[str, Setting | None]:
    """Say that no section fulfils a condition which asks a switch of it, and give the setting; empty where one may.

    `variables` are sources as written: `config_get_bool enable $section enable 1`; `packages` are the UCI files that
    the script loads. Sections of the kinds that have the switch count; one without it has the default.
    """
    place = image.files.place(locator)
    for source in variables:
        words = [it.strip("\"'") for it in source.split()]
        if place is None or len(words) < 4 or words[0] not in ("config_get", "config_get_bool"):
            continue
        name, section, option, default = words[1], words[2], words[3], (words[4] if len(words) > 4 else "")
        if option.lower() not in _SWITCHES:
            continue
        asked = [it for it in condition.split("; ") if re.search(rf"\$\{{?{re.escape(name)}\b", it)]
        values = _values(image, place[0], packages, "" if "$" in section else section, option, default)
        if not asked or not values:
            continue
        if all(any(_never(image, locator, it, name, value) for it in asked) for value, _ in values):
            told = next((it for _, it in values if it is not None), None)
            if told is not None:
                return f"{image.path_of(told.evidence.locator)} switches it off ({option} {told.value})", told
    return "", None


def _values(
    image: Image, root: object, packages: Sequence[str], section: str, option: str, default: str
) -> list[tuple[str, Setting | None]]:
    """Return (value, setting) of every section that counts."""
    sections: dict[tuple[str, str], Setting | None] = {}
    for it in image.build.settings:
        place = image.files.place(it.evidence.locator)
        name = it.file.rsplit("/", 1)[-1]
        if place is None or place[0] != root or name not in packages or "etc/config/" not in it.file:
            continue
        if section and it.section.split(" ")[-1] != section:
            continue
        sections.setdefault((it.file, it.section), None)
        if it.key == option:
            sections[it.file, it.section] = it
    kinds = {name.split(" ")[0] for (_, name), it in sections.items() if it is not None}
    held = (it for (_, name), it in sections.items() if name.split(" ")[0] in kinds)
    return [(it.value if it is not None else default, it) for it in held]


def _never(image: Image, locator: str, part: str, name: str, value: str) -> bool:
    """Tell whether a part of a condition cannot hold with a value in place of its variable."""
    place = image.files.place(locator)
    plain = value.strip().lower()
    plain = "1" if plain in ON else "0" if plain in OFF else value.strip()
    filled = re.sub(rf"\$\{{{re.escape(name)}\}}|\${re.escape(name)}\b", lambda _: plain, part)
    return place is not None and bool(ruled_out(filled, image.files, place[0]))
