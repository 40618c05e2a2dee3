"""Reads the configuration that equipment is deployed with: a path goes in, settings and launches come out."""

import dataclasses
import hashlib
import io
import re
import tarfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from cupel import plugins
from cupel.errors import InputError
from cupel.inspect.identify.source import Fact, Source, Visited
from cupel.inspect.unpack.content import BytesContent
from cupel.records.build import Build, Launch, Setting
from cupel.records.evidence import Evidence
from cupel.records.problem import Problem

MOST_FILES = 5_000
MOST_BYTES = 64 << 20
"""Of all files together."""
_SHOW = re.compile(r"([\w-]+)\.((?:@[\w-]+\[-?\d+\])|[\w-]+)(?:\.([\w-]+))?=(.*)")


@dataclass(frozen=True, slots=True)
class Configuration:
    """What equipment is deployed with."""

    name: str
    """Name of the file or folder."""
    files: tuple[str, ...]
    """Paths that it states; what the image says in them no longer holds."""
    settings: tuple[Setting, ...]
    """Its settings."""
    launches: tuple[Launch, ...]
    """What its own scripts start; shown in the image's root."""
    problems: tuple[Problem, ...]
    """What of it could not be read."""


def read_configuration(path: Path) -> Configuration:
    """Read a UCI export (`uci export`, `uci show`), a folder or tar of /etc or /etc/config, or one configuration file.

    Raises InputError where nothing can be read, or nothing in it is a configuration that cupel knows.
    """
    problems: list[Problem] = []
    try:
        files = list(_files(path, problems))
    except (OSError, tarfile.TarError, EOFError) as error:
        raise InputError(
            f"{path} cannot be read as a configuration: {error}.", "Give a UCI export, a folder, a tar or a file."
        ) from error
    facts: list[Fact] = []
    sources: tuple[Source, ...] = plugins.load("cupel.inspect.startup", "SOURCE", Source)
    for name, data in files:
        kind = "script, /bin/sh" if data.startswith(b"#!") else "text"
        visited = Visited(name, hashlib.sha256(data).hexdigest(), kind, BytesContent(data), ())
        wanting = [source for source in sources if source.wants(visited)]
        for source in wanting:
            facts += (_placed(fact, path.name, name) for fact in source.examine(visited))
        if not wanting and len(files) == 1:
            raise InputError(
                f"{path} is no configuration that cupel knows.",
                "Give the output of `uci export`, a folder or tar of /etc/config, or a file under its usual name.",
            )
    return Configuration(
        path.name,
        tuple(name for name, _ in files),
        tuple(fact for fact in facts if isinstance(fact, Setting)),
        tuple(fact for fact in facts if isinstance(fact, Launch)),
        (*problems, *(fact for fact in facts if isinstance(fact, Problem))),
    )


def overlay(build: Build, configuration: Configuration) -> Build:
    """Lay a deployed configuration over what the image says: in the files that it states, its word holds alone."""
    stated = ["/" + name.strip("/") for name in configuration.files]
    settings = tuple(it for it in build.settings if not _states(stated, it.file))
    launches = tuple(it for it in build.launches if not _states(stated, it.evidence.locator.rpartition(":")[0]))
    return dataclasses.replace(
        build, settings=settings + configuration.settings, launches=launches + configuration.launches
    )


def _states(stated: Iterable[str], file: str) -> bool:
    path = "/" + file.replace("!", "/").strip("/")
    return any(path.endswith(name) for name in stated)


def _files(path: Path, problems: list[Problem]) -> Iterator[tuple[str, bytes]]:
    """Yield (path from the root of the file system, bytes)."""
    if path.is_dir():
        found: Iterator[tuple[str, bytes]] = _of_folder(path)
    else:
        data = _whole(path)
        if tarfile.is_tarfile(io.BytesIO(data)):
            found = _of_tar(data)
        else:
            yield from _of_text(path.name, data)
            return
    size = 0
    for count, (name, data) in enumerate(found):
        size += len(data)
        if count >= MOST_FILES or size > MOST_BYTES:
            problems.append(
                Problem(path.name, f"more than {MOST_FILES:,} files or {MOST_BYTES:,} bytes; the rest was left out")
            )
            return
        yield _rooted(name), data


