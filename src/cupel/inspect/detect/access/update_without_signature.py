"""Finds downloads that are run or installed unsigned: scripts and crontabs go in; findings come out."""

from collections.abc import Iterator

from cupel.inspect.detect.access._downloads import Download, downloads, sums
from cupel.inspect.detect.access._scripts_run import tier_of_script
from cupel.inspect.detect.finding import found
from cupel.inspect.detect.image import Image
from cupel.inspect.identify.source import Visited
from cupel.inspect.sign import Sign
from cupel.inspect.startup._script import commands_of, is_script
from cupel.inspect.startup._shell import commands
from cupel.inspect.startup._text import evidence
from cupel.inspect.startup.cron import SOURCE as CRON
from cupel.records.finding import Finding
from cupel.records.problem import Problem

MOST_FOUND = 50
"""Downloads of one file that are told."""
TITLES = {
    "executes-download": "{where} runs what it downloads, and checks no signature",
    "installs-download": "{where} installs what it downloads, and checks no signature",
    "download-without-certificate-check": "{where} downloads without checking the server's certificate",
}


class UpdateWithoutSignature:
    """Downloads in scripts and crontabs, followed to the command that takes them."""

    name = "update_without_signature"
    title = "downloads that are run or installed without a signature check"
    means = (
        "A script or crontab downloads something, and a shell, an installer or a program that writes flash takes it, "
        "while no command of the same script checks a signature. Who answers for the server then decides what the "
        "equipment runs; without TLS, or with its check switched off, also who stands between."
    )
    checked = (
        "Commands of shell scripts and crontabs: a download that is piped into a shell or installer, run by `sh -c`, "
        "or saved to a file that one of the next 200 commands runs or installs. Words that name a signature or its "
        "check (gpg, usign, openssl dgst -verify, verify, signature) anywhere in the script rule the finding out."
    )
    refutes = "A program that the script calls and that checks a signature itself, under a name that does not say so."
    references = (
        "CWE-494: Download of Code Without Integrity Check",
        "CWE-295: Improper Certificate Validation",
        "ETSI EN 303 645, 5.3-9 and 5.3-10",
    )
    marks = ((rb"\b(?:wget|curl|tftp|ftpget|uclient-fetch|aria2c|axel)\s", "download command"),)

    def wants(self, file: Visited) -> bool:
        """Take scripts and crontabs that name a program which downloads."""
        return "download command" in file.marks and (is_script(file) or CRON.wants(file))

    def examine(self, file: Visited) -> Iterator[Sign | Problem]:
        """Yield each download that is run or installed, or whose server is not checked."""
        count = 0
        entries = ((number, tuple(commands(text))) for number, _, text in CRON.entries(file))
        texts = entries if CRON.wants(file) else ((0, commands_of(file)),)
        for number, held in texts:
            summed = sums(held)
            for it in downloads(held):
                place = evidence(file, number or it.line, self.name)
                yield Download(place, it.rule, it.source, it.use, summed, it.unchecked, it.condition)
                count += 1
                if count >= MOST_FOUND:
                    yield Problem("", f"more than {MOST_FOUND} downloads; the rest was left out")
                    return

    def conclude(self, image: Image) -> Iterator[Finding | Problem]:
        """Yield a finding for each download."""
        for sign in image.signs(Download):
            yield _finding(image, sign)


def _finding(image: Image, sign: Download) -> Finding:
    where = image.path_of(sign.evidence.locator)
    tier, reason = tier_of_script(image, sign.evidence.locator)
    title = TITLES[sign.rule].format(where=where)
    source = sign.source or "an address that the script is given"
    parts = [f"{where} downloads {source}"]
    parts += [f", and {sign.use} takes it"] if sign.rule != "download-without-certificate-check" else []
    parts += [f", if {sign.condition}"] if sign.condition else []
    parts += [". The check of the server's certificate is switched off"] if sign.unchecked else []
    parts += [". The script computes a checksum, which is no signature"] if sign.checksum else []
    transport = sign.source.partition("://")[0] if "://" in sign.source else "unknown"
    facts: dict[str, str | int | bool] = {
        "source": source, "transport": transport, "certificate_checked": not sign.unchecked, "checksum": sign.checksum,
    }  # fmt: skip
    return found(
        image, "access/update_without_signature", sign.rule,
        title=title, statement="".join([*parts, "."]), subject=source[:100], tier=tier, tier_reason=reason,
        evidence=(sign.evidence,), facts=facts, path=where, places=image.places(sign.evidence.artefact)[:20],
    )  # fmt: skip


DETECTOR = UpdateWithoutSignature()
