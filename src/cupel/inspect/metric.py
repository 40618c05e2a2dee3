"""What a metric is to cupel: an image with its findings goes in; numbers with formula and denominator come out."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from cupel.inspect.age import Times
from cupel.inspect.detect.image import Image
from cupel.records.inspection import Inspection
from cupel.records.measure import Measure
from cupel.records.vulnerability import Ladder


class Described(Protocol):
    """What every metric says of itself."""

    name: str
    """Words joined by underscores, as its module: `hardening`."""
    title: str
    """What people call it."""
    formula: str
    """How each value is computed, in words and signs, with its denominator."""
    unit: str
    """The unit of the value."""
    limits: str
    """What it does not tell, and what confounds a comparison."""
    reference: str
    """Where the metric, or a like one, is defined or was used before."""


@runtime_checkable
class Metric(Described, Protocol):
    """One metric of what the bytes show: METRIC of a module in measure/. It runs where the image is read."""

    def measure(self, image: Image) -> Iterable[Measure]:
        """Yield its values. `image.inspection.findings` are there; signs of every detector too."""


@dataclass(frozen=True, slots=True)
class Weighed:
    """An inspection beside what reference data says of it."""

    inspection: Inspection
    """What was found."""
    ladder: Ladder
    """Its known vulnerabilities."""
    times: Mapping[str, Times]
    """Identifier of a component -> when upstream released it, and until when it is mended."""
    as_of: str
    """The day as of which everything holds, ISO 8601; empty where none was stated."""


@runtime_checkable
class WeighedMetric(Described, Protocol):
    """One metric that also needs data from outside: METRIC of a module in weighed/. It runs after the inspection."""

    def measure(self, weighed: Weighed) -> Iterable[Measure]:
        """Yield its values."""
