"""Finds tools of developers and testers: files go in, one finding a kind comes out."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from cupel.inspect.detect.finding import found
from cupel.inspect.detect.image import Image
from cupel.inspect.detect.quoting import whole
from cupel.inspect.detect.weaknesses._users import in_use
from cupel.inspect.identify.source import Visited
from cupel.inspect.sign import Sign
from cupel.records.finding import Finding

NAME = "weaknesses/unused_tools"
KINDS: tuple[tuple[str, str, re.Pattern[str]], ...] = tuple(
    (kind, what, re.compile(pattern))
    for kind, what, pattern in (
        ("debuggers", "can read and change running programs",
         r"(?:[\w.-]+-)?gdb(?:server|-multiarch)?|lldb(?:-server)?|strace|ltrace|valgrind|frida-server|r2|radare2"),
        ("compilers", "make programs on the equipment itself",
         r"(?:[\w.]+-)*(?:gcc|g\+\+|cc1|clang|tcc)(?:-[\d.]+)?|(?:[\w.]+-)+(?:ld|as)"),
        ("packet-capture", "record what passes through the network",
         r"tcpdump|tshark|dumpcap|wireshark|ettercap|dsniff|ngrep|snort"),
        ("scanners", "search, load or guess at other systems",
         r"nmap|masscan|hping[23]?|nikto|hydra|john|arpspoof"),
        ("sample-code", "were made as examples for developers",
         r"test-cgi|printenv\.(?:pl|cgi)|phpinfo\.php|helloworld"),
    )
)  # fmt: skip
"""(kind, what they do, base names)."""
FOLDERS = re.compile(r"(?:^|/)(?:s?bin|usr/(?:local/)?s?bin|libexec(?:/.+)?|cgi-bin|opt/.+|www/.+|lib/gcc.+)/[^/]+$")


@dataclass(frozen=True, slots=True)
class Tool(Sign):
    """One tool. Evidence: the file as a whole."""

    kind: str
    """The first of a row of KINDS."""


class UnusedTools:
    """Programs that can run, by their names and places."""

    name = "unused_tools"
    title = "tools of developers and testers"
    means = (
        "Debuggers, compilers, recorders of packets, scanners or samples are in the image. They are no error, and "
        "some makers ship them for support; whoever gets onto the equipment finds them ready. Only what is needed "
        "should be installed (3GPP TS 33.117)."
    )
    checked = "By base name of executables and scripts in folders of programs. A renamed tool is not recognised."
    refutes = "The file is another program of that name, or the maker documents what it is needed for."
    references = (
        "3GPP TS 33.117, 4.3.2.3 (no unused software; its number is not verified)",
        "CWE-489: Active Debug Code",
    )
    marks = ()

    def wants(self, file: Visited) -> bool:
        """Want executables and scripts of such a name."""
        runs = file.type.startswith(("ELF executable", "ELF shared", "script, "))
        return runs and bool(_kind(file.name)) and bool(FOLDERS.search(file.path))

    def examine(self, file: Visited) -> Iterator[Sign]:
        """Yield what it is."""
        yield Tool(whole(file, f"{file.name}: {file.type}"[:120], NAME), _kind(file.name))

    def conclude(self, image: Image) -> Iterator[Finding]:
        """Yield one finding a kind."""
        for kind, what, _ in KINDS:
            signs = [it for it in image.signs(Tool) if it.kind == kind]
            if not signs:
                continue
            paths = [image.path_of(it.evidence.locator) for it in signs]
            used = [use for it in signs if (use := in_use(image, it.evidence.artefact))]
            shown = ", ".join(paths[:3]) + (" and others" if len(paths) > 3 else "")
            unused = "they lie in folders of programs; boot starts none"
            yield found(
                image, NAME, kind, title=f"{kind.capitalize().replace('-', ' ')}: {shown}",
                statement=f"The image holds {', '.join(paths[:20])}, tools that {what}.",
                subject=kind, tier="configured" if used else "present",
                tier_reason=f"{used[0].path} {used[0].reason}" if used else unused,
                evidence=[it.evidence for it in signs[:20]], facts={"count": len(signs)},
                program=used[0].locator if used else "", path=paths[0],
                places=[place for it in signs for place in image.places(it.evidence.artefact)],
            )  # fmt: skip


def _kind(name: str) -> str:
    return next((kind for kind, _, pattern in KINDS if pattern.fullmatch(name)), "")


DETECTOR = UnusedTools()
