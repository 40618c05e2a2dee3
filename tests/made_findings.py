"""A detector that finds a made-up account, and an image in which it does so: what bundles are made of here."""

import gzip
import io
import tarfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import pytest

from cupel.inspect.detect.finding import facet, found
from cupel.inspect.detect.image import Image
from cupel.inspect.detect.quoting import quoted, whole
from cupel.inspect.identify.source import Visited
from cupel.inspect.inspection import inspect
from cupel.inspect.sign import Sign
from cupel.records.equipment import Equipment
from cupel.records.finding import Finding
from cupel.records.inspection import Inspection

SECRET = b"Tr0ub4dor"
PASSWD = b"# accounts\nroot:x:0:0::/:/bin/sh\nmaint:" + SECRET + b":0:0::/:/bin/sh\n"
START = PASSWD.index(b"maint")


@dataclass(frozen=True, slots=True)
class MadeSign(Sign):
    """A line of the made-up file, or a run of bytes that no container covers."""

    subject: str
    """The account."""


class MadeDetector:
    """Finds the account `maint`, and the word BOOTKEY in bytes around containers."""

    name = "made"
    title = "a made-up account"
    means = "An account that the test wrote."
    checked = "By its name."
    refutes = "Another name."
    references = ("https://example.org/made",)
    marks = ()

    def wants(self, file: Visited) -> bool:
        return file.name == "passwd" or not file.path

    def examine(self, file: Visited) -> Iterable[Sign]:
        data = file.content.read(0, 4096)
        if (at := data.find(b"maint")) >= 0:
            size = data.index(b"\n", at) - at
            yield MadeSign(quoted(file, at, size, "made/account", [(6, 6 + len(SECRET))], line=3), "maint")
            yield MadeSign(quoted(file, at - 4, 30, "made/account"), "around")  # it does not know of the secret
            yield MadeSign(whole(file, "the file as a whole", "made/account"), "whole")
        if not file.path and (at := data.find(b"BOOTKEY")) >= 0:
            yield MadeSign(quoted(file, at, 7, "made/account"), "boot")

    def conclude(self, image: Image) -> Iterable[Finding]:
        for sign in image.signs(MadeSign):
            yield found(
                image, "access/made", "made-account", title=f"The account {sign.subject} stands there",
                statement="It stands there.", subject=sign.subject, tier="configured", tier_reason="It is in a file.",
                evidence=[sign.evidence], facets=[facet("active by default", "yes", "a file", sign.evidence)],
                facts={"account": sign.subject},
            )  # fmt: skip


@pytest.fixture
def made_detector(monkeypatch: pytest.MonkeyPatch) -> None:
    made = (("access/made", MadeDetector()),)
    monkeypatch.setattr("cupel.inspect.examination.DETECTORS", made)
    monkeypatch.setattr("cupel.inspect.examination.PLUGINS", (("examined for made", made[0][1]),))
    monkeypatch.setattr("cupel.inspect.detect.descriptions.DETECTORS", made)


def packed(files: dict[str, bytes]) -> bytes:
    """Pack files into a tar archive."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for name, data in files.items():
            entry = tarfile.TarInfo(name)
            entry.size, entry.mode = len(data), 0o640
            archive.addfile(entry, io.BytesIO(data))
    return out.getvalue()


@pytest.fixture
def layered(tmp_path: Path) -> Path:
    """An image of several layers: text, then a compressed archive that holds another one."""
    inner = gzip.compress(packed({"etc/passwd": PASSWD}), mtime=0)
    outer = gzip.compress(
        packed({"fs/root.tgz": inner, "fs/it's a\x1b[31m!@0x10/passwd": PASSWD + b"# other\n"}), mtime=0
    )
    path = tmp_path / "fw.bin"
    path.write_bytes(b"console=ttyS0 BOOTKEY=1 " * 40 + outer)
    return path


@pytest.fixture
def inspected(layered: Path, made_detector: None) -> tuple[Equipment, Inspection]:
    return Equipment("fw", layered, "Maker", "Router", "1.0"), inspect(layered, threads=1)
