"""JSON documents: foreign bytes go in, Parts that know their place come out; plain values go in, bytes come out."""

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache

from cupel import plugins
from cupel.errors import InputError
from cupel.records.bill import Stated, StatedComponent
from cupel.records.evidence import Evidence
from cupel.records.problem import Problem
from cupel.records.vulnerability import Reply

MOST_BYTES = 64 << 20
"""A larger file is refused."""
MOST_VALUES = 2_000_000
"""More values are refused: each takes some hundred bytes of memory, however few it has in the file."""
MOST_TEXT = 1_000
"""Longer texts are cut."""
MOST_PROBLEMS = 100
"""Further problems are counted, not listed."""
ADVICE = "Ask its author for a whole and valid file."


@dataclass(slots=True)
class Source:
    """One document from outside: its name and hash, and what of it could not be read."""

    name: str
    """Its file name."""
    sha256: str
    """Its SHA-256."""
    rule: str
    """The rule that reads it: `bills/cyclonedx`."""
    problems: dict[Problem, None] = field(default_factory=dict)
    """At most MOST_PROBLEMS, in the order of reading; a member that is asked for twice gives one."""
    unlisted: int = 0
    """Problems beyond those."""

    def complain(self, place: str, what: str) -> None:
        """Note what is wrong at a place."""
        problem = Problem(f"{self.name}#{place}", what)
        if len(self.problems) < MOST_PROBLEMS:
            self.problems[problem] = None
        elif problem not in self.problems:
            self.unlisted += 1

    def evidence(self, place: str, quote: str) -> Evidence:
        """Point at a place in the document."""
        return Evidence(self.sha256, f"{self.name}#{place}", quote, self.rule, rule_version())

    def stated(
        self,
        author: str,
        dated: str,
        components: list[StatedComponent],
        replies: list[Reply],
    ) -> Stated:
        """Put together what was read."""
        if self.unlisted:
            self.problems[Problem(self.name, f"{self.unlisted:,} more problems of the same kinds.")] = None
        name = self.rule.rpartition("/")[2]
        return Stated(
            self.name, self.sha256, name, author, dated, tuple(components), tuple(replies), tuple(self.problems)
        )


@dataclass(frozen=True, slots=True)
class Part:
    """An object of a document, with its place; what is not of the asked type becomes a Problem, never an error."""

    source: Source
    """The document."""
    place: str
    """JSON pointer (RFC 6901)."""
    value: dict[str, object]
    """Its members."""

    def text(self, key: str) -> str:
        """Return a member that is a text or a number, cut to MOST_TEXT; empty where it is absent or something else."""
        value = self.value.get(key)
        if isinstance(value, str):
            return shown(value)
        if isinstance(value, int | float) and not isinstance(value, bool):
            return str(value)
        if value is not None:
            self._wrong(key, "a text", value)
        return ""

    def part(self, key: str) -> "Part":
        """Return a member that is an object; an empty one where it is absent or something else."""
        value = self.value.get(key)
        if value is not None and not isinstance(value, dict):
            self._wrong(key, "an object", value)
        return Part(self.source, f"{self.place}/{_escaped(key)}", value if isinstance(value, dict) else {})

    def parts(self, key: str) -> Iterator["Part"]:
        """Yield the objects of a member that is a list."""
        for place, value in self._items(key):
            if isinstance(value, dict):
                yield Part(self.source, place, value)
            else:
                self.source.complain(place, f"An object is expected here; {_kind(value)} stands here. It is left out.")

    def texts(self, key: str) -> Iterator[tuple[str, str]]:
        """Yield (place, text) of a member that is a list of texts."""
        for place, value in self._items(key):
            if isinstance(value, str):
                yield place, shown(value)
            else:
                self.source.complain(place, f"A text is expected here; {_kind(value)} stands here. It is left out.")

    def _items(self, key: str) -> Iterator[tuple[str, object]]:
        value = self.value.get(key)
        if isinstance(value, list):
            yield from ((f"{self.place}/{_escaped(key)}/{at}", item) for at, item in enumerate(value))
        elif value is not None:
            self._wrong(key, "a list", value)

    def _wrong(self, key: str, wanted: str, value: object) -> None:
        place = f"{self.place}/{_escaped(key)}"
        self.source.complain(place, f"{wanted.capitalize()} is expected here; {_kind(value)} stands here.")


def read_json(data: bytes, name: str, rule: str) -> Part:
    """Read a document whose outermost value is an object. Raises InputError that says where it breaks off.

    The number of values is bounded before any is made: each but the first follows a comma or an opening bracket.
    """
    import msgspec  # noqa: PLC0415 - start-up time: plug-ins are loaded to list them

    _refuse_unreadable(data, name)
    try:
        value = msgspec.json.decode(data.removeprefix(b"\xef\xbb\xbf"))
    except RecursionError as error:
        raise InputError(f"{name} is nested too deeply to be read.", ADVICE) from error
    except (ValueError, UnicodeDecodeError) as error:
        raise InputError(f"{name} is no valid JSON: {error}.", ADVICE) from error
    if not isinstance(value, dict):
        raise InputError(f"{name} holds {_kind(value)} where an object is expected.", ADVICE)
    return Part(source_of(data, name, rule), "", value)


def source_of(data: bytes, name: str, rule: str) -> Source:
    """Name a document by its bytes."""
    return Source(name, hashlib.sha256(data).hexdigest(), rule)


def write_json(value: object) -> bytes:
    """Write plain values, in their order; the same values give the same bytes."""
    # lone surrogates, which a text read elsewhere may hold, become escapes that JSON allows
    return json.dumps(value, indent=2, ensure_ascii=False).encode("utf-8", "backslashreplace") + b"\n"


def shown(text: str) -> str:
    """Cut a text to what is kept of it."""
    return text if len(text) <= MOST_TEXT else f"{text[:MOST_TEXT]}…"


@cache
def rule_version() -> str:
    """Return the version of the rules that read documents."""
    return plugins.version_of("cupel.bills")


def _refuse_unreadable(data: bytes, name: str) -> None:
    if len(data) > MOST_BYTES:
        raise InputError(f"{name} is larger than {MOST_BYTES >> 20} MB.", "Ask its author for a smaller file.")
    values = data.count(b",") + data.count(b"[") + data.count(b"{")
    if values > MOST_VALUES:
        raise InputError(
            f"{name} holds about {values:,} values; at most {MOST_VALUES:,} are read.",
            "Ask its author for a bill of this product alone, without the list of every file.",
        )
    if re.match(rb"\xff\xfe|\xfe\xff|[^\0]\0|\0[^\0]", data):
        raise InputError(f"{name} is not in UTF-8, as JSON must be.", "Convert it to UTF-8.")


def _escaped(key: str) -> str:
    return key.replace("~", "~0").replace("/", "~1")


def _kind(value: object) -> str:
    kinds = {dict: "an object", list: "a list", str: "a text", bool: "true or false", type(None): "null"}
    return kinds.get(type(value), "a number")
