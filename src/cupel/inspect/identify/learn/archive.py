"""Package archives: a deb, ipk or apk file goes in; its name, version and its programs' readable runs come out."""

import hashlib
import json
import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import zstandard

from cupel.confinement import Guard, run_confined
from cupel.errors import InputError
from cupel.inspect.identify.learn.elf_text import elf_text
from cupel.inspect.identify.learn.upstream import upstream
from cupel.inspect.scan import Hit
from cupel.inspect.unpack.content import Content, FileContent
from cupel.inspect.unpack.limits import Budget, Limits
from cupel.inspect.unpack.walk import Walk

ENDINGS = (".deb", ".ipk", ".apk")
WANTED = ("ELF executable", "ELF shared object")
MOST_CONTROL = 256 << 10
MOST_PACKAGE = 64 << 20
"""Bytes of runs kept of one package."""
BATCH = 32
LAYOUT = "2"
"""Version of what the cache holds."""


@dataclass(slots=True)
class Text:
    """The readable runs of one program or library of a package."""

    path: str
    """Its path in the package."""
    data: bytes
    """Runs out of its data, each ended by a zero byte."""
    symbols: bytes
    """Runs out of its symbol names."""


@dataclass(frozen=True, slots=True)
class Package:
    """One package archive."""

    file: str
    """Name of the archive."""
    name: str
    """The package's name."""
    source: str
    """The source package that it was built from."""
    version: str
    """Its full version, with the revision of whoever packaged it."""
    upstream: str
    """The upstream version in it."""
    architecture: str
    """As the package says."""
    texts: tuple[Text, ...]
    """Its programs and libraries."""


def archives(paths: Iterable[Path]) -> list[Path]:
    """List the package archives among files and folders, sorted by name. Raises InputError where there is none."""
    found: set[Path] = set()
    for path in paths:
        if not path.exists():
            raise InputError(f"{path} does not exist.", "Name package archives (deb, ipk, apk) or folders of them.")
        found |= {path} if path.is_file() else {it for it in path.rglob("*") if it.suffix in ENDINGS and it.is_file()}
    if not found:
        raise InputError("There is no package archive in what you named.", "Name deb, ipk or apk files, or folders.")
    return sorted(found, key=lambda it: (it.name, str(it)))


def read_all(paths: list[Path], cache: Path) -> Iterator[int]:
    """Read every archive that the cache does not hold yet, in confined children; yield how many are done."""
    cache.mkdir(parents=True, exist_ok=True)
    wanted = [path for path in paths if not _place(cache, path).exists()]
    yield len(paths) - len(wanted)
    for start in range(0, len(wanted), BATCH):
        batch = wanted[start : start + BATCH]

        def work(guard: Guard, batch: list[Path] = batch) -> bytes:
            for path in batch:
                if guard.enter(path.name):
                    _write(_place(cache, path), _read(path, guard))
            return b"done"

        limits = Limits()
        run_confined(work, threads=1, address_space=limits.address_space, watchdog=300, restarts=BATCH)
        yield len(paths) - len(wanted) + start + len(batch)


def cached(paths: list[Path], cache: Path) -> Iterator[Package]:
    """Yield what the cache holds of the archives, one at a time."""
    for path in paths:
        place = _place(cache, path)
        if place.exists() and (package := _load(place, path.name)):
            yield package


def _place(cache: Path, path: Path) -> Path:
    text = f"{LAYOUT} {path.name} {path.stat().st_size}"
    return cache / (hashlib.sha256(text.encode()).hexdigest()[:32] + ".zst")


class _Reader:
    """Takes the control data and the runs out of what a walk visits."""

    def __init__(self) -> None:
        self.control: dict[str, str] = {}
        self.texts: list[Text] = []
        self._room = MOST_PACKAGE

    def visit(self, path: str, _sha256: str, kind: str, content: Content, _hits: list[Hit]) -> object:
        name = path.removeprefix("./")
        if name in ("control", ".PKGINFO") and not self.control:
            self.control = _control(content.read(0, MOST_CONTROL).decode("utf-8", "replace"))
        elif kind.startswith(WANTED) and self._room > 0:
            found = elf_text(content)
            self._room -= len(found.data) + len(found.symbols)
            self.texts.append(Text(name, found.data, found.symbols))
        return None

    def take(self, locator: str, sha256: str, found: object) -> None:
        """Nothing is kept by place."""


def _control(text: str) -> dict[str, str]:
    """Read a control file (`Name: value`), or .PKGINFO of apk (`name = value`), into lower-case keys."""
    fields = re.findall(r"^([A-Za-z-]+)(?:: *| = )(.*)$", text, re.MULTILINE)
    found = {key.lower(): value.strip() for key, value in reversed(fields)}
    renamed = {"pkgname": "package", "pkgver": "version", "origin": "source", "arch": "architecture"}
    return {renamed.get(key, key): value for key, value in found.items()}


def _read(path: Path, guard: Guard) -> Package:
    reader = _Reader()
    with path.open("rb") as file:
        walk = Walk(Budget(Limits()), guard, None, reader)
        walk.image(FileContent(file), path.name)
        walk.close()
    control = reader.control
    name = control.get("package", "")
    # `Source: name (version)` where the source's version is not the package's own
    source, _, other = control.get("source", name).partition(" ")
    source = source.rstrip("/").rsplit("/", 1)[-1] or name  # OpenWrt names a folder: feeds/packages/net/curl
    version = other.strip("() ") or control.get("version", "")
    texts = tuple(sorted(reader.texts, key=lambda it: it.path))
    return Package(path.name, name, source, version, upstream(version), control.get("architecture", ""), texts)


def _write(place: Path, package: Package) -> None:
    files = [(it.path, len(it.data), len(it.symbols)) for it in package.texts]
    head = json.dumps([package.name, package.source, package.version, package.architecture, files]).encode()
    body = b"".join(it.data + it.symbols for it in package.texts)
    part = place.with_suffix(".part")
    part.write_bytes(zstandard.ZstdCompressor(3).compress(len(head).to_bytes(4, "little") + head + body))
    os.replace(part, place)  # noqa: PTH105 - both are plain names here; readers see old or new


def _load(place: Path, file: str) -> Package | None:
    data = zstandard.ZstdDecompressor().decompress(place.read_bytes(), max_output_size=1 << 30)
    size = int.from_bytes(data[:4], "little")
    name, source, version, architecture, files = json.loads(data[4 : 4 + size])
    if not name or not version:
        return None
    texts, at = [], 4 + size
    for path, length, more in files:
        texts.append(Text(path, data[at : at + length], data[at + length : at + length + more]))
        at += length + more
    return Package(file, name, source, version, upstream(version), architecture, tuple(texts))
