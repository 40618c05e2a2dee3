"""authorized_keys files and keys that scripts write there go in; each key that lets its owner in comes out."""

from collections.abc import Iterator
from dataclasses import dataclass

from cupel.inspect.detect.credentials.lines import lines_of
from cupel.inspect.detect.credentials.places import placed
from cupel.inspect.detect.credentials.servers import reader_of
from cupel.inspect.detect.credentials.ssh_key import LINE, SshKey, read_line
from cupel.inspect.detect.finding import facet, found
from cupel.inspect.detect.image import Image
from cupel.inspect.detect.quoting import quoted, visible
from cupel.inspect.identify.source import Visited
from cupel.inspect.sign import Sign
from cupel.records.finding import Finding, Tier
from cupel.records.problem import Problem

RULE = "access/authorized_keys"
MOST_KEYS = 100
MOST_OPTIONS = 300


@dataclass(frozen=True, slots=True)
class AuthorizedKey(Sign):
    """One public key in a file that may let its owner in."""

    key: SshKey
    """The key."""
    options: str
    """What stands before it: from=, command= ..."""
    comment: str
    """What stands behind it."""
    named: bool
    """Whether the file is named authorized_keys."""
    written: bool
    """Whether it stands in a script, in a line that names authorized_keys."""


class AuthorizedKeys:
    """The detector's facts and its reading."""

    name = "authorized_keys"
    title = "keys that let their owners in"
    means = (
        "Whoever holds the private half of this key may log in to the account over SSH, where an SSH server runs and "
        "reads the file. It does not say who holds it."
    )
    checked = (
        "Lines of authorized_keys files, of files that sshd_config names, and of scripts that write them. Type, size "
        "and fingerprint are computed from the key itself; one that is cut off or broken is told as such. It counts as "
        "configured where sshd or dropbear lies in the same root file system and reads that place."
    )
    refutes = "A start script that removes the file; a server that is built or set not to take public keys."
    references = ("sshd(8), AUTHORIZED_KEYS FILE FORMAT", "dropbear(8)", "RFC 4253, section 6.6", "CWE-798")
    marks = ((rb"ssh-(?:rsa|dss|ed25519) AAAA[BC]3NzaC1|ecdsa-sha2-nistp[0-9]{3} AAAAE2VjZHNh", "ssh public key"),)

    def wants(self, file: Visited) -> bool:
        """Want texts and scripts with a public key, and what is named authorized_keys; host lists are no logins."""
        named = file.name.startswith("authorized_keys") and file.content.size > 0
        text = file.type.startswith(("text", "script", "SSH public key"))
        return text and (named or "ssh public key" in file.marks) and "known_hosts" not in file.name

    def examine(self, file: Visited) -> Iterator[AuthorizedKey | Problem]:
        """Yield each key that is no comment."""
        count = 0
        named = file.name.startswith("authorized_keys")
        for number, offset, line in lines_of(file):
            match = LINE.search(line.decode("latin-1")) if line.lstrip()[:1] != b"#" else None
            if match is None:
                continue
            count += 1
            if count > MOST_KEYS:
                yield Problem(f":{number}", f"only its first {MOST_KEYS} public keys were read")
                return
            options = visible(line[: match.start()].strip()[:MOST_OPTIONS])
            evidence = quoted(file, offset, len(line), RULE, (), number)
            written = file.type.startswith("script") and b"authorized_keys" in line
            comment = visible(match[3].strip().encode("latin-1"))
            yield AuthorizedKey(evidence, read_line(match[1], match[2]), options, comment, named, written)

    def conclude(self, image: Image) -> Iterator[Finding | Problem]:
        """Report the keys that a server reads, those in copies, and those that a script writes."""
        findings = (_finding(image, sign) for sign in image.signs(AuthorizedKey))
        yield from (it for it in findings if it is not None)


def _finding(image: Image, sign: AuthorizedKey) -> Finding | None:
    place = placed(image, sign.evidence, lambda root, path: reader_of(image, root, path, "authorized") is not None)
    reader = None if sign.written else reader_of(image, place.root, place.path, "authorized")
    if reader is None and not (sign.named or sign.written):
        return None
    key, account = sign.key, _account(place.path)
    tier: Tier = "configured" if reader else "present"
    if reader:
        reason = f"{reader.name} is in the same root file system and reads this file."
    else:
        reason = "No SSH server of this root file system is known to read this file."
    size = f" of {key.bits} bits" if key.bits else ""
    where = f"/{place.path}" + (" writes" if sign.written else " holds")
    statement = f"{where} the {key.type} public key{size}, {key.fingerprint}"
    statement += f", with the comment '{sign.comment}'" if sign.comment else ""
    statement += f": whoever has its private half may log in as {account}." if account else "."
    if key.wrong:
        statement += f" The key is broken ({key.wrong}), so that a server may not take it."
    if sign.options and not sign.written:
        statement += f" Its options: {sign.options}."
    active = [reader.running] if reader else []
    facts: dict[str, str | int | bool] = {"key_type": key.type, "fingerprint": key.fingerprint, "sound": not key.wrong}
    if key.bits:
        facts["bits"] = key.bits
    if account:
        facts["account"] = account
    return found(
        image, RULE, "key-in-script" if sign.written else "authorized-key",
        title=f"A public key {'is written for logins' if sign.written else 'lets its owner in'}: {key.type}",
        statement=statement, subject=key.fingerprint, tier=tier, tier_reason=reason, evidence=[place.evidence],
        facets=[*active, facet("unique per device", "no", "it is in the image that every device gets")],
        facts=facts, places=place.others,
    )  # fmt: skip


def _account(path: str) -> str:
    """Name the account by the home folder; the file of OpenWrt's Dropbear is root's."""
    parts = path.split("/")
    if path.startswith("etc/dropbear/"):
        return "root"
    return parts[parts.index(".ssh") - 1] if ".ssh" in parts[1:] else ""


DETECTOR = AuthorizedKeys()
