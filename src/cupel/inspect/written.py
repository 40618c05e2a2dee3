"""Tables that people write by hand: a TOML or JSON file goes in, checked keys and values come out."""

import datetime
import difflib
import hashlib
import json
import re
import tomllib
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import Any

from cupel.content_hash import name_of
from cupel.errors import InputError
from cupel.records.evidence import Evidence

MOST_BYTES = 16 << 20
MOST_ROWS = 100_000
MOST_TEXT = 20_000
"""Letters of one value."""
SURROGATE = re.compile("[\ud800-\udfff]")


class Written:
    """One file that somebody wrote, and where in it what stands."""

    def __init__(self, path: Path, help_at: str) -> None:
        """Read the file: JSON where its name ends so, else TOML. Raises InputError."""
        self.path = path
        self.help_at = help_at
        if path.exists() and not path.is_file():
            raise self.wrong("", "it is no regular file")  # to open a pipe would wait for whoever writes into it
        try:
            with path.open("rb") as file:
                data = file.read(MOST_BYTES + 1)
        except OSError as error:
            raise InputError(
                f"{path} cannot be read: {error.strerror}.", "Check the path and its permissions."
            ) from error
        if len(data) > MOST_BYTES:
            raise self.wrong("", f"it is larger than {MOST_BYTES >> 20} MB")
        self.sha256 = hashlib.sha256(data).hexdigest()
        try:
            text = data.decode("utf-8-sig")
            found = json.loads(text) if path.suffix.lower() == ".json" else tomllib.loads(text.replace("\r\n", "\n"))
        except UnicodeDecodeError as error:
            raise self.wrong("", f"it is not UTF-8 (byte {error.start})") from error
        except (ValueError, RecursionError) as error:
            raise self.wrong("", f"it cannot be read: {error}") from error
        if not isinstance(found, dict):
            raise self.wrong("", "it holds no table")
        if _has_surrogate(found):
            raise self.wrong("", "it has half of a letter (an escape from \\ud800 to \\udfff that stands alone)")
        self.table: dict[str, Any] = found

    def wrong(self, place: str, what: str) -> InputError:
        """Make the error that names the file and the place in it."""
        return InputError(f"{self.path}{', ' if place else ''}{place}: {what}.", f"See {self.help_at}.")

    def rows(self, key: str) -> Sequence[dict[str, Any]]:
        """Return a list of tables, `[[key]]`."""
        found = self.table.get(key, [])
        if not isinstance(found, list) or not all(isinstance(it, dict) for it in found):
            raise self.wrong("", f"{key} must be written as [[{key}]], once for each")
        if len(found) > MOST_ROWS:
            raise self.wrong("", f"it has more than {MOST_ROWS:,} [[{key}]]")
        return found

    def check_keys(self, table: Mapping[str, Any], known: Collection[str], place: str) -> None:
        """Refuse keys that are not known."""
        for key in table:
            if key not in known:
                close = difflib.get_close_matches(key, known, 1)
                hint = f"did you mean {close[0]!r}?" if close else f"known are {', '.join(known)}"
                raise self.wrong(place, f"{key!r} is an unknown key; {hint}")

    def text(self, table: Mapping[str, Any], key: str, place: str, needed: bool = False) -> str:
        """Return a text, without white space around it; empty where there is none and none is needed."""
        value = table.get(key, "")
        if not isinstance(value, str) or len(value) > MOST_TEXT:
            raise self.wrong(place, f"{key} must be a text of at most {MOST_TEXT:,} letters")
        if needed and not value.strip():
            raise self.wrong(place, f"{key} is missing or empty")
        return value.strip()

    def day(self, table: Mapping[str, Any], key: str, place: str, needed: bool = False) -> str:
        """Return a date, ISO 8601."""
        value = table.get(key, "")
        if isinstance(value, datetime.datetime):
            value = value.date()
        if isinstance(value, datetime.date):
            return value.isoformat()
        value = self.text(table, key, place, needed)
        if value:
            try:
                return datetime.date.fromisoformat(value).isoformat()
            except ValueError as error:
                raise self.wrong(place, f"{key} {value[:40]!r} is no date like 2026-11-22") from error
        return ""

    def evidence(self, place: str, quote: str, rule: str) -> Evidence:
        """Point at a place in the file."""
        return Evidence(self.sha256, f"{name_of(self.path)}, {place}", quote[:200], rule, "")


def _has_surrogate(value: object) -> bool:
    """Tell whether a text in what was read is no Unicode: JSON's escapes can name one half of a surrogate pair."""
    waiting = [value]
    while waiting:
        one = waiting.pop()
        if isinstance(one, str) and not one.isascii() and SURROGATE.search(one):
            return True
        if isinstance(one, dict):
            waiting += [*one.keys(), *one.values()]
        elif isinstance(one, list):
            waiting += one
    return False
