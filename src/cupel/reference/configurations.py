"""NVD configurations: trees of CPE matches with AND and OR go in; affected products with their ranges come out.

Schema: https://csrc.nist.gov/schema/nvd/api/2.0/cve_api_json_2.0.schema
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from cupel.records.advisory import Affected, Span
from cupel.reference.cpe import Cpe, read_cpe
from cupel.reference.versions import series

MOST_MATCHES = 20_000
"""CPE matches of one record; the largest of NVD has 9,000."""


@dataclass(frozen=True, slots=True)
class CpeMatch:
    """One CPE name, with a range."""

    criteria: str
    vulnerable: bool = True
    versionStartIncluding: str = ""
    versionStartExcluding: str = ""
    versionEndIncluding: str = ""
    versionEndExcluding: str = ""


@dataclass(frozen=True, slots=True)
class Node:
    """Matches, of which one or all must hold."""

    cpeMatch: tuple[CpeMatch, ...] = ()
    operator: str = "OR"
    negate: bool = False
    children: tuple["Node", ...] = ()


@dataclass(frozen=True, slots=True)
class Configuration:
    """Nodes, of which one or all must hold."""

    nodes: tuple[Node, ...] = ()
    operator: str = "OR"
    negate: bool = False


Place = tuple[str, tuple[str, ...], tuple[str, ...], str]
"""Product, conditions, platforms, and the version that a range begins after: what one entry stands for."""


def affected(configurations: Iterable[Configuration]) -> tuple[Affected, ...]:
    """Return what the configurations name as vulnerable, one entry for each product and its conditions.

    A node that is negated states no product, and no condition that can be looked up. Raises Unusable for a name that is
    no CPE name.
    """
    found: dict[Place, Affected] = {}
    for configuration in configurations:
        if not configuration.negate:
            _group(configuration.nodes, configuration.operator, (), found)
    return tuple(found.values())


def _group(
    nodes: tuple[Node, ...],
    operator: str,
    requires: tuple[str, ...],
    found: dict[Place, Affected],
) -> None:
    nodes = tuple(node for node in nodes if not node.negate)
    for number, node in enumerate(nodes):
        others = nodes[:number] + nodes[number + 1 :] if operator == "AND" else ()
        conditions = (*requires, *(text for other in others for text in _conditions(other)))
        cpes = [(match, read_cpe(match.criteria)) for match in node.cpeMatch[:MOST_MATCHES]]
        for match, cpe in cpes:
            if match.vulnerable:
                within = [it.product for _, it in cpes if it.product != cpe.product] if node.operator == "AND" else []
                needs = tuple(dict.fromkeys(text for text in (*conditions, *within) if text != cpe.product))
                place = (cpe.product, needs, cpe.platforms, match.versionStartExcluding)
                known = found.get(place) or Affected(cpe.product, requires=needs, platforms=cpe.platforms)
                found[place] = _with(known, match, cpe)
        _group(node.children, node.operator, conditions, found)


def _conditions(node: Node) -> list[str]:
    """Name what must be there for a node to hold: one text for each condition, alternatives in one text."""
    names = list(dict.fromkeys(read_cpe(match.criteria).product for match in node.cpeMatch[:MOST_MATCHES]))
    if node.operator == "AND":
        return [*names, *(text for child in node.children for text in _conditions(child))]
    alternatives = " | ".join(dict.fromkeys([*names, *(t for child in node.children for t in _conditions(child))]))
    return [alternatives] if alternatives else []


def _with(known: Affected, match: CpeMatch, cpe: Cpe) -> Affected:
    span = Span(
        match.versionStartIncluding or match.versionStartExcluding,
        match.versionEndExcluding,
        match.versionEndIncluding,
    )
    if span != Span():
        excluded = match.versionStartExcluding
        apart = (Span(introduced=excluded, last_affected=excluded),) if excluded else ()
        return replace(known, spans=(*known.spans, span), unaffected=(*known.unaffected, *apart))
    if cpe.wild:
        wild = series(cpe.version)
        return replace(known, spans=(*known.spans, wild)) if wild else known
    if cpe.version:
        return replace(known, versions=(*known.versions, cpe.version))
    return replace(known, spans=(*known.spans, Span())) if cpe.every else known
