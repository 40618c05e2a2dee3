"""Tells what a shell command starts: its words go in, a program with its arguments comes out, or nothing."""

from fnmatch import fnmatchcase

PREFIXES = frozenset({"exec", "nohup", "setsid", "command", "env", "sudo", "eval", "time"})
"""Commands that run the command behind them."""
READERS = frozenset({".", "source", "sh", "ash", "bash", "/bin/sh", "/bin/ash", "/bin/bash"})
"""Commands that run the script behind them."""
NO_DAEMON = frozenset({"echo", "sleep", "cat", "wait", "read", "logger", "cd", "test", "[", "true", "kill", "ps"})
"""Commands that start nothing, even in the background."""
ASKING = frozenset({"--version", "--help", "-h", "-V", "enabled", "stop", "status", "disable", "enable", "reload"})
"""First arguments with which a program or an init script starts nothing."""
STARTERS = frozenset({"start-stop-daemon", "service_start", "daemon", "run", "startproc"})
"""Commands that start a daemon named among their words."""


def started(words: tuple[str, ...], background: bool, daemons: frozenset[str]) -> tuple[str, str] | None:
    """Return (program, arguments) where the command starts a daemon or calls another script.

    A command counts where it goes on in the background, names one of `daemons`, uses a starter that is made for it
    (start-stop-daemon, procd, service_start), or calls a script by its path or `.sh`.
    """
    rest = list(words)
    while rest and (rest[0] in PREFIXES or rest[0] == "nice"):
        rest = _after_options(rest[1:]) if rest[0] == "nice" else rest[1:]
    if not rest:
        return None
    first = rest[0]
    name = first.rsplit("/", 1)[-1]
    if name in ("procd_set_param", "procd_append_param"):
        return (rest[2], " ".join(rest[3:])) if len(rest) > 2 and rest[1] == "command" and name[6] == "s" else None
    if name in STARTERS:
        return _of_starter(name, rest[1:])
    if first in READERS:
        script = next((word for word in rest[1:] if not word.startswith("-")), "")
        if first in (".", "source") and "/etc/" not in script:
            return None  # a library of functions: what stands in it is not run by that
        return (script, " ".join(rest[2:])) if _is_script(script) else None
    if name == "busybox" and len(rest) > 1:
        first, name, rest = rest[1], rest[1], rest[1:]
    if name in NO_DAEMON or first.startswith(("$", "-", "`")) or "=" in name:
        return None
    if len(rest) > 1 and rest[1] in ASKING:
        return None
    if background or name in daemons or _is_script(first):
        return first, " ".join(rest[1:])
    return None


def _is_script(word: str) -> bool:
    return word.endswith(".sh") or fnmatchcase(word, "*/etc/*init*/*") or fnmatchcase(word, "*/etc/rc*")


def _after_options(words: list[str]) -> list[str]:
    """Skip the options of `nice`: `-n 5`, `-5`."""
    while words and words[0].startswith("-"):
        words = words[2:] if words[0] == "-n" else words[1:]
    return words


def _of_starter(name: str, words: list[str]) -> tuple[str, str] | None:
    if name == "start-stop-daemon" and not {"-S", "--start"} & {word[:7] for word in words}:
        return None
    at = 0
    if name == "start-stop-daemon":
        options = ("-x", "--exec", "-a", "--startas")
        at = next((i + 1 for i, word in enumerate(words) if word in options), len(words))
        for word in words:
            if word.startswith(("--exec=", "--startas=")):
                arguments = words[words.index("--") + 1 :] if "--" in words else []
                return word.partition("=")[2], " ".join(arguments)
    else:
        while at < len(words) and words[at].startswith("-"):
            at += 1
    if at >= len(words):
        return None
    arguments = words[words.index("--") + 1 :] if "--" in words else words[at + 1 :]
    return words[at], " ".join(arguments)
