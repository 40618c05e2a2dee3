"""The third step: an entry, a maker and facts go in; whether its names or criteria reach somebody comes out."""

from collections.abc import Mapping

from cupel.records.law import Entry
from cupel.records.maker import Maker
from cupel.screen.affiliates import Suppliers, reached
from cupel.screen.conditions import NONE, SEPARATOR, Finding, all_hold, either

NAMES_NOBODY = Finding("yes", "it goes by what the equipment is, whoever made it")


def maker_reached(
    entry: Entry, maker: Maker | None, facts: Mapping[str, str], suppliers: Suppliers, as_of: str
) -> Finding:
    """Answer whether the maker, the mark or the maker of a component is reached.

    A maker that is only `possible`: where it is reached, a further sign would settle it; otherwise nobody can tell: it
    may be another. Signs that contradict each other, or none at all: nobody can tell.
    """
    if not entry.parties and not entry.criteria:
        if entry.named_in:
            return Finding("unknown", f"the list {entry.named_in} is not at hand", (f"list {entry.named_in}",), True)
        return NAMES_NOBODY
    findings = []
    for tested in entry.tested:
        if tested == "maker":
            findings.append(_of_maker(entry, maker, facts, suppliers, as_of))
        elif tested == "sold_as":
            findings.append(_of_mark(entry, maker, suppliers, as_of))
        else:
            findings.append(_of_component(entry, tested, facts, suppliers, as_of))
    return either(findings)


def _of_party(entry: Entry, party: str, stated: Mapping[str, str], suppliers: Suppliers, as_of: str) -> Finding:
    """Answer for one party: named or an affiliate, or it meets the criteria."""
    findings = [reached(entry, party, suppliers, as_of)] if entry.parties else []
    if entry.criteria:
        findings.append(all_hold(entry.criteria, {**suppliers.facts_of(party, as_of), **stated}))
    return either(findings)


def _of_maker(entry: Entry, maker: Maker | None, facts: Mapping[str, str], suppliers: Suppliers, as_of: str) -> Finding:
    stated = {name: value for name, value in facts.items() if name.startswith("maker.")}
    if maker is not None and maker.status == "named":
        return _of_party(entry, maker.party, stated, suppliers, as_of)
    if entry.criteria and not entry.parties:
        found = all_hold(entry.criteria, stated)
        if found.answer != "unknown":
            return found
    if maker is None or maker.status == "unknown":
        return Finding("unknown", "who made it is not known", ("maker",), True)
    if maker.status == "conflict":
        others = ", ".join(suppliers.named(it) for it in maker.others)
        return Finding("unknown", f"signs of its maker contradict each other: {others}", ("maker",), True)
    name = suppliers.named(maker.party)
    found = _of_party(entry, maker.party, stated, suppliers, as_of)
    if found.answer == "no":
        why = f"{name} is only its possible maker: {found.because}"
        return Finding("unknown", why, (f"a further sign that {name} made it",), True)
    missing = (f"a further sign that {name} made it", *found.missing)
    return Finding("unknown", f"{name} is its possible maker: {found.because}", missing, found.open_law)


def _of_mark(entry: Entry, maker: Maker | None, suppliers: Suppliers, as_of: str) -> Finding:
    if maker is None:
        return Finding("unknown", "under whose mark it is sold is not known", ("label",))
    if not maker.sold_as:
        return Finding("no", "it is sold under its maker's own mark")
    return _of_party(entry, maker.sold_as, {}, suppliers, as_of)


def _of_component(entry: Entry, fact: str, facts: Mapping[str, str], suppliers: Suppliers, as_of: str) -> Finding:
    parties = [it for part in facts.get(fact, "").split(SEPARATOR) if (it := part.strip())]
    part = fact.removeprefix("contains_").removesuffix("_of")
    if not parties and entry.stated_only:
        return Finding("no", f"nothing at hand states whose {part} it contains, and no more is asked")
    if not parties:
        return Finding("unknown", f"whose {part} it contains is not known", (fact,))
    found = either([_of_party(entry, it, {}, suppliers, as_of) for it in parties if it != NONE])
    if all(it == NONE for it in parties):
        return Finding("no", f"it contains no {part}")
    return Finding(found.answer, f"its {part}, of {', '.join(parties)}: {found.because}", found.missing, found.open_law)
