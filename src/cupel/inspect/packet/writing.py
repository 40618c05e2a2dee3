"""Writes a vendor packet: an evidence bundle of the vendor edition and a day go in, its files come out."""

import datetime
import textwrap
from collections.abc import Iterator, Mapping
from pathlib import Path

from cupel.dossier.visible import visible
from cupel.errors import InputError
from cupel.inspect.bundle.archive import Opened, archive, member_part
from cupel.inspect.bundle.readme import MOST_FOLDED
from cupel.inspect.bundle.reproduction import in_words, steps_of
from cupel.inspect.packet.duties import duties
from cupel.inspect.packet.duties import in_words as duties_in_words
from cupel.inspect.reply_form import empty_form
from cupel.records.bundle import Bundle, BundledFinding, DetectorDescription, Piece

WIDTH = 100
FORM, FRONT, EVIDENCE, DUTIES = "reply.toml", "README.txt", "evidence.zip", "duties.txt"


def packet(opened: Opened, bundle: Bundle, data: bytes, day: datetime.date) -> dict[str, bytes]:
    """Make the packet's files: a front page, one file for each finding, the reporting duties that all of them may set
    off, a reply form, and the bundle itself.

    Suppressed findings are left to the vendor too: a suppression is the evaluator's own decision. Raises InputError for
    a bundle of another edition, or one that was changed.
    """
    if bundle.edition != "vendor":
        raise InputError(
            f"This bundle is the {bundle.edition} edition, which has no steps to reproduce a finding.",
            "Make it with `cupel inspect IMAGE --bundle OUT.zip --edition vendor`.",
        )
    if opened.problems:
        raise InputError(f"This bundle was changed: {opened.problems[0]}", "See `cupel verify`; make it again.")
    described = {it.detector: it for it in bundle.detectors}
    made = {
        f"findings/{number:04d}-{member_part(it.finding.id)}.txt": _text(_finding(it, bundle, described))
        for number, it in enumerate(bundle.findings, 1)
    }
    form = empty_form([it.finding for it in bundle.findings], bundle.image.sha256, opened.sha256)
    front = _text(_front(bundle, opened, tuple(made), day))
    listed = _text(duties_in_words(duties(), day))
    return {FRONT: front, DUTIES: listed, FORM: form.encode(), EVIDENCE: data, **made}


def write_packet(files: Mapping[str, bytes], target: Path) -> None:
    """Write a packet as a ZIP file where the name ends so, else into a new or empty folder. Raises InputError."""
    try:
        if target.suffix.lower() == ".zip":
            target.write_bytes(archive(files))
            return
        target.mkdir(parents=True, exist_ok=True)
        if any(target.iterdir()):
            raise InputError(f"The folder {target} is not empty.", "Name a new or an empty folder, or a .zip file.")
        for name, data in files.items():
            (target / name).parent.mkdir(exist_ok=True)
            (target / name).write_bytes(data)
    except OSError as error:
        raise InputError(
            f"{error.filename or target} cannot be written: {error.strerror}.", "Name a place that you may write to."
        ) from error


def _front(bundle: Bundle, opened: Opened, names: tuple[str, ...], day: datetime.date) -> Iterator[str]:
    yield f"Findings for the maker's reply: {bundle.label}"
    yield bundle.marking
    yield ""
    yield f"What stands here is about {bundle.statements_about}."
    yield f"Image: {bundle.image.name}, {bundle.image.size:,} bytes, SHA-256 {bundle.image.sha256}"
    yield f"How it was got: {bundle.grade}. {bundle.grade_reason}"
    yield f"Made by cupel {bundle.cupel}, rules {bundle.rule_version}; bundle {EVIDENCE}, SHA-256 {opened.sha256}"
    yield ""
    yield "A finding says what is there and never why. Your reply is kept beside it, word for word."
    yield ""
    yield "How to reply"
    yield f"Fill in {FORM} and send it back. `cupel packet check {FORM} {EVIDENCE}` tells whether it can be read."
    yield f"`cupel verify {EVIDENCE} IMAGE` reads every quoted byte out of your own copy of the image."
    yield ""
    yield "Findings"
    for it, name in zip(bundle.findings, names, strict=True):
        yield f"  {it.finding.tier:11} {it.finding.title} ({name})"
    yield ""
    yield f"Reporting duties that this packet may set off, as of {day.isoformat()}, are listed once, in {DUTIES};"
    yield "that is a list to check, and no legal advice."


def _finding(it: BundledFinding, bundle: Bundle, described: Mapping[str, DetectorDescription]) -> Iterator[str]:
    found = it.finding
    yield found.title
    yield f"{found.id}, rule {found.rule}"
    yield bundle.marking
    yield ""
    yield "What"
    yield found.statement
    yield f"{found.tier}: {found.tier_reason}"
    for facet in found.facets:
        yield f"{facet.name}? {facet.answer}: {facet.reason}"
    yield ""
    yield "Where, and how to reproduce it"
    for piece in it.pieces:
        yield from _piece(piece)
    if any(piece.offset is not None and piece.chain[0].kind != "folder" for piece in it.pieces if piece.chain):
        yield "Where an image has two files of one name, the extracted second one is called `name~2`."
    if detector := described.get(found.detector):
        yield ""
        yield f"What a finding of this kind means: {detector.means}"
        yield f"How it is checked: {detector.checked}"
        yield ""
        yield "What would refute it"
        yield detector.refutes
        yield ""
        yield "References"
        yield from (f"  {reference}" for reference in detector.references)
    yield ""
    yield f"Reply in {FORM}, at finding = {found.id!r}. Reporting duties that it may set off: see {DUTIES}."


def _piece(piece: Piece) -> Iterator[str]:
    yield f"Evidence for the {piece.about}: {piece.quote}"
    if piece.chain:
        yield f"  {in_words(piece)}"
    yield from (f"  $ {line}" for line in steps_of(piece))


def _text(lines: Iterator[str]) -> bytes:
    """Fold the lines, but not those that are to be typed; make what an image says safe to look at."""
    folded: list[str] = []
    for line in lines:
        shown = visible(line)
        indent = " " * (len(shown) - len(shown.lstrip()))
        if shown.lstrip().startswith("$ ") or not WIDTH < len(shown) <= MOST_FOLDED:
            folded.append(shown)
        else:
            folded += textwrap.wrap(shown, WIDTH, subsequent_indent=f"{indent}  ", break_on_hyphens=False)
    return ("\n".join(folded) + "\n").encode("utf-8", "backslashreplace")
