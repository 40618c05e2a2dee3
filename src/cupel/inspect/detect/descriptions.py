"""What the detectors look for in general: the registry goes in, descriptions for bundles and exports come out."""

from cupel.inspect.detect.registry import DETECTORS
from cupel.records.bundle import DetectorDescription


def descriptions() -> tuple[DetectorDescription, ...]:
    """Describe every detector, in the order of the registry."""
    return tuple(
        DetectorDescription(name, it.title, it.means, it.checked, it.refutes, tuple(it.references))
        for name, it in DETECTORS
    )
