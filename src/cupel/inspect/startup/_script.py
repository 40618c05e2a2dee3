"""Shell scripts as every reader of them sees them: a file goes in, its commands come out, read once per visit."""

import re

from cupel.inspect.identify.source import Visited
from cupel.inspect.startup._shell import Command, commands_in
from cupel.inspect.startup._text import text_of
from cupel.inspect.startup._tokens import Token, tokens

_PLACES = re.compile(
    r"(^|/)(etc/(init|rc|init\d|rc\w)\.d/[^/]+|etc/uci-defaults/[^/]+|lib/preinit/[^/]+"
    r"|etc/(rc|rcS|rc\.local|rc\.sysinit|profile|preinit|firewall\.user)|rcS|rc\.local)$"
)
_SHELL = re.compile(r"\b(ba|da|a|k|z)?sh\b")


def is_script(file: Visited) -> bool:
    """Tell whether a file is a script of a shell, or lies where such scripts lie without a first line that says so."""
    if file.type.startswith("script, ") and _SHELL.search(file.type):
        return True
    if not file.type.startswith(("text", "script")):
        return False
    return file.name.endswith(".sh") or bool(_PLACES.search(file.path))


def commands_of(file: Visited) -> tuple[Command, ...]:
    """Return the script's commands; who asks second during one visit gets what was read first."""
    known = file.shared.get("commands")
    if not isinstance(known, tuple):
        known = file.shared["commands"] = tuple(commands_in(tokens_of(file)))
    return known


def tokens_of(file: Visited) -> tuple[Token, ...]:
    """Return the tokens of the file's text, cut once for all who read it as a shell does during one visit."""
    known = file.shared.get("tokens")
    if not isinstance(known, tuple):
        known = file.shared["tokens"] = tuple(tokens(text_of(file)))
    return known
