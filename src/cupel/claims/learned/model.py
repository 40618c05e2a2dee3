"""A model of claims as a file: what was trained goes in, a file comes out; a file goes in, a tagger comes out.

One line of JSON that says what it is, what it was learnt from, and the SHA-256 of the rest; then the bytes of CRFsuite
(https://www.chokkan.org/software/crfsuite/). These are read by a library that does not check them: a model is as much
a program as one, and only the SHA-256 guards against a damaged file, nothing against a forged one.
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cupel import plugins
from cupel.errors import InputError, MachineError

FORMAT = "cupel claims model"
VERSION = 1
MOST_BYTES = 1 << 30
LONGEST_HEAD = 1 << 20


@dataclass(frozen=True, slots=True)
class Model:
    """One model."""

    sha256: str
    """SHA-256 of the whole file, 64 hex digits."""
    rules: str
    """Version of the words and features that it was trained with."""
    labels: int
    """Label files that it learnt from."""
    claims: int
    """Claims in them."""
    data: bytes
    """What CRFsuite reads."""


class ModelTagger:
    """Tags features by a model."""

    def __init__(self, model: Model) -> None:
        """Open the model. Raises InputError where CRFsuite refuses it, MachineError without the extra `crf`."""
        self._data = model.data  # CRFsuite reads these bytes as long as it tags, and does not keep them itself
        self._tagger = crfsuite().Tagger()
        try:
            self._tagger.open_inmemory(self._data)
        except (ValueError, RuntimeError) as error:
            raise InputError(f"CRFsuite refuses the model: {error}.", "Train it anew.") from error

    def tag(self, features: Sequence[Sequence[str]]) -> list[str]:
        """Return the tag of each token."""
        found: list[str] = self._tagger.tag(features)
        return found

    def probability(self, tag: str, at: int) -> float:
        """Return the probability of a tag of a token of what was tagged last, 0 to 1, by the model."""
        return float(self._tagger.marginal(tag, at))


def crfsuite() -> Any:
    """Import the library. Raises MachineError where the extra is not installed."""
    try:
        import pycrfsuite  # noqa: PLC0415 - the extra crf
    except ImportError as error:
        raise MachineError("python-crfsuite is not installed.", "Install cupel's extra: cupel[crf].") from error
    return pycrfsuite


def rules_version() -> str:
    """Return the version of what makes features of words, 64 hex digits."""
    return plugins.version_of(
        "cupel.claims.text", "cupel.claims.attribution.lexicon", "cupel.claims.learned.tokens",
        "cupel.claims.learned.features", "cupel.claims.learned.tagging",
    )  # fmt: skip


def written(data: bytes, labels: tuple[str, ...], claims: int) -> bytes:
    """Return the file of a model."""
    head = {
        "format": FORMAT, "version": VERSION, "rules": rules_version(), "labels": labels, "claims": claims,
        "sha256": hashlib.sha256(data).hexdigest(),
    }  # fmt: skip
    return json.dumps(head, sort_keys=True).encode() + b"\n" + data


def read_model(path: Path) -> Model:
    """Read a model. Raises InputError for a file that is none, or that was changed."""
    advice = "Give a file that `cupel claims train` wrote."
    try:
        with path.open("rb") as file:
            whole = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise InputError(f"The model {path} cannot be read: {error.strerror}.", advice) from error
    head, _, data = whole.partition(b"\n")
    try:
        told = json.loads(head[:LONGEST_HEAD])
        if told["format"] != FORMAT or len(whole) > MOST_BYTES:
            raise ValueError
        model = Model(
            hashlib.sha256(whole).hexdigest(), str(told["rules"]), len(told["labels"]), int(told["claims"]), data
        )
        version, sha256 = told["version"], told["sha256"]
    except (KeyError, TypeError, ValueError, RecursionError) as error:
        raise InputError(f"{path} is no model of claims.", advice) from error
    if version != VERSION:
        raise InputError(f"{path} is a model of version {version!r}; this cupel reads {VERSION}.", "Train it anew.")
    if sha256 != hashlib.sha256(data).hexdigest():
        raise InputError(f"{path} was changed: its bytes are not those that were trained.", advice)
    return model
