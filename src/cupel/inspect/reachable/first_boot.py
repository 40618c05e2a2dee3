"""What scripts of the first boot change: settings that say so go in; edited and switched scripts come out."""

from collections.abc import Iterable

from cupel.inspect.reachable.files import Files, Root
from cupel.records.build import Setting

EDITED = "edited at the first boot"
"""Key of a Setting whose file is a script that is edited, removed or replaced; its section is the condition."""
SWITCHED = "switched at the first boot"
"""Key of a Setting whose file is an init script; its value is `enable` or `disable`."""


def edited(files: Files, settings: Iterable[Setting]) -> dict[tuple[Root, str], Setting]:
    """Return what edits a script, by the script's root and path."""
    return _by_target(files, settings, EDITED)


def switched(files: Files, settings: Iterable[Setting]) -> dict[tuple[Root, str], tuple[str, str]]:
    """Return (enable or disable, path of the script that does it) by the init script's root and path."""
    found: dict[tuple[Root, str], tuple[str, str]] = {}
    for target, setting in _by_target(files, settings, SWITCHED).items():
        origin = files.place(setting.evidence.locator)
        found[target] = setting.value, f"/{origin[1]}" if origin else "a script"
    return found


def in_words(files: Files, setting: Setting) -> str:
    """Say what edits a script, and when: `/etc/uci-defaults/10-x edits it at the first boot`."""
    origin = files.place(setting.evidence.locator)
    only = f", if {setting.section}" if setting.section else ""
    return f"/{origin[1] if origin else ''} edits {setting.file} at the first boot{only}"


def _by_target(files: Files, settings: Iterable[Setting], key: str) -> dict[tuple[Root, str], Setting]:
    found: dict[tuple[Root, str], Setting] = {}
    for it in settings:
        origin = files.place(it.evidence.locator) if it.key == key else None
        target = files.resolve(origin[0], it.file) if origin else None
        if origin and target:
            found.setdefault((origin[0], target[0]), it)
    return found
