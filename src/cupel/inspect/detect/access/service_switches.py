"""Finds what switches a service on: marker files, scripts and upgrade descriptions go in; findings come out."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from cupel.inspect.detect.access._scripts_run import container_of, tier_of_script
from cupel.inspect.detect.access._switches import checks_of, is_marker, switched_on
from cupel.inspect.detect.finding import facet, found
from cupel.inspect.detect.image import Image
from cupel.inspect.detect.quoting import quoted
from cupel.inspect.identify.source import Visited
from cupel.inspect.sign import Sign
from cupel.inspect.startup._script import commands_of, is_script
from cupel.inspect.startup._text import evidence
from cupel.records.finding import Finding, Tier
from cupel.records.problem import Problem

MOST_SWITCHES = 100
MOST_DESCRIPTION = 1 << 20


@dataclass(frozen=True, slots=True)
class Switch(Sign):
    """One thing that switches a service on, or checks off."""

    rule: str
    """marker-file, script-switches-on, or checks-switched-off."""
    subject: str
    """What is switched: the file's name, the setting, the number of checks."""
    words: str
    """The command, or what the description says."""
    condition: str
    """What it depends on."""


class ServiceSwitches:
    """Files that enable a service by being there, commands that set its switch, upgrades that check nothing."""

    name = "service_switches"
    title = "what switches a remote service on"
    means = (
        "The image or package brings a file whose name is a service's switch, or a script that sets such a switch to "
        "on, or an upgrade description in which every check of the equipment is off. A package with these changes who "
        "can log in when it is installed; whether the equipment obeys is for its own software to say."
    )
    checked = (
        "Names of small files (telnet, SSH, ADB, console ... with enable, open, allow); commands of scripts that set a "
        "setting of such a name to 1, on, yes or true; elements of XML upgrade descriptions with an attribute that "
        "switches a check, all of them off."
    )
    refutes = "Software on the equipment that ignores the file or setting, or a later step that takes it back."
    references = (
        "CWE-489: Active Debug Code",
        "CWE-1188: Initialization of a Resource with an Insecure Default",
        "ETSI EN 303 645, 5.6",
    )
    marks = ((rb"Check(?:Enable|_enable)?\s{0,4}=\s{0,4}[\"']0[\"']", "upgrade check"),)

    def wants(self, file: Visited) -> bool:
        """Take small files by their names, scripts, and XML texts with a switch of a check."""
        return is_marker(file.name, file.content.size) or is_script(file) or "upgrade check" in file.marks

    def examine(self, file: Visited) -> Iterator[Sign | Problem]:
        """Yield each switch."""
        if is_script(file):
            count = 0
            for command in commands_of(file):
                setting = switched_on(command.words)
                if setting and count < MOST_SWITCHES:
                    count += 1
                    words, place = " ".join(command.words)[:200], evidence(file, command.line, self.name)
                    yield Switch(place, "script-switches-on", setting, words, command.condition)
        elif is_marker(file.name, file.content.size):
            yield Switch(quoted(file, 0, file.content.size, self.name), "marker-file", file.name, "", "")
        elif file.type.startswith("text") and file.content.size <= MOST_DESCRIPTION:
            checks = checks_of(file.content.read(0, file.content.size))
            if checks and all(not on for _, on, _, _ in checks):
                first, last = checks[0], checks[-1]
                place = quoted(file, first[2], last[3] - first[2], self.name)
                names = ", ".join(name for name, *_ in checks)[:300]
                yield Switch(place, "checks-switched-off", f"{len(checks)} checks", names, "")

    def conclude(self, image: Image) -> Iterator[Finding | Problem]:
        """Yield a finding for each place of a marker, and each switch."""
        for sign in image.signs(Switch):
            if sign.rule == "marker-file":
                for place in image.places(sign.evidence.artefact):
                    if place.rsplit("!", 1)[-1].rsplit("/", 1)[-1] == sign.subject:
                        yield _marker(image, sign, place)
            else:
                yield _finding(image, sign)


def _marker(image: Image, sign: Switch, place: str) -> Finding:
    where = image.path_of(place)
    evidence = replace(sign.evidence, locator=f"{place}!@0x0")
    return found(
        image, "access/service_switches", "marker-file",
        title=f"The file {where} is a switch by its name",
        statement=f"The image brings the file {where} of {sign.evidence.size} bytes. Its name says that its being "
        "there switches something on; which program asks for it is not shown by the file.",
        subject=sign.subject, tier="present", tier_reason="The file is there.", evidence=(evidence,),
        facts={"size": sign.evidence.size, "container": container_of(image, place)}, path=where,
        facets=(facet("can be disabled", "unknown", "whether it can be removed is not told"),),
    )  # fmt: skip


def _finding(image: Image, sign: Switch) -> Finding:
    where = image.path_of(sign.evidence.locator)
    tier, reason = _tier(image, sign)
    if sign.rule == "checks-switched-off":
        title = f"Every check of {where} is switched off"
        text = f"{where} describes an upgrade, and {sign.subject} in it are all switched off: {sign.words}"
    else:
        title = f"{where} switches {sign.subject} on"
        text = f"{where} switches {sign.subject} on by `{sign.words}`"
        text += f", if {sign.condition}" if sign.condition else ""
    facts: dict[str, str | int | bool] = {
        "switch": sign.subject,
        "container": container_of(image, sign.evidence.locator),
    }
    facts |= {"condition": sign.condition} if sign.condition else {}
    return found(
        image, "access/service_switches", sign.rule,
        title=title, statement=f"{text}.", subject=sign.subject[:100], tier=tier, tier_reason=reason,
        evidence=(sign.evidence,), facts=facts, path=where, places=image.places(sign.evidence.artefact)[:20],
    )  # fmt: skip


def _tier(image: Image, sign: Switch) -> tuple[Tier, str]:
    """Say whether something runs the script: boot, an event, or the first boot."""
    if sign.rule == "checks-switched-off":
        return "present", "The description is there; what reads it is not part of it."
    return tier_of_script(image, sign.evidence.locator)


DETECTOR = ServiceSwitches()
