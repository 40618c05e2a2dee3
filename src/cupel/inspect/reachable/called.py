"""Keeps of the commands in scripts those that run another script: an inspection goes in, and comes out with them."""

import dataclasses
import re

from cupel.inspect.reachable.files import Files
from cupel.records.inspection import Inspection

CALL = "call"
"""Starter of a command that may be a script; no record that leaves an inspection holds it."""
EVENTS = re.compile(r"/(hotplug\.d|hotplug|ip-up\.d|ip-up|udev|ifup\.d|if-up\.d|udhcpc|uci-defaults)(/|$|\.)")
"""Folders of scripts that are run at an event."""


def starter_of(path: str) -> str:
    """Return what runs a script, by its place: `event` or `boot`."""
    name = path.rsplit("/", 1)[-1]
    return "event" if EVENTS.search("/" + path.lstrip("/")) or name == "profile" else "boot"


def with_calls(inspection: Inspection) -> Inspection:
    """Return the inspection with the calls that lead to a script of the image; the other calls are left out."""
    if not any(it.starter == CALL for it in inspection.build.launches):
        return inspection
    files, kept = Files(inspection), []
    for launch in inspection.build.launches:
        if launch.starter == CALL:
            origin = files.place(launch.evidence.locator)
            script = files.program(origin[0], launch.program) if origin else None
            if origin is None or script is None or script[:2] == origin or not files.is_script(script[2]):
                continue
            launch = dataclasses.replace(launch, starter=starter_of(origin[1]))
        kept.append(launch)
    return dataclasses.replace(inspection, build=dataclasses.replace(inspection.build, launches=tuple(kept)))
