"""Finds firewall rules that open or exempt: scripts and UCI settings go in; a finding for each comes out."""

from collections.abc import Iterator, Sequence

from cupel.inspect.detect.access._firewall_words import port_in_words, source_in_words
from cupel.inspect.detect.access._rule_order import Order
from cupel.inspect.detect.access._rules_in_scripts import ScriptRule, opened, refused
from cupel.inspect.detect.access._script_rule_findings import of_script
from cupel.inspect.detect.finding import facet, found
from cupel.inspect.detect.image import Image
from cupel.inspect.identify.source import Visited
from cupel.inspect.reachable.openings import Opening, addresses, openings
from cupel.inspect.reachable.running import settings_by_root
from cupel.inspect.sign import Sign
from cupel.inspect.startup._script import commands_of, is_script
from cupel.inspect.startup._text import evidence, text_of
from cupel.records.build import Setting
from cupel.records.finding import Finding, Tier
from cupel.records.problem import Problem

VOID, OFF = "it is void", "it is switched off"
MOST_RULES, MOST_PACKAGES = 200, 10


class FirewallOpenings:
    """Rules that let the outside in, by zone, interface, port and source address."""

    name = "firewall"
    title = "firewall rules that open or exempt"
    means = (
        "A rule lets what comes from an outer zone or interface reach the equipment itself or what stands behind it, "
        "or a service takes connections from listed addresses. Equipment must let some things in; the facts say which "
        "port, from where, and under which condition."
    )
    checked = (
        "UCI rules and redirects from zones whose names say that they are outer ones, lists of allowed addresses in "
        "UCI, and iptables commands in scripts that accept in an input chain. Rules for ICMP, IGMP, DHCP replies, "
        "established connections, the loopback and inner interfaces are left out. A script's order of rules counts "
        "where its lines are run one after the other; UCI sections that switch its rules off are looked up, where "
        "their file is one that is read for daemons. nftables, ebtables and rules that "
        "programs generate are not read."
    )
    refutes = "An earlier rule that refuses the same, or a service that does not listen there."
    references = ("CWE-1327: Binding to an Unrestricted IP Address", "https://openwrt.org/docs/guide-user/firewall")
    marks = ((rb"\bip6?tables\b", "iptables"),)

    def wants(self, file: Visited) -> bool:
        """Take scripts that call iptables."""
        return "iptables" in file.marks and is_script(file)

    def examine(self, file: Visited) -> Iterator[Sign | Problem]:
        """Yield each rule that accepts what comes to the equipment from outside."""
        count, commands = 0, commands_of(file)
        packages = tuple(dict.fromkeys(it.words[1] for it in commands if it.words[0] == "config_load" and it.words[1:]))
        order = Order("()" not in text_of(file))
        for command in commands:
            order.take(command)
            rule, refuses = opened(command.words), refused(command.words)
            if rule is None and refuses is None:
                continue
            count += 1
            if count > MOST_RULES:
                yield Problem("", f"more than {MOST_RULES} firewall rules; the rest was left out")
                return
            place = evidence(file, command.line, self.name)
            told = {"condition": command.condition, "variables": command.variables, "accepts": rule is not None}
            told |= {"packages": packages[:MOST_PACKAGES]}
            if rule is not None:
                told |= {"void": order.void(command, rule["chain"], rule["interface"])}
                told |= {"policy": order.policy(rule["chain"])}
            yield ScriptRule(place, **(rule or refuses or {}), **told)  # type: ignore[arg-type] # of both kinds

    def conclude(self, image: Image) -> Iterator[Finding | Problem]:
        """Yield a finding for each UCI section and each different rule of a script."""
        for own in settings_by_root(image.files, image.build.settings).values():
            groups: dict[tuple[object, ...], list[Opening]] = {}
            for opening in openings(own):
                groups.setdefault((*opening[:5], opening.enabled, opening.settings[0].file), []).append(opening)
            for held in groups.values():
                yield _of_section(image, held[0], [setting for it in held for setting in it.settings], held)
        rules: dict[tuple[str, ...], list[ScriptRule]] = {}
        for sign in image.signs(ScriptRule):
            path = image.path_of(sign.evidence.locator)
            if sign.accepts:
                key = (path, port_in_words(image, sign), source_in_words(image, sign))
                rules.setdefault(key, []).append(sign)
        for (path, *_), signs in rules.items():
            yield of_script(image, path, signs)


def _of_section(image: Image, it: Opening, settings: Sequence[Setting], alike: Sequence[Opening]) -> Finding:
    """Make one finding of the sections that open the same under the same name, for one source or several."""
    where = image.path_of(settings[0].evidence.locator)
    source = " ".join(dict.fromkeys(held.source for held in alike if held.source))
    listed = addresses(source)
    outside = sum(net.is_global for net in listed)
    what = {
        "opened-to-outside": f"lets {_ports(it.protocol, it.port)} in from {it.zone}",
        "forwarded-from-outside": f"forwards {_ports(it.protocol, it.port)} from {it.zone}",
        "exempted-addresses": f"takes connections from {len(listed)} listed address ranges, {outside} of them public",
    }[it.rule]
    text = f"The section {it.name} of {where} {what}"
    text += f", for {source[:120]}" if source and it.rule != "exempted-addresses" else ""
    text += f", on {it.zone}" if it.zone and it.rule == "exempted-addresses" else ""
    text += f", limited to the set of addresses {it.limit}" if it.limit else ""
    text += "" if it.enabled else "; it is switched off in this configuration"
    text += f"; it is void: {it.void}" if it.void else ""
    active, off = it.enabled and not it.void, it.void or "switched off"
    tier: Tier = "configured" if active else "present"
    facts: dict[str, str | int | bool] = {
        "zone": it.zone, "protocol": it.protocol, "port": it.port, "source": source[:300], "target": "ACCEPT",
        "enabled": active, "address_ranges": len(listed), "public_ranges": outside,
    }  # fmt: skip
    return found(
        image, "access/firewall", it.rule,
        title=f"{where}: {it.name} {what}{'' if active else f'; {VOID if it.void else OFF}'}",
        statement=f"{text}.", subject=f"{it.name} {it.port}".strip(), tier=tier,
        tier_reason="The section is switched on." if active else f"The section is there, and {off}.",
        evidence=[setting.evidence for setting in settings[:6]], facts=facts,
        facets=(
            facet("active by default", "yes" if active else "no", it.void or "the configuration in the image says so"),
            facet("can be disabled", "yes", f"by the section's own settings in {where}"),
        ),
    )  # fmt: skip


def _ports(protocol: str, port: str) -> str:
    """Write `tcp port 22`, `udp`, `any protocol`."""
    named = protocol.replace(" ", " and ") if protocol not in ("", "any", "all") else "any protocol"
    return f"{named} port {port}" if port not in ("", "any") else named


DETECTOR = FirewallOpenings()
