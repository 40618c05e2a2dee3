"""README.txt of a bundle: a Bundle goes in, plain words for whoever opens it come out."""

import textwrap
from collections.abc import Iterable, Iterator, Sequence

from cupel.dossier.visible import visible
from cupel.inspect.bundle.reproduction import in_words
from cupel.inspect.reply_form import by_finding as replies_by_finding
from cupel.inspect.suppressions import by_finding as suppressions_by_finding
from cupel.records.bundle import Bundle, BundledFinding, Piece
from cupel.records.finding_reply import FindingReply
from cupel.records.suppression import Suppression

WIDTH = 100
MOST_FOLDED = 20_000
"""Letters of a sentence that is folded: the time for it grows with the square of its longest word."""
STATES = {
    "bytes": "the bytes are in",
    "place": "the file as a whole, or its name, is the evidence",
    "document": "it stands in a document beside the image",
    "not reached": "the image did not give these bytes a second time",
}


def readme(bundle: Bundle) -> str:
    """Write the text; the same bundle gives the same text."""
    return "\n".join(line.rstrip() for line in _lines(bundle)) + "\n"


def _lines(bundle: Bundle) -> Iterator[str]:
    yield f"Evidence bundle: {visible(bundle.label)}"
    yield f"{bundle.marking}"
    yield ""
    yield from _wrapped(
        f"What stands here is about {bundle.statements_about}. How it was got: {bundle.grade} ({bundle.grade_reason})"
    )
    yield from _wrapped(f"Image: {bundle.image.name}, {bundle.image.size:,} bytes, {bundle.type}")
    yield f"SHA-256 {bundle.image.sha256}"
    yield f"Made by cupel {bundle.cupel}, rules {bundle.rule_version}" + (
        f", as of {bundle.as_of}" * bool(bundle.as_of)
    )
    if bundle.disclosure:
        yield ""
        yield from _wrapped(
            f"SECRETS ARE IN THIS BUNDLE in clear: passwords, hashes or keys. {bundle.disclosure.author} asked for "
            f"that on {bundle.disclosure.at}."
        )
    yield ""
    yield "How to check it"
    yield from _wrapped(
        "`cupel verify BUNDLE.zip IMAGE` reads every quoted byte out of the image again and says of each finding "
        "whether it stands there. Without cupel: `bundle.json` tells for each piece of evidence the way from the image "
        "to the bytes, with the SHA-256 of every file on it, and `member` names the file of this archive that has the "
        "bytes. manifest.json has the SHA-256 of every file here; it shows damage and not forgery: compare the SHA-256 "
        "of the whole archive with the one that its maker tells you by another way."
    )
    yield ""
    yield "What the words mean"
    yield from _wrapped(
        "A finding says what is there and never why. present: the bytes are there; configured: something starts or "
        "uses it; reachable: it can be reached in factory state. Nothing was run. What nothing tells is unknown."
    )
    yield ""
    yield "What bounds it"
    for line in _bounds(bundle):
        yield from _wrapped(line, "- ")
    yield ""
    yield f"Findings: {len(bundle.findings)}"
    decisions, replies = suppressions_by_finding(bundle.suppressions), replies_by_finding(bundle.replies)
    for number, it in enumerate(bundle.findings, 1):
        yield from _finding(number, it, decisions.get(it.finding.id, ()), replies.get(it.finding.id, ()))
    loose = [reply for reply in bundle.replies if not reply.found]
    if loose:
        yield ""
        yield "Replies that speak of no finding here"
        for reply in loose:
            yield from _wrapped(f"{reply.finding}: {reply.state}, {reply.author}, {reply.dated}: {reply.text}", "- ")
    unused = [decision for decision in bundle.suppressions if not decision.findings]
    if unused:
        yield ""
        yield "Suppressions that fit no finding here"
        for decision in unused:
            about = decision.finding or f"{decision.detector} at {decision.path} {decision.subject}".strip()
            yield from _wrapped(f"{about}: {decision.author}, {decision.dated}: {decision.reason}", "- ")


def _bounds(bundle: Bundle) -> Iterator[str]:
    covered = bundle.coverage
    unread = sum(covered.image.get(kind, 0) for kind in ("unknown", "opaque"))
    yield f"{unread:,} of the image's {covered.image_bytes:,} bytes are in no known format."
    yield f"{covered.unread_files:,} of {covered.files + covered.unread_files:,} files could not be read."
    yield f"{bundle.bounds.detectors:,} detectors ran; what none of them looks for is not here."
    yield f"{bundle.bounds.disassembled:,} of {bundle.bounds.executables:,} executables were disassembled."
    if bundle.problems:
        yield f"{len(bundle.problems):,} problems are listed in bundle.json."
    if not bundle.complete:
        yield "The inspection is not complete: a limit or a crash ended part of it."
    yield from bundle.left_out


def _finding(
    number: int, it: BundledFinding, decisions: Iterable[Suppression], replies: Iterable[FindingReply]
) -> Iterator[str]:
    found = it.finding
    yield ""
    yield from _wrapped(f"{number}. {found.title}")
    yield f"   {found.id} ({found.rule})"
    for decision in decisions:
        word = "was suppressed until " + decision.until if decision.ended else "suppressed"
        yield from _wrapped(f"{word} by {decision.author} on {decision.dated}: {decision.reason}", "   ")
    yield from _wrapped(found.statement, "   ")
    yield from _wrapped(f"{found.tier}: {found.tier_reason}", "   ")
    for facet in found.facets:
        yield from _wrapped(f"{facet.name}? {facet.answer}: {facet.reason}", "   ")
    for piece in it.pieces:
        yield from _piece(piece)
    for line in it.reproduction:
        yield f"     $ {visible(line)}"
    for reply in replies:
        fixed = f" in {reply.version}" if reply.version else ""
        said = f"Vendor's reply ({reply.author}, {reply.dated}): {reply.state}{fixed}. {reply.text}"
        yield from _wrapped(said, "   ")


def _piece(piece: Piece) -> Iterator[str]:
    where = f"{STATES[piece.state]} {piece.member}".strip()
    yield from _wrapped(f"evidence for the {piece.about}; {where}", "   - ")
    yield f"     {visible(piece.quote)}"
    if piece.chain:
        yield from _wrapped(in_words(piece), "     ")


def _wrapped(text: str, indent: str = "") -> Sequence[str]:
    """Fold a sentence; what an image says in it is made safe to look at."""
    folded = " ".join(visible(text).split())
    if len(folded) > MOST_FOLDED:
        return [indent + folded]
    return textwrap.wrap(
        folded, WIDTH, initial_indent=indent, subsequent_indent=" " * len(indent), break_on_hyphens=False
    )
