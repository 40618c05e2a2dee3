"""Commands that have another command run later, at an event: words go in; (program, arguments, event) come out."""

import re
from collections.abc import Iterator

MOST_PATHS = 8
_PATH = re.compile(r"(?:^|[\s:;&|\"'\\])((?:/[\w.+-]+){2,}|[\w-]+\.sh)(?=$|[\s;&|\"'\\])([^;&|\"'\\]*)")


def registered(words: tuple[str, ...]) -> Iterator[tuple[str, str, str]]:
    """Yield what `event NAME insert|add [LABEL:]COMMAND` has run: each path in the command, and what follows it."""
    if len(words) < 4 or words[0].rsplit("/", 1)[-1] != "event" or words[2] not in ("add", "insert"):
        return
    for count, match in enumerate(_PATH.finditer(" ".join(words[3:])[:2000])):
        if count >= MOST_PATHS:
            return
        yield match[1], match[2].strip(), f"the event {words[1][:40]}"
