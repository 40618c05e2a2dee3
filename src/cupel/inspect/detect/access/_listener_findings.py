"""Words of a listener: what runs and where it listens go in; one finding comes out."""

from collections.abc import Sequence

from cupel.inspect.detect.access._firewall_words import firewall_of
from cupel.inspect.detect.access._launching import default_of, program_of
from cupel.inspect.detect.access._service_names import Services
from cupel.inspect.detect.finding import facet, found
from cupel.inspect.detect.image import Image
from cupel.inspect.reachable.listening import Listener
from cupel.inspect.reachable.origins import uncalled
from cupel.inspect.reachable.running import Running
from cupel.records.build import Launch
from cupel.records.evidence import Evidence
from cupel.records.finding import Facet, Finding, Tier

NAME = "access/listeners"
MOST_STARTS = 3


def of_port(image: Image, alike: Sequence[Running], listener: Listener, port: str, launch: Launch | None) -> Finding:
    """Tell of a program on one port and place; `alike` are its starts, the surest first, `launch` that of the first."""
    run = alike[0]
    path = f"/{run.path}"
    may = "listens" if run.state == "yes" else "may listen"
    firewall = firewall_of(image, run.root, [listener]) or "no firewall rule that was read speaks of it"
    active = _active(image, run, launch)
    others = dict.fromkeys(it.reason for it in alike[1:] if it.reason != run.reason and not uncalled(it.reason))
    more = "".join(f"; also, {it}" for it in list(others)[:MOST_STARTS])
    facts: dict[str, str | int | bool] = {
        "port": port.partition("/")[0], "protocol": port.partition("/")[2], "interface": listener.where,
        "loopback": listener.loopback, "program": run.program, "starter": launch.starter if launch else "netifd",
        "firewall": firewall, "runs": run.state,
    }  # fmt: skip
    starts = dict.fromkeys(it.evidence[0] for it in alike[:MOST_STARTS] if it.evidence)
    return found(
        image, NAME, "listener",
        title=f"{run.program} {may} on {port}, {listener.where}",
        statement=f"{path} {may} on {port}, {listener.where}: {run.reason}{more}; {firewall}.",
        subject=f"{port} {run.program}, {listener.where}", tier=_tier(run), tier_reason=_sentence(run.reason),
        evidence=[*starts, *listener.evidence[:3]], facts=facts, path=path,
        program="" if listener.loopback else program_of(image, run),
        facets=(active, facet("on which interface", "yes", f"{port} on {listener.where}", *listener.evidence[:2])),
    )  # fmt: skip


def ports_named(image: Image, services: Services, run: Running) -> list[tuple[str, Evidence]]:
    """Return (clause, where) of ports that may be the program's: of its name in /etc/services, of its file."""
    found = [(f"/etc/services gives its name {port}", it) for port, it in services.of_name(run.root, run.program)]
    stem = run.program.partition(".")[0]
    for setting in image.build.settings:
        place = image.files.place(setting.evidence.locator)
        own = setting.file.rsplit("/", 1)[-1].partition(".")[0] == stem and place is not None and place[0] == run.root
        if own and setting.key.lower().endswith("port") and setting.value.strip().isdigit():
            found.append((f"{setting.file} sets {setting.key} to {setting.value.strip()}", setting.evidence))
    return found[:MOST_STARTS]


def of_no_port(
    image: Image, run: Running, imports: Evidence, launch: Launch | None, named: Sequence[tuple[str, Evidence]] = ()
) -> Finding:
    """Tell of a program that is started and can take what comes; `named` are ports that may be its own."""
    path = f"/{run.path}"
    told = "; ".join(clause for clause, _ in named)
    none = "no table of daemons and no configuration that was read names a port that it listens on"
    can = f"{imports.quote}, and {f'{told}, which may be the port that it listens on' if told else none}"
    return found(
        image, NAME, "listener-without-port",
        title=f"{run.program} is started and may listen{'' if told else '; its port is not told'}",
        statement=f"{path} {can}: {run.reason}. Whether it listens, and on which port and interface, is in its code.",
        subject=run.program, tier=_tier(run), tier_reason=_sentence(run.reason),
        evidence=[run.evidence[0], imports, *(it for _, it in named)], path=path, facets=(_active(image, run, launch),),
        facts={"program": run.program, "starter": launch.starter if launch else "netifd", "runs": run.state},
    )  # fmt: skip


def _active(image: Image, run: Running, launch: Launch | None) -> Facet:
    return default_of(run, launch, image) if launch else facet("active by default", run.state, run.reason)


def _tier(run: Running) -> Tier:
    return "present" if uncalled(run.reason) else "configured"


def _sentence(reason: str) -> str:
    return f"{reason[:1].upper()}{reason[1:]}."
