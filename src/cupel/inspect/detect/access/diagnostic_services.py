"""Finds shells and diagnostic services that something starts: launches go in; a finding for each comes out."""

from collections.abc import Iterator

from cupel.inspect.detect.access._launching import (
    Concluding,
    account_of,
    command_of,
    credential_of,
    default_of,
    launched,
    never_started,
    option,
    program_of,
    switch_of,
    tier_of,
)
from cupel.inspect.detect.access._start_rules import TELL_TALE, in_words, rule_of
from cupel.inspect.detect.finding import facet, found
from cupel.inspect.detect.image import Image
from cupel.inspect.reachable.running import Running
from cupel.inspect.startup._remote_access import TELNET
from cupel.records.build import Launch
from cupel.records.finding import TIERS, Finding
from cupel.records.problem import Problem


class DiagnosticServices(Concluding):
    """Who starts what, under which condition, with which login."""

    name = "diagnostic_services"
    title = "shells and diagnostic services that something starts"
    means = (
        "A script, a table of init or inetd, or a unit starts a program that gives who connects a shell, files, a "
        "debugger or a test interface. It does not mean that the start's condition holds, that a firewall lets anybody "
        "through, or that the maker has not documented it: the facets answer these apart."
    )
    checked = (
        "Every start that init scripts, inittab, inetd, xinetd, systemd and cron make is compared with a list of "
        "programs and with their options (a shell as login program, `-u name:password`, empty passwords). Variables "
        "are replaced where the script gives them a plain value. Starts by compiled programs are not read."
    )
    refutes = (
        "A starter that is never run, a condition that no setting of the equipment can fulfil, or a login program that "
        "asks for a password of its own."
    )
    references = (
        "CWE-306: Missing Authentication for Critical Function",
        "CWE-489: Active Debug Code",
        "CWE-798: Use of Hard-coded Credentials",
        "ETSI EN 303 645, 5.6-4 (V2.1.1; 5.6-4A in V3.1.3) and 5.1-1",
    )

    def conclude(self, image: Image) -> Iterator[Finding | Problem]:
        """Yield a finding for each start of such a program; what a file starts twice in the same words is told once."""
        told: dict[tuple[str, str, str], Finding] = {}
        for launch, run in launched(image):
            rule = rule_of(launch)
            missing = run is not None and not run.path and "$" not in launch.program
            if rule and (not missing or rule in TELL_TALE):
                made = _finding(image, launch, run, rule, missing)
                key = (launch.evidence.locator.rpartition(":")[0], rule, made.subject)
                if key not in told or TIERS.index(told[key].tier) < TIERS.index(made.tier):
                    told[key] = made
        yield from told.values()


def _finding(image: Image, launch: Launch, run: Running | None, rule: str, missing: bool) -> Finding:
    name = launch.program.rsplit("/", 1)[-1]
    where = image.path_of(launch.evidence.locator)
    never = "" if missing else never_started(run, launch, image)
    does = in_words(rule, name, launch.starter, bool(never))
    account, port = account_of(launch.arguments), option(launch.arguments, ("-p",))
    login = option(launch.arguments, ("-l",)) if name in TELNET else ""
    facts: dict[str, str | int | bool] = {"program": name, "starter": launch.starter, "program_missing": missing}
    facts |= {"account": account[0]} if account else {}
    facts |= {"port": port} if port else {}
    facts |= {"login_program": login} if login else {}
    facts |= {"condition": launch.condition} if launch.condition else {}
    facts |= {"condition_reads": "; ".join(launch.variables)[:300]} if launch.variables else {}
    parts = [f"{where} {does}"]
    parts += [f", on port {port}"] if port else []
    parts += [f", if {launch.condition}"] if launch.condition else []
    parts += [f" (where {'; '.join(launch.variables)})"] if launch.variables else []
    parts += [f". The account is {account[0]}"] if account else []
    parts += [f". As the image stands it does not: {never}"] if never else []
    parts += [f". {name} is not among the image's files: as it stands, nothing listens"] if missing else []
    tier, reason = tier_of(run, launch, image)
    interface = option(launch.arguments, ("-b", "-i")) if name in TELNET else ""
    facets = [default_of(run, launch, image), switch_of(run, launch), *credential_of(image, launch)]
    if interface and "$" not in interface:
        facets.append(facet("on which interface", "yes", f"the start binds it to {interface}", launch.evidence))
    return found(
        image, "access/diagnostic_services", rule,
        title=f"{where} {does}{'; as the image stands it does not' if never else ''}",
        statement="".join([*parts, "."]), subject=command_of(launch),
        tier=tier, tier_reason=reason,
        evidence=(launch.evidence, *(run.evidence[1:2] if run else ())), facets=facets, facts=facts,
        program=program_of(image, run), path=where,
    )  # fmt: skip


DETECTOR = DiagnosticServices()
