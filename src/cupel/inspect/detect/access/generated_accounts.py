"""Shell scripts go in; the accounts and passwords that they write come out."""

import dataclasses
from collections import defaultdict
from collections.abc import Iterator

from cupel.inspect.detect.credentials.account_script import GeneratedAccount, generated_accounts, target_of
from cupel.inspect.detect.credentials.places import placed
from cupel.inspect.detect.finding import facet, found
from cupel.inspect.detect.image import Image
from cupel.inspect.identify.source import Visited
from cupel.inspect.reachable.conditions import ruled_out
from cupel.inspect.reachable.origins import UNCALLED, uncalled
from cupel.inspect.startup._script import commands_of, is_script
from cupel.inspect.startup._text import text_of
from cupel.records.finding import Finding, Tier
from cupel.records.problem import Problem

RULE = "access/generated_accounts"
TITLES = {
    "writes-fixed-password": "A script gives the account {name} a fixed password",
    "writes-empty-password": "A script leaves the account {name} without a password",
    "writes-uid-0-account": "A script writes the account {name} with user number 0",
}
SAYS = {
    "writes-fixed-password": "gives the account {name} a password that stands in the script",
    "writes-empty-password": "leaves the account {name} without a password",
    "writes-uid-0-account": "writes the account {name} with user number 0",
}


class GeneratedAccounts:
    """The detector's facts and its reading."""

    name = "generated_accounts"
    title = "scripts that write accounts or passwords"
    means = (
        "When the script runs and reaches the line, an account exists with the password that the script holds, the "
        "same on every device, or with none. It does not say that the script runs, nor that a login asks for it."
    )
    checked = (
        "Lines of shell scripts that write a line of passwd or shadow, or hand a constant to chpasswd, passwd, "
        "useradd, usermod, adduser, htpasswd or smbpasswd. Comments and passwords from variables are left out."
    )
    refutes = "A condition around the line that never holds; a later line that replaces the password."
    references = ("CWE-259", "CWE-798", "passwd(5), chpasswd(8), useradd(8)")
    marks = (
        (
            rb":0:0:[^:\n]{0,40}:/|chpasswd|htpasswd|smbpasswd|useradd|usermod|adduser|/etc/(?:passwd|shadow)|"
            rb"\|[ \t]{0,4}(?:/usr)?(?:/bin/)?passwd\b|passwd[ \t]{1,4}-d",
            "account in a script",
        ),
    )

    def wants(self, file: Visited) -> bool:
        """Want shell scripts with a mark."""
        if "account in a script" not in file.marks:
            return False
        return (file.type.startswith("script") and "sh" in file.type[:40]) or (
            file.type == "text" and file.name.endswith((".sh", ".init", "rcS", "rc.local"))
        )

    def examine(self, file: Visited) -> Iterator[GeneratedAccount | Problem]:
        """Yield each account or password that is written."""
        conditions = {it.line: it.condition for it in commands_of(file) if it.condition} if is_script(file) else {}
        for sign in generated_accounts(file, RULE):
            if isinstance(sign, GeneratedAccount):
                line = int(sign.evidence.locator.rpartition(":")[2] or 0)
                target = target_of(sign.evidence.quote, text_of(file))
                sign = dataclasses.replace(sign, condition=conditions.get(line, ""), target=target)
            yield sign

    def conclude(self, image: Image) -> Iterator[Finding | Problem]:
        """Report each, configured where something starts the script."""
        same = defaultdict[tuple[str, str, str], list[GeneratedAccount]](list)
        for sign in image.signs(GeneratedAccount):
            same[sign.evidence.artefact, sign.rule, sign.name].append(sign)
        for signs in same.values():
            signs.sort(key=lambda it: bool(_never(image, it)))  # a line that may be run tells more
            yield _finding(image, signs[0], signs[1:])


def _finding(image: Image, sign: GeneratedAccount, more: list[GeneratedAccount]) -> Finding:
    place = placed(image, sign.evidence, lambda _root, _path: True)
    locator = place.evidence.locator.rpartition(":")[0]
    # a script that calls itself again starts nothing
    others = (it for it in image.starts(locator) if it.launch.evidence.artefact != sign.evidence.artefact)
    start = next(others, None)
    tier: Tier = "configured" if start and start.state != "no" and not uncalled(start.reason) else "present"
    never = _never(image, sign)
    if never:
        tier, reason = "present", f"The line is run only if {never}."
    elif start is None:
        reason = f"{UNCALLED[:1].upper()}{UNCALLED[1:]} calls /{place.path}."
    else:
        caller = image.path_of(start.launch.evidence.locator)
        reason = f"{caller} calls the script ({start.launch.starter}); {start.state} that it runs: {start.reason}."
    to = f" in {sign.target}" if sign.target else ""
    only = f", if {sign.condition}" if sign.condition else ""
    zero = " with user number 0" if sign.uid == 0 and sign.rule != "writes-uid-0-account" else ""
    facts: dict[str, str | int | bool] = {"account": sign.name, "command": sign.command, "how": sign.how}
    if sign.uid is not None:
        facts["uid"] = sign.uid
    how = f", as {sign.how}" if sign.how else ""
    return found(
        image, RULE, sign.rule, title=TITLES[sign.rule].format(name=sign.name) + zero,
        statement=f"/{place.path} {SAYS[sign.rule].format(name=sign.name)}{zero}{how} ({sign.command}{to}){only}.",
        subject=sign.name, tier=tier, tier_reason=reason,
        evidence=[place.evidence, *(it.evidence for it in more[:9]), *([start.launch.evidence] if start else [])],
        facets=[facet("unique per device", "no", "it stands in the script that every device gets")],
        facts=facts, places=place.others,
    )  # fmt: skip


def _never(image: Image, sign: GeneratedAccount) -> str:
    """Say why the line is never run; empty where it may be."""
    place = image.files.place(sign.evidence.locator)
    return ruled_out(sign.condition, image.files, place[0]) if place else ""


DETECTOR = GeneratedAccounts()
