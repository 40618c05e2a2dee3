"""Measures how many of the destinations in an image the operator cannot change."""

from collections import defaultdict
from collections.abc import Iterator

from cupel.inspect.detect.image import Image
from cupel.records.finding import State
from cupel.records.measure import Measure

FACET = "can be changed by the operator"
NOT_OUTSIDE = frozenset({"loopback", "documentation", "reserved", "multicast", "private"})
"""Kinds of address that lead to nobody outside."""


class Destinations:
    """Hosts by whether configuration decides them."""

    name = "destinations"
    title = "Destinations that the operator cannot change"
    formula = (
        "Distinct hosts of destination findings of which at least one use cannot be changed by the operator, of "
        "distinct hosts of which that can be told. Loopback, private, documentation and reserved addresses are left "
        "out."
    )
    unit = "hosts"
    limits = (
        "What is there, not what is contacted. A host of which no file tells whether it can be changed is in the "
        "note, not in the share. An operator's own build may set other hosts."
    )
    reference = "docs/explanation/words.md (facets of a destination)"

    def measure(self, image: Image) -> Iterator[Measure]:
        """Yield the share, and the share of those that something starts or uses."""
        for name, tiers in (("all", ()), ("started or used", ("configured", "reachable", "exercised", "observed"))):
            answers: dict[str, set[State]] = defaultdict(set)
            for it in image.inspection.findings:
                if it.kind != "destination" or it.facts.get("address_kind") in NOT_OUTSIDE:
                    continue
                if not tiers or it.tier in tiers:
                    answers[str(it.facts.get("host") or it.subject)] |= {
                        facet.answer for facet in it.facets if facet.name == FACET
                    }
            fixed = sum("no" in it for it in answers.values())
            known = sum(bool(it & {"yes", "no"}) for it in answers.values())
            unknown = len(answers) - known
            note = f"unknown of {unknown} more hosts" if unknown else ""
            yield Measure(self.name, name, fixed if known else None, known or None, "hosts", note=note)


METRIC = Destinations()
