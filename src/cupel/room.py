"""What a room and a question are: a room turns records it needs into records it gives; a question reads those."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Protocol, runtime_checkable

from cupel.records.answer import Answer

if TYPE_CHECKING:
    from cupel.ledger.ledger import Ledger

Records = Mapping[str, Any]
"""Records of a case by their noun: `equipment`, `inspections` ... The nouns are the keys of rooms' needs and gives."""
Progress = Callable[[str, int, int], None]
"""(stage, done, in all or 0 where unknown)"""


@runtime_checkable
class Room(Protocol):
    """One room of the house: the constant ROOM of its module room.py."""

    name: str
    """Its folder's name, and its command's."""
    title: str
    """What it is about, in a few words."""
    order: int
    """Its place among the rooms in a dossier: what was measured comes before what is said."""
    needs: tuple[str, ...]
    """Nouns of the records that it cannot do without."""
    gives: tuple[str, ...]
    """Nouns of the records that it makes."""
    questions: str
    """Dotted name of the package of its questions."""

    def rule_version(self) -> str:
        """Return the version of its rules: a SHA-256 over their source and data."""

    def outside(self) -> str:
        """Name the state of what it reads beside the case (reference data); empty where it reads nothing else."""

    def run(self, records: Records, ledger: "Ledger", on_progress: Progress | None) -> dict[str, Any]:
        """Make what it gives; results that the ledger holds for the same input and rules are taken from there."""


@runtime_checkable
class Question(Protocol):
    """One question of a room: the constant QUESTION of a module in its questions/."""

    id: str
    """Room and question: `inspect/what-is-in-it`."""
    text: str
    """The question, as people ask it."""
    description: str
    """What the answer shows, in one sentence."""
    order: int
    """Its place among the room's questions in the dossier."""
    needs: tuple[str, ...]
    """Nouns of the records that it reads."""

    def ask(self, records: Records) -> Answer:
        """Answer from the records."""
