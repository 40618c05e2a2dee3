"""Joins passwd with shadow, per folder: signs of accounts go in; logins with the field that decides come out."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from cupel.inspect.detect.credentials.account_file import Account
from cupel.inspect.detect.credentials.places import every_place
from cupel.inspect.detect.image import Image
from cupel.inspect.reachable.files import Root

NO_LOGIN = frozenset({"nologin", "false", "true", "sync", "shutdown", "halt", "null"})


@dataclass(frozen=True, slots=True)
class Login:
    """One account, with the line whose password field decides."""

    account: Account
    """The line that decides: of shadow, where passwd says `x`."""
    entry: Account | None
    """The line of passwd; None where only shadow has the name."""
    locator: str
    """The file of the deciding line, at the place that counts."""
    live: bool
    """Whether that file is the one that the equipment reads."""
    folder: str = ""
    """The folder of the root file system within its container; empty where it is the container's own."""

    @property
    def opens_shell(self) -> bool:
        """Tell whether its shell lets a person in; unknown shells and none at all do."""
        return self.entry is None or self.entry.shell.rsplit("/", 1)[-1] not in NO_LOGIN


@dataclass(frozen=True, slots=True)
class Base:
    """The accounts of one pair of files."""

    root: Root
    """The root file system."""
    live: bool
    """Whether it is /etc/passwd or /etc/shadow."""
    passwd: tuple[tuple[str, Account], ...]
    """(locator of the file, account) of the lines of passwd."""
    shadow: tuple[tuple[str, Account], ...]
    """The same of shadow."""

    def logins(self) -> Iterator[Login]:
        """Yield each account with the line that decides; `x` without a line in shadow lets nobody in."""
        shadows = {account.name: (locator, account) for locator, account in reversed(self.shadow)}
        known = set()
        for locator, entry in self.passwd:
            known.add(entry.name)
            if entry.state != "elsewhere":
                yield Login(entry, entry, locator, self.live, self.root[1])
            elif entry.name in shadows:
                there, account = shadows[entry.name]
                yield Login(account, entry, there, self.live, self.root[1])
        for locator, account in self.shadow:
            if account.name not in known:
                yield Login(account, None, locator, self.live and not self.passwd, self.root[1])


def bases(image: Image) -> list[Base]:
    """Return the account files of an image, each pair of the same bytes once: where it is live, if it is anywhere."""
    lines: dict[tuple[Root, str], dict[str, list[tuple[str, Account]]]] = defaultdict(
        lambda: {"passwd": [], "shadow": []}
    )
    for account in image.signs(Account):
        for locator, root, path in every_place(image, account.evidence):
            folder, _, name = path.rpartition("/")
            key = root, f"{folder}/{_variant(name)}"
            lines[key][account.file].append((locator, account))
    live = {
        (root, resolved[0])
        for root in image.files.roots
        for path in ("etc/passwd", "etc/shadow")
        if (resolved := image.files.resolve(root, path))
    }
    found = []
    for (root, _), held in lines.items():
        places = [image.files.place(locator) for kind in held.values() for locator, _ in kind]
        found.append(Base(root, any(it in live for it in places), tuple(held["passwd"]), tuple(held["shadow"])))
    once: dict[tuple[Account, ...], Base] = {}
    for base in sorted(found, key=lambda it: not it.live):
        once.setdefault(tuple(account for _, account in (*base.passwd, *base.shadow)), base)
    return list(once.values())


def _variant(name: str) -> str:
    """Return what tells a copy from the file itself: passwd- and shadow- belong together."""
    return name.lower().replace("master.", "").replace("passwd", "*").replace("shadow", "*")
