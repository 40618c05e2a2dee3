"""Loads every one-file plug-in of a folder: a package and a constant's name go in, the constants come out."""

import hashlib
import importlib
import inspect
import pkgutil
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

from cupel.errors import PluginError


def load(package: str, constant: str, protocol: type) -> tuple[Any, ...]:
    """Import every module of `package` in sorted order and return its one `constant`.

    Raises PluginError, naming the file, for a module without the constant, or whose constant lacks a member of
    `protocol`.
    """
    found = []
    for module in modules(package):
        value = getattr(module, constant, None)
        if value is None:
            raise PluginError(f"{module.__file__} has no {constant}.", f"Give it one constant named {constant}.")
        missing = sorted(member for member in protocol_members(protocol) if not hasattr(value, member))
        if missing:
            raise PluginError(
                f"{constant} in {module.__file__} does not keep {protocol.__name__}: it lacks {', '.join(missing)}.",
                f"See the docstring of {protocol.__module__}.{protocol.__name__}.",
            )
        found.append(value)
    return tuple(found)


def modules(package: str) -> tuple[ModuleType, ...]:
    """Import the modules of `package` whose names do not begin with an underscore, in sorted order."""
    folder = importlib.import_module(package)
    names = sorted(found.name for found in pkgutil.iter_modules(folder.__path__) if not found.name.startswith("_"))
    return tuple(importlib.import_module(f"{package}.{name}") for name in names)


def protocol_members(protocol: type) -> set[str]:
    """Name what a class must have to keep `protocol`, and what that one builds on."""
    members: set[str] = set()
    for base in protocol.__mro__:
        if base.__module__ not in ("typing", "builtins"):
            members |= set(inspect.get_annotations(base))
            members |= {name for name, value in vars(base).items() if callable(value) and not name.startswith("_")}
    return members


@cache
def version_of(*packages: str) -> str:
    """Hash the source and data of packages (dotted names): the rule version of what they compute, 64 hex digits.

    A rule version is never typed by hand: whoever changes a rule, its data or the code it shares changes the version.
    """
    digest = hashlib.sha256()
    for package in packages:
        origin = Path(str(importlib.import_module(package).__file__))
        files = [origin] if origin.name != "__init__.py" else sorted(origin.parent.rglob("*"))
        for path in files:
            if path.is_file() and "__pycache__" not in path.parts:
                digest.update(path.relative_to(origin.parent).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()
