"""NVD configurations: trees of CPE matches with AND and OR go in; affected products with their ranges come out.

Schema: https://csrc.nist.gov/schema/nvd/api/2.0/cve_api_json_2.0.schema
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from cupel.records.advisory import Affected, Span
from cupel.reference.cpe import Cpe, read_cpe
from cupel.reference.decoding import Unusable
from cupel.reference.json_stream import MOST_PART
from cupel.reference.versions import series

DEEPEST = 8
"""Nodes within nodes; NVD has one level."""


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


@dataclass(slots=True)
class _Versions:
    """What is said of one place, while the configurations are read."""

    spans: list[Span] = field(default_factory=list)
    versions: list[str] = field(default_factory=list)


def affected(configurations: Iterable[Configuration]) -> tuple[Affected, ...]:
    """Return what the configurations name as vulnerable, one entry for each product and its conditions.

    A node that is negated states no product, and no condition that can be looked up. Raises Unusable for a name that is
    no CPE name, and for trees that no record needs.
    """
    found: dict[Place, _Versions] = {}
    for configuration in configurations:
        if not configuration.negate:
            _group(configuration.nodes, configuration.operator, (), found, 0)
    return tuple([
        Affected(
            product, spans=tuple(said.spans), versions=tuple(said.versions), requires=needs, platforms=platforms,
            unaffected=(Span(introduced=after, last_affected=after),) if after else (),
        )
        for (product, needs, platforms, after), said in found.items()
    ])  # fmt: skip


def _group(
    nodes: tuple[Node, ...], operator: str, requires: tuple[str, ...], found: dict[Place, _Versions], depth: int
) -> None:
    if depth > DEEPEST:
        raise Unusable(f"its configurations nest more than {DEEPEST} deep")
    nodes = tuple([node for node in nodes if not node.negate])
    alone = operator != "AND" or len(nodes) == 1
    texts = [() if alone else _conditions(node, depth) for node in nodes]
    for number, node in enumerate(nodes):
        conditions = requires
        if not alone:
            others = (text for at, all_of in enumerate(texts) if at != number for text in all_of)
            conditions = tuple(dict.fromkeys((*requires, *others)))
        _matches(node, conditions, found)
        _group(node.children, node.operator, conditions, found, depth + 1)


def _matches(node: Node, conditions: tuple[str, ...], found: dict[Place, _Versions]) -> None:
    cpes = [(match, read_cpe(match.criteria)) for match in node.cpeMatch]
    all_of = tuple(dict.fromkeys(cpe.product for _, cpe in cpes)) if node.operator == "AND" else ()
    needed = (*conditions, *all_of)
    if len(cpes) * sum(map(len, needed)) > MOST_PART:
        raise Unusable("its conditions are too many to be kept with each product")
    for match, cpe in cpes:
        if match.vulnerable:
            needs = tuple(dict.fromkeys(text for text in needed if text != cpe.product)) if needed else ()
            place = (cpe.product, needs, cpe.platforms, match.versionStartExcluding)
            said = found.get(place)
            if said is None:
                said = found[place] = _Versions()
            _add(said, match, cpe)


def _conditions(node: Node, depth: int) -> tuple[str, ...]:
    """Name what must be there for a node to hold: one text for each condition, alternatives in one text."""
    if depth > DEEPEST:
        raise Unusable(f"its configurations nest more than {DEEPEST} deep")
    names = [read_cpe(match.criteria).product for match in node.cpeMatch]
    names += [text for child in node.children for text in _conditions(child, depth + 1)]
    if node.operator == "AND":
        return tuple(dict.fromkeys(names))
    return (" | ".join(dict.fromkeys(names)),) if names else ()


def _add(said: _Versions, match: CpeMatch, cpe: Cpe) -> None:
    start = match.versionStartIncluding or match.versionStartExcluding
    if start or match.versionEndExcluding or match.versionEndIncluding:
        said.spans.append(Span(start, match.versionEndExcluding, match.versionEndIncluding))
    elif cpe.wild:
        if wild := series(cpe.version):
            said.spans.append(wild)
    elif cpe.version:
        said.versions.append(cpe.version)
    elif cpe.every:
        said.spans.append(Span())
