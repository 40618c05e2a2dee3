"""The private keys, login keys and certificates of an image go in; those whose private half is published come out."""

from collections.abc import Iterator

from cupel.inspect.detect.access.authorized_keys import AuthorizedKey
from cupel.inspect.detect.credentials.key_file import PrivateKey
from cupel.inspect.detect.credentials.key_use import SHOWN, beside, use_of
from cupel.inspect.detect.credentials.leaked import LeakedKey, leaked_keys
from cupel.inspect.detect.credentials.places import in_program, placed
from cupel.inspect.detect.credentials.servers import reader_of
from cupel.inspect.detect.finding import facet, found
from cupel.inspect.detect.image import Image
from cupel.inspect.identify.source import Visited
from cupel.inspect.sign import Sign
from cupel.records.evidence import Evidence
from cupel.records.finding import Finding, Tier
from cupel.records.problem import Problem

RULE = "access/leaked_keys"


class LeakedKeys:
    """The detector's facts and its reading."""

    name = "leaked_keys"
    title = "keys whose private half is published"
    means = (
        "The private half of this key is in public collections, so that anybody may hold it. Where it lets its owner "
        "in, anybody may come in; where it is a server's, anybody may pass as the server."
    )
    checked = (
        "SHA-256 fingerprints of the public halves of private keys, of keys in authorized_keys and other texts, and of "
        "certificates are compared with a list of published keys, each with its source, and with the keys that four "
        "libraries publish to test themselves; in programs and libraries these last are left out. A key that is not "
        "on the list may be published all the same."
    )
    refutes = "A fingerprint that is computed wrongly: ssh-keygen -l and openssl x509 -pubkey compute the same."
    references = ("CWE-321", "https://github.com/rapid7/ssh-badkeys", "https://pypi.org/project/routersploit/")
    marks: tuple[tuple[bytes, str], ...] = ()

    def wants(self, file: Visited) -> bool:  # noqa: ARG002 - the protocol names it
        """Want no file: what other readers saw is compared."""
        return False

    def examine(self, file: Visited) -> Iterator[Sign | Problem]:  # noqa: ARG002 - the protocol names it
        """Yield nothing."""
        return iter(())

    def conclude(self, image: Image) -> Iterator[Finding | Problem]:
        """Compare every fingerprint of the image with the list."""
        return _compared(image)


def _compared(image: Image) -> Iterator[Finding]:
    known, tables = leaked_keys(), beside(image)
    for private in image.signs(PrivateKey):
        key = known.get(private.facts.ssh) or known.get(private.facts.spki)
        tested = key is not None and key.use == "test" and use_of(image, private, tables) is None
        if key is not None and not tested:
            yield _finding(image, key, private.evidence, "leaked-private-key", "holds a private key", "host")
    for public in image.signs(AuthorizedKey):
        key = known.get(public.key.fingerprint)
        if key is not None:
            yield _finding(image, key, public.evidence, "leaked-login-key", "holds a public key", "authorized")
    for certificate in image.build.certificates:
        key = known.get(certificate.public_key_sha256)
        shown = in_program(image, certificate.evidence) or SHOWN.search(image.path_of(certificate.evidence.locator))
        if key is not None and not (key.use == "test" and shown):
            yield _finding(
                image, key, certificate.evidence, "leaked-certificate-key", "holds a certificate with a key", ""
            )


def _finding(image: Image, key: LeakedKey, evidence: Evidence, rule: str, what: str, purpose: str) -> Finding:
    def used(root: tuple[int, str], path: str) -> bool:
        return bool(purpose) and reader_of(image, root, path, purpose) is not None

    place = placed(image, evidence, used)
    reader = reader_of(image, place.root, place.path, purpose) if purpose else None
    tier: Tier = "configured" if reader else "present"
    reason = f"{reader.name} is in the same root file system and reads this file." if reader else "The key is there."
    record = f" ({key.cve})" if key.cve else ""
    facts: dict[str, str | int | bool] = {"published_as": key.name, "source": key.source}
    if key.cve:
        facts["cve"] = key.cve
    return found(
        image, RULE, rule, title=f"A key whose private half is published: {key.name}",
        statement=f"/{place.path} {what} that is published as that of {key.name}{record}: {key.source}.",
        subject=key.name, tier=tier, tier_reason=reason, evidence=[place.evidence],
        facets=[
            *([reader.running] if reader else []),
            facet("unique per device", "no", "its private half is published"),
        ],
        facts=facts, places=place.others,
    )  # fmt: skip


DETECTOR = LeakedKeys()
