"""Tells which web server hands out a folder: an image goes in, folders with their servers come out."""

import itertools
import posixpath
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase

from cupel.inspect.detect.image import Image
from cupel.inspect.reachable.files import Root
from cupel.inspect.reachable.running import Running, settings_by_root
from cupel.records.build import Launch, Setting
from cupel.records.evidence import Evidence
from cupel.records.finding import State


@dataclass(frozen=True, slots=True)
class Served:
    """A folder that a web server hands out, and where in it programs are run."""

    root: Root
    """The root file system."""
    folder: str
    """The folder, without slashes around it; empty: the whole root."""
    runs: str
    """Shell pattern of the paths in it that the server runs: `cgi-bin/*`; empty: none."""
    server: str
    """Locator of the server's program."""
    state: State
    """Whether it runs."""
    reason: str
    """What says so, in a clause."""
    evidence: tuple[Evidence, ...]
    """Where."""


@dataclass(frozen=True, slots=True)
class _Keys:
    """How one server's configuration names folders."""

    programs: tuple[str, ...]
    file: str  # end of the configuration's path, a shell pattern
    folder: str = ""  # key of the folder
    default: str = ""
    option: str = ""  # of the command line
    programs_key: str = ""  # key that must be there for anything to be run
    runs: str = "cgi-bin/*"
    alias: str = ""  # key of `/prefix/ /folder/`


SERVERS = (
    _Keys(("uhttpd",), "etc/config/uhttpd", "home", "/www", "-h", "cgi_prefix"),
    _Keys(
        ("lighttpd", "lighttpd-angel"), "*lighttpd*.conf", "server.document-root", programs_key="cgi.assign", runs="*"
    ),
    _Keys(("boa",), "boa.conf", "DocumentRoot", runs="*.cgi", alias="ScriptAlias"),
    _Keys(("mini_httpd", "mini_httpsd"), "mini_httpd.conf", "dir", option="-d"),
    _Keys(("thttpd",), "thttpd.conf", "dir", option="-d", programs_key="cgipat"),
    _Keys(("nginx",), "*nginx*", "root", programs_key="*_pass", runs="*"),
    _Keys(("httpd",), "httpd.conf", "DocumentRoot", option="-h", alias="ScriptAlias"),
)
"""Documented at: openwrt.org (uhttpd), redmine.lighttpd.net (server.document-root, cgi.assign), boa.org (boa.conf),
acme.com (mini_httpd, thttpd), nginx.org (root), the usage text of BusyBox httpd."""

NOT_SERVED = "Nothing that was read says that a server which is started runs what lies there."


def served(image: Image) -> tuple[Served, ...]:
    """Return every folder that a server which something starts hands out and runs programs in."""
    settings = settings_by_root(image.files, image.build.settings)
    found: list[Served] = []
    for run in image.running:
        if run.state == "no" or not run.path or not run.evidence:
            continue
        for keys in SERVERS:
            if run.program in keys.programs:
                found += _folders(image, run, keys, settings.get(run.root, []))
    return tuple(dict.fromkeys(found))


def started(image: Image, artefact: str) -> Served | None:
    """Say what starts a program that serves by itself; None where nothing that was read does."""
    for locator in image.places(artefact):
        place, starts = image.files.place(locator), image.starts(locator)
        if place and starts:
            first = starts[0]
            return Served(place[0], "", "", locator, first.state, first.reason, (first.launch.evidence,))
    return None


def serving(image: Image, folders: Sequence[Served], artefact: str, run: bool = True) -> Served | None:
    """Return the folder whose server runs (without `run`: hands out) a file; None where none does."""
    for locator in image.places(artefact):
        place = image.files.place(locator)
        for it in folders if place else ():
            assert place is not None
            within = posixpath.relpath(f"/{place[1]}", f"/{it.folder}")
            inside = it.root == place[0] and not within.startswith("..")
            if inside and (not run or (it.runs and fnmatchcase(within, it.runs))):
                return it
    return None


def _folders(image: Image, run: Running, keys: _Keys, settings: list[Setting]) -> Iterator[Served]:
    server = _locator(image, run)
    if not server:
        return
    own = [it for it in settings if fnmatchcase("/" + it.file.strip("/"), f"*/{keys.file}")]
    launch = next((it for it in image.build.launches if it.evidence == run.evidence[0]), None)
    words = _after(launch, keys.option) if launch and keys.option else []
    given: list[tuple[str, str, tuple[Evidence, ...]]] = [
        (it.value, f"{it.file} sets {it.key} to {it.value}", (it.evidence,)) for it in own if it.key == keys.folder
    ]
    given += [(word, f"it is started with {keys.option} {word}", run.evidence[:1]) for word in words]
    if not given and keys.default:
        given = [(keys.default, f"its default is {keys.default}", run.evidence[:1])]
    started = f"{run.program} ({run.reason})"
    runs = not keys.programs_key or keys.default or any(fnmatchcase(it.key, keys.programs_key) for it in own)
    for folder, reason, evidence in given:
        if folder.startswith("/"):
            told = f"{started} hands it out: {reason}"
            pattern = _prefix(own, keys) if runs else ""
            yield Served(run.root, folder.strip("/"), pattern, server, run.state, told, evidence)
    for it in own:
        parts = it.value.split()
        if keys.alias and it.key == keys.alias and len(parts) == 2 and parts[1].startswith("/"):
            reason = f"{started} runs what lies in {parts[1]}: {it.file} sets {it.key}"
            yield Served(run.root, parts[1].strip("/"), "*", server, run.state, reason, (it.evidence,))


def _prefix(settings: list[Setting], keys: _Keys) -> str:
    """Return the pattern of what is run: under uhttpd's own prefix where one is set."""
    prefix = next((it.value for it in settings if keys.default and it.key == keys.programs_key), "")
    return f"{prefix.strip('/')}/*" if prefix else keys.runs


def _after(launch: Launch, option: str) -> list[str]:
    words = launch.arguments.split()
    return [following for word, following in itertools.pairwise(words) if word == option]


def _locator(image: Image, run: Running) -> str:
    resolved = image.files.resolve(run.root, run.path)
    if resolved is None:
        return ""
    seen = resolved[1]
    holder = next(
        (it.locator for it in image.inspection.containers if it.number == seen.container), image.inspection.name
    )
    return f"{holder}!{seen.path}"
