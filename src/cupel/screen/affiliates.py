"""Affiliate tests: a party, an entry and who owns whom go in; whether the entry reaches the party comes out.

1. Named: the party itself, or whose mark it is.
2. named only: nobody else. A party of a named one's group is a legal person of its own; where the list in the file
   is not complete, whether it is named itself is not known.
3. equity or control: a share above the threshold or control, upwards (owned by a named one), downwards (owns a named
   one), or under common control in one group.
4. subsidiary or affiliate: as 3, from one half on; a smaller share is a question of law: the text defines no share.
5. aggregate ownership: the cascade from the threshold on; a group without known shares is a missing share.
6. decisive influence, and group: control, or a legal person of the group.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Protocol

from cupel.records.holding import Owned, OwnershipQuestion
from cupel.records.law import Entry
from cupel.records.party import Party
from cupel.screen.conditions import Finding, either

MOST_GROUPS = 16
"""Levels of groups in groups that are followed; a chain that is longer goes round in a circle."""
HALF = 0.5


class Ownership(Protocol):
    """Answers who owns whom (suppliers/ownership)."""

    def owned(
        self,
        question: OwnershipQuestion,
        party: str,
        owners: tuple[str, ...],
        threshold: float,
        strict: bool,
        as_of: str,
    ) -> Owned:
        """Answer whether `owners` together own or control `party` on a day."""


def _no_facts(party: str, as_of: str) -> Mapping[str, str]:  # noqa: ARG001 - the default of a callable with these arguments
    return {}


@dataclass(frozen=True, slots=True)
class Suppliers:
    """What is known of parties, for the evaluation of rules."""

    parties: Mapping[str, Party] = field(default_factory=dict)
    """By `Party.id`."""
    ownership: Ownership | None = None
    """None: no holdings are known at all."""
    facts: Callable[[str, str], Mapping[str, str]] = _no_facts
    """(party, day) -> its facts `maker.*`, beside its country and its seat."""
    lists: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Parties on lists that the user handed in, by the list's name."""

    def facts_of(self, party: str, as_of: str) -> dict[str, str]:
        """Return the facts `maker.*` of a party on a day."""
        held = self.parties.get(party)
        own = {} if held is None else {"maker.country": held.country, "maker.seat": held.seat or held.country}
        return {name: value for name, value in {**own, **self.facts(party, as_of)}.items() if value}

    def groups_of(self, party: str) -> tuple[str, ...]:
        """Return the parties whose group or mark it is, from the nearest up, itself first."""
        found = [party]
        while len(found) < MOST_GROUPS:
            held = self.parties.get(found[-1])
            above = (held.brand_of or held.part_of) if held is not None else ""
            if not above or above in found:
                break
            found.append(above)
        return tuple(found)

    def owner_of_mark(self, party: str) -> str:
        """Return who sells under a mark; the party itself where it is none."""
        held = self.parties.get(party)
        return held.brand_of if held is not None and held.brand_of else party

    def named(self, party: str) -> str:
        """Return what a party is called."""
        held = self.parties.get(party)
        return held.name if held is not None else party


def with_lists(entry: Entry, suppliers: Suppliers) -> Entry:
    """Return an entry that names the parties of the list that the user handed in, too; the list is then complete."""
    more = suppliers.lists.get(entry.named_in) if entry.named_in else None
    return entry if more is None else replace(entry, parties=(*entry.parties, *more), complete=True)


def reached(entry: Entry, party: str, suppliers: Suppliers, as_of: str) -> Finding:
    """Answer whether the names of an entry reach a party on a day."""
    name = suppliers.named(party)
    if party in entry.parties:  # 1
        return Finding("yes", f"{name} is named")
    owner = suppliers.owner_of_mark(party)
    if owner in entry.parties:
        return Finding("yes", f"{name} is a mark of {suppliers.named(owner)}, which is named")
    groups = suppliers.groups_of(owner)
    head = next((it for it in groups[1:] if it in entry.parties), "")
    if entry.affiliates == "named only":  # 2
        return _named_only(entry, name, head, suppliers)
    if entry.affiliates == "aggregate ownership":  # 5
        return _by_share(entry, owner, head, suppliers, as_of)
    if head:  # 3, 4 and 6
        return Finding("yes", f"{name} belongs to the group of {suppliers.named(head)}, which is named")
    common = _common_group(entry, groups, suppliers)
    if common:
        return Finding("yes", f"{name} and {suppliers.named(common)}, which is named, belong to one group")
    if entry.affiliates == "equity or control":
        return _by_equity_or_control(entry, owner, suppliers, as_of)
    if entry.affiliates == "subsidiary or affiliate":
        return _by_undefined_share(entry, owner, suppliers, as_of)
    return _asked("control", owner, entry.parties, HALF, True, suppliers, as_of)


