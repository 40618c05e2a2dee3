"""Control files (RFC 822 style, as dpkg and opkg write them): a text goes in, its records and broken lines come out."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from cupel.records.problem import Problem


@dataclass(slots=True)
class Stanza:
    """One record: fields up to an empty line."""

    line: int
    """Number of its first line, from 1."""
    fields: dict[str, str] = field(default_factory=dict)
    """Field, lower case -> its first line's value."""
    lines: dict[str, int] = field(default_factory=dict)
    """Field, lower case -> its line."""

    def get(self, name: str) -> str:
        """Return a field's value, or nothing."""
        return self.fields.get(name, "")


def stanzas(text: str) -> Iterator[Stanza | Problem]:
    """Yield the records of a control file in order, and a Problem for each line that is none of its own."""
    current: Stanza | None = None
    for number, line in enumerate(text.split("\n"), 1):
        line = line.rstrip("\r")
        if not line.strip():
            if current is not None:
                yield current
            current = None
            continue
        if line[0] in " \t":  # it carries the field above on
            continue
        name, colon, value = line.partition(":")
        key = name.strip().lower()
        if not colon or not key or " " in key or not key.isprintable():
            yield Problem(f":{number}", f"is no field of a record: {line[:60]!r}")
            continue
        if current is None:
            current = Stanza(number)
        if key in current.fields:
            yield Problem(f":{number}", f"the field {name.strip()} stands twice in the record from line {current.line}")
            continue
        current.fields[key], current.lines[key] = value.strip(), number
    if current is not None:
        yield current
