"""E-mail: the bytes of one message go in; its subject and text, sender and date, and what is quoted, come out."""

import re
from collections.abc import Iterator
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from email.utils import parsedate_to_datetime

from cupel.documents.decoding import decode
from cupel.documents.format import MOST_TEXT, Article, Marked, Unreadable
from cupel.documents.formats.html import DOCUMENT as HTML

BEGINS = re.compile(
    rb"(?:From |(?:Received|Return-Path|Delivered-To|Message-ID|MIME-Version|From|To|Subject|Date|X-[\w-]{1,40}):)"
)
HEADERS = re.compile(rb"^(?:From|To|Date|Subject|Message-ID|MIME-Version):", re.MULTILINE | re.IGNORECASE)
QUOTED = re.compile(r"(?:^[ \t]*>[^\n]*(?:\n|\Z))+", re.MULTILINE)
INTRODUCED = re.compile(r"^On [^\n]{5,200}(?:\n[^\n>]{1,120})? wrote:[ \t]*\r?\n", re.MULTILINE)
EARLIER = re.compile(r"^-{2,}[ \t]*(?:Original|Forwarded) [Mm]essage[ \t]*-{2,}[ \t]*\r?$", re.MULTILINE)
SIGNATURE = re.compile(r"^-- \r?$", re.MULTILINE)
MOST_ATTACHED = 20


class MailDocument:
    """One message; attachments are named, and not read."""

    name = "mail"
    title = "e-mail (one message)"
    description = (
        "Subject and text of one message, plain before HTML; sender and date. Quoted lines, forwarded messages and the "
        "signature are told from what the sender wrote. Attachments are named, and not read; mailboxes are not opened."
    )
    reference = "https://www.rfc-editor.org/rfc/rfc5322"
    suffixes = (".eml",)
    paged = False
    is_manual = False

    def begins(self, head: bytes) -> bool:
        """Tell it by three header fields of a message."""
        return BEGINS.match(head) is not None and len(set(HEADERS.findall(head))) >= 3

    def pages(self, data: bytes) -> Iterator[str]:
        """Yield subject and text."""
        yield self.article(data).text

    def article(self, data: bytes) -> Article:
        """Return the subject above the text."""
        message = BytesParser(policy=policy.default).parsebytes(data)
        if not isinstance(message, EmailMessage) or not message.keys():
            raise Unreadable("it has no header of a message")
        subject, metadata = " ".join(_header(message, "subject").split()), _metadata(message)
        body, notes = _body(message)
        if len(body) > MOST_TEXT:
            body, notes = body[:MOST_TEXT], (*notes, f"only the first {MOST_TEXT:,} signs of its text were kept")
        text = f"{subject}\n\n{body}" if subject else body
        start = len(text) - len(body)
        title = (Marked(0, len(subject), "title", "the subject"),) if subject else ()
        return Article(text, "mail", metadata, (*title, *_apart(text, start)), notes)


def _header(message: EmailMessage, name: str) -> str:
    try:
        return str(message.get(name, ""))
    except Exception:  # noqa: BLE001 - the parser of headers raises many things at hostile ones
        return ""


def _metadata(message: EmailMessage) -> dict[str, str]:
    found = {"sender": _header(message, "from"), "title": _header(message, "subject")}
    try:
        found["published"] = parsedate_to_datetime(_header(message, "date")).isoformat()
    except (TypeError, ValueError, IndexError, OverflowError):
        found["published"] = _header(message, "date")
    return {name: " ".join(value.split())[:500] for name, value in found.items() if value.strip()}


def _body(message: EmailMessage) -> tuple[str, tuple[str, ...]]:
    body = message.get_body(("plain", "html"))
    notes = tuple(
        f"its attachment {(it.get_filename() or 'without a name')[:100]} ({it.get_content_type()}) was not read"
        for it in list(message.iter_attachments())[:MOST_ATTACHED]
    )
    data = body.get_payload(decode=True) if body is not None else None
    if body is None or not isinstance(data, bytes):
        return "", notes
    if body.get_content_type() == "text/html":
        return HTML.article(data).text, notes
    found = decode(data, str(body.get_content_charset() or ""))
    return found.text.removeprefix("\ufeff"), (*found.notes, *notes)


def _apart(text: str, start: int) -> Iterator[Marked]:
    """Yield what the sender did not write here: quoted lines, an earlier message, the signature; in order."""
    ends = [(found, reason) for pattern, reason in ((EARLIER, "an earlier message"), (SIGNATURE, "the signature"))
            if (found := pattern.search(text, start))]  # fmt: skip
    stop, why = min(((found.start(), reason) for found, reason in ends), default=(len(text), ""))
    at = start
    for found in QUOTED.finditer(text, start, stop):
        begin = found.start()
        for it in INTRODUCED.finditer(text, max(at, begin - 400), begin):
            if not text[it.end() : found.start()].strip():
                begin = it.start()
        yield Marked(begin, found.end(), "boilerplate", "quoted earlier message")
        at = found.end()
    if why:
        yield Marked(stop, len(text), "boilerplate", why)


DOCUMENT = MailDocument()
