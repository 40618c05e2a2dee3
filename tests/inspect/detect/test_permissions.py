"""A folder that all users can write to is told where something in it can be replaced, or can be laid beside it."""

import dataclasses
from collections.abc import Callable

from cupel.inspect.detect.image import Image
from cupel.inspect.detect.weaknesses.permissions import DETECTOR
from cupel.records.inspection import Inspection, Occurrence


def told(inspection: Inspection, container: str, *more: Occurrence) -> list[str]:
    names = (Occurrence(0, "data", "directory", mode=0o777), *more)
    held = dataclasses.replace(inspection.containers[0], format=container)
    made = dataclasses.replace(inspection, containers=(held,), occurrences=(*inspection.occurrences, *names))
    return [it.statement for it in DETECTOR.conclude(Image(made, (), {}))]


def test_an_empty_place_to_mount_on_is_no_finding(image: Callable[..., Inspection]) -> None:
    assert told(image({"etc/motd": "x"}), "squashfs") == []


def test_the_same_of_a_file_system_that_is_written_to_is_one(image: Callable[..., Inspection]) -> None:
    (words,) = told(image({"etc/motd": "x"}), "tar")
    assert "/data (0777)" in words


def test_a_folder_with_something_in_it_is_one(image: Callable[..., Inspection]) -> None:
    (words,) = told(image({"etc/motd": "x"}), "squashfs", Occurrence(0, "data/run.sh", "file", 3, "0" * 64, 0o644))
    assert "/data (0777)" in words
