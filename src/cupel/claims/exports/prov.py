"""Claims as W3C PROV: whose words they are, where they are quoted from, and on whose word those rest."""

from collections.abc import Iterator

import cupel
from cupel.claims.exports._moment import moment
from cupel.claims.exports._prov_graph import Graph
from cupel.claims.indexed import UNSPOKEN, Indexed, content, headed, words
from cupel.records.claim import Claim, ClaimsLedger, Document

TYPES = {
    "person": "prov:Person", "org": "prov:Organization", "gov": "prov:Organization", "outlet": "prov:Organization",
    "group": "cupel:Group", "anon": "cupel:Unnamed",
}  # fmt: skip
"""Kind of entity -> what sort of agent it is; a cited document is an entity, no agent."""
QUOTED, PRIMARY = "prov:Quotation", "prov:PrimarySource"


class ProvExport:
    """What tools of provenance read."""

    name = "prov"
    title = "W3C PROV (PROV-JSON)"
    description = (
        "Each claim is quoted from its document, has its speaker's statement as primary source, and between the two "
        "stand those who relay it; people's reviews are activities. What somebody did not say is attributed to who "
        "tells of it. Claims that a person rejected are left out."
    )
    reference = "https://www.w3.org/submissions/prov-json/"
    suffix = ".prov.json"

    def pieces(self, ledger: ClaimsLedger) -> Iterator[bytes]:
        """Write one document."""
        index, graph = Indexed(ledger), Graph()
        reading = graph.element("reading", 0, "Claims are read from documents")
        software = graph.element("software", 0, f"cupel {cupel.__version__}", prov_type="prov:SoftwareAgent")
        graph.relation("wasAssociatedWith", reading, software)
        for document in ledger.documents:
            _document(document, index, graph)
        for claim, document in index.claims(rejected=False):
            name = _claim(claim, document, index, graph)
            graph.relation("wasGeneratedBy", name, reading)
            _reviewed(claim, name, index, graph)
        for claim, _ in index.claims(rejected=False):
            for other, relation, typed in (
                (claim.parent, "wasDerivedFrom", QUOTED),
                (claim.duplicate_of, "alternateOf", ""),
            ):
                if graph.holds("claim", other):
                    graph.relation(relation, graph.name("claim", claim.id), graph.name("claim", other), typed)
        return graph.pieces()


def _document(document: Document, index: Indexed, graph: Graph) -> None:
    name = graph.element(
        "document", document.sha256, document.name or document.id,
        sha256=document.sha256, published=document.published.interval, publishedBasis=document.published.basis,
    )  # fmt: skip
    outlet = index.outlet(document)
    if outlet:
        graph.relation("wasAttributedTo", name, _agent(outlet.id, index, graph))


def _claim(claim: Claim, document: Document, index: Indexed, graph: Graph) -> str:
    graded = index.grade(claim)
    name = graph.element(
        "claim", claim.id, index.marked(claim, headed(claim, index.speaker(claim, document))),
        prov_value=content(claim, document), ledgerId=claim.id, stance=claim.stance, sourceClass=claim.source_class,
        cue=words(document, claim.cue), hedge=tuple(words(document, it) for it in claim.hedges), medium=claim.medium,
        span=tuple(f"{it.start}-{it.end}" for it in claim.content), when=claim.when.interval,
        whenBasis=claim.when.basis, review=index.state(claim), proposedBy=index.proposer(claim), note=claim.note,
        admiraltyReliability=graded.reliability if graded else "",
        admiraltyCredibility=graded.credibility if graded else "",
    )  # fmt: skip
    file = graph.name("document", document.sha256)
    graph.relation("wasDerivedFrom", name, file, QUOTED)
    told, first = "", PRIMARY
    if not index.counts(claim):  # whose it is stands in the label: only a model says so
        return name
    if claim.stance not in UNSPOKEN and claim.kind != "author" and claim.speaker in index.entities:
        told = graph.element("statement", claim.id, f"What {index.name(claim.speaker)} said")
        graph.relation("wasDerivedFrom", name, told, PRIMARY)
        _is_of(told, claim.speaker, index, graph)
        _is_of(name, claim.speaker, index, graph)
    elif outlet := claim.via[-1] if claim.via else claim.speaker if claim.kind == "author" else "":
        _is_of(name, outlet, index, graph)
    elif (published := index.outlet(document)) is not None:
        _is_of(name, published.id, index, graph)
    for at, relay in enumerate(claim.via):
        telling = graph.element("telling", [claim.id, at], f"What {index.name(relay)} tells")
        _is_of(telling, relay, index, graph)
        if told:
            graph.relation("wasDerivedFrom", telling, told, first)
            first = QUOTED
        told = telling
    if told:
        graph.relation("wasDerivedFrom", file, told, first if not claim.via else "")
    return name


def _is_of(name: str, whose: str, index: Indexed, graph: Graph) -> None:
    """Attribute to an agent; of a document that is cited, say that it is a part of it."""
    entity = index.entities.get(whose)
    if entity is None:
        return
    if entity.kind == "document":
        graph.relation("specializationOf", name, graph.element("cited", whose, entity.name))
    else:
        graph.relation("wasAttributedTo", name, _agent(whose, index, graph))


def _agent(whose: str, index: Indexed, graph: Graph) -> str:
    entity = index.entities[whose]
    return graph.element("agent", whose, entity.name, prov_type=TYPES[entity.kind], ledgerId=whose)


def _reviewed(claim: Claim, name: str, index: Indexed, graph: Graph) -> None:
    review = index.reviews.get(claim.id)
    if review and review.author:
        activity = graph.element(
            "review", claim.id, f"{review.state}: {review.reason}".removesuffix(": "), prov_endTime=moment(review.at)
        )
        person = graph.element("reviewer", review.author, review.author, prov_type="prov:Person")
        graph.relation("wasAssociatedWith", activity, person)
        graph.relation("used", activity, name)


EXPORT = ProvExport()
