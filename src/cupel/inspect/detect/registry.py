"""The detectors, as the folders have them; nothing is listed by hand."""

from cupel import plugins
from cupel.inspect.detect.detector import Detector
from cupel.records.finding import Kind

FOLDERS: tuple[tuple[str, Kind], ...] = (
    ("access", "access"),
    ("destinations", "destination"),
    ("weaknesses", "weakness"),
)
"""(folder in detect/, kind of its findings)."""
DETECTORS: tuple[tuple[str, Detector], ...] = tuple(
    (f"{folder}/{detector.name}", detector)
    for folder, _ in FOLDERS
    for detector in plugins.load(f"cupel.inspect.detect.{folder}", "DETECTOR", Detector)
)
"""(folder and name, detector), in sorted order."""
DETECTOR_MARKS: tuple[tuple[bytes, str], ...] = tuple(mark for _, detector in DETECTORS for mark in detector.marks)
"""What the one scan looks for on their behalf."""
