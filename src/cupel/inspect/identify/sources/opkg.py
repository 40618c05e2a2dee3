"""The lists of opkg and its forerunner ipkg go in: `status`, and control files of what is installed; packages out."""

from collections.abc import Iterator

from cupel.inspect.identify.packages import MOST_TEXT, Package, sightings
from cupel.inspect.identify.source import Fact, Visited
from cupel.inspect.identify.stanzas import Stanza, stanzas
from cupel.inspect.identify.text import read_text
from cupel.records.problem import Problem

FOLDERS = ("opkg/", "ipkg/", "opkg-cache/")
ABSENT = frozenset({"not-installed", "config-files"})


class Opkg:
    """The source's facts and its reading."""

    name = "opkg"
    title = "a list of opkg"
    description = (
        "What the package manager of OpenWrt, and of what derives from it, says is installed: its status file and "
        "the control file of each package. Lists of what a repository offers are left out: they say nothing of the "
        "image."
    )
    reference = "https://openwrt.org/docs/guide-user/additional-software/opkg"

    def wants(self, file: Visited) -> bool:
        """Want opkg/status and opkg/info/*.control."""
        folder, _, name = file.path.rpartition("/")
        if name == "status":
            return f"{folder}/".endswith(FOLDERS)
        return name.endswith(".control") and folder.endswith("/info") and f"{folder[:-4]}".endswith(FOLDERS)

    def examine(self, file: Visited) -> Iterator[Fact]:
        """Yield a sighting for each installed package."""
        text, problems = read_text(file.content, MOST_TEXT)
        yield from problems
        yield from sightings(file, self.name, "opkg", _packages(text, file.name == "status"))


def _packages(text: str, status: bool) -> Iterator[Package | Problem]:
    for it in stanzas(text):
        if isinstance(it, Problem):
            yield it
            continue
        # only the status file says what became of a package: a control file may keep the state from before its install
        state = it.get("status").split()[-1:] if status else []
        if not ABSENT.intersection(state):
            yield package_of(it)


def package_of(it: Stanza) -> Package:
    """Make a package of a control record of opkg."""
    version = it.get("version")
    origin = it.get("source").rstrip("/").rsplit("/", 1)[-1]  # a path in the build tree: package/libs/openssl
    quote = f"Package: {it.get('package')}, Version: {version}"
    return Package(
        it.get("package"), version, f":{it.line}", quote, origin, "", it.get("architecture"), origin_is_name=False
    )


SOURCE = Opkg()
