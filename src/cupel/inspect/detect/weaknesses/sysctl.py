"""Finds kernel parameters that are set to a weakening value: files that set them go in, findings come out."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from cupel.inspect.detect.finding import found
from cupel.inspect.detect.image import Image
from cupel.inspect.detect.quoting import quoted
from cupel.inspect.detect.weaknesses._sysctl_rules import weakness
from cupel.inspect.identify.source import Visited
from cupel.inspect.reachable.origins import UNCALLED, uncalled
from cupel.inspect.sign import Sign
from cupel.records.finding import Finding
from cupel.records.problem import Problem

NAME = "weaknesses/sysctl"
MOST_BYTES, MOST_SETTINGS = 1 << 19, 500
PLACES = re.compile(r"(?:^|/)(?:etc/sysctl[\w.-]*\.conf|(?:etc|lib|run)/sysctl\.d/[^/]+\.conf)$")
KEY, VALUE = rb"[A-Za-z0-9_./*-]{3,120}", rb"[^\s#;&|<>'\"]{1,200}"
ASSIGNMENT = re.compile(rb"^[ \t]{0,80}-?(" + KEY + rb")[ \t]{0,80}+=[ \t]{0,80}+([^\r\n]{1,200})\r?$", re.MULTILINE)
ECHO = re.compile(
    rb"\becho[ \t]{1,20}[\"']?(" + VALUE + rb")[\"']?[ \t]{0,20}>[ \t]{0,20}[\"']?/proc/sys/(" + KEY + rb")"
)
COMMAND = re.compile(
    rb"\bsysctl[ \t]{1,20}(?:-[a-z]{1,9}[ \t]{1,20}){0,4}[\"']?(" + KEY + rb")=[\"']?(" + VALUE + rb")"
)


@dataclass(frozen=True, slots=True)
class Parameter(Sign):
    """One parameter that is set to a weakening value. Evidence: where it is set."""

    name: str
    """Its name, with dots."""
    value: str
    """The value."""
    by_script: bool
    """Whether a script sets it."""


class Sysctl:
    """Values that files state; what is left at its default is not told."""

    name = "sysctl"
    title = "parameters of the running kernel"
    means = (
        "A file sets a parameter of the kernel to a value that takes a protection away, or leaves it off explicitly."
    )
    checked = (
        "From /etc/sysctl.conf, the folders sysctl.d, and scripts that write below /proc/sys or call `sysctl`; in "
        "each file the last value of a parameter counts. Forwarding of packets is not a weakness of a router."
    )
    refutes = "`sysctl NAME` on the running equipment shows another value, or nothing runs the script."
    references = (
        "Linux, Documentation/admin-guide/sysctl and Documentation/networking/ip-sysctl.rst",
        "https://kspp.github.io/Recommended_Settings", "3GPP TS 33.117, 4.3.3.1",
    )  # fmt: skip
    marks = ((rb"/proc/sys/(?:kernel|net|fs|vm)/", "writes-proc-sys"), (rb"\bsysctl\s", "calls-sysctl"))

    def wants(self, file: Visited) -> bool:
        """Want the files of sysctl, and scripts that name it."""
        if PLACES.search(file.path) and file.type == "text":
            return True
        return ("writes-proc-sys" in file.marks or "calls-sysctl" in file.marks) and file.type.startswith("script, ")

    def examine(self, file: Visited) -> Iterator[Sign | Problem]:
        """Yield the parameters whose last value in the file weakens."""
        data = file.content.read(0, MOST_BYTES)
        if file.content.size > MOST_BYTES:
            yield Problem("", f"only its first {MOST_BYTES:,} bytes were read for parameters of the kernel")
        script = not PLACES.search(file.path)
        last: dict[str, tuple[str, int, int]] = {}
        for name, value, start, end in _set(data, script=script):
            last[name] = value, start, end
            if len(last) > MOST_SETTINGS:
                yield Problem("", f"sets more than {MOST_SETTINGS} parameters; the rest was left out")
                break
        for name, (value, start, end) in last.items():
            if weakness(name, value):
                yield Parameter(quoted(file, start, end - start, NAME), name, value, script)

    def conclude(self, image: Image) -> Iterator[Finding]:
        """Yield one finding a file and kind of parameter."""
        groups: dict[tuple[str, str, str], list[Parameter]] = {}
        for sign in image.signs(Parameter):
            groups.setdefault((sign.evidence.artefact, sign.name.rpartition(".")[2], sign.value), []).append(sign)
        for (artefact, leaf, value), signs in groups.items():
            path = image.path_of(signs[0].evidence.locator)
            used = _use(image, artefact) if signs[0].by_script else f"the system reads {path} when it starts"
            names = ", ".join(it.name for it in signs)
            yield found(
                image, NAME, leaf.replace("_", "-"), title=f"{path} sets {leaf} to {value}",
                statement=f"{path} sets {names} to {value}: {weakness(signs[0].name, value)}.",
                subject=f"{leaf}={value}", tier="configured" if used else "present",
                tier_reason=used or f"{UNCALLED} calls it",
                evidence=[it.evidence for it in signs[:20]],
                facts={"value": value, "parameters": len(signs)},
            )  # fmt: skip


def _use(image: Image, artefact: str) -> str:
    """Return what runs a script; empty where nothing that was read does."""
    reasons = [it.reason for place in image.places(artefact) for it in image.starts(place) if it.state != "no"]
    return next((it for it in reasons if not uncalled(it)), "")


def _set(data: bytes, *, script: bool) -> Iterator[tuple[str, str, int, int]]:
    """Yield (name, value, start, end) of each parameter that a text sets, in its order."""
    found = []
    for pattern in (ECHO, COMMAND) if script else (ASSIGNMENT,):
        for match in pattern.finditer(data):
            line = data[data.rfind(b"\n", 0, match.start()) + 1 : match.start()].lstrip()
            if not line.startswith((b"#", b";")):
                one, two = match[1].decode("latin-1"), match[2].decode("latin-1")
                name, value = (two, one) if pattern is ECHO else (one, two)
                found.append((match.start(), name.replace("/", "."), value.strip().strip("'\""), match.end()))
    for start, name, value, end in sorted(found):
        yield name, value, start, end


DETECTOR = Sysctl()
