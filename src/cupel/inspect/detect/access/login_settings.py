"""Finds settings of logins that let somebody in: SSH servers' settings and files of PAM go in, findings come out."""

from collections.abc import Iterator

from cupel.inspect.detect.access._pam_lines import NO_SERVICE, PAM, RULES, PamInclude, PamLine, pam_lines
from cupel.inspect.detect.access._ssh_settings import DROPBEAR, SSHD, SshSetting, ssh_settings
from cupel.inspect.detect.finding import facet, found
from cupel.inspect.detect.image import Image
from cupel.inspect.detect.settings.lines import bounded, is_text
from cupel.inspect.detect.settings.placing import At, at_every_place
from cupel.inspect.detect.settings.using import Readers, Use, use_of
from cupel.inspect.identify.source import Visited
from cupel.inspect.reachable.files import Root
from cupel.inspect.sign import Sign
from cupel.records.finding import Finding
from cupel.records.problem import Problem

NAME = "access/login_settings"
_CALLED = frozenset({"su", "su-l", "sudo", "sudo-i"})
"""Services of programs that users call."""


class LoginSettings:
    """Rules of `_ssh_settings.toml`, and of PAM."""

    name = "login_settings"
    title = "settings of logins"
    means = (
        "A login is set so that it takes an empty password, no password, or the password of the account with all "
        "rights over a network. It does not say that such an account exists: that is told by access/accounts."
    )
    checked = (
        "sshd_config with what it includes, by sshd's own order (the first value counts, blocks Match for whom they "
        "name); /etc/config/dropbear; lines `auth` of /etc/pam.d and /etc/pam.conf in their order. What is left at a "
        "default is not told, nor options on a command line; `passwd`, `account` and `session` of PAM are not read."
    )
    refutes = "`sshd -T` on the equipment shows another value; a start script changes the file before the login starts."
    references = ("CWE-287", "sshd_config(5)", "pam.d(5), pam_unix(8)", "openwrt.org, Dropbear configuration")
    marks: tuple[tuple[bytes, str], ...] = ()

    def wants(self, file: Visited) -> bool:
        """Want files of PAM; SSH's settings are read by the sources of settings."""
        if "etc/pam." not in file.path or NO_SERVICE.search(file.path):
            return False
        return PAM.search(file.path) is not None and is_text(file)

    def examine(self, file: Visited) -> Iterator[Sign | Problem]:
        """Yield each line of PAM that lets somebody in, and each include."""
        return bounded(pam_lines(file, NAME))

    def conclude(self, image: Image) -> Iterator[Finding | Problem]:
        """Yield a finding for each setting and each line."""
        yield from (_of_ssh(image, it) for it in ssh_settings(image))
        includers = dict[tuple[Root, str], set[str]]()
        for it in at_every_place(image, image.signs(PamInclude), PAM):
            includers.setdefault((it.root, it.sign.included), set()).add(it.sign.service)
        for line in at_every_place(image, image.signs(PamLine), PAM):
            by = includers.get((line.root, line.sign.service), set())
            yield _of_pam(image, line, (line.sign.service, *sorted(by - {line.sign.service})))


def _of_ssh(image: Image, it: SshSetting) -> Finding:
    use = use_of(image, it.root, it.path, SSHD if it.rule.server == "sshd" else DROPBEAR)
    where = image.path_of(it.setting.evidence.locator)
    said = f"{where} sets {it.setting.key} to {it.setting.value[:80]}" + (f" for {it.whom}" if it.whom else "")
    return found(
        image, NAME, it.rule.name, title=f"{it.rule.title} ({where})", statement=f"{said}: {it.rule.means}.",
        subject=f"{it.rule.key} {it.whom}".strip(), tier=use.tier, tier_reason=use.reason, program=use.program,
        evidence=[it.setting.evidence, *use.evidence], path=where,
        facets=(use.active, facet("can be disabled", "yes", f"by the setting {it.rule.key}")),
        facts={
            "server": it.rule.server, "setting": it.rule.key, "class": it.rule.references[0],
            "for": it.whom or "everybody",
        },
    )  # fmt: skip


def _of_pam(image: Image, at: At[PamLine], services: tuple[str, ...]) -> Finding:
    it, use = at.sign, _use(image, at, services)
    does, means = RULES[it.rule]
    through = f" (also as it is included by {', '.join(services[1:6])})" if len(services) > 1 else ""
    words = f" {it.words}" if it.words else ""
    return found(
        image, NAME, it.rule, title=f"The service {it.service} {does} (/{at.path})",
        statement=f"/{at.path} names {it.module}{words} for the service {it.service}{through}: {means}.",
        subject=f"{it.service} {it.module}", tier=use.tier, tier_reason=use.reason, program=use.program,
        evidence=[at.evidence, *use.evidence], path=f"/{at.path}",
        facets=(use.active, facet("can be disabled", "yes", "by this line")),
        facts={"service": it.service, "module": it.module, "included_by": len(services) - 1},
    )  # fmt: skip


def _use(image: Image, at: At[PamLine], services: tuple[str, ...]) -> Use:
    """Return the best use: a service's program that is linked with PAM and started, or called by users."""
    best = Use("present", "No program of the image is shown to log in by it.", _UNKNOWN)
    for service in services:
        name = service.removesuffix("-l").removesuffix("-i")
        program = image.files.program(at.root, name)
        if program is None or program[0] != at.root or not _asks_pam(image, at.root, program[2].sha256, name):
            continue
        use = use_of(image, at.root, at.path, Readers((name,), called=service in _CALLED))
        if use.tier == "configured":
            return use
        best = use
    return best


def _asks_pam(image: Image, root: Root, artefact: str, name: str) -> bool:
    """Tell whether a program is linked with PAM, and told to ask it where that is a setting: sshd's default is no."""
    linked = any(it.artefact == artefact and any("libpam." in one for one in it.needed) for it in image.build.linkage)
    if name == "sshd":
        said = [it for it in image.settings_of("UsePAM") if (image.files.place(it.evidence.locator) or (0,))[0] == root]
        return linked and bool(said) and said[0].value.lower() == "yes"
    return linked or name == "sudo"  # sudo leaves that to its plug-in


_UNKNOWN = facet("active by default", "unknown", "nothing read shows that a login asks it")

DETECTOR = LoginSettings()
