"""`cupel claims labels`, `train` and `sentences`: what people decided becomes labels, labels become a model."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from cupel.cli.claims_reading import decisions_at, documents_of, ledger_for, write
from cupel.cli.options import ClaimDecisions, ClaimPaths, Quiet
from cupel.errors import InputError

LABELS = "Example:  cupel claims labels examples/first-case --to labels/"
TRAIN = "Example:  cupel claims train labels/ --model claims.model && cupel claims article.txt --model claims.model"
SENTENCES = "Example:  cupel claims sentences article.txt > sentences.jsonl"


def labels(
    paths: ClaimPaths,
    to: Annotated[Path, typer.Option("--to", help="Folder for the labels, a file a document.", metavar="FOLDER")],
    ledger: ClaimDecisions = "",
    quiet: Quiet = False,
) -> None:
    """Write what people accepted, corrected and rejected as labels for `train`.

    Each file holds the whole text of its document: keep it where the document may be kept.
    """
    from cupel.claims.learned.reviewed import labels_of

    where = decisions_at(paths, ledger, must=True)
    found, _, _ = ledger_for(paths, quiet, where)
    count = 0
    try:
        to.mkdir(parents=True, exist_ok=True)
        for count, (name, data) in enumerate(labels_of(found), 1):  # noqa: B007 - it is told below
            (to / name).write_bytes(data)
    except OSError as error:
        raise InputError(f"{to} cannot be written: {error.strerror}.", "Name another folder.") from error
    if not count:
        raise InputError("Nobody has decided about a claim of these documents.", "See `cupel claims review --help`.")
    print(f"{count} documents with labels in {to}.")


def train(
    paths: Annotated[list[Path], typer.Argument(help="Label files, or folders of them.", metavar="LABELS...")],
    model: Annotated[Path, typer.Option("--model", help="File that is written.", metavar="FILE")],
) -> None:
    """Train a model on labels, for `--model`. The same labels give the same file.

    Exit code 1 where a label was left out: its words do not stand in its text.
    """
    from cupel.claims.learned.labels import read_labels
    from cupel.claims.learned.train import train as trained

    read, problems = read_labels(paths)
    made = trained(read)
    write(model, [made])
    for it in problems:
        print(f"{it.locator}: {it.what}", file=sys.stderr)
    claims = sum(len(it.claims) for it in read)
    print(f"{model}: learnt from {claims} claims in {len(read)} texts. It proposes; it accepts nothing.")
    if problems:
        raise typer.Exit(1)


def sentences(paths: ClaimPaths, quiet: Quiet = False) -> None:
    """Number the sentences of documents, as JSON lines: what proposals made elsewhere name as `sentence`.

    Exit code 1 where part of a document could not be read.
    """
    from cupel.claims.proposals.places import text_of
    from cupel.records.boundary import to_json

    documents, problems = documents_of(paths, quiet)
    for document in documents:
        text = text_of(document)
        for number, it in enumerate(text.sentences, 1):
            paragraph = sum(place.start <= it.start for place in text.paragraphs)
            line = {
                "document": document.id, "name": document.name, "sentence": number, "paragraph": paragraph,
                "start": it.start, "end": it.end, "words": document.text[it.start : it.end],
            }  # fmt: skip
            sys.stdout.buffer.write(to_json(line) + b"\n")
    for problem in problems:
        print(f"{problem.locator}: {problem.what}", file=sys.stderr)
    if problems:
        raise typer.Exit(1)
