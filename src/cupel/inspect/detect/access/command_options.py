"""Finds options that a program takes and its own usage text does not name: programs and scripts in, findings out."""

import re
from collections.abc import Iterable, Iterator

from cupel.inspect.detect.access._option_reading import UnnamedOptions, of_program, of_script
from cupel.inspect.detect.finding import found
from cupel.inspect.detect.image import Image, Start, file_of
from cupel.inspect.identify.source import Visited
from cupel.inspect.sign import Sign
from cupel.inspect.startup._script import is_script
from cupel.records.finding import Finding
from cupel.records.problem import Problem

NAME = "access/command_options"
MULTI_CALL = frozenset({"busybox", "toybox"})
MOST_NAMED = 8
"""Options that a title names."""


class CommandOptions:
    """Option strings and tables of long options, compared with what the same file writes of its usage."""

    name = "command_options"
    title = "command options that the usage text does not name"
    means = (
        "A program takes an option that its own usage text is silent about. What the option does was not followed: it "
        "may be an old name, an aid of its developers, or a part that this build leaves out."
    )
    checked = (
        "Executables that import getopt, getopt_long or getopt_long_only and hold a usage text: the one option string "
        "of which two thirds of the letters are named, and tables of long options of which two thirds are. Named is "
        "what stands behind a dash, or heads a line of a list, anywhere in the program; h, V, v and ? are never told, "
        "nor is another name of a named option. Scripts: one getopts and a usage text. Left out: programs of many "
        "commands (BusyBox, Toybox, several likely option strings), usage texts that are made when the program runs, "
        "options that are read without getopt, static programs, and option strings without a colon."
    )
    refutes = "A usage text in another file that names the option, or code that refuses it."
    references = (
        "POSIX.1-2017, getopt(): option strings; Utility Syntax Guidelines",
        "getopt_long(3): struct option",
        "CWE-912: Hidden Functionality",
        "CWE-489: Active Debug Code",
    )
    marks = (
        (rb"\0getopt(?:_long(?:_only)?)?\0", "getopt"),
        (rb"\bgetopts[ \t]", "getopts"),
    )  # fmt: skip

    def wants(self, file: Visited) -> bool:
        """Take programs that name getopt, and scripts of a shell with getopts."""
        if "getopt" in file.marks:
            program = file.type.startswith(("ELF executable", "ELF shared object"))
            return program and ".so" not in file.name and file.name not in MULTI_CALL
        return "getopts" in file.marks and is_script(file)

    def examine(self, file: Visited) -> Iterable[Sign | Problem]:
        """Yield the options that are not named."""
        return of_program(file) if file.type.startswith("ELF ") else of_script(file)

    def conclude(self, image: Image) -> Iterator[Finding]:
        """Yield a finding for each program, once for each content; it is configured where a start gives the option."""
        for sign in image.signs(UnnamedOptions):
            path = image.path_of(sign.evidence.locator)
            name, count = path.rpartition("/")[2], len(sign.options)
            start, given = _start(image, sign)
            shown = ", ".join(sign.options[:MOST_NAMED]) + (
                f" and {count - MOST_NAMED} more" if count > MOST_NAMED else ""
            )
            word = "option" if count == 1 else "options"
            yield found(
                image, NAME, "option-not-named",
                title=f"{name} takes the {word} {shown}, which its usage text does not name",
                statement=(
                    f"{path} takes the {word} {', '.join(sign.options)}, which its usage text does not name; it names "
                    f"{sign.named} others. What {'it does' if count == 1 else 'they do'} is not known: the code behind "
                    "was not followed."
                ),
                subject=" ".join(sign.options)[:120], tier="configured" if start else "present",
                tier_reason=f"{start.launch.program} is started with {given}: {start.reason}." if start else
                "The option is there; nothing that was read starts the program with it.",
                evidence=[sign.evidence, *sign.places, *((start.launch.evidence,) if start else ())],
                facts={"program": name, "options": " ".join(sign.options), "count": count, "named": sign.named},
                program=file_of(sign.evidence.locator) if start else "",
                places=image.places(sign.evidence.artefact),
            )  # fmt: skip


def _start(image: Image, sign: UnnamedOptions) -> tuple[Start | None, str]:
    """Return a start that gives one of the options, as a word of its own or in a cluster, and the option."""
    for locator in image.places(sign.evidence.artefact):
        for start in image.starts(locator):
            if start.state == "no":
                continue
            for option in (part for it in sign.options for part in it.split("/")):
                tail = r"(?=[ =]|$)" if option.startswith("--") else r"(?=[ =/\d]|$)"
                if re.search(rf"(?:^| ){re.escape(option)}{tail}", start.launch.arguments):
                    return start, option
    return None, ""


DETECTOR = CommandOptions()
