"""Turns uses of destinations into findings: signs of files go in; a finding per destination and use comes out."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from cupel.inspect.detect.destinations._known import OTHER, service_of, title_of
from cupel.inspect.detect.destinations._links import OWN_DETECTOR, Links
from cupel.inspect.detect.destinations._started import Started, Starts
from cupel.inspect.detect.destinations._use import Use
from cupel.inspect.detect.finding import facet, found
from cupel.inspect.detect.image import Image
from cupel.records.finding import Finding, Tier

MOST_EVIDENCE = 4
"""Places that one finding quotes."""
MOST_HOSTS = 600
"""Characters of the list of hosts of one service."""


def findings(image: Image, detector: str, uses: Iterable[Use]) -> Iterator[Finding]:
    """Yield a finding for each destination and file, in the order of the image."""
    groups: dict[tuple[str, ...], list[Use]] = defaultdict(list)
    links = Links(image)
    for use in uses:
        groups[_key(image, use)].append(use)
    starts = Starts(image, {it.evidence.locator for group in groups.values() for it in group if it.origin == "script"})
    for group in _folded(groups):
        yield _finding(image, detector, group, starts, links)


def _key(image: Image, use: Use) -> tuple[str, ...]:
    """Return what uses share that become one finding: file, host, port and protocol; of a known service's servers for
    names or time, the service instead of the host."""
    place = image.files.place(use.evidence.locator.partition("!@")[0])
    file = f"{place[0]}{place[1]}" if place else use.evidence.locator.rpartition("!@")[0]
    service = service_of(use.host) if use.role in OWN_DETECTOR else None
    name = service.what if service else _unnumbered(use) if use.kind == "name" else use.host
    return file, name, str(use.port), use.protocol, "service" if service else ""


def _unnumbered(use: Use) -> str:
    """Return a host without the number at the end of its first label: `update1` to `update4` are one service's."""
    label, dot, domain = use.host.partition(".")
    return label.rstrip("0123456789") + dot + domain if domain.count(".") else use.host


def _folded(groups: dict[tuple[str, ...], list[Use]]) -> Iterator[list[Use]]:
    """Yield the groups; one without a protocol joins one of the same host and file that has one."""
    homes = {(file, host): key for key in groups for file, host in [key[:2]] if key[3]}
    for key in [key for key in groups if not key[3]]:
        home = homes.get((key[0], key[1]))
        if home is not None:
            groups[home] += groups.pop(key)
    yield from groups.values()


def _finding(image: Image, detector: str, group: Sequence[Use], starts: Starts, links: Links) -> Finding:
    use = max(group, key=lambda it: (bool(it.protocol), bool(it.sends), it.unchecked))
    if use.role == OTHER:
        use = replace(use, role=next((it.role for it in group if it.role != OTHER), OTHER))
    locator = group[0].evidence.locator
    path = image.path_of(locator)
    started = _started(use, locator, starts, links)
    hosts = list(dict.fromkeys(it.host for it in group))
    bare = f"[{use.host}]" if ":" in use.host else use.host
    where = f"{bare}:{use.port}" if use.port else bare
    if len(hosts) > 1:
        where = f"{len(hosts)} hosts, {hosts[0]} and others"
    if use.kind == "operator-filled":
        where = f"a host that is filled in when it runs ({use.host})"
    service = service_of(use.host)
    purpose = title_of(use.role)
    host = f"{where} ({use.protocol})" if use.protocol else where
    what = f", {service.what}" if service else ""
    statement = (
        f"{path} names {host}{what}: {use.by}" + (f", {use.text!r}" if use.text else "") + f". It is {use.note}."
    )
    if purpose and (use.protocol == use.role or (service and service.role == use.role)):
        statement += f" It is for {purpose}."
    elif purpose:
        statement += f" Words of its name, path or setting speak of {purpose}."
    if use.sends and use.identity[0] == "unknown" and use.origin == "program":
        statement += f" A request in the program may carry: {', '.join(use.sends)}; to which host is not told."
    elif use.sends:
        statement += f" The request may carry: {', '.join(use.sends)}."
    if use.unchecked:
        statement += " The check of the other side's certificate is switched off."
    tier: Tier = "present" if use.off else started.tier
    facts: dict[str, str | int | bool] = {
        "host": ", ".join(hosts)[:MOST_HOSTS], "port": use.port, "protocol": use.protocol or "not told",
        "role": use.role, "address_kind": use.kind, "used_by": f"{path}: {use.by}", "started_by": started.by,
        "sends": ", ".join(use.sends) or "nothing told",
    }  # fmt: skip
    if use.unchecked:
        facts["certificate_check"] = "off"
    if service:
        facts["known_service"] = service.what
    evidence = list(dict.fromkeys(one for it in group for one in it.places))[:MOST_EVIDENCE]
    sha256 = evidence[0].artefact
    file = locator.rpartition("!@")[0] or locator.rpartition(":")[0] or locator
    return found(
        image, detector, _rule(use),
        title=_title(path, where, use), statement=statement, tier=tier,
        subject=f"{use.protocol or 'host'} {_subject(use, hosts)}",
        tier_reason=(use.off or started.reason).rstrip(".") + ".", evidence=[*evidence, *started.evidence[:1]],
        facets=[
            facet("encrypted", *use.encrypted), facet("authenticated", *use.authenticated),
            facet("can be changed by the operator", *use.changeable), facet("sends an identity", *use.identity),
        ],
        facts=facts, places=[it for it in image.places(sha256) if it != file] if use.origin == "program" else (),
    )  # fmt: skip


def _subject(use: Use, hosts: list[str]) -> str:
    """Name what it is about so that another version of the image has the same name for it."""
    service = service_of(use.host)
    if len(hosts) > 1:
        return service.what if service else _unnumbered(use)
    bare = f"[{use.host}]" if ":" in use.host else use.host
    return f"{bare}:{use.port}" if use.port else bare


def _rule(use: Use) -> str:
    return {"dns": "dns-server", "ntp": "time-server"}.get(use.role, f"{use.origin}-{use.rule}")


def _title(path: str, where: str, use: Use) -> str:
    if use.origin == "script":
        return f"The script {path} calls {where}" if use.rule == "command" else f"The script {path} names {where}"
    if use.origin == "configuration":
        return f"The configuration {path} names {where}"
    return f"The program {path} holds {where} as a constant"


def _started(use: Use, locator: str, starts: Starts, links: Links) -> Started:
    if use.origin == "script":
        return starts.script(locator)
    if use.origin == "program":
        return starts.program(locator)
    return starts.readers(locator, use.readers, use.guessed, links.of(use), use.on)
