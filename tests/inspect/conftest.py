"""Made images: a dictionary of files goes in, an Inspection as the walk would give it comes out."""

import dataclasses
import hashlib
from collections.abc import Callable

import pytest

from cupel import plugins
from cupel.inspect.identify.source import Source, Visited
from cupel.inspect.unpack.content import BytesContent
from cupel.records.build import Build, Launch, Setting
from cupel.records.component import Component, Copy, Versions
from cupel.records.evidence import Evidence
from cupel.records.inspection import Container, Coverage, Inspection, Occurrence

PLACE = "fw.bin!squashfs@0x0"
SOURCES = plugins.load("cupel.inspect.startup", "SOURCE", Source)


def sha(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def make_image(files: dict[str, str], components: tuple[Component, ...] = (), **build: object) -> Inspection:
    """Make an image of one root file system. A file whose text begins with `-> ` is a link; a text that begins with
    `ELF` is a program. What startup/ reads in the texts is in its build, with what `build` adds."""
    occurrences, launches, settings = [], list[Launch](), list[Setting]()
    for path, text in files.items():
        if text.startswith("-> "):
            occurrences.append(Occurrence(0, path, "link", target=text[3:]))
            continue
        occurrences.append(Occurrence(0, path, "file", len(text), sha(text)))
        kind = "ELF executable" if text.startswith("ELF") else "script, /bin/sh" if text.startswith("#!") else "text"
        file = Visited(path, sha(text), kind, BytesContent(text.encode()), ())
        for source in SOURCES:
            for fact in source.examine(file) if source.wants(file) else ():
                if isinstance(fact, Launch | Setting):
                    place = dataclasses.replace(fact.evidence, locator=f"{PLACE}!{path}{fact.evidence.locator}")
                    fact = dataclasses.replace(fact, evidence=place)
                    (launches if isinstance(fact, Launch) else settings).append(fact)  # type: ignore[arg-type]
    facts = Build(launches=tuple(launches), settings=tuple(settings), **build)  # type: ignore[arg-type]
    container = Container(0, PLACE, "squashfs", 0, 1, {}, len(files), 1)
    coverage = Coverage(1, {"opened": 1}, 1, 1, {}, 0, 0)
    return Inspection(
        "fw.bin", "0" * 64, 1, "squashfs container", "", True, coverage, (), (container,), tuple(occurrences), (), (),
        components, facts,
    )  # fmt: skip


def make_component(
    product: str, version: str = "", files: tuple[str, ...] = (), cpe: str = "", **more: object
) -> Component:
    """Make a component whose copies are the files with these texts."""
    copies = tuple(Copy(sha(text), f"{PLACE}!{text}", 1, Versions(version), "full") for text in files)
    sightings = more.pop("sightings", ())
    return Component(
        f"{product}@{version}", product, product, Versions(version), f"pkg:generic/{product}@{version}",
        (cpe,) if cpe else (), sightings, copies, (), (), **more,
    )  # type: ignore[arg-type]  # fmt: skip


def make_evidence(text: str = "", locator: str = PLACE, quote: str = "") -> Evidence:
    return Evidence(sha(text) if text else "0" * 64, locator, quote, "test", "")


@pytest.fixture
def image() -> Callable[..., Inspection]:
    return make_image


@pytest.fixture
def component() -> Callable[..., Component]:
    return make_component


@pytest.fixture
def evidence() -> Callable[..., Evidence]:
    return make_evidence
