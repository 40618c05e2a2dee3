"""Words of what is said of outdated protocols: signs, and what runs, go in; findings come out."""

from collections.abc import Iterator
from dataclasses import dataclass

from cupel.inspect.detect.finding import found
from cupel.inspect.detect.image import Image
from cupel.inspect.reachable.origins import UNCALLED, uncalled
from cupel.inspect.reachable.running import Running
from cupel.inspect.sign import Sign
from cupel.records.finding import Finding

NAME = "weaknesses/old_protocols"
CLEAR = {
    "ftpd": "FTP",
    "in.ftpd": "FTP",
    "bftpd": "FTP",
    "vsftpd": "FTP",
    "proftpd": "FTP",
    "pure-ftpd": "FTP",
    "stupid-ftpd": "FTP",
}
"""Programs that serve a protocol without encryption -> the protocol; Telnet, TFTP and rsh are told by
access/diagnostic_services, once."""
ENCRYPTED = frozenset({"ssl_enable", "force_local_logins_ssl", "TLSEngine", "TLS"})
"""Keys with which a server of FTP offers encryption."""
ON = frozenset({"yes", "on", "1", "2", "true"})


@dataclass(frozen=True, slots=True)
class OldProtocol(Sign):
    """One setting, or one library. Evidence: the line, or the file as a whole."""

    rule: str
    """The finding's rule."""
    what: str
    """What it allows, in a clause."""
    value: str
    """The value that allows it; empty where it is a secret."""
    programs: tuple[str, ...]
    """Programs that read the file."""


def library(image: Image, sign: OldProtocol) -> Finding:
    """Tell of a library that can speak an outdated protocol."""
    path = image.path_of(sign.evidence.locator)
    return found(
        image, NAME, "compiled-in", title=f"{path} can speak {sign.what}",
        statement=f"{path} {sign.evidence.quote}: {sign.what} is in it. Whether a program allows it was not examined.",
        subject=sign.what, tier="present", tier_reason="the functions are defined", evidence=[sign.evidence],
        places=image.places(sign.evidence.artefact),
    )  # fmt: skip


def setting(image: Image, signs: list[OldProtocol]) -> Finding:
    """Tell of the settings of one file that allow the same."""
    path = image.path_of(signs[0].evidence.locator)
    root = (image.files.place(signs[0].evidence.locator) or (None,))[0]
    runs = [it for it in image.running if it.program in signs[0].programs and it.artefact and _started(it)]
    runs.sort(key=lambda it: (it.root != root, it.state != "yes"))
    reason = f"{runs[0].program} reads it: {runs[0].reason}" if runs else f"{UNCALLED} starts its program"
    values = ", ".join(dict.fromkeys(it.value for it in signs if it.value))
    return found(
        image, NAME, signs[0].rule, title=f"{path} allows {signs[0].what}",
        statement=f"{path} allows {signs[0].what}{f' ({values})' if values else ''}.",
        subject=f"{signs[0].rule}: {values}" if values else signs[0].rule,
        tier="configured" if runs else "present",
        tier_reason=reason,
        evidence=[*(it.evidence for it in signs[:20]), *(runs[0].evidence[:1] if runs else ())],
        program=image.places(runs[0].artefact)[0] if runs and image.places(runs[0].artefact) else "",
    )  # fmt: skip


def _started(run: Running) -> bool:
    """Tell whether something starts it, if need be under a condition that is written there."""
    return run.state == "yes" or (run.state == "unknown" and not uncalled(run.reason))


def services(image: Image) -> Iterator[Finding]:
    """Yield a finding for each start of a service that speaks without encryption."""
    seen = set()
    for run in image.running:
        protocol = CLEAR.get(run.program)
        places = image.places(run.artefact) if run.artefact else ()
        if protocol is None or run.state == "no" or not places or not run.evidence:
            continue
        if protocol == "FTP" and any(it.key in ENCRYPTED and it.value.lower() in ON for it in image.build.settings):
            continue
        starter = image.path_of(run.evidence[0].locator)
        if (starter, run.program) in seen:
            continue
        seen.add((starter, run.program))
        yield found(
            image, NAME, "service-without-encryption",
            title=f"{starter} names {run.program}: {protocol} without encryption",
            statement=f"{starter} names {run.program} to be started: {run.reason}. {protocol} sends what it carries, "
            "passwords too, in clear.",
            subject=run.program, tier="configured" if _started(run) else "present",
            tier_reason=run.reason, evidence=run.evidence, path=starter,
            program=places[0], facts={"protocol": protocol},
        )  # fmt: skip
