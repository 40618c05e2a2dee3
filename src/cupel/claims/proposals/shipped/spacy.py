"""Proposals by a spaCy pipeline that is installed: a pipeline's name goes in; what verbs of saying govern comes out.

Nothing is downloaded. Without spaCy, or without that pipeline, the advice says how a person installs them. A clause
that a verb of saying governs (Universal Dependencies ccomp, or parataxis) is proposed with the verb's subject.
"""

from collections.abc import Iterator
from typing import Any

from cupel.claims.proposals.proposer import Proposal, Text, Words
from cupel.errors import MachineError
from cupel.records.problem import Problem

SUBJECTS = frozenset(("nsubj", "nsubjpass", "nsubj:pass"))
CLAUSES = frozenset(("ccomp", "parataxis"))
LONGEST = 900_000
"""Signs of a text; spaCy refuses longer ones, because its parser takes much memory."""


class Spacy:
    """Proposes what a dependency parser shows."""

    sha256 = ""

    def __init__(self, pipeline: str) -> None:
        """Load an installed pipeline. Raises MachineError where spaCy or the pipeline is not installed."""
        try:
            import spacy  # type: ignore[import-not-found,unused-ignore] # noqa: PLC0415 - optional, and slow to load
        except ImportError as error:
            raise MachineError("spaCy is not installed.", "Install it beside cupel: pip install spacy.") from error
        try:
            self._pipeline = spacy.load(pipeline or "en_core_web_sm")
        except OSError as error:
            advice = "Install the pipeline yourself; cupel downloads none. Then write spacy=PIPELINE."
            raise MachineError(f"spaCy has no pipeline {pipeline!r}.", advice) from error
        about = self._pipeline.meta
        self.name = f"spaCy {about['lang']}_{about['name']}"
        self.version = f"{about['version']}, spaCy {spacy.__version__}"

    def propose(self, text: Text) -> Iterator[Proposal | Problem]:
        """Yield a proposal for each clause that a verb which attributes governs, paragraph by paragraph."""
        from cupel.claims.attribution.lexicon import verbs  # noqa: PLC0415 - the rules' list, read once

        for place in text.paragraphs:
            if place.end - place.start > LONGEST:
                yield Problem(text.name, f"a paragraph of more than {LONGEST:,} signs was not parsed")
                continue
            for token in self._pipeline(text.text[place.start : place.end]):
                if token.lower_ in verbs():
                    yield from _said(token, place.start)

    def left(self) -> Iterator[Problem]:
        """Leave nothing."""
        return iter(())


def _said(verb: Any, offset: int) -> Iterator[Proposal]:
    subject = next((it for it in verb.children if it.dep_ in SUBJECTS), None)
    if subject is None:
        return
    for clause in verb.children:
        if clause.dep_ in CLAUSES:
            content = _words(clause, offset, {verb.i} | {it.i for it in subject.subtree})
            if content is not None:
                cue = Words(verb.text, offset + verb.idx, offset + verb.idx + len(verb.text))
                yield Proposal((content,), _words(subject, offset, set()), cue)


def _words(head: Any, offset: int, without: set[int]) -> Words | None:
    """Return the stretch of a subtree; None where other words stand within it."""
    inside = [it for it in head.subtree if it.i not in without]
    first, last = inside[0], inside[-1]
    if last.i - first.i + 1 != len(inside):
        return None
    return Words("", offset + first.idx, offset + last.idx + len(last.text))


OPEN = Spacy
