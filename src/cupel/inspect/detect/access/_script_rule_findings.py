"""Words of a firewall rule in a script: rules that open the same go in; one finding comes out."""

from cupel.inspect.detect.access._firewall_words import port_in_words, source_in_words
from cupel.inspect.detect.access._rules_in_scripts import ScriptRule
from cupel.inspect.detect.access._scripts_run import tier_of_script
from cupel.inspect.detect.access._switched_sections import switched_off
from cupel.inspect.detect.finding import facet, found
from cupel.inspect.detect.image import Image
from cupel.records.finding import Finding, Tier


def of_script(image: Image, where: str, signs: list[ScriptRule]) -> Finding:
    """Tell what the rules let in, from where, under which condition, and what makes them void."""
    first = signs[0]
    protocol = first.protocol.lower() or "any protocol"
    port, origin = port_in_words(image, first), source_in_words(image, first)
    tiers = [_tier(image, it) for it in signs]
    tier, reason = next((it for it in tiers if it[0] == "configured"), tiers[0])
    offs = [switched_off(image, it.evidence.locator, it.condition, it.variables, it.packages) for it in signs]
    why, switch = offs[0] if all(it[0] for it in offs) else ("", None)
    facets = [facet("active by default", "no", why, switch.evidence)] if switch else []
    conditions = list(dict.fromkeys(it.condition for it in signs))
    text = f"{where} lets {port} in from {origin}"
    if all(conditions):
        text += f", if {'; or, if '.join(conditions[:3])}"
    text += f" (where {'; '.join(first.variables)})" if first.variables else ""
    text += f"; {first.void}" if all(it.void for it in signs) else ""
    text += f"; {why}" if why else ""
    if first.policy == "ACCEPT":
        text += (
            f"; the script sets the policy of {first.chain} to ACCEPT: what no rule refuses is let in without this one"
        )
    rule = "exempted-addresses" if first.source else "opened-to-outside"
    facts: dict[str, str | int | bool] = {
        "chain": first.chain, "protocol": protocol, "port": first.port or "any", "source": first.source or "any",
        "interface": first.interface or "any", "target": "ACCEPT", "condition": first.condition,
    }  # fmt: skip
    return found(
        image, "access/firewall", rule,
        title=f"{where} lets {port} in from {origin}{_state(switch is not None, all(it.void for it in signs))}",
        statement=f"{text}.", subject=f"{port} from {origin}",
        tier=tier, tier_reason=reason,
        evidence=[it.evidence for it in signs[:4]], facts=facts, path=where, facets=facets,
    )  # fmt: skip


def _tier(image: Image, rule: ScriptRule) -> tuple[Tier, str]:
    off, _ = switched_off(image, rule.evidence.locator, rule.condition, rule.variables, rule.packages)
    if off:
        return "present", f"In factory state {off}."
    if rule.void:
        return "present", f"{rule.void[:1].upper()}{rule.void[1:]}."
    return tier_of_script(image, rule.evidence.locator, rule.condition)


def _state(off: bool, void: bool) -> str:
    return "; in factory state it is switched off" if off else "; an earlier rule refuses it" if void else ""
