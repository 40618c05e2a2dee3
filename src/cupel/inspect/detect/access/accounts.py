"""Accounts in passwd and shadow go in; empty and fixed passwords and second accounts of user number 0 come out."""

import dataclasses
from collections.abc import Iterator

from cupel.inspect.detect.credentials.account_base import Base, Login, bases
from cupel.inspect.detect.credentials.account_file import NAME, RULE, Account, accounts
from cupel.inspect.detect.credentials.other_account_file import (
    MARK,
    OtherFile,
    is_login,
    other_account_file,
    others_in,
)
from cupel.inspect.detect.credentials.places import file_of
from cupel.inspect.detect.credentials.word_check import Checked, check
from cupel.inspect.detect.finding import facet, found
from cupel.inspect.detect.image import Image
from cupel.inspect.identify.source import Visited
from cupel.records.evidence import Evidence
from cupel.records.finding import Facet, Finding, Tier
from cupel.records.problem import Problem

MOST_SIZE = 1 << 20


class Accounts:
    """The detector's facts and its reading."""

    name = "accounts"
    title = "accounts with an empty or a fixed password"
    means = (
        "An account that every copy of this software has: with no password, or with one that is set in the image. It "
        "does not say that a login asks for it, nor from where: that is told by what listens. An account of user "
        "number 0 beside the first has all its rights."
    )
    checked = (
        "Lines of passwd and shadow, joined per folder; `*`, `!` and an `x` without a line in shadow are locked. "
        "Hashes are compared with published defaults and variants of the account's name, within a fixed number of "
        "rounds; what was tried is said. bcrypt, yescrypt, scrypt and extended DES are recognised, but compared with "
        "nothing."
    )
    refutes = (
        "A start script that replaces the file or sets passwords before any login is possible; a login program that "
        "does not read this file."
    )
    references = ("CWE-258", "CWE-798", "CWE-1392", "passwd(5), shadow(5), crypt(5)")
    marks = ((rb"root:[^:\s]{0,106}:0:0:[^:\n]{0,40}:/[^:\n]{0,40}:/", "line of passwd"), MARK)

    def wants(self, file: Visited) -> bool:
        """Want texts that are named passwd or shadow or have a line of passwd, and programs that check logins and name
        another such file; scripts are another detector's."""
        if is_login(file):
            return True
        named = NAME.search(file.name) is not None or "line of passwd" in file.marks
        return named and file.type in ("text", "data") and file.content.size <= MOST_SIZE

    def examine(self, file: Visited) -> Iterator[Account | OtherFile | Problem]:
        """Yield each account; of a program, the files of accounts that it names."""
        return others_in(file, RULE) if is_login(file) else accounts(file)

    def conclude(self, image: Image) -> Iterator[Finding | Problem]:
        """Judge each pair of files."""
        return _judged(image)


def _judged(image: Image) -> Iterator[Finding]:
    known = bases(image)
    logins = [login for base in known for login in base.logins()]
    hashed = sorted(
        (it for it in logins if it.account.state == "hash"),
        key=lambda it: (not it.live, it.entry is None or it.entry.uid != 0),
    )
    checked = check([(it.account.name, it.account.field.value) for it in hashed])
    for base in known:
        for login in base.logins():
            if login.account.state in ("empty", "hash"):
                yield _password(image, login, checked.get((login.account.name, login.account.field.value)))
        yield from _second(image, base)


def _at(login: Login | tuple[str, Account]) -> Evidence:
    locator, account = (login.locator, login.account) if isinstance(login, Login) else login
    rest = account.evidence.locator[len(file_of(account.evidence.locator)) :]
    return dataclasses.replace(account.evidence, locator=locator + rest)


def _tier(image: Image, live: bool, at: Evidence) -> tuple[Tier, str]:
    place = image.files.place(file_of(at.locator))
    if live and place:
        other = other_account_file(image, place[0])
        if other:
            return "present", f"{other}: that a login reads this file is not shown."
        where = f"the root file system in {place[0][1]}" if place[0][1] else "this root file system"
        return (
            "configured",
            f"It stands at the path that logins customarily read, in {where}; no login was looked into.",
        )
    return "present", "It stands in a copy or sample; nothing read says that a login uses it."


def _password(image: Image, login: Login, checked: Checked | None) -> Finding:
    account = login.account
    at = _at(login)
    tier, reason = _tier(image, login.live, at)
    title = f"The account {account.name} has {'an empty' if checked is None else 'a fixed'} password"
    statement = f"{image.path_of(at.locator)} gives the account {account.name} "
    facts: dict[str, str | int | bool] = {"account": account.name, "login_shell": login.opens_shell}
    if checked is None:
        statement += "an empty password; where a login allows that, none is asked for."
    else:
        statement += (
            f"a password by its {account.scheme} hash, the same in every copy of this image. {checked.in_words}"
        )
        facts |= {
            "hash_scheme": account.scheme, "hash": account.field.fingerprint, "matches_list": checked.word is not None,
            "words_tried": checked.tried, "words": checked.of,
        }  # fmt: skip
    if login.entry is not None:
        facts["uid"] = login.entry.uid or 0
        if not login.opens_shell:
            statement += f" Its shell is {login.entry.shell}, which gives no command line."
    beside = [login.entry.evidence] if login.entry is not None and login.entry is not account else []
    return found(
        image, RULE, "empty-password" if checked is None else "fixed-password",
        title=title, statement=statement, subject=account.name, tier=tier, tier_reason=reason,
        evidence=[at, *beside], facets=_facets(login.live), facts=facts,
    )  # fmt: skip


def _facets(live: bool) -> tuple[Facet, ...]:
    active = facet("active by default", "yes" if live else "unknown", "the account is not locked in this file")
    return active, facet("unique per device", "no", "it is in the image that every device gets")


def _second(image: Image, base: Base) -> Iterator[Finding]:
    """Every account of user number 0 but the first; `root` is the first wherever it stands."""
    zero = [it for it in base.passwd if it[1].uid == 0]
    zero.sort(key=lambda it: it[1].name != "root")
    states = {login.entry: login.account.state for login in base.logins()}
    for it in zero[1:]:
        account, at = it[1], _at(it)
        tier, reason = _tier(image, base.live, at)
        locked = states.get(account, "locked") not in ("empty", "hash")
        yield found(
            image, RULE, "second-uid-0",
            title=f"The account {account.name} has user number 0 beside {zero[0][1].name}",
            statement=f"{image.path_of(at.locator)} gives the account {account.name} user number 0, and with it every "
            f"right of {zero[0][1].name}. {'No password fits it.' if locked else 'It is not locked.'}",
            subject=account.name, tier=tier, tier_reason=reason, evidence=[at, _at(zero[0])],
            facets=[
                facet("active by default", "no" if locked else _facets(base.live)[0].answer, "by its password field"),
                _facets(base.live)[1],
            ],
            facts={"account": account.name, "locked": locked, "shell": account.shell},
        )  # fmt: skip


DETECTOR = Accounts()
