"""Private keys in an image go in, of every common form; what each is for, and who uses it, comes out."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from cupel.inspect.detect.credentials.key_file import RULE, PrivateKey, private_keys
from cupel.inspect.detect.credentials.key_use import Use, beside, use_of
from cupel.inspect.detect.finding import facet, found
from cupel.inspect.detect.image import Image
from cupel.inspect.detect.quoting import quoted
from cupel.inspect.identify.source import Visited
from cupel.inspect.sign import Sign
from cupel.records.finding import Facet, Finding
from cupel.records.problem import Problem

NAMES = re.compile(r"\.(?:key|pem|der|p8|pk8|jks|keystore|p12|pfx|ks)$|(?:^|[_.-])(?:private|prv|priv)[_.-]?key", re.I)
DER = "X.509 certificate or key, DER"
MOST_BINARY = 1 << 16
MAKERS = re.compile(rb"^[ \t]*(?:[^#\n]{0,200}[\s/;&|(`])?(?:ssh-keygen\s[^\n#]{0,80}-A|ssh-keygen\s[^\n#]{0,200}host"
                    rb"|dropbearkey\s[^\n#]{0,40}-[tf]|dropbear\s[^\n#]{0,100}\s-R)", re.MULTILINE)  # fmt: skip


@dataclass(frozen=True, slots=True)
class HostKeyMaker(Sign):
    """A line of a script that makes SSH host keys."""


class PrivateKeys:
    """The detector's facts and its reading."""

    name = "private_keys"
    title = "private keys"
    means = (
        "The image holds a private key, so that every device with this image has the same one unless it is replaced on "
        "the device. Who has the image can act as the holder of the key."
    )
    checked = (
        "PEM (PKCS #1, PKCS #8, SEC 1, OpenPGP), OpenSSH, PuTTY, Dropbear and DER, in files of any name, PEM in "
        "programs too; Java key stores and PKCS #12 are named as containers. Each is read; empty files, markers "
        "without a key, and broken keys are none. Keys that cryptographic libraries carry to test themselves, and "
        "those below folders of tests, examples and documentation are left out here, but compared with the list of "
        "leaked keys. Passphrases are not tried."
    )
    refutes = "A script that replaces the key before it is used; a key that nothing uses and no one trusts."
    references = ("CWE-321", "CWE-798", "RFC 7468", "RFC 5958", "OpenSSH, PROTOCOL.key")
    marks = (
        (rb"-----BEGIN (?:[A-Z0-9]{2,12} ){0,3}PRIVATE KEY(?: BLOCK)?-----", "private key"),
        (rb"PuTTY-User-Key-File-[123]: ", "putty key"),
        (
            rb"\x00\x00\x00\x07ssh-(?:rsa|dss)\x00\x00|\x00\x00\x00\x13ecdsa-sha2-nistp\d{3}\x00\x00|"
            rb"\x00\x00\x00\x0bssh-ed25519\x00\x00\x00\x40",
            "dropbear key",
        ),
        (rb"ssh-keygen|dropbearkey|dropbear -R", "maker of host keys"),
    )

    def wants(self, file: Visited) -> bool:
        """Want what has a mark of a key, DER files, and files whose names say so."""
        marks = file.marks
        if "private key" in marks or ("maker of host keys" in marks and file.type.startswith(("script", "text"))):
            return True
        if file.content.size > MOST_BINARY or file.content.size < 32:
            return False
        if ("dropbear key" in marks and marks["dropbear key"] <= 28) or "putty key" in marks:
            return True
        return file.type == DER or (file.type == "data" and NAMES.search(file.name) is not None)

    def examine(self, file: Visited) -> Iterator[PrivateKey | HostKeyMaker | Problem]:
        """Yield each key, and each line of a script that makes host keys."""
        if "maker of host keys" in file.marks and file.type.startswith(("script", "text")):
            match = MAKERS.search(file.content.read(0, 1 << 18))
            if match is not None:
                yield HostKeyMaker(quoted(file, match.start(), match.end() - match.start(), RULE))
            if "private key" not in file.marks:
                return
        yield from private_keys(file)

    def conclude(self, image: Image) -> Iterator[Finding | Problem]:
        """Report each key at its place, unless it is there to test or to show."""
        makers = image.signs(HostKeyMaker)
        known = beside(image)
        uses = ((sign, use_of(image, sign, known)) for sign in image.signs(PrivateKey))
        yield from (_finding(image, sign, use, makers) for sign, use in uses if use is not None)


def _finding(image: Image, sign: PrivateKey, use: Use, makers: tuple[HostKeyMaker, ...]) -> Finding:
    key = sign.facts
    size = f" of {key.bits} bits" if key.bits else ""
    what = (
        "container of keys" if sign.container else f"{key.kind or 'private'}{' private' if key.kind else ''} key{size}"
    )
    place = use.place
    article = "an" if what[0] in "RE" else "a"
    statement = f"/{place.path} holds {article} {what} ({key.form}{', encrypted' if key.encrypted else ''})"
    statement += f", the public half of which is {key.ssh}" if key.ssh else ""
    statement += f". {use.words}"
    if sign.container:
        statement += " The keys in it were not looked at."
    elif key.encrypted:
        statement += " Whether the passphrase is in the image too was not looked for."
    facts: dict[str, str | int | bool] = {"form": key.form, "encrypted": key.encrypted, "use": use.use}
    facts |= {name: value for name, value in (("key_type", key.kind), ("bits", key.bits), ("fingerprint", key.ssh),
                                              ("public_sha256", key.spki)) if value}  # fmt: skip
    return found(
        image, RULE, use.rule, title=f"{use.title}: {what}", statement=statement,
        subject=key.ssh or key.spki[:16] or place.path.rpartition("/")[2], tier=use.tier, tier_reason=use.reason,
        evidence=[place.evidence, *use.evidence], facets=[*use.facets, _unique(use, makers)], facts=facts,
        places=place.others,
    )  # fmt: skip


def _unique(use: Use, makers: tuple[HostKeyMaker, ...]) -> Facet:
    if use.rule == "ssh-host-key" and makers:
        reason = "it is in the image; a script makes host keys too, which may replace it at first boot"
        return facet("unique per device", "unknown", reason, makers[0].evidence)
    return facet("unique per device", "no", "it is in the image, and nothing read replaces it")


DETECTOR = PrivateKeys()
