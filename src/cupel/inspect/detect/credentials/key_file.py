"""A file that may hold private keys goes in; one sign for each key comes out, with its place and no byte of it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from cupel.inspect.detect.credentials.private_key import KeyFacts, read_der, read_dropbear, read_pem, read_putty
from cupel.inspect.detect.quoting import quoted
from cupel.inspect.identify.source import Visited
from cupel.inspect.sign import Sign
from cupel.records.problem import Problem

RULE = "access/private_keys"
BEGIN = re.compile(rb"-----BEGIN ((?:[A-Z0-9]{2,12} ){0,3})PRIVATE KEY( BLOCK)?-----")
BODY = re.compile(rb"[A-Za-z0-9+/=\s\\:,.()-]+")
MOST_BYTES = 32 << 20
MOST_KEYS = 200
MOST_BODY = 1 << 16
LEAST_BODY = 64
"""Bytes between BEGIN and END: what is shorter is the pair of markers in a program that reads keys."""
MOST_BINARY = 1 << 16
MOST_PROBLEMS = 5
CONTAINERS = {b"\xfe\xed\xfe\xed": "Java key store", b"\xce\xce\xce\xce": "Java key store (JCEKS)"}
PKCS12 = (".p12", ".pfx")
_PKCS8_ENCRYPTED = re.compile(rb"\x30.{1,5}\x30.{1,4}\x06[\x09\x0a]\x2a\x86\x48\x86\xf7\x0d\x01(?:\x05|\x0c\x01)", re.S)


@dataclass(frozen=True, slots=True)
class PrivateKey(Sign):
    """One private key, or a container that holds some."""

    facts: KeyFacts
    """What can be told of it."""
    program: bool
    """Whether it stands in a program or library."""
    container: bool = False
    """Whether it is a container, whose keys were not looked at."""


def private_keys(file: Visited) -> Iterator[PrivateKey | Problem]:
    """Yield every private key of a file. An empty file, or markers without a key between, is none."""
    if "dropbear key" in file.marks and file.marks["dropbear key"] <= 24:
        yield from _binary(file, read_dropbear(file.content.read(0, MOST_BINARY)), quiet=True)
    elif file.marks.get("putty key"):
        yield from _binary(file, read_putty(file.content.read(0, MOST_BINARY)))
    elif "private key" in file.marks:
        yield from _pem(file)
    elif file.content.size:
        yield from _der(file)


def _binary(file: Visited, facts: KeyFacts, quiet: bool = False) -> Iterator[PrivateKey | Problem]:
    if not facts.wrong:
        yield _sign(file, 0, file.content.size, facts)
    elif not quiet or "key" in file.name:
        yield Problem("", f"the private key cannot be read: {facts.wrong}")


def _sign(file: Visited, offset: int, size: int, facts: KeyFacts, **more: bool) -> PrivateKey:
    evidence = quoted(file, offset, size, RULE, [(0, size)])
    return PrivateKey(evidence, facts, file.type.startswith(("ELF", "PE ")), **more)


def _pem(file: Visited) -> Iterator[PrivateKey | Problem]:
    start = max(0, file.marks["private key"] - 80)
    data = file.content.read(start, MOST_BYTES)
    program = file.type.startswith(("ELF", "PE "))
    count = refused = 0
    for begin in BEGIN.finditer(data):
        end = data.find(b"-----END ", begin.end(), begin.end() + MOST_BODY)
        body = data[begin.end() : max(end, begin.end())]
        count += 1
        if count > MOST_KEYS:
            yield Problem(f"@0x{start + begin.start():x}", f"only its first {MOST_KEYS} private keys were read")
            return
        if end < 0 or len(body) < LEAST_BODY or not BODY.fullmatch(body):
            if not program and file.type.startswith("PEM"):
                refused += 1
                yield Problem(
                    f"@0x{start + begin.start():x}", "the private key cannot be read: it is cut off or broken"
                )
            continue
        label = begin[1].decode().strip()
        facts = KeyFacts("OpenPGP", "OpenPGP") if begin[2] else read_pem(f"{label} PRIVATE KEY".strip(), body)
        if not facts.wrong:
            yield _sign(file, start + begin.start(), end + 9 - begin.start(), facts)
        elif not program and refused < MOST_PROBLEMS:
            refused += 1
            yield Problem(f"@0x{start + begin.start():x}", f"the private key cannot be read: {facts.wrong}")


def _der(file: Visited) -> Iterator[PrivateKey]:
    data = file.content.read(0, MOST_BINARY)
    if data[:4] in CONTAINERS:
        yield _sign(file, 0, file.content.size, KeyFacts(CONTAINERS[data[:4]], "", encrypted=True), container=True)
    elif file.name.lower().endswith(PKCS12) and data[:1] == b"\x30" and data[4:7] == b"\x02\x01\x03":
        yield _sign(file, 0, file.content.size, KeyFacts("PKCS #12", "", encrypted=True), container=True)
    elif data[:1] == b"\x30" and _PKCS8_ENCRYPTED.match(data[:40]):
        yield _sign(file, 0, len(data), KeyFacts("DER, encrypted PKCS #8", "", encrypted=True))
    elif data[:1] == b"\x30" and re.match(rb"\x30(?:[\x00-\x7f]|\x81.|\x82..)\x02\x01[\x00\x01]", data[:8], re.DOTALL):
        facts = read_der(data)
        if not facts.wrong:
            yield _sign(file, 0, len(data), facts)
