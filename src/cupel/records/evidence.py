"""Evidence: what a finding, an answer or a verdict points at, so that anybody can look for themselves."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Evidence:
    """A place in an input, what stands there, and the rule that says so."""

    artefact: str
    """SHA-256 of the bytes that the locator points into, 64 hex digits."""
    locator: str
    """Where: the chain from the image down (parts joined by `!`), and an offset or a line where there is one."""
    quote: str
    """The bytes or words that stand there, short; empty where the place itself is the evidence. A secret in it is
    replaced by its fingerprint."""
    rule: str
    """Identifier of the rule, for example `inspect/coverage`."""
    rule_version: str
    """Version of the rule: a SHA-256 over its source and data."""
    offset: int | None = None
    """First byte of what is quoted, in the artefact; None where the artefact as a whole, or a name, is the evidence.
    In a run of bytes that no container covers, whose offset the locator names, it counts from the start of that run."""
    size: int = 0
    """Bytes that are quoted, from `offset` on."""
    secrets: tuple[tuple[int, int], ...] = ()
    """Runs of those bytes that are a secret, as (start, end) from `offset`: the quote has fingerprints instead."""
