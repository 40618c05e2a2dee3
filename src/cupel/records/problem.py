"""Problem: what could not be read or done; failure is data, and one bad file never ends a run."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that could not be read or done, with its place and its reason."""

    locator: str
    """Where: the chain from the image down, or the file that was given."""
    what: str
    """A sentence that says what could not be read or done, and why."""
