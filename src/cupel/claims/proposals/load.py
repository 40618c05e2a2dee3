"""Opens proposers: what the person named goes in, proposers come out.

What is named is run, in cupel's process and with its rights: by name only, never because it is installed, and never
because a document says so.
"""

import importlib
from collections.abc import Callable, Sequence
from importlib import metadata
from typing import Any

from cupel import plugins
from cupel.claims.proposals.proposer import Proposer
from cupel.errors import CupelError, InputError, PluginError

GROUP = "cupel.claims.proposers"
"""Group of entry points."""
SHIPPED = "cupel.claims.proposals.shipped"


def opened(named: Sequence[str]) -> list[Proposer]:
    """Open the proposers named, `NAME`, `MODULE:OBJECT`, each with `=ARGUMENT` where it takes one.

    Raises InputError for a name that there is not, PluginError for what is no proposer.
    """
    found: list[Proposer] = []
    for given in named:
        name, equals, argument = given.partition("=")
        made = _made(name, _object(name), argument, bool(equals))
        if made.name in {it.name for it in found} | {"rules", ""}:
            raise InputError(f"Two proposers are called {made.name!r}.", "Name each one once.")
        found.append(made)
    return found


def names() -> tuple[str, ...]:
    """Name the proposers that come with cupel and those that installed packages offer."""
    return tuple(sorted({*_shipped(), *(it.name for it in metadata.entry_points(group=GROUP))}))


def _shipped() -> dict[str, Any]:
    return {it.__name__.rpartition(".")[2].replace("_", "-"): it.OPEN for it in plugins.modules(SHIPPED)}


def _object(name: str) -> Any:
    if name in _shipped():
        return _shipped()[name]
    module, colon, attribute = name.partition(":")
    entries = [it for it in metadata.entry_points(group=GROUP) if it.name == name]
    if len(entries) > 1:
        raise PluginError(f"Two installed packages offer a proposer {name!r}.", "Name it as MODULE:OBJECT.")
    if not entries and not (colon and module and attribute):
        raise InputError(f"There is no proposer {name!r}.", f"Name MODULE:OBJECT, or one of {', '.join(names())}.")
    try:
        return entries[0].load() if entries else _attribute(importlib.import_module(module), attribute)
    except Exception as error:  # the code is not cupel's: it may raise anything
        said = f"{type(error).__name__}: {error}"
        raise PluginError(f"The proposer {name!r} cannot be loaded: {said}.", "See that it is installed.") from error


def _attribute(value: Any, path: str) -> Any:
    for part in path.split("."):
        value = getattr(value, part)
    return value


def _made(name: str, found: Any, argument: str, given: bool) -> Proposer:
    is_proposer = not isinstance(found, type) and hasattr(found, "propose")
    if given and is_proposer:
        raise InputError(f"The proposer {name!r} takes no argument.", f"Write --propose {name}.")
    make: Callable[..., Any] | None = found if callable(found) and not is_proposer else None
    try:
        made = make(argument) if make else found
    except CupelError:
        raise
    except Exception as error:  # the code is not cupel's: it may raise anything
        said = f"{type(error).__name__}: {error}"
        raise PluginError(f"The proposer {name!r} cannot be opened: {said}.", "See its own documentation.") from error
    missing = sorted(it for it in plugins.protocol_members(Proposer) if not hasattr(made, it))
    texts = [getattr(made, it, None) for it in ("name", "version", "sha256")]
    if missing or not all(isinstance(it, str) for it in texts):
        lacks = f"it lacks {', '.join(missing)}" if missing else "its name, version or sha256 is no text"
        raise PluginError(f"{name!r} is no proposer: {lacks}.", f"See the docstring of {Proposer.__module__}.")
    proposer: Proposer = made
    return proposer
