"""The made-up detector and its image, for every test here."""

from made_findings import inspected, layered, made_detector

__all__ = ["inspected", "layered", "made_detector"]
