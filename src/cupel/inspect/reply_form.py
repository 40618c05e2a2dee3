"""Reply forms: a form that a vendor filled in goes in, replies beside findings come out; and an empty form."""

import dataclasses
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from cupel.dossier.visible import visible
from cupel.inspect.written import Written
from cupel.records.finding import Finding
from cupel.records.finding_reply import REPLY_STATES, FindingReply

FORMAT = "cupel reply form 1"
HELP = "docs/how-to/send-findings-to-a-vendor.md"
HEAD = ("format", "image", "bundle", "author", "date", "reply")
ROW = ("finding", "state", "text", "version", "author", "date")
RULE = "inspect/reply"


def read_replies(path: Path) -> tuple[FindingReply, ...]:
    """Read a filled form, TOML or JSON; a row whose state is empty says nothing yet, and gives no reply.

    Author and date of the form's head hold for each row that has none of its own. Raises InputError that names the
    file, the finding and the key.
    """
    form = Written(path, HELP)
    form.check_keys(form.table, HEAD, "")
    if form.table.get("format") != FORMAT:
        raise form.wrong("", f"format must be {FORMAT!r}")
    head_author, head_day = form.text(form.table, "author", ""), form.day(form.table, "date", "")
    image = form.text(form.table, "image", "")
    found: dict[str, FindingReply] = {}
    for number, row in enumerate(form.rows("reply"), 1):
        finding = form.text(row, "finding", f"[[reply]] {number}", needed=True)
        place = f"[[reply]] {number} about {finding}"
        form.check_keys(row, ROW, place)
        state = form.text(row, "state", place)
        if not state:
            continue
        if state not in REPLY_STATES:
            raise form.wrong(place, f"state {state[:40]!r} is none of {', '.join(REPLY_STATES)}")
        if finding in found:
            raise form.wrong(place, "finding stands there a second time")
        author = form.text(row, "author", place) or head_author
        day = form.day(row, "date", place) or head_day
        if not author or not day:
            raise form.wrong(place, f"{'date' if author else 'author'} is missing, here and in the form's head")
        version = form.text(row, "version", place)
        if (state == "fixed") != bool(version):
            raise form.wrong(
                place, "version must name the version that has it no more, where and only where it is fixed"
            )
        text = form.text(row, "text", place, needed=state in ("explained", "disputed"))
        evidence = form.evidence(place, f"{state}: {text}", RULE)
        found[finding] = FindingReply(finding, state, text, author, day, evidence, version, image)
    return tuple(found.values())


def beside(replies: Iterable[FindingReply], findings: Sequence[Finding]) -> tuple[FindingReply, ...]:
    """Mark the replies that speak of a finding that is there; nothing of a finding changes by a reply."""
    known = {it.id for it in findings}
    return tuple(dataclasses.replace(reply, found=reply.finding in known) for reply in replies)


def by_finding(replies: Iterable[FindingReply]) -> dict[str, list[FindingReply]]:
    """Sort replies by the finding that they speak of: identifier -> replies."""
    found: dict[str, list[FindingReply]] = defaultdict(list)
    for it in replies:
        found[it.finding].append(it)
    return found


def empty_form(findings: Sequence[Finding], image: str, bundle: str) -> str:
    """Write the form to fill in: a row for each finding."""
    return "\n".join(_form(findings, image, bundle)) + "\n"


def _form(findings: Sequence[Finding], image: str, bundle: str) -> Iterator[str]:
    yield "# Reply form. Fill in `state`, and `text` in your own words; an empty state is no answer yet."
    yield f"# state: {', '.join(REPLY_STATES)}."
    yield "#   confirmed: it is as the finding says.     explained: it is there, and this is why or what for."
    yield "#   disputed: it is not as the finding says.  fixed: another version has it no more; name it in `version`."
    yield "# `author` and `date` (as 2026-11-22) of the head hold for every row that has none of its own."
    yield "# What you write is kept beside the finding, word for word; it changes neither its tier nor its facets."
    yield f"format = {_quoted(FORMAT)}"
    yield f"image = {_quoted(image)}"
    yield f"bundle = {_quoted(bundle)}"
    yield 'author = ""'
    yield 'date = ""'
    for it in findings:
        yield ""
        yield "[[reply]]"
        yield f"# {_comment(it.title)}"
        yield f"# {_comment(it.path)}"
        yield f"finding = {_quoted(it.id)}"
        yield 'state = ""'
        yield 'text = ""'
        yield 'version = ""'


def _comment(text: str) -> str:
    return visible(" ".join(text.split()))


def _quoted(text: str) -> str:
    """Write a TOML string: one of JSON's, in which no letter needs two escapes, and DEL has one."""
    known = text.encode("utf-8", "backslashreplace").decode()
    return json.dumps(known, ensure_ascii=False).replace("\x7f", "\\u007f")
