"""The vendor's own bill beside what the bytes show: a Stated and Components go in, Differences come out."""

from collections.abc import Iterable
from typing import get_args

from cupel.bills.facts import version_text
from cupel.bills.match import Components, ProductOf, no_product
from cupel.bills.versions import Order, compare, order
from cupel.records.bill import Comparison, Differences, Pair, Stated, StatedComponent
from cupel.records.component import Component

BEST_FIRST: tuple[Comparison, ...] = get_args(Comparison)


def differences(
    stated: Stated, components: Iterable[Component], product_of: ProductOf = no_product, in_order: Order = order
) -> Differences:
    """Set every stated component beside the found one that it fits best, and list what has no counterpart.

    Several stated components may mean one found component, as packages do that one product was cut into. `product_of`
    gives the product that a name stands for, `in_order` compares versions; both come from whoever knows more.
    """
    found = tuple(components)
    index = Components(found, product_of)
    paired = [(it, _best(it, index, in_order)) for it in stated.components]
    pairs = tuple(pair for _, pair in paired if pair)
    met = {pair.found for pair in pairs}
    return Differences(
        stated.file, stated.sha256, stated.author, stated.dated, pairs,
        tuple(it for it, pair in paired if not pair),
        tuple(it.id for it in found if it.id not in met),
    )  # fmt: skip


def _best(it: StatedComponent, index: Components, in_order: Order) -> Pair | None:
    named = index.named(it.name, it.purl, it.cpe)
    if named is None:
        return None
    by, candidates = named
    judged = [(compare(it.version, found, in_order), found) for found in candidates]
    (comparison, reason), found = min(judged, key=lambda each: BEST_FIRST.index(each[0][0]))
    return Pair(it, found.id, version_text(found.versions), by, comparison, reason)
