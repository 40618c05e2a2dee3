"""A secret that a sign must carry from a file's visit to the end: its value goes in, no text of it comes out."""

from dataclasses import dataclass, field

from cupel.inspect.detect.quoting import fingerprint


@dataclass(frozen=True, slots=True)
class Secret:
    """A value that is compared and fingerprinted, but never shown: neither `repr` nor a log has it."""

    value: str = field(repr=False)
    """The secret, in memory only."""

    @property
    def fingerprint(self) -> str:
        """Its length and the beginning of its SHA-256."""
        return fingerprint(self.value.encode("utf-8", "surrogateescape"))

    def __str__(self) -> str:
        return self.fingerprint
