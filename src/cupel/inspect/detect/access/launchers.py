"""Finds launchers without their program: launches and names go in; a finding per missing program comes out."""

import re
from collections import defaultdict
from collections.abc import Iterator

from cupel.inspect.detect.access._launching import launched
from cupel.inspect.detect.access._service_names import Services, is_services, names_of
from cupel.inspect.detect.finding import facet, found
from cupel.inspect.detect.image import Image
from cupel.inspect.identify.source import Visited
from cupel.inspect.reachable.files import Root
from cupel.inspect.reachable.origins import uncalled
from cupel.inspect.sign import Sign
from cupel.records.build import Launch
from cupel.records.finding import Finding
from cupel.records.problem import Problem

SURE = frozenset({"startup/inetd", "startup/xinetd", "startup/inittab", "startup/systemd"})
"""Starters whose first word is a program and nothing else, as a shell's function would be."""
_OF_PROCD = re.compile(r"[SK] (boot|shutdown)")
MADE_LATER = tuple(f"/{it}" for it in ("tmp/", "var/", "mnt/", "media/", "proc/", "dev/", "run/", "overlay/", "jffs"))
"""Folders that are filled when the equipment runs: what is absent there now may come."""
MOST_SHOWN = 6


class Launchers:
    """What inetd, init, systemd and scripts start, compared with the names in the image."""

    name = "launchers"
    title = "launchers whose program is missing"
    means = (
        "Something is to be started that the image does not hold. No service runs by that; whoever can put a file at "
        "that path has it started. It often tells that a program was removed, and its launcher, port or name were not."
    )
    checked = (
        "Starts by inetd, xinetd, inittab and systemd, and by scripts that something calls and that name a path, whose "
        "program resolves nowhere in the image, links followed. Left out: applets of BusyBox or Toybox, plain names in "
        "scripts (they may be functions), variables, folders that are filled at run time, starts that ask first "
        "whether the program is there, and root file systems without the folder that should hold it."
    )
    refutes = "The program in a part of the equipment that is not in this image, or that another program writes first."
    references = ("CWE-1164: Irrelevant Code", "CWE-426: Untrusted Search Path")
    marks: tuple[tuple[bytes, str], ...] = ()

    def wants(self, file: Visited) -> bool:
        """Take /etc/services, which names ports."""
        return is_services(file)

    def examine(self, file: Visited) -> Iterator[Sign | Problem]:
        """Yield its names and ports."""
        return names_of(file)

    def conclude(self, image: Image) -> Iterator[Finding | Problem]:
        """Yield a finding for each program that is launched and missing."""
        applets = {name for it in image.build.applets for name in it.names}
        missing: dict[tuple[Root, str], list[Launch]] = defaultdict(list)
        bare: dict[tuple[Root, str], list[Launch]] = defaultdict(list)
        for launch, run in launched(image):
            place = image.files.place(launch.evidence.locator)
            name = launch.program.rsplit("/", 1)[-1]
            if run is None or run.path or place is None or name in applets or not _plain(launch):
                continue
            if not _holds_programs(image, place[0], launch.program) or _guarded(launch):
                continue
            called = run.starter != "no" and not uncalled(run.starter_reason)
            sure = launch.evidence.rule in SURE or (launch.program.startswith("/") and called)
            (missing if sure else bare)[place[0], name].append(launch)
        services = Services(image)
        for (root, name), launches in missing.items():
            yield _finding(image, root, name, [*launches, *bare.get((root, name), ())], services)


def _plain(launch: Launch) -> bool:
    """Tell whether the program is named by a plain word, at a place that the image itself fills."""
    program = launch.program
    if not re.fullmatch(r"[\w/.+@-]*[A-Za-z][\w.+@-]*", program) or launch.starter == "cron":
        return False
    if program == "/etc/init.d/rcS" and _OF_PROCD.match(launch.arguments):
        return False  # procd's own word for the scripts of /etc/rc.d
    return not program.startswith(MADE_LATER) and not program.startswith(".") and launch.condition != "disabled"


def _holds_programs(image: Image, root: Root, program: str) -> bool:
    """Tell whether the root file system is there as far as the program's own folder."""
    folder = program.rpartition("/")[0].strip("/")
    wanted = [folder] if folder else ["bin", "sbin", "usr/bin", "usr/sbin"]
    return any(image.files.matching(root, f"/{it}/*") or image.files.resolve(root, it) for it in wanted)


def _guarded(launch: Launch) -> bool:
    """Tell whether the start asks first for the program, or for what comes with it."""
    name = launch.program.rsplit("/", 1)[-1]
    return name in launch.condition or bool(re.search(r"-[xef] |command -v|which |type ", launch.condition))


def _finding(image: Image, root: Root, name: str, launches: list[Launch], services: Services) -> Finding:
    first = launches[0]
    where = image.path_of(first.evidence.locator)
    starters = list(dict.fromkeys(image.path_of(it.evidence.locator) for it in launches))
    port, shown = "", [it.evidence for it in launches[:MOST_SHOWN]]
    for setting in image.build.settings:
        if setting.evidence.locator == first.evidence.locator and setting.key == "port":
            sign = services.sign(root, setting.value)
            port = services.port(root, setting.value)
            shown += [sign.evidence] if sign else []
    facts: dict[str, str | int | bool] = {"program": first.program, "launchers": len(launches)}
    facts |= {"port": port} if port else {}
    text = (
        f"{', '.join(starters[:MOST_SHOWN])} {'names' if len(starters) == 1 else 'name'} {first.program} to be started"
    )
    text += f", for port {port}" if port else ""
    return found(
        image, "access/launchers", "program-missing",
        title=f"{where} names {first.program} to be started, which is not in the image",
        statement=f"{text}. No file of that name is in the image, so that this command runs nothing.",
        subject=name, tier="present", tier_reason="The launcher is there; the program that it names is not.",
        evidence=shown, facts=facts, path=where,
        facets=(facet("active by default", "no", "its program is not in the image"),),
    )  # fmt: skip


DETECTOR = Launchers()
