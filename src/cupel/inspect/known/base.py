"""All documented cases: the files of this folder go in; cases, and what the one scan looks for, come out."""

import hashlib
import json
import os
import re
import tomllib
from functools import cache
from pathlib import Path
from typing import TypeVar

from cupel.cache import read_cached, write_cached
from cupel.errors import PluginError
from cupel.inspect.known.case import Case
from cupel.inspect.known.matcher import FileMatcher, InFile
from cupel.inspect.known.reading import ADVICE, Wrong, case_of

M = TypeVar("M", bound=InFile)
FOLDER = Path(__file__).parent
KEY_MARKS: tuple[tuple[bytes, str], ...] = (
    (rb"ssh-(?:rsa|dss|ed25519) AAAA", "documented case: SSH public key"),
    (rb"ecdsa-sha2-nistp[0-9]{3} AAAA", "documented case: ECDSA public key"),
    (rb"-----BEGIN [A-Z ]{0,24}PRIVATE KEY-----", "documented case: private key"),
)


@cache
def cases() -> tuple[Case, ...]:
    """Load every case, by name. Raises PluginError, naming the file."""
    with os.scandir(FOLDER) as found:
        seen = sorted((it.name, it.stat().st_size, it.stat().st_mtime_ns) for it in found if it.name.endswith(".toml"))
    # their names, sizes and times stand for their bytes: to parse TOML takes longer than all the rest
    name = "cases-" + hashlib.sha256(repr((str(FOLDER), seen)).encode()).hexdigest()
    tables = None
    if (known := read_cached(name)) is not None:
        try:
            tables = dict(json.loads(known))
        except (ValueError, TypeError):  # damaged: the cache is disposable
            tables = None
    if tables is None:
        tables = {}
        for file in (FOLDER / it[0] for it in seen):
            try:
                tables[file.stem] = tomllib.loads(file.read_text("utf-8"))
            except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
                raise PluginError(f"{file} is no documented case: {error}.", ADVICE) from error
        write_cached(name, json.dumps(tables).encode())
    return tuple(_case(identifier, table) for identifier, table in sorted(tables.items()))


def _case(identifier: str, table: object) -> Case:
    try:
        return case_of(identifier, table)  # type: ignore[arg-type]  # checked there
    except (Wrong, re.error) as error:
        raise PluginError(f"{FOLDER / identifier}.toml is no documented case: {error}.", ADVICE) from error


@cache
def matchers(kind: type[M]) -> tuple[M, ...]:
    """Return every matcher of one kind, of all cases."""
    return tuple(
        it for case in cases() for artefact in case.artefacts for it in artefact.matchers if isinstance(it, kind)
    )


def mark_of(matcher: FileMatcher, at: int) -> str:
    """Name the mark of one of a matcher's strings, then patterns: the same text has the same mark in every case."""
    literals = len(matcher.strings)
    return "documented case: " + (matcher.strings[at] if at < literals else f"/{matcher.patterns[at - literals]}/")


def marks() -> tuple[tuple[bytes, str], ...]:
    """Return what the one scan looks for on behalf of the cases."""
    found: dict[str, bytes] = {}
    for it in matchers(FileMatcher):
        expressions = [re.escape(text.encode("utf-8")) for text in it.strings]
        expressions += [text.encode("latin-1") for text in it.patterns]
        found.update({mark_of(it, at): expression for at, expression in enumerate(expressions)})
    return (*((expression, name) for name, expression in found.items()), *KEY_MARKS)
