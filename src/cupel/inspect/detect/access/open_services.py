"""Finds services whose settings let anybody in: settings of the image go in, a finding for each comes out."""

from collections import defaultdict
from collections.abc import Iterator
from fnmatch import fnmatchcase

from cupel.inspect.detect.access._anonymous_blocks import PROFTPD, PROFTPD_READERS, AnonymousBlock, anonymous_blocks
from cupel.inspect.detect.access._exports import ANYBODY, EXPORTS, NFS, Export, exports
from cupel.inspect.detect.access._open_rules import Held, Service, held, services
from cupel.inspect.detect.finding import facet, found
from cupel.inspect.detect.image import Image
from cupel.inspect.detect.settings.lines import bounded, is_text
from cupel.inspect.detect.settings.placing import At, at_every_place
from cupel.inspect.detect.settings.using import use_of
from cupel.inspect.identify.source import Visited
from cupel.inspect.reachable.files import Root
from cupel.inspect.sign import Sign
from cupel.records.build import Setting
from cupel.records.finding import Finding
from cupel.records.problem import Problem

NAME = "access/open_services"
MOST_EVIDENCE = 6


class OpenServices:
    """The rules of `_open_services.toml`."""

    name = "open_services"
    title = "services that let anybody in"
    means = (
        "A service's configuration lets whoever reaches it read, write or send without a name or password. It does not "
        "say that the service runs or can be reached: the tier does."
    )
    checked = (
        "Settings of vsftpd, rsync, Samba, Redis, Mosquitto, snmpd, bftpd and Pure-FTPd below a folder etc, by rules "
        "in one table; where a key is missing, the default that the service's manual states counts. Communities of "
        "SNMP are told by weaknesses/plain_secrets. Files that a configuration includes were not joined to it."
    )
    refutes = (
        "A start script that changes the file, a second file that the service reads after it, or a default of the "
        "version in the image that differs from the manual's."
    )
    references = ("CWE-306: Missing Authentication for Critical Function", "CWE-1188", "ETSI EN 303 645, 5.5")
    marks: tuple[tuple[bytes, str], ...] = ()

    def wants(self, file: Visited) -> bool:
        """Want what the sources of settings do not read: exports of NFS, and ProFTPD with its blocks."""
        if "etc/" not in file.path or not is_text(file):
            return False
        return EXPORTS.search(file.path) is not None or PROFTPD.search(file.path) is not None

    def examine(self, file: Visited) -> Iterator[Sign | Problem]:
        """Yield each export, and each block for anybody."""
        return bounded(exports(file, NAME) if EXPORTS.search(file.path) else anonymous_blocks(file, NAME))

    def conclude(self, image: Image) -> Iterator[Finding | Problem]:
        """Yield a finding for each rule that holds in a file, or in a section of it; then exports and blocks."""
        for (root, path), settings in _files(image).items():
            name = path.rsplit("/", 1)[-1]
            for service in services():
                if any(fnmatchcase(name, it) for it in service.files):
                    yield from (_finding(image, root, path, service, it) for it in held(service, settings))
        yield from (_of_export(image, it) for it in at_every_place(image, image.signs(Export), EXPORTS))
        yield from (_of_block(image, it) for it in at_every_place(image, image.signs(AnonymousBlock), PROFTPD))


def _files(image: Image) -> dict[tuple[Root, str], list[Setting]]:
    """Return the settings of each file of a service, by root and path."""
    names = {it.file: it.file.rsplit("/", 1)[-1] for it in image.build.settings}
    patterns = [it for service in services() for it in service.files]
    wanted = {file for file, name in names.items() if any(fnmatchcase(name, it) for it in patterns)}
    files = defaultdict[tuple[Root, str], list[Setting]](list)
    for it in image.build.settings:
        place = image.files.place(it.evidence.locator) if it.file in wanted else None
        if place is not None and "etc" in place[1].split("/")[:-1] and "doc" not in place[1].split("/"):
            files[place].append(it)
    return files


def _finding(image: Image, root: Root, path: str, service: Service, it: Held) -> Finding:
    use = use_of(image, root, path, service.readers)
    words = {"section": it.section, "path": it.path or "its folder"}
    where = f"/{path}" + (f", [{it.section}]" if it.section else "")
    return found(
        image, NAME, it.rule.name, title=f"{it.rule.title.format_map(words)} (/{path})",
        statement=f"{where} sets {it.words}: {it.rule.means.format_map(words)}.",
        subject=f"{service.name} {it.section}".strip()[:100], tier=use.tier, tier_reason=use.reason,
        evidence=[*(setting.evidence for setting in it.settings[:MOST_EVIDENCE]), *use.evidence],
        facets=(use.active, facet("can be disabled", "yes", f"by this setting ({service.source})")),
        facts={"service": service.name, "source": service.source, "class": it.rule.references[0]},
        program=use.program, path=f"/{path}",
    )  # fmt: skip


def _of_export(image: Image, at: At[Export]) -> Finding:
    it, use = at.sign, use_of(image, at.root, at.path, NFS)
    everybody = it.client in ANYBODY
    whom = "any host" if everybody else it.client
    rights = f"{'write' if it.writes else 'read'} below {it.path}"
    text = f"/{at.path} lets {whom} {rights} over NFS ({it.options or 'no options'})"
    text += "; root there has root's rights in it" if it.root_rights else ""
    rule = "root-rights-over-nfs" if it.root_rights else "files-from-anybody"
    title = f"{it.path} is given to {whom} with root's rights" if it.root_rights else f"{whom} may {rights}"
    return found(
        image, NAME, rule, title=f"{title[:1].upper()}{title[1:]} (/{at.path})", statement=f"{text}.",
        subject=f"{it.path} {it.client}"[:100], tier=use.tier, tier_reason=use.reason,
        evidence=[at.evidence, *use.evidence], program=use.program, path=f"/{at.path}",
        facets=(use.active, facet("can be disabled", "yes", "by this line (exports(5))")),
        facts={"service": "NFS", "any_host": everybody, "writes": it.writes, "source": "exports(5)"},
    )  # fmt: skip


def _of_block(image: Image, at: At[AnonymousBlock]) -> Finding:
    it, use = at.sign, use_of(image, at.root, at.path, PROFTPD_READERS)
    what = "log in and write files" if it.writes else "log in"
    return found(
        image, NAME, "files-from-anybody" if it.writes else "files-to-anybody",
        title=f"ProFTPD lets anybody {what} (/{at.path})",
        statement=f"/{at.path} has a block <Anonymous {it.folder}>: whoever reaches ProFTPD may {what} there without "
        "a password, as far as the block's limits allow.",
        subject=f"ProFTPD {it.folder}"[:100], tier=use.tier, tier_reason=use.reason, program=use.program,
        evidence=[at.evidence, *use.evidence], path=f"/{at.path}",
        facets=(use.active, facet("can be disabled", "yes", "by this block (proftpd.org, Anonymous)")),
        facts={"service": "ProFTPD", "source": "proftpd.org, directive Anonymous"},
    )  # fmt: skip


DETECTOR = OpenServices()
