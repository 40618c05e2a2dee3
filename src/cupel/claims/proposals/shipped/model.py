"""Proposals by a model that was trained on the user's own labels: a model's file goes in, proposals come out."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from cupel.claims.learned.features import features
from cupel.claims.learned.model import ModelTagger, read_model, rules_version
from cupel.claims.learned.tagging import Spans, spans_of
from cupel.claims.learned.tokens import Line, Offsets, lines
from cupel.claims.proposals.proposer import Proposal, Text, Words
from cupel.records.problem import Problem


class UserModel:
    """Proposes what a conditional random field tags as source, cue and content."""

    def __init__(self, path: str) -> None:
        """Read the model. Raises InputError for a file that is none, MachineError without the extra `crf`."""
        model = read_model(Path(path))
        self._path, self._is_old = path, model.rules != rules_version()
        self._tagger = ModelTagger(model)
        self.sha256 = model.sha256
        self.name = f"user model {model.sha256[:12]}"
        self.version = f"{model.claims} claims of {model.labels} label files, features {model.rules[:12]}"

    def propose(self, text: Text) -> Iterator[Proposal]:
        """Yield what the model reads in each paragraph, in the order of the text; the note tells how sure it is."""
        for line in lines(text.text, [(it.start, it.end) for it in text.paragraphs]):
            tags = self._tagger.tag(features(line))
            for it in spans_of(line, tags):
                yield Proposal(
                    tuple(map(_words, it.content)), it.source and _words(it.source), it.cue and _words(it.cue),
                    note=self._sure(line, tags, it),
                )  # fmt: skip

    def _sure(self, line: Line, tags: Sequence[str], it: Spans) -> str:
        """Say the least probability of a word of the cue: what is sure by it was right more often when measured."""
        cue = [at for at, token in enumerate(line) if it.cue and it.cue[0] <= token.start < it.cue[1]]
        least = min((self._tagger.probability(tags[at], at) for at in cue), default=0.0)
        return f"the model gives its cue a probability of {least:.2f}"

    def left(self) -> Iterator[Problem]:
        """Say where the model was trained with other rules for words."""
        if self._is_old:
            yield Problem(self._path, "it was trained with another version of the words and tags; train it anew")


def _words(span: Offsets) -> Words:
    return Words("", *span)


OPEN = UserModel
