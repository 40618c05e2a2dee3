"""What cupel ships: the files of facts in cupel/data go in, when first asked for; advisories by product come out."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from pathlib import Path
from typing import TypeVar

import cupel
from cupel.errors import MachineError
from cupel.records.advisory import Advisory, Feed, SupportEnd
from cupel.records.boundary import from_json

NAME = "embedded"
Shape = TypeVar("Shape")
FOLDER = Path(cupel.__file__).parent / "data"


@dataclass(frozen=True, slots=True)
class Origin:
    """Where facts were taken from."""

    name: str
    """Its name."""
    address: str
    """Its address."""
    retrieved: str
    """The day, ISO 8601."""
    dated: str = ""
    """The day that it holds for, ISO 8601; empty where it was read record by record."""


@dataclass(frozen=True, slots=True)
class AdvisoryFile:
    """advisories.json."""

    dated: str = ""
    sources: tuple[Origin, ...] = ()
    advisories: tuple[Advisory, ...] = ()


@dataclass(frozen=True, slots=True)
class SupportFile:
    """support.json."""

    dated: str = ""
    sources: tuple[Origin, ...] = ()
    support: tuple[SupportEnd, ...] = ()


@dataclass(frozen=True, slots=True)
class ReleaseFile:
    """releases.json."""

    dated: str = ""
    sources: tuple[Origin, ...] = ()
    releases: dict[str, dict[str, str]] = field(default_factory=dict)


class Embedded:
    """The facts, and look-ups in them."""

    def __init__(self, folder: Path = FOLDER) -> None:
        self._folder = folder
        self._advisories = _read(AdvisoryFile, folder / "advisories.json")
        self._support = _read(SupportFile, folder / "support.json")
        self._by_key: dict[tuple[str, str], list[Advisory]] = {}
        self._by_name: dict[str, list[Advisory]] = {}
        for advisory in self._advisories.advisories:
            for place in dict.fromkeys((it.ecosystem, it.product.lower()) for it in advisory.affected):
                self._by_key.setdefault(place, []).append(advisory)
                if not place[0]:
                    names = self._by_name.setdefault(_name(place[1]), [])
                    if not names or names[-1] is not advisory:
                        names.append(advisory)

    def about(self, ecosystem: str, product: str, by_name: bool) -> Iterator[Advisory]:
        """Yield the advisories about a product; `by_name`: about every vendor's product of that name."""
        for advisory in self._by_name.get(product, []) if by_name else self._by_key.get((ecosystem, product), []):
            told = tuple(
                it
                for it in advisory.affected
                if it.ecosystem == ecosystem and product == (_name(it.product) if by_name else it.product).lower()
            )
            yield replace(advisory, affected=told, source=NAME)

    def support_ends(self, product: str) -> list[SupportEnd]:
        """Return the release lines of a product."""
        return [it for it in self._support.support if it.product == product]

    @cached_property
    def _releases(self) -> ReleaseFile:
        return _read(ReleaseFile, self._folder / "releases.json")

    def released(self, product: str, version: str) -> str:
        """Return the day of a release; empty where it is not known."""
        return self._releases.releases.get(product, {}).get(version, "")

    def feed(self) -> Feed | None:
        """Say how good it is; None where nothing is shipped."""
        held = len(self._advisories.advisories) + len(self._support.support)
        if not held:
            return None
        sources = {it.name: it.dated for it in (*self._advisories.sources, *self._support.sources)}
        oldest = min((it for it in sources.values() if it), default="")
        since = f", the oldest of {oldest}" if oldest else ""
        dated = min((it for it in (self._advisories.dated, self._support.dated) if it), default="")
        return Feed(NAME, dated, "", f"shipped with cupel, from {len(sources)} sources{since}", held, held, 0)


def _name(product: str) -> str:
    return product.partition(":")[2] or product


@cache
def embedded() -> Embedded:
    """Load what cupel ships. Raises MachineError where the installation is damaged."""
    return Embedded()


def _read(shape: type[Shape], file: Path) -> Shape:
    if not file.exists():
        return shape()
    try:
        return from_json(shape, file.read_bytes())
    except (OSError, ValueError) as error:
        raise MachineError(f"{file}, which cupel ships, cannot be read: {error}.", "Install cupel anew.") from error
