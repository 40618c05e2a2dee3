"""What a start says of itself: a launch, weighed, goes in; evidence without secrets, tier and facets come out."""

import re
from collections.abc import Iterator, Sequence

from cupel.inspect.detect.finding import facet
from cupel.inspect.detect.image import Image
from cupel.inspect.identify.source import Visited
from cupel.inspect.reachable.conditions import ruled_out
from cupel.inspect.reachable.origins import uncalled
from cupel.inspect.reachable.running import Running
from cupel.inspect.sign import Sign
from cupel.records.build import Launch
from cupel.records.finding import Facet, Tier
from cupel.records.problem import Problem

_ACCOUNT = re.compile(r"(?:^|\s)-u\s*['\"]?([^\s:'\"]+):(\[secret [^\]]*\]|[^\s'\"]+)")
_FACTORY_STATE = re.compile(r"conf\w*size.*\[ ?\"?\$\w+\"? ==? \"?0\"? \]|is_?default|factory_?(default|state)", re.I)
_NAME = re.compile(r"^(?!eval|config_get)(\w+)=|^(?:eval .*?|config_get\w* )(\w+)(?:[`)]| |$)")
_EXISTING = re.compile(r"(not \()?\[ -[efrsx] \"?(/[^\s\"]+)\"? \]")
_READ_FROM = re.compile(r"=[`$(]+\s*(?:cat|head -\w+)\s+([^\s`)]+)")


class Concluding:
    """The part of a detector that looks at no file: the sources of startup/ have read what starts."""

    marks: tuple[tuple[bytes, str], ...] = ()

    def wants(self, file: Visited) -> bool:  # noqa: ARG002 - the protocol's signature
        """Want no file."""
        return False

    def examine(self, file: Visited) -> Iterator[Sign | Problem]:  # noqa: ARG002 - the protocol's signature
        """Yield nothing."""
        return iter(())


def launched(image: Image) -> Iterator[tuple[Launch, Running | None]]:
    """Yield every launch with how it was weighed; of cron and of patterns nothing is weighed."""
    weighed = {(run.evidence[0].locator, run.program): run for run in image.running if run.evidence}
    for launch in image.build.launches:
        yield launch, weighed.get((launch.evidence.locator, launch.program.rsplit("/", 1)[-1]))


def account_of(arguments: str) -> tuple[str, str] | None:
    """Return (name, variable or fingerprint) of `-u name:password`; startup/ has taken the password itself away."""
    found = _ACCOUNT.search(arguments)
    return (found[1], found[2]) if found else None


def command_of(launch: Launch) -> str:
    """Write a start's command short, without a password."""
    text = f"{launch.program.rsplit('/', 1)[-1]} {launch.arguments}".strip()
    found = _ACCOUNT.search(text)
    if found and not found[2].startswith("$"):
        text = f"{text[: found.start(2)]}...{text[found.end(2) :]}"
    return text[:80]


def tier_of(run: Running | None, launch: Launch, image: Image) -> tuple[Tier, str]:
    """Say how far a start is shown: `configured` where something runs its starter, else `present`.

    Of a start whose program is missing the starter alone decides: the caller says that the program is missing.
    """
    where = image.path_of(launch.evidence.locator)
    if run is None:
        return "configured", f"{where} has it started ({launch.starter})."
    missing = not run.path
    state, reason = (run.starter, run.starter_reason) if missing else (run.state, run.reason)
    against = _ruled_out(launch, image)
    if against and state != "unknown":
        state, reason = "no", against
    text = f"{reason[:1].upper()}{reason[1:]}."
    never = state == "no" or (state == "unknown" and uncalled(reason))
    return ("present", text) if never else ("configured", text)


def never_started(run: Running | None, launch: Launch, image: Image) -> str:
    """Say why a start is never carried out as the image stands, its program being there; empty where it may be."""
    if run is None:
        return ""
    return (_ruled_out(launch, image) if run.state != "unknown" else "") or (run.reason if run.state == "no" else "")


def _ruled_out(launch: Launch, image: Image) -> str:
    """Say which part of the condition cannot hold in this image."""
    place = image.files.place(launch.evidence.locator)
    why = ruled_out(launch.condition, image.files, place[0]) if place else ""
    return f"it is started only if {why}" if why else ""


