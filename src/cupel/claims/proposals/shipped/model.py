"""Proposals by a model that was trained on the user's own labels: a model's file goes in, proposals come out."""

from collections.abc import Iterator
from pathlib import Path

from cupel.claims.learned.features import features
from cupel.claims.learned.model import ModelTagger, read_model, rules_version
from cupel.claims.learned.tagging import spans_of
from cupel.claims.learned.tokens import Offsets, lines
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
        """Yield what the model reads in each paragraph, in the order of the text."""
        for line in lines(text.text, [(it.start, it.end) for it in text.paragraphs]):
            for it in spans_of(line, self._tagger.tag(features(line))):
                yield Proposal(
                    tuple(map(_words, it.content)), it.source and _words(it.source), it.cue and _words(it.cue)
                )

    def left(self) -> Iterator[Problem]:
        """Say where the model was trained with other rules for words."""
        if self._is_old:
            yield Problem(self._path, "it was trained with another version of the words and tags; train it anew")


def _words(span: Offsets) -> Words:
    return Words("", *span)


OPEN = UserModel
