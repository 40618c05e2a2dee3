"""Asks what is claimed, by whom, and what speaks against it; measured answers stand beside, without a verdict."""

from collections import Counter

from cupel.claims.figures import Figures
from cupel.claims.questions._measured import beside_measured
from cupel.records.answer import Answer
from cupel.records.claim import ClaimsLedger
from cupel.records.evidence import Evidence
from cupel.records.figure import Figure, Heading, Quantity
from cupel.records.problem import Problem
from cupel.room import Records

MOST_EVIDENCE = 400
BOUND = (
    "Whether any claim is true is not asked.",
    "Rules find speech, writing, documents and stated attitudes by the words of English; claims that actions or irony "
    "make, and texts in other languages, do not show.",
    "Only these documents were read: that nobody says a thing here does not mean that nobody says it.",
)


class WhatIsClaimed:
    """The ledger of claims: who, about whom, in which stance, on whose word, and what stands against it."""

    id = "claims/what-is-claimed"
    text = "What is claimed, by whom, and what speaks against it?"
    description = "Claims with speaker, stance and exact words; contradictions, timeline, unnamed sources, origins."
    order = 1
    needs = ("claims",)

    def ask(self, records: Records) -> Answer:
        """Answer from the ledger; inspections, where there are some, stand beside what is claimed of equipment."""
        ledger: ClaimsLedger = records["claims"]
        figures = Figures(ledger)
        unnamed = figures.unsupported()
        told = [it for it in figures.kept if not it.duplicate_of]
        stances = Counter(it.stance for it in told)
        accusing = stances["allegation"] + stances["concern"]
        shown: list[Figure] = [
            Quantity("accuse or fear", accusing, "claims"),
            Quantity("deny", stances["denial"], "claims"),
            Quantity("stand on unnamed people's word alone", len(unnamed), "claims"),
            Quantity("were reviewed by a person", len(figures.index.reviews), "claims"),
        ]
        shown += [it for it in (figures.against(), beside_measured(figures, records)) if it.facings]
        shown += [it for it in [figures.timeline()] if it.moments]
        shown += [it for it in [figures.unnamed()] if it.rows]
        shown += [it for it in [figures.chains()] if it.roots]
        shown += [it for it in (figures.matrix(), figures.register()) if it.rows]
        texts = list(figures.texts())
        shown += [Heading("The documents, with their claims marked"), *texts] if texts else []
        shown += [it for it in [figures.documents()] if it.rows]
        problems: tuple[Problem, ...] = records.get("claim_problems", ())
        return Answer(
            self.id, self.text, _headline(figures, len(told), accusing, stances["denial"], len(unnamed)),
            "medium" if told else "low",
            _confidence(figures), tuple(shown), tuple(_evidence(figures, records)),
            (*BOUND, *_proposed(figures), *(f"{it.locator}: {it.what}" for it in problems),
             *_cut(len(ledger.documents), len(texts))),
        )  # fmt: skip


def _headline(figures: Figures, told: int, accusing: int, denials: int, unnamed: int) -> str:
    ledger = figures.ledger
    if not told:
        return f"No claim was found in {_count(len(ledger.documents), 'document')}."
    places = f"In {figures.places()} claims do not fit together as they stand. " if ledger.contradictions else ""
    return (
        f"{_count(told, 'claim')} in {_count(len(ledger.documents), 'document')}: "
        f"{accusing:,} {'accuses or fears' if accusing == 1 else 'accuse or fear'}, "
        f"{denials:,} {'denies' if denials == 1 else 'deny'}. {places}"
        f"{unnamed:,} {'stands' if unnamed == 1 else 'stand'} on unnamed people's word alone. "
        "Whether any of it is true is not said here."
    )


def _confidence(figures: Figures) -> str:
    reviewed = len(figures.index.reviews)
    return (
        "Speaker, stance and date are proposed by rules from the words, which misread some; "
        f"a person reviewed {reviewed:,} of {len(figures.claims):,} claims. The quoted words are exact."
    )


def _evidence(figures: Figures, records: Records) -> list[Evidence]:
    """Point at the exact words: of every claim that stands against another first, then of the others."""
    version = records.get("claims_version", "")
    against = [name for it in figures.ledger.contradictions for name in (*it.one, *it.other)]
    found = []
    told = (it.id for it in figures.claims.values() if figures.index.counts(it))
    for name in list(dict.fromkeys((*against, *told)))[:MOST_EVIDENCE]:
        claim = figures.claims.get(name)
        if claim is None or not claim.content:
            continue
        document = figures.index.documents[claim.document]
        where = f"{document.name}, signs {claim.content[0].start:,} to {claim.content[-1].end:,}"
        found.append(
            Evidence(document.sha256, where, figures.wording.short(claim, 160), f"claims/{claim.rule}", version)
        )
    return found


def _proposed(figures: Figures) -> tuple[str, ...]:
    if not figures.proposed:
        return ()
    by = ", ".join(sorted({it.proposed_by for it in figures.proposed}))
    told = (
        f"{_count(len(figures.proposed), 'claim')} proposed by {by}: nobody accepted them, and they stand in no count."
    )
    return (told,)


def _cut(documents: int, shown: int) -> tuple[str, ...]:
    return (
        (f"{documents - shown:,} documents were read, but their text is not shown here.",) if documents > shown else ()
    )


def _count(number: int, one: str) -> str:
    return f"{number:,} {one}{'' if number == 1 else 's'}"


QUESTION = WhatIsClaimed()
