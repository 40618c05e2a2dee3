"""Puts the vendor's replies beside the matches that they speak of: a Ladder and replies go in, a Ladder comes out."""

import dataclasses
from collections import defaultdict
from collections.abc import Iterable
from urllib.parse import unquote

from cupel.bills.match import Components, ProductOf, no_product
from cupel.records.component import Component
from cupel.records.vulnerability import Ladder, Reply


def with_replies(
    ladder: Ladder, replies: Iterable[Reply], components: Iterable[Component], product_of: ProductOf = no_product
) -> tuple[Ladder, tuple[Reply, ...]]:
    """Return the ladder with each reply beside its matches, and the replies that speak of no match.

    A reply whose package URL states a version fits components of that version, and those whose version is not known.
    No rung changes by a reply. A reply fits a match where the vulnerability is the same and

    1. it names a component, and that is the match's; or
    2. it names none, and what it calls the product is the match's component; or
    3. it names none, and speaks of the product as a whole: then it fits every match of that vulnerability.
    """
    index = Components(components, product_of)
    places: dict[str, list[int]] = defaultdict(list)
    for at, match in enumerate(ladder.matches):
        places[match.cve.upper()].append(at)
    beside: dict[int, list[Reply]] = defaultdict(list)
    unmatched = []
    for reply in replies:
        there = places.get(reply.cve.strip().upper(), [])
        named = index.named(reply.component or reply.product, reply.purl, reply.cpe)
        if named:  # 1, 2
            ids = {component.id for component in named[1] if _fits(reply.purl, component)}
            there = [at for at in there if ladder.matches[at].component in ids]
        elif reply.component:
            there = []
        for at in there:  # 3
            beside[at].append(reply)
        if not there:
            unmatched.append(reply)
    matches = tuple(
        dataclasses.replace(match, replies=match.replies + tuple(beside[at])) if at in beside else match
        for at, match in enumerate(ladder.matches)
    )
    return dataclasses.replace(ladder, matches=matches), tuple(unmatched)


def _fits(purl: str, component: Component) -> bool:
    """Tell whether a package URL may mean a component of this version."""
    name = purl.partition("?")[0].partition("#")[0].rpartition("/")[2]
    version = unquote(name.partition("@")[2])
    known = {component.versions.exact, component.package_version} - {""}
    return not version or not known or version in known
