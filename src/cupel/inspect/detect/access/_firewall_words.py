"""What firewall rules say of a listener: an image and listeners go in; one clause, for all who speak of it."""

import re
from collections.abc import Sequence

from cupel.inspect.detect.access._rules_in_scripts import ScriptRule
from cupel.inspect.detect.access._switched_sections import switched_off
from cupel.inspect.detect.image import Image
from cupel.inspect.reachable.conditions import ruled_out
from cupel.inspect.reachable.files import Root
from cupel.inspect.reachable.firewall import ports_of
from cupel.inspect.reachable.listening import Listener

MOST_RULES = 3
_VARIABLE = re.compile(r"\$\{?(\w+)\}?")
_ZONE = re.compile(r"zone_(\w+)_input")


def firewall_of(image: Image, root: Root, places: Sequence[Listener]) -> str:
    """Say what UCI zones, rules, lists of addresses and scripts say of these listeners; empty where nothing does."""
    own = image.firewalls.get(root)
    texts = [text for text in (own.guard(places), own.admits(places)) if text] if own else []
    told: dict[str, None] = {}
    for rule in image.signs(ScriptRule):
        place = image.files.place(rule.evidence.locator)
        if place is None or place[0] != root or not _concerns(image, rule, places):
            continue
        off, _ = switched_off(image, rule.evidence.locator, rule.condition, rule.variables, rule.packages)
        if not off and not rule.void and not ruled_out(rule.condition, image.files, root):
            only = f", if {rule.condition}" if rule.condition else ""
            does = "lets" if rule.accepts else "refuses"
            told[f"/{place[1]} {does} {port_in_words(image, rule)}{' in' if rule.accepts else ''} from "
                 f"{source_in_words(image, rule)}{only}"] = None  # fmt: skip
    more = [f"{len(told) - MOST_RULES} more rules of scripts speak of it"] if len(told) > MOST_RULES else []
    return "; ".join([*texts, *list(told)[:MOST_RULES], *more])


def port_in_words(image: Image, rule: ScriptRule) -> str:
    """Write `tcp port 80`, `a tcp port that the script computes`, `any protocol`."""
    protocol = rule.protocol.lower() if rule.protocol.lower() not in ("", "all") else ""
    if rule.port in ("", "any"):
        return protocol or "any protocol"
    value = value_of(image, rule, rule.port)
    first, _, last = value.partition(":")
    if value and "$" not in value:
        return f"{protocol or 'any protocol'} port {first if first == last else value}"
    return f"a {protocol} port that the script computes" if protocol else "a port that the script computes"


def source_in_words(image: Image, rule: ScriptRule) -> str:
    """Write from where a rule takes: an address, an interface, a zone; a plain word where the script computes it."""
    if rule.source:
        value = value_of(image, rule, rule.source)
        if value in ("0.0.0.0/0", "::/0"):
            return "any address"
        return value if value and "$" not in value else "addresses that the script computes"
    if rule.interface:
        value = value_of(image, rule, rule.interface)
        return f"interface {value}" if value and "$" not in value else "an interface that the script computes"
    zone = _ZONE.fullmatch(rule.chain)
    if zone:
        return f"zone {zone[1]}"
    return "a zone that the script computes" if "zone_$" in rule.chain else "any interface"


def value_of(image: Image, rule: ScriptRule, text: str) -> str:
    """Put the value for a variable: the setting that fills it, else the default that the script gives."""
    name = _VARIABLE.fullmatch(text)
    if name is None:
        return text
    for source in rule.variables:
        words = source.split()
        if words[0] not in ("config_get", "config_get_bool") or len(words) < 4 or words[1] != name[1]:
            continue
        section, option = words[2].strip("\"'"), words[3].strip("\"'")
        values = {it.value for it in image.settings_of(option) if it.section.split(" ")[-1] == section}
        if len(values) == 1:
            return values.pop()
        return words[4].strip("\"'") if len(words) > 4 and not values else text
    return text


def _concerns(image: Image, rule: ScriptRule, places: Sequence[Listener]) -> bool:
    ports = ports_of(value_of(image, rule, rule.port)) if rule.port not in ("", "any") else ()
    for it in places:
        number, _, protocol = it.port.partition("/")
        same = number.isdigit() and rule.protocol.lower() in ("", "all", protocol)
        if same and any(low <= int(number) <= high for low, high in ports):
            return True
    return False
