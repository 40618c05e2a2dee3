"""Turns uses of destinations into findings: signs of many files go in; one finding per destination and use comes out."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from cupel.inspect.detect.destinations._known import service_of, title_of
from cupel.inspect.detect.destinations._started import Started, Starts
from cupel.inspect.detect.destinations._use import Use
from cupel.inspect.detect.finding import facet, found
from cupel.inspect.detect.image import Image
from cupel.records.finding import Finding, Tier

MOST_EVIDENCE = 4
"""Places that one finding quotes."""
OWN_DETECTOR = ("dns", "ntp")
"""Roles that `dns_and_time` tells, wherever they were read."""


def findings(image: Image, detector: str, uses: Iterable[Use]) -> Iterator[Finding]:
    """Yield a finding for each destination and file, in the order of the image."""
    groups: dict[tuple[str, str, int, str, str], list[Use]] = defaultdict(list)
    for use in uses:
        place = image.files.place(use.evidence.locator)
        path = place[1] if place else use.evidence.locator
        key = (f"{place[0] if place else ''}{path}", use.host, use.port, use.protocol, use.role)
        groups[key].append(use)
    starts = Starts(image, {it.evidence.locator for group in groups.values() for it in group if it.origin == "script"})
    for group in groups.values():
        yield _finding(image, detector, group, starts)


def _finding(image: Image, detector: str, group: Sequence[Use], starts: Starts) -> Finding:
    use = max(group, key=lambda it: (len(it.sends), it.unchecked))
    locator = group[0].evidence.locator
    path = image.path_of(locator)
    started = _started(use, locator, starts)
    where = f"{use.host}:{use.port}" if use.port else use.host
    if ":" in use.host and use.port:
        where = f"[{use.host}]:{use.port}"
    service = service_of(use.host)
    purpose = title_of(use.role)
    host = f"{where} ({use.protocol})" if use.protocol else where
    what = f", {service.what}" if service else ""
    statement = (
        f"{path} names {host}{what}: {use.by}" + (f", {use.text!r}" if use.text else "") + f". It is {use.note}."
    )
    if purpose:
        statement += f" By its name, path or protocol it is for {purpose}."
    if use.sends:
        statement += f" The request may carry: {', '.join(use.sends)}."
    if use.unchecked:
        statement += " The check of the other side's certificate is switched off."
    tier: Tier = "present" if use.off else started.tier
    facts: dict[str, str | int | bool] = {
        "host": use.host, "port": use.port, "protocol": use.protocol or "not told", "role": use.role,
        "address_kind": use.kind, "used_by": f"{path}: {use.by}", "started_by": started.by,
        "sends": ", ".join(use.sends) or "nothing told",
    }  # fmt: skip
    if use.unchecked:
        facts["certificate_check"] = "off"
    if service:
        facts["known_service"] = service.what
    evidence = list(dict.fromkeys(it.evidence for it in group))[:MOST_EVIDENCE]
    sha256 = evidence[0].artefact
    file = locator.rpartition("!@")[0] or locator.rpartition(":")[0] or locator
    return found(
        image, detector, _rule(use),
        title=_title(path, where, use),
        statement=statement, subject=f"{use.protocol or 'host'} {where}", tier=tier,
        tier_reason=(use.off or started.reason).rstrip(".") + ".", evidence=[*evidence, *started.evidence[:1]],
        facets=[
            facet("encrypted", *use.encrypted), facet("authenticated", *use.authenticated),
            facet("can be changed by the operator", *use.changeable), facet("sends an identity", *use.identity),
        ],
        facts=facts, places=[it for it in image.places(sha256) if it != file] if use.origin == "program" else (),
    )  # fmt: skip


def _rule(use: Use) -> str:
    return {"dns": "dns-server", "ntp": "time-server"}.get(use.role, f"{use.origin}-{use.rule}")


def _title(path: str, where: str, use: Use) -> str:
    if use.origin == "script":
        return f"The script {path} calls {where}" if use.rule == "command" else f"The script {path} names {where}"
    if use.origin == "configuration":
        return f"The configuration {path} names {where}"
    return f"The program {path} holds {where} as a destination"


def _started(use: Use, locator: str, starts: Starts) -> Started:
    if use.origin == "script":
        return starts.script(locator)
    if use.origin == "program":
        return starts.program(locator)
    return starts.readers(locator, use.readers)
