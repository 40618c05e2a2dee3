"""Trains a linear-chain conditional random field on labels: labelled texts go in, the file of a model comes out.

Training is deterministic: the same labels, in whatever order they are named, give the same bytes on one machine with
one version of CRFsuite.
"""

import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from cupel.claims.learned.features import features
from cupel.claims.learned.labels import Labelled
from cupel.claims.learned.model import crfsuite, written
from cupel.claims.learned.tagging import OUTSIDE, tags_of
from cupel.claims.learned.tokens import Line, lines
from cupel.errors import InputError

SETTINGS = {
    "c1": 0.05, "c2": 0.05, "max_iterations": 150,
    "feature.possible_transitions": False, "feature.possible_states": False,
}  # fmt: skip
"""Penalties chosen by cross-validation on the passages and on ten articles of PolNeAR's development part."""


def train(labels: Sequence[Labelled]) -> bytes:
    """Return the file of a model. Raises InputError where no label can be learnt from."""
    trainer = crfsuite().Trainer(algorithm="lbfgs", verbose=False)
    trainer.set_params(SETTINGS)
    learnt = 0
    for labelled in labels:
        for line, tags in sequences(labelled):
            trainer.append(features(line), tags)
            learnt += sum(tag != OUTSIDE for tag in tags)
    if not learnt:
        raise InputError("No label lies in a sentence that was examined.", "Accept claims, or label more sentences.")
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder) / "model"
        trainer.train(str(made))
        data = made.read_bytes()
    return written(data, tuple(it.sha256 for it in labels), sum(len(it.claims) for it in labels))


def sequences(labelled: Labelled) -> Iterator[tuple[Line, list[str]]]:
    """Yield each run of examined sentences of a paragraph with its tags."""
    for line in lines(labelled.text, labelled.paragraphs):
        tags = tags_of(line, labelled.claims)
        start = 0
        for at in range(1, len(line) + 1):
            if at == len(line) or _known(line, at, labelled) != _known(line, start, labelled):
                if _known(line, start, labelled):
                    yield line[start:at], tags[start:at]
                start = at


def _known(line: Line, at: int, labelled: Labelled) -> bool:
    return any(start < line[at].end and line[at].start < end for start, end in labelled.examined)
