"""Finds what a boot loader's variables open: its variables go in; a shell in place of init, a start over the network or
by key come out.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from cupel.inspect.detect.access._boot_variables import Variable, of_block, of_text
from cupel.inspect.detect.finding import facet, found
from cupel.inspect.detect.image import Image
from cupel.inspect.detect.quoting import quoted
from cupel.inspect.detect.settings.lines import is_text
from cupel.inspect.identify.source import Visited
from cupel.inspect.sign import Sign
from cupel.records.finding import Finding
from cupel.records.problem import Problem

NAME = "access/boot_environment"
ENDINGS = (".txt", ".conf", ".cfg", ".cmd", "env")
TEXTS = re.compile(
    r"(?:^|/)(?:[^/]*u-?boot[^/]*env(?:\.txt)?|uEnv\.txt|armbianEnv\.txt|cmdline\.txt|extlinux\.conf|grub\.cfg|boot\.cmd)$",
    re.I,
)
_SHELL = re.compile(r"(?:^|[\s\"'=])(rd)?init=(/(?:usr/)?s?bin/(?:ba|a|da|k|hu)?sh)(?=[\s\"']|$)")
_NETWORK = frozenset({"tftp", "tftpboot", "tftpb", "nfs", "dhcp", "bootp", "rarpboot", "pxe"})
_WORD = re.compile(r"(?:^|[;&|]|\b(?:then|else|do|if))\s*(\w+)(?:\s+([\w ]+))?")
_KEYED = re.compile(r"bootstopkey|bootdelaykey|bootstopusesha256|autoboot_?keyed|bootretry_?pass", re.I)
RULES = {
    "shell-in-place-of-init": "names a shell to run in place of init",
    "start-over-the-network": "starts what a server of the network hands out",
    "start-can-be-stopped": "lets a key on the console stop the start",
}


@dataclass(frozen=True, slots=True)
class BootVariable(Sign):
    """One variable that opens something. Evidence: the variable."""

    rule: str
    """Of RULES."""
    variable: str
    """Its name."""
    words: str
    """What in it counts."""
    held: str
    """Where it stands: a saved block, a block built in, a text."""


class BootEnvironment:
    """Variables of U-Boot, saved or built in, and texts of the same kind."""

    name = "boot_environment"
    title = "what the boot loader's variables open"
    means = (
        "By its variables the boot loader starts a shell with all rights in place of the system, takes its system from "
        "a server of the network, or waits for a key on its console before it starts. The first two hold for everybody "
        "near; the last for whoever can connect to the console."
    )
    checked = (
        "Runs of `name=value` ended by zero bytes around the first bootcmd, bootargs or bootdelay of a file that is no "
        "program of Linux, with the CRC-32 of a saved block where there is one; and texts of that kind by their names "
        "(uEnv.txt, extlinux.conf, cmdline.txt ...). `run NAME` is followed. What a board changes in code is not seen."
    )
    refutes = "`printenv` on the equipment shows another value, or the loader asks for a password at its console."
    references = (
        "CWE-1326: Missing Immutable Root of Trust in Hardware",
        "CWE-306",
        "U-Boot, doc/usage/environment.rst",
    )
    marks = ((rb"\x00boot(?:cmd|args|delay)=", "boot variables"),)

    def wants(self, file: Visited) -> bool:
        """Want texts by their names, and what holds such variables and is no program."""
        if "boot variables" in file.marks and not is_text(file):
            return not file.type.startswith("ELF")
        return file.path.endswith(ENDINGS) and is_text(file) and TEXTS.search(file.path) is not None

    def examine(self, file: Visited) -> Iterator[Sign | Problem]:
        """Yield each variable that opens something."""
        if is_text(file):
            variables, held = list(of_text(file)), "a text"
        else:
            variables, saved = of_block(file, file.marks["boot variables"])
            held = "a saved block, its CRC-32 right" if saved else "variables built into a boot loader"
        for rule, it, words in opened(variables):
            yield BootVariable(quoted(file, it.offset, it.size, NAME), rule, it.name, words, held)

    def conclude(self, image: Image) -> Iterator[Finding | Problem]:
        """Yield a finding for each."""
        for sign in image.signs(BootVariable):
            where = image.path_of(sign.evidence.locator)
            yield found(
                image, NAME, sign.rule, title=f"The boot loader's {sign.variable} {RULES[sign.rule]} ({where})",
                statement=f"{where} holds {sign.held}: {sign.variable} {RULES[sign.rule]} ({sign.words}).",
                subject=f"{sign.variable} {sign.words}"[:100], tier="present",
                tier_reason="The variables are there; that the boot loader reads these was not observed.",
                evidence=(sign.evidence,), path=where, places=image.places(sign.evidence.artefact)[:20],
                facets=(facet("can be disabled", "unknown", "whether the variable can be changed is not told"),),
                facts={"variable": sign.variable, "held": sign.held, "words": sign.words},
            )  # fmt: skip


def opened(variables: Sequence[Variable]) -> Iterator[tuple[str, Variable, str]]:
    """Yield (rule, variable, what in it counts) of each variable that opens something."""
    by_name = {it.name: it for it in variables}
    for it in variables:
        shell = _SHELL.search(f"{it.name}={it.value}" if it.name in ("init", "rdinit") else it.value)
        if shell:
            yield "shell-in-place-of-init", it, f"{shell[1] or ''}init={shell[2]}"
    command = by_name.get("bootcmd")
    asked = _by_network(command.value, by_name) if command else ""
    if command and asked:
        yield "start-over-the-network", command, asked
    delay = by_name.get("bootdelay")
    waits = delay is not None and re.fullmatch(r"[1-9]\d{0,3}", delay.value.strip()) is not None
    if delay and waits and command and not any(_KEYED.search(name) for name in by_name):
        yield "start-can-be-stopped", delay, f"for {delay.value.strip()} s"


def _by_network(commands: str, by_name: dict[str, Variable]) -> str:
    """Return the command by which a start asks the network, following `run`; empty where it does not."""
    todo, seen = [("", commands)], set[str]()
    while todo:
        through, text = todo.pop(0)
        for match in _WORD.finditer(text[:4096]):
            if match[1] in _NETWORK:
                return f"{through}{match[0].strip(' ;&|')}"[:100]
            for name in (match[2] or "").split() if match[1] == "run" else ():
                if name in by_name and name not in seen:
                    seen.add(name)
                    todo.append((f"run {name}: ", by_name[name].value))
    return ""


DETECTOR = BootEnvironment()
