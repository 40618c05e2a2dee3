"""Tells whether a script is run, and what holds it: its place goes in, a tier with its reason comes out."""

import re

from cupel.inspect.detect.image import Image
from cupel.inspect.reachable.conditions import ruled_out
from cupel.inspect.reachable.origins import UNCALLED, uncalled
from cupel.records.finding import Tier

_EVENT = re.compile(r"/etc/(?:hotplug\.d|udev|ppp/ip-up|udhcpc)|/usr/share/udhcpc/|/etc/hotplug")


def tier_of_script(image: Image, locator: str, condition: str = "") -> tuple[Tier, str]:
    """Say whether something runs a script: `configured` where boot, an event or another script does, else `present`.

    A script that others call, one that lies where init or the first boot runs it, and one that a configuration names
    as an include are told apart by the reason. `condition` is that of the line in it which counts.
    """
    where, place = image.path_of(locator), image.files.place(locator)
    never = ruled_out(condition, image.files, place[0]) if place else ""
    if never:
        return "present", f"The line is run only if {never}."
    if "/etc/uci-defaults/" in where:
        return "configured", f"{where} is run once, at the first boot."
    if "/etc/cron" in where:
        return "configured", f"{where} is a crontab: cron runs it at the times that it names."
    reason = f"{UNCALLED} calls {where}"
    if place is not None:
        run = image.origins.run(place)
        if run.state != "no" and not uncalled(run.reason):
            return "configured", _sentence(run.reason)
        reason = run.reason
    for start in image.starts(locator):
        if start.state != "no" and not uncalled(start.reason):
            return "configured", _sentence(start.reason)
    if _EVENT.search(where):
        return "configured", f"{where} is run at an event."
    for setting in image.build.settings:
        if setting.key in ("path", "script") and setting.value.strip() == where:
            return "configured", f"{setting.file} names it as what is to be run ({setting.section})."
    return "present", _sentence(reason)


def container_of(image: Image, locator: str) -> str:
    """Name the format of what holds the file."""
    held = locator
    best = ""
    formats = {it.locator: it.format for it in image.inspection.containers}
    while held and not best:
        best = formats.get(held, "")
        held = held.rpartition("!")[0]
    return best or "folder"


def _sentence(reason: str) -> str:
    return f"{reason[:1].upper()}{reason[1:]}."
