"""Documents made by hand for tests: text goes in; the bytes of a PDF, a Word file, an e-mail or a web page come out."""

import io
import zipfile
from collections.abc import Sequence
from email.message import EmailMessage

WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
ARTICLE = (
    "The maker of switches said on Monday that it would leave two markets by the end of the year.",
    "“We have adjusted our focus,” said Ann Bell, a vice president of the company, in a written reply to questions.",
    "Officials of the ministry have called the equipment a risk, which the company denies in the strongest words.",
)


def made_pdf(*pages: Sequence[str], title: str = "") -> bytes:
    """Write a PDF of pages of lines, one below the other."""
    count = len(pages)
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [%s] /Count %d >>"
        % (b" ".join(b"%d 0 R" % (4 + 2 * it) for it in range(count)), count),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    for number, lines in enumerate(pages):
        drawn = b" T* ".join(b"(" + it.encode("cp1252").translate(ESCAPED) + b") Tj" for it in lines)
        stream = b"BT /F1 10 Tf 12 TL 72 760 Td " + drawn + b" ET"
        objects += [
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents %d 0 R"
            b" /Resources << /Font << /F1 3 0 R >> >> >>" % (5 + 2 * number),
            b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        ]
    objects.append(b"<< /Title (%s) /CreationDate (D:20130405) >>" % title.encode())
    out, offsets = b"%PDF-1.4\n", []
    for number, it in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, it)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    size = len(objects) + 1
    tail = b"trailer << /Size %d /Root 1 0 R /Info %d 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (size, size - 1, len(out))
    return out + b"xref\n0 %d\n0000000000 65535 f \n" % size + table + tail


ESCAPED = bytes.maketrans(b"()\\", b"[]/")


def made_word(*paragraphs: str, properties: str = "") -> bytes:
    """Write the parts of a Word document that are read."""
    body = "".join(f"<w:p><w:r><w:t>{it}</w:t></w:r></w:p>" for it in paragraphs)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", f"<w:document {WORD}><w:body>{body}</w:body></w:document>")
        if properties:
            archive.writestr(
                "docProps/core.xml",
                '<c:p xmlns:c="x" xmlns:dc="http://purl.org/dc/elements/1.1/" '
                f'xmlns:dcterms="http://purl.org/dc/terms/">{properties}</c:p>',
            )
    return out.getvalue()


def made_mail(body: str, html: str = "", attachment: str = "") -> bytes:
    """Write one message."""
    message = EmailMessage()
    message["From"] = "Press Office <press@maker.example>"
    message["To"] = "desk@paper.example"
    message["Subject"] = "Reply to your questions"
    message["Date"] = "Tue, 05 Mar 2013 09:30:00 +0800"
    message.set_content(body)
    if html:
        message.add_alternative(html, subtype="html")
    if attachment:
        message.add_attachment(b"%PDF-", maintype="application", subtype="pdf", filename=attachment)
    return bytes(message)


def made_page(*paragraphs: str, head: str = "", around: str = "") -> bytes:
    """Write a web page of one article, with a menu and a footer."""
    body = "".join(f"<p>{it}</p>" for it in paragraphs)
    return (
        f'<!DOCTYPE html><html><head><meta charset="utf-8">{head}</head><body><nav><a href="/">Front page</a></nav>'
        f"<article><h1>Maker leaves two markets</h1>{body}</article>{around}"
        "<footer>Copyright 2017 Paper Holdings. All rights reserved.</footer></body></html>"
    ).encode()
