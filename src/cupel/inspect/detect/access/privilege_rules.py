"""Finds who may run commands with other rights without a password: rules of sudo and doas go in, findings come out."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from cupel.inspect.detect.access._sudo_rules import DOAS, SUDOERS, FolderRead, Privilege, doas_rules, sudo_rules
from cupel.inspect.detect.credentials.account_file import Account
from cupel.inspect.detect.finding import facet, found
from cupel.inspect.detect.image import Image
from cupel.inspect.detect.settings.lines import bounded, is_text, lines_of
from cupel.inspect.detect.settings.placing import At, at_every_place
from cupel.inspect.detect.settings.using import Readers, use_of
from cupel.inspect.identify.source import Visited
from cupel.inspect.reachable.files import Root
from cupel.inspect.sign import Sign
from cupel.records.finding import Finding, Tier
from cupel.records.problem import Problem

NAME = "access/privilege_rules"
PASSWD, GROUP = re.compile(r"(?:^|/)etc/passwd$"), re.compile(r"(?:^|/)etc/group$")
RULES = re.compile(f"{SUDOERS.pattern}|{DOAS.pattern}")
NOBODY = "that account is not in /etc/passwd of the same root file system"


@dataclass(frozen=True, slots=True)
class Group(Sign):
    """One group that has members beside those whose first group it is. Evidence: the line."""

    group: str
    """Its name."""
    members: tuple[str, ...]
    """Accounts."""


class PrivilegeRules:
    """NOPASSWD and !authenticate of sudoers, nopass of doas.conf."""

    name = "privilege_rules"
    title = "commands with other rights without a password"
    means = (
        "An account may run commands as another user, root where nothing else is said, and is asked for no password: "
        "whoever runs commands as that account, by a login or by an error in a service, has those rights."
    )
    checked = (
        "/etc/sudoers and the folder sudoers.d where sudoers includes it (names with a dot are not read by sudo), and "
        "doas.conf; aliases of users are resolved within a file. Rules for root, for users that /etc/passwd does not "
        "have, and for groups without a member in /etc/group are not told. Rules of polkit are not read."
    )
    refutes = "`sudo -l -U ACCOUNT` on the equipment shows no such rule, or a later rule asks for a password again."
    references = ("CWE-250: Execution with Unnecessary Privileges", "sudoers(5)", "doas.conf(5)")
    marks: tuple[tuple[bytes, str], ...] = ()

    def wants(self, file: Visited) -> bool:
        """Want the files of rules, and of groups."""
        if "etc/" not in file.path:
            return False
        return (RULES.search(file.path) is not None or GROUP.search(file.path) is not None) and is_text(file)

    def examine(self, file: Visited) -> Iterator[Sign | Problem]:
        """Yield each rule, or each group that has members."""
        if GROUP.search(file.path):
            return bounded(_groups(file))
        return bounded(sudo_rules(file, NAME) if SUDOERS.search(file.path) else doas_rules(file, NAME))

    def conclude(self, image: Image) -> Iterator[Finding | Problem]:
        """Yield a finding for each account or group and rule."""
        rules = list(at_every_place(image, image.signs(Privilege), RULES))
        if not rules:
            return
        users = {(it.root, it.sign.name) for it in at_every_place(image, image.signs(Account), PASSWD)}
        groups = {
            (it.root, it.sign.group): it.sign.members
            for it in at_every_place(image, image.signs(Group), GROUP)
            if any((it.root, member) in users for member in it.sign.members)
        }
        folders = {it.root for it in at_every_place(image, image.signs(FolderRead), RULES)}
        for at in rules:
            who = at.sign.who
            named = who == "ALL" or who.startswith("#") or (at.root, who) in users
            if named or (at.root, who.lstrip("%:")) in groups:
                yield _finding(image, at, groups.get((at.root, who.lstrip("%:")), ()), folders)


def _groups(file: Visited) -> Iterator[Sign | Problem]:
    for line in lines_of(file):
        if isinstance(line, Problem):
            yield line
            continue
        fields = line.text.split(":")
        if len(fields) == 4 and fields[3].strip():  # name, password, number, members: group(5)
            members = tuple(it.strip() for it in fields[3].split(",")[:200])
            yield Group(line.evidence(file, NAME), fields[0][:64], members)


def _finding(image: Image, at: At[Privilege], members: tuple[str, ...], folders: set[Root]) -> Finding:
    it, where = at.sign, f"/{at.path}"
    use = use_of(image, at.root, at.path, Readers((it.program,), called=True))
    tier: Tier = use.tier
    reason = use.reason
    if "/sudoers.d/" in where and at.root not in folders:
        tier, reason = "present", "No line of /etc/sudoers that includes this folder was read."
    whose = "every account" if it.who == "ALL" else f"the account {it.who}"
    if members and it.who[0] in "%:":
        whose = f"the group {it.who[1:]} ({', '.join(members[:5])})"
    what = "every command" if re.fullmatch(r"(?:\([^)]*\)\s*)?ALL", it.commands) else it.commands
    return found(
        image, NAME, "all-commands" if what == "every command" else "named-commands",
        title=f"{whose[:1].upper()}{whose[1:]} may run {what[:80]} by {it.program} without a password",
        statement=f"{where} lets {whose} run {what} with other rights by {it.program} without a password.",
        subject=f"{it.who} {it.commands}"[:100], tier=tier, tier_reason=reason, evidence=(at.evidence,), path=where,
        facets=(
            facet("active by default", "yes" if tier == "configured" else "unknown", "the rule holds as it stands"),
            facet("can be disabled", "yes", "by that line"),
        ),
        facts={"program": it.program, "account": it.who, "commands": it.commands},
    )  # fmt: skip


DETECTOR = PrivilegeRules()
