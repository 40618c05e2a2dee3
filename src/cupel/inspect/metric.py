"""What a metric is to cupel: an image with its findings goes in; numbers with formula and denominator come out."""

from collections.abc import Iterable
from typing import Protocol, runtime_checkable

from cupel.inspect.detect.image import Image
from cupel.records.measure import Measure


@runtime_checkable
class Metric(Protocol):
    """One metric: METRIC of a module in measure/."""

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

    def measure(self, image: Image) -> Iterable[Measure]:
        """Yield its values. `image.inspection.findings` are there; signs of every detector too."""