def default_of(run: Running | None, launch: Launch, image: Image) -> Facet:
    """Answer `active by default`: what its condition asks for, and whether the factory state fulfils it."""
    name = "active by default"
    against = _ruled_out(launch, image)
    if against and (run is None or run.state != "unknown"):
        return facet(name, "no", against, launch.evidence)
    if run is not None and not run.path and "$" not in launch.program:
        return facet(name, "no", "its program is not in the image")
    if run is not None and run.state != "unknown":
        return facet(name, run.state, run.reason, *run.evidence[1:2])
    if launch.starter == "cron":
        return facet(name, "unknown", f"cron starts it {launch.condition}; whether cron runs was not weighed")
    if _in_factory_state(launch):
        return facet(name, "yes", f"it is started in factory state: {_in_words(launch)}", launch.evidence)
    reason = f"it is started only if {_in_words(launch)}" if launch.condition else run.reason if run else ""
    return facet(name, "unknown", reason or "nothing read tells")


def _in_factory_state(launch: Launch) -> bool:
    """Tell whether the condition asks for the factory state: for it, and not for its absence."""
    asked = "; ".join(it for it in launch.condition.split("; ") if not it.startswith(("not (", "! ")))
    return bool(asked) and bool(_FACTORY_STATE.search(f"{'; '.join(launch.variables)} {asked}"))


def switch_of(run: Running | None, launch: Launch) -> Facet:
    """Answer `can be disabled`: by a setting that the condition reads, or a file that it asks for."""
    name = "can be disabled"
    if run is not None and len(run.evidence) > 1 and run.evidence[1].rule != "startup/first_boot":
        return facet(name, "yes", f"a setting rules it: {run.evidence[1].quote[:100]}", run.evidence[1])
    reads = _read_by_condition(launch)
    if reads and _FACTORY_STATE.search(f"{reads} {launch.condition}"):
        return facet(name, "yes", f"it ends with the factory state: {_in_words(launch)}", launch.evidence)
    if reads:
        return facet(name, "yes", f"its condition reads {reads}", launch.evidence)
    if _EXISTING.search(launch.condition):
        return facet(name, "yes", f"it depends on a file: {launch.condition}", launch.evidence)
    if not launch.condition and launch.starter in ("boot", "inetd"):
        return facet(name, "unknown", "nothing beside the start asks for a setting; other scripts may stop it")
    return facet(name, "unknown", "nothing read tells")


def credential_of(image: Image, launch: Launch) -> tuple[Facet, Facet]:
    """Answer `credential can be changed` and `unique per device` of a start that names account and password."""
    changed, unique = "credential can be changed", "unique per device"
    account = account_of(launch.arguments)
    if account is None:
        reason = "the start names no account; whose password counts is the login program's to say"
        return facet(changed, "unknown", reason), facet(unique, "unknown", reason)
    where = image.path_of(launch.evidence.locator)
    if "$" not in account[1]:
        reason = f"the password stands in {where} itself, the same in every copy of this image"
        return facet(changed, "no", reason), facet(unique, "no", reason)
    held = next((it for source in launch.variables if (it := _READ_FROM.search(source))), None)
    place = image.files.place(launch.evidence.locator)
    if held and place and image.files.resolve(place[0], held[1]):
        reason = f"the password is what {held[1]} holds, a file of this image and so the same in every copy of it"
        return facet(changed, "no", reason), facet(unique, "no", reason)
    reason = f"the password comes from {'; '.join(launch.variables) or 'a variable that nothing read fills'}"
    return facet(changed, "unknown", reason), facet(unique, "unknown", reason)


def program_of(image: Image, run: Running | None) -> str:
    """Return the locator of the very file that runs, not of another with the same bytes; empty where it is missing."""
    if run is None or not run.artefact:
        return ""
    return next((it for it in image.places(run.artefact) if image.files.place(it) == (run.root, run.path)), "")


def option(arguments: str, names: Sequence[str]) -> str:
    """Return the value of the first of some options, `-p 2323` or `-p2323`; empty where none is given."""
    for name in names:
        found = re.search(rf"(?:^|\s){re.escape(name)}[ =]?(\S+)", arguments)
        if found:
            return found[1].strip("'\"")
    return ""


def _read_by_condition(launch: Launch) -> str:
    """Return where the condition's own variables come from, as written."""
    names = set(re.findall(r"\$\{?(\w+)", launch.condition))
    sources = (it for it in launch.variables if (found := _NAME.search(it)) and (found[1] or found[2]) in names)
    return "; ".join(sources)


def _in_words(launch: Launch) -> str:
    """Write the condition, and where its variables come from."""
    reads = _read_by_condition(launch)
    return f"{launch.condition or 'nothing'}{', where ' if reads else ''}{reads}"