def _whole(path: Path) -> bytes:
    with path.open("rb") as file:
        data = file.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise InputError(f"{path} has more than {MOST_BYTES:,} bytes.", "Give the configuration alone, not an image.")
    return data


def _of_folder(folder: Path) -> Iterator[tuple[str, bytes]]:
    for file in sorted(folder.rglob("*")):
        if file.is_file() and not file.is_symlink():
            with file.open("rb") as opened:
                yield file.relative_to(folder).as_posix(), opened.read(MOST_BYTES)


def _of_tar(data: bytes) -> Iterator[tuple[str, bytes]]:
    with tarfile.open(fileobj=io.BytesIO(data)) as archive:
        for count, member in enumerate(archive):
            if count > MOST_FILES * 2:
                return
            opened = archive.extractfile(member) if member.isfile() and member.size <= MOST_BYTES else None
            if opened is not None:
                yield member.name, opened.read(MOST_BYTES)


def _rooted(name: str) -> str:
    """Put a file of a bare /etc/config folder where it belongs."""
    parts = [part for part in name.split("/") if part not in ("", ".", "..")]
    if "etc" in parts:
        return "/".join(parts[parts.index("etc") :])
    return "/".join(["etc", "config", parts[-1]] if len(parts) == 1 or parts[-2] == "config" else ["etc", *parts])


def _of_text(name: str, data: bytes) -> Iterator[tuple[str, bytes]]:
    """Split the output of `uci export` or `uci show` into the files it stands for; else it is one file itself."""
    text = data.decode("utf-8", "replace")
    packages = re.split(r"^package +['\"]?([\w-]+)['\"]?\s*$", text, flags=re.MULTILINE)
    if len(packages) > 2:
        yield from ((f"etc/config/{packages[at]}", packages[at + 1].encode()) for at in range(1, len(packages) - 1, 2))
        return
    shown = [match for line in text.splitlines() if (match := _SHOW.fullmatch(line.strip()))]
    if shown and len(shown) >= 0.9 * len([line for line in text.splitlines() if line.strip()]):
        yield from ((f"etc/config/{package}", lines.encode()) for package, lines in _from_show(shown).items())
        return
    plain = bool(re.search(r"^config\s+\w", text, re.MULTILINE))
    yield f"etc/config/{name}" if plain else f"etc/{name}", data


def _from_show(shown: Iterable[re.Match[str]]) -> dict[str, str]:
    """Write `dhcp.lan.start='100'` as the lines of the file that it was read from."""
    found: dict[str, list[str]] = {}
    for match in shown:
        lines = found.setdefault(match[1], [])
        values = re.findall(r"'([^']*)'", match[4]) or [match[4]]
        if match[3] is None:
            lines.append(f"config {values[0]} '{match[2]}'" if match[2][0] != "@" else f"config {values[0]}")
        else:
            word = "list" if len(values) > 1 else "option"
            lines += [f"\t{word} {match[3]} '{value}'" for value in values]
    return {package: "\n".join(lines) for package, lines in found.items()}


def _placed(fact: Fact, name: str, file: str) -> Fact:
    """Put the configuration's name and the file before the place."""
    if isinstance(fact, Problem):
        return Problem(f"{name}!{file}{fact.locator}", fact.what)
    if isinstance(fact, Setting | Launch):
        old = fact.evidence
        evidence = Evidence(old.artefact, f"{name}!{file}{old.locator}", old.quote, old.rule, old.rule_version)
        return dataclasses.replace(fact, evidence=evidence)
    return fact