def _named_only(entry: Entry, name: str, head: str, suppliers: Suppliers) -> Finding:
    if not head:
        return Finding("no", f"{name} is not named, and the entry reaches nobody else")
    of_group = (
        f"{name} belongs to the group of {suppliers.named(head)}, which is named, and is a legal person of its own"
    )
    if entry.complete:
        return Finding("no", f"{of_group} that is not named")
    return Finding(
        "unknown", f"{of_group}; this file does not hold every name of the list", ("maker named in the list",), True
    )


def _by_share(entry: Entry, party: str, head: str, suppliers: Suppliers, as_of: str) -> Finding:
    share = HALF if entry.threshold is None else entry.threshold
    found = _asked("aggregate", party, entry.parties, share, entry.strict, suppliers, as_of)
    if found.answer == "no" and head and not _has_holdings(party, (head,), suppliers, as_of):
        of_group = (
            f"{suppliers.named(party)} belongs to the group of {suppliers.named(head)}, and the share is not known"
        )
        return Finding("unknown", of_group, (f"share of {suppliers.named(head)} in {suppliers.named(party)}",))
    return found


def _has_holdings(party: str, owners: tuple[str, ...], suppliers: Suppliers, as_of: str) -> bool:
    return _asked("economic", party, owners, 0, True, suppliers, as_of).answer == "yes"


def _by_equity_or_control(entry: Entry, party: str, suppliers: Suppliers, as_of: str) -> Finding:
    share = 0.1 if entry.threshold is None else entry.threshold
    pairs = [(party, entry.parties), *((named, (party,)) for named in entry.parties)]
    return either([_held_or_led(it, by, share, entry.strict, suppliers, as_of) for it, by in pairs])


def _held_or_led(
    party: str, owners: tuple[str, ...], share: float, strict: bool, suppliers: Suppliers, as_of: str
) -> Finding:
    """Answer for shares and for control: a known share below the threshold does not lead of itself."""
    shares = [_asked(question, party, owners, share, strict, suppliers, as_of) for question in ("direct", "economic")]
    control = _asked("control", party, owners, HALF, True, suppliers, as_of)
    little = all(it.answer == "no" for it in shares) and _has_holdings(party, owners, suppliers, as_of)
    if control.answer == "unknown" and little:
        names = ", ".join(suppliers.named(it) for it in owners)
        return Finding(
            "no", f"{names}: a share in {suppliers.named(party)} below the threshold, and no control is stated"
        )
    return either([*shares, control])


def _by_undefined_share(entry: Entry, party: str, suppliers: Suppliers, as_of: str) -> Finding:
    half = [
        _asked("aggregate", party, entry.parties, HALF, False, suppliers, as_of),
        _asked("control", party, entry.parties, HALF, True, suppliers, as_of),
        *_downwards(entry, party, HALF, suppliers, as_of),
    ]
    found = either(half)
    if found.answer == "yes":
        return found
    some = _asked("economic", party, entry.parties, 0, True, suppliers, as_of)
    if some.answer == "yes":
        why = f"{some.because}; the text does not say from which share on somebody is an affiliate"
        return Finding("unknown", why, ("what `affiliate` means in this text",), True)
    return found if found.answer == "unknown" else some


def _downwards(entry: Entry, party: str, share: float, suppliers: Suppliers, as_of: str) -> list[Finding]:
    """Ask whether the party owns or controls one of those named."""
    return [
        _asked(question, named, (party,), share, entry.strict, suppliers, as_of)
        for named in entry.parties
        for question in ("direct", "control")
    ]


def _common_group(entry: Entry, groups: tuple[str, ...], suppliers: Suppliers) -> str:
    """Return the party named that has a group above it in common with the one whose groups are given."""
    for named in entry.parties:
        if set(suppliers.groups_of(named)) & set(groups):
            return named
    return ""


def _asked(
    question: OwnershipQuestion,
    party: str,
    owners: tuple[str, ...],
    threshold: float,
    strict: bool,
    suppliers: Suppliers,
    as_of: str,
) -> Finding:
    name, by = suppliers.named(party), ", ".join(suppliers.named(it) for it in owners)
    if suppliers.ownership is None:
        return Finding("no", f"no holding is known that ties {name} to {by}")
    owned = suppliers.ownership.owned(question, party, owners, threshold, strict, as_of)
    if owned.answer == "no":
        return Finding("no", f"no holding is known that ties {name} to {by} as far as the text asks")
    said = f"{owned.low:.0%} to {owned.high:.0%}" if owned.low < owned.high else f"{owned.low:.0%}"
    what = "control" if question == "control" else f"{question} share of {said}"
    chain = f" ({' > '.join(owned.chains[0])})" if owned.chains else ""
    if owned.answer == "yes":
        return Finding("yes", f"{by}: {what} in {name}{chain}")
    missing = owned.missing or (f"share of {by} in {name}",)
    return Finding("unknown", f"{by}: {what} in {name}{chain}, undetermined", missing)
