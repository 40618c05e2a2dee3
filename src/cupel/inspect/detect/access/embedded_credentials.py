"""Accounts, hashes and commands with a password as constants of a program: executables go in; findings come out."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from cupel.inspect.detect.access._credential_forms import RULES
from cupel.inspect.detect.finding import facet, found
from cupel.inspect.detect.image import Image
from cupel.inspect.detect.quoting import fingerprint, quoted
from cupel.inspect.identify.elf import elf_of
from cupel.inspect.identify.source import Visited
from cupel.inspect.sign import Sign
from cupel.inspect.unpack.content import windows
from cupel.records.finding import Finding
from cupel.records.problem import Problem

NAME = "access/embedded_credentials"
NOT_STARTED = "The bytes are there; nothing that was read starts the program."
MOST_BYTES = 32 << 20
MOST_OF_A_FILE = 12
WIDTH = 256
"""Bytes that one of the texts may span: so much of two windows overlaps."""
VECTORS = re.compile(rb"abcdefghijkl|saltstring|ABCDEFGHIJ|rounds=\d+\$(?:\0|$)|\.{8}|0123456789")
"""What self-tests of hash libraries have in their salts."""
DUMMIES = frozenset({"68615125f02e"})
"""Beginnings of the SHA-256 of hashes that no password fits on purpose: OpenSSH checks it for accounts that are not."""
NUMBERS = re.compile(rb"[0-9a-f:.]+")
"""A line of these only is an address."""


@dataclass(frozen=True, slots=True)
class EmbeddedCredential(Sign):
    """A constant of a program that is an account, a hash or a command with a password."""

    rule: str
    """Which of RULES."""
    subject: str
    """The account's name, or the fingerprint of what is secret."""


class EmbeddedCredentials:
    """The detector's facts, its reading and its conclusion."""

    name = "embedded_credentials"
    title = "accounts and passwords inside programs"
    means = (
        "A program holds an account with its password or hash, or starts a telnet server with one or without any. "
        "Whether the program ever uses it is not shown by that."
    )
    checked = (
        f"Executables and libraries, their first {MOST_BYTES >> 20} MB: lines as in /etc/passwd with user number 0 and "
        "a fixed name and password, hashes in the forms of crypt(5), and telnetd with -u name:password or -l with a "
        f"shell. At most {MOST_OF_A_FILE} of a file are told. Test vectors of hash libraries are left out."
    )
    refutes = "The constant is part of a self-test, or the code that uses it is never reached."
    references = (
        "CWE-798: Use of Hard-coded Credentials",
        "CWE-259: Use of Hard-coded Password",
        "crypt(5), passwd(5)",
    )
    marks = (
        (rb"[a-z]:[^:\s\0]{1,60}:0:[0-9]{1,5}:", "account line"),
        (rb"telnetd[ -~]{0,60}-[ul]", "telnet command"),
        (rb"\$(?:1|5|6|y|2[abxy])\$[./A-Za-z0-9=,]{2,16}\$?[./A-Za-z0-9$]{22}", "password hash"),
    )

    def wants(self, file: Visited) -> bool:
        """Want executables in which the scan met one of the forms."""
        return file.type.startswith("ELF ") and any(name in file.marks for _, name in self.marks)

    def examine(self, file: Visited) -> Iterator[Sign | Problem]:
        """Yield what stands in it, each text once."""
        seen: set[bytes] = set()
        for start, data in windows(file.content.part(0, MOST_BYTES), overlap=WIDTH):
            for rule, search, _ in RULES:
                for at, text in search(data):
                    if text in seen or VECTORS.search(text):
                        continue
                    if len(seen) >= MOST_OF_A_FILE:
                        yield Problem(
                            "", f"more than {MOST_OF_A_FILE} accounts, hashes and commands: the rest is not told"
                        )
                        return
                    if sign := _sign(file, rule, start + at, text):
                        seen.add(text)
                        yield sign

    def conclude(self, image: Image) -> Iterator[Finding]:
        """Yield a finding for each, once for each content."""
        what = {rule: words for rule, _, words in RULES}
        for sign in image.signs(EmbeddedCredential):
            place = sign.evidence.locator.rpartition("!")[0]
            start = next((it for it in image.starts(place) if it.state != "no"), None)
            name = image.path_of(place).rsplit("/", 1)[-1]
            facets = [facet("unique per device", "no", "it is part of the program, the same in every copy")]
            if start:
                facets.append(
                    facet("active by default", "unknown", "the program is started; whether it uses this is not")
                )
            yield found(
                image, NAME, sign.rule, title=f"{name} holds {what[sign.rule]} ({sign.subject})",
                statement=f"Among the constants of {name} stands {what[sign.rule]}: {sign.evidence.quote}",
                subject=sign.subject, tier="configured" if start else "present",
                tier_reason=f"{start.reason}." if start else NOT_STARTED,
                evidence=(sign.evidence,), facets=facets, places=tuple(image.places(sign.evidence.artefact)),
            )  # fmt: skip


def _sign(file: Visited, rule: str, offset: int, text: bytes) -> EmbeddedCredential | None:
    """Make a sign; None for an account that is locked or kept elsewhere."""
    subject, secrets = "telnetd", []
    if rule == "account-of-number-0":
        user, secret = text.split(b":")[:2]
        if secret[:1] in b"*!" or len(secret) < 2 or NUMBERS.fullmatch(text):
            return None
        subject, secrets = user.decode("ascii"), [(len(user) + 1, len(user) + 1 + len(secret))]
    elif rule == "password-hash":
        elf = elf_of(file)
        if (elf is not None and "crypt" in elf.exports) or any(it in fingerprint(text) for it in DUMMIES):
            return None  # a library's test of itself
        subject, secrets = fingerprint(text), [(0, len(text))]
    elif given := re.search(rb"-u ?[\w$]+:", text):
        secrets = [(given.end(), len(text))]
    return EmbeddedCredential(quoted(file, offset, len(text), f"{NAME}/{rule}", secrets), rule, subject)


DETECTOR = EmbeddedCredentials()
