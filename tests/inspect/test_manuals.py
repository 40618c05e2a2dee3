"""Manuals answer one facet: by names in a context that makes them mean an account, a port or a program."""

import dataclasses
import io
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cupel.documents.format import document_formats
from cupel.inspect.manuals.facet import with_manuals
from cupel.inspect.manuals.reading import Document, Manuals, read_manuals
from cupel.records.evidence import Evidence
from cupel.records.finding import ACCESS_FACETS, DESTINATION_FACETS, Facet, Finding, Kind
from cupel.records.inspection import Coverage, Inspection

EVIDENCE = Evidence("0" * 64, "fw!x", "", "r", "")


def finding(
    subject: str, kind: Kind = "access", path: str = "/etc/passwd", program: str = "", **facts: object
) -> Finding:
    names = {"access": ACCESS_FACETS, "destination": DESTINATION_FACETS}.get(kind, ())
    facets = tuple(Facet(name, "unknown", "not searched") for name in names)
    return Finding(
        "access/x-1", "access/x", "r", kind, "t", "s", path, subject, "present", "r", (EVIDENCE,), facets,
        facts, program,  # type: ignore[arg-type]
    )  # fmt: skip


def documented(one: Finding, *texts: str, paged: bool = False) -> Facet:
    manuals = Manuals(tuple(Document(f"{number}.pdf", "a" * 64, paged, (it,)) for number, it in enumerate(texts)))
    inspection = Inspection(
        "fw", "0" * 64, 1, "", "", True, Coverage(1, {}, 0, 0, {}, 0, 0), (), (), (), (), (), findings=(one,)
    )
    (answered,) = with_manuals(inspection, manuals).findings
    return next(it for it in answered.facets if it.name == "documented")


def account(name: str) -> Finding:
    return finding(name, account=name)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("support", 'Log in with the user name "support" and the password of the label.'),
        ("support", "The support account is for the operator's staff."),
        ("admin", "User name: admin\nPassword: see the label"),
        ("admin", "Username/Password: admin/admin"),
        ("admin", "默认用户名为admin，密码见标签"),
        ("root", "Log in as root."),
        ("root", "the root user may do so"),
        ("nsroot", "Default credentials are nsroot and nsroot"),
        ("guest", "The account is named guest."),
    ],
)
def test_an_account_is_documented_where_a_manual_calls_it_one(name: str, text: str) -> None:
    assert documented(account(name), text).answer == "yes", text


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("support", "Our user support is there for you. For support, log in to the portal."),
        ("support", "Login, support and downloads"),
        ("service", "Create a service account for each operator. User service is available."),
        ("root", "The root of the tree has no parent. Roots, chroot and root-cause are not users."),
        ("user", "A user account is needed. Each user may log in."),
        ("admin", "The administration of users is described below; admin@example.org answers."),
        ("test", "Use a test account."),
    ],
)
def test_an_account_s_name_without_that_context_is_not_enough(name: str, text: str) -> None:
    assert documented(account(name), text).answer == "no", text


@pytest.mark.parametrize(
    ("one", "text", "answer"),
    [
        (finding("tcp/23 telnetd", port=23, protocol="tcp"), "Telnet listens on port 23.", "yes"),
        (finding("23/tcp telnetd, any address"), "The Telnet port is 23.", "yes"),
        (finding("tcp/2323", port=2323, daemon="telnetd"), "Enable the Telnet service.", "no"),
        (finding("tcp/2323", port=2323, daemon="telnetd"), "Open Telnet at port 2323.", "yes"),
        (finding("tcp/23", port=23, daemon="telnetd"), "Enable the Telnet service.", "yes"),
        (finding("tcp/8443 httpd"), "Open TCP port 8443 for management", "yes"),
        (finding("53413/udp igdmptd"), "UDP 53413 is used by", "no"),
        (finding("53413/udp igdmptd"), "Remote management is at UDP 53413", "yes"),
        (finding("tcp/80 httpd", port=80), "It weighs 80 g and needs 80 W on ports of 5 V.", "no"),
        (finding("udp/161", port=161, protocol="udp"), "tcp port 161 is used", "no"),
        (finding("tcp/80", port=80), "see section 7.80 or port 8080, 80.5", "no"),
        (finding("x", path="/usr/sbin/telnetd"), "To enable Telnet, open the menu.", "yes"),
        (finding("x", path="/usr/sbin/telnetd"), "Licences: telnet, ftp, busybox", "no"),
        (finding("x", path="/bin/UDPserver"), "The UDPserver process tests the radio.", "no"),
        (finding("x", path="/bin/UDPserver"), "The UDPserver daemon takes commands.", "yes"),
        (finding("x", path="/usr/sbin/telnetd"), "The unit is set up using telnet via a cable.", "no"),
        (finding("tcp/80 httpd", port=80), "Port 80 of the diagram is drawn in blue.", "no"),
        (finding("x", path="/bin/busybox"), "BusyBox is under the GPL.", "no"),
        (finding("x", path="/etc/vendor/key.pem"), "The key /etc/vendor/key.pem is used for", "yes"),
        (finding("x", path="/etc/vendor/key.pem"), "The key /etc/vendor/key.pem2 or x/etc/vendor/key.pem", "no"),
        (finding("https acs.example.net", "destination"), "It connects to https://acs.example.net/cwmp.", "yes"),
        (finding("acs.example.net", "destination"), "It connects to www.acs.example.net or acs.example.net.org", "no"),
        (finding("192.0.2.7", "destination"), "Logs go to 192.0.2.7.", "yes"),
        (finding("192.0.2.7", "destination"), "Logs go to 192.0.2.70", "no"),
    ],
)
def test_ports_programs_files_and_hosts_count_as_such_only(one: Finding, text: str, answer: str) -> None:
    assert documented(one, text).answer == answer, text


def test_a_yes_names_document_page_and_quote_and_a_no_what_was_searched() -> None:
    found = documented(account("root"), "nothing here", "x\n" * 5 + "Log in as root " + "and so on " * 60, paged=True)
    (evidence,) = found.evidence
    assert (evidence.artefact, evidence.locator) == ("a" * 64, "1.pdf, page 1, line 6")
    assert "Log in as root" in evidence.quote
    assert found.reason.startswith("the account root stands in 1.pdf, page 1, line 6: “Log in as root")
    assert len(evidence.quote) <= 200
    assert documented(account("root"), "a\nb\nLog in as root").evidence[0].locator == "0.pdf, line 3"
    no = documented(account("zed"), "nothing here", " ")
    assert "not found in the manuals (2 documents, 1 pages searched; 0 could not be read)" in no.reason


def test_a_password_that_a_manual_prints_is_a_fingerprint_in_the_quote() -> None:
    found = documented(account("support"), "User name: support, password: Wq7-hidden-4x")
    assert found.answer == "yes"
    assert "Wq7-hidden-4x" not in found.reason + found.evidence[0].quote


def test_without_a_document_or_a_name_it_stays_unknown() -> None:
    assert documented(account("root")).answer == "unknown"
    assert documented(finding("x", path="/x"), "some text").answer == "unknown"
    assert documented(finding("CVE-2020-1"), "Users are kept in /etc/passwd.").answer == "unknown"


@pytest.mark.parametrize(
    ("options", "text", "answer"),
    [
        ("-q/--quick", "unitd is the server.\nunitd --quick skips the line test", "yes"),
        ("-q/--quick", "unitd -f -q FILE", "yes"),
        ("-q/--quick", "The command unitd is there; another has -q", "no"),
        ("-q", "the server unitd -quiet", "no"),
        ("-q -Z", "the command unitd -q", "unknown"),  # one of two would answer for both
    ],
)
def test_a_program_s_option_is_documented_beside_its_name_only(options: str, text: str, answer: str) -> None:
    one = dataclasses.replace(finding(options, path="/usr/sbin/unitd"), facts={"program": "unitd", "options": options})
    assert documented(one, text).answer == answer


def test_only_the_facet_changes_and_a_weakness_has_none() -> None:
    one = finding("x", "weakness", "/bin/UDPserver")
    manuals = Manuals((Document("a", "a" * 64, False, ("The UDPserver process",)),))
    inspection = Inspection(
        "fw", "", 1, "", "", True, Coverage(1, {}, 0, 0, {}, 0, 0), (), (), (), (), (), findings=(one,)
    )
    assert with_manuals(inspection, manuals).findings == (one,)


def made_pdf(text: str) -> bytes:
    """Write a PDF of one page by hand."""
    stream = b"BT /F1 12 Tf 72 720 Td (" + text.encode() + b") Tj ET"
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R"
        b" /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    out, offsets = b"%PDF-1.4\n", []
    for number, it in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, it)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    tail = b"trailer << /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % len(out)
    return out + b"xref\n0 6\n0000000000 65535 f \n" + table + tail


def made_docx(text: str) -> bytes:
    """Write the one part of a Word document that is read."""
    body = (
        '<?xml version="1.0"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>'
        f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:body></w:document>"
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", body)
    return out.getvalue()


def test_each_format_is_read_and_what_is_not_is_named(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "a.pdf").write_bytes(made_pdf("Log in as root"))
    (tmp_path / "sub/b.DOCX").write_bytes(made_docx("Log in as root"))
    (tmp_path / "c.html").write_text("<style>x</style><p>Log in as <b>root</b><script>not this</script>")
    (tmp_path / "d.md").write_bytes("# Login\nLog in as root".encode("utf-16"))
    (tmp_path / "e.txt").write_text("Log in as root")
    (tmp_path / "broken.pdf").write_bytes(b"%PDF-1.4 nothing")
    (tmp_path / "broken.docx").write_bytes(b"PK no")
    (tmp_path / "empty.txt").write_text("  ")
    (tmp_path / "photo.jpg").write_bytes(b"\xff\xd8")
    (tmp_path / "link.txt").symlink_to("/etc/hostname")
    found = read_manuals(tmp_path)
    assert sorted(it.name for it in found.documents) == ["a.pdf", "c.html", "d.md", "e.txt", "sub/b.DOCX"]
    assert all("Log in as root" in " ".join(it.pages[0].split()) for it in found.documents)
    assert "not this" not in found.documents[1].pages[0]
    assert {name for name, _ in found.unread} == {"broken.pdf", "broken.docx", "empty.txt", "photo.jpg"}


def test_a_document_that_ends_its_reader_is_named_and_the_others_are_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import os

    (tmp_path / "a.html").write_text("a")
    (tmp_path / "b.txt").write_text("Log in as root")
    monkeypatch.setattr(type(document_formats()[".html"]), "pages", lambda self, data: os.abort())
    found = read_manuals(tmp_path)
    assert [it.name for it in found.documents] == ["b.txt"]
    assert [name for name, _ in found.unread] == ["a.html"]


def test_a_word_document_with_entities_is_refused(tmp_path: Path) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("word/document.xml", '<!DOCTYPE x [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]><x>&b;</x>')
    (tmp_path / "a.docx").write_bytes(out.getvalue())
    assert "document type" in read_manuals(tmp_path).unread[0][1]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(suffix=st.sampled_from([".pdf", ".docx", ".html", ".txt"]), data=st.data())
def test_spoiled_bytes_give_text_or_an_exception_and_nothing_else(suffix: str, data: st.DataObject) -> None:
    whole = {".pdf": made_pdf("root"), ".docx": made_docx("root"), ".html": b"<p>x</p>", ".txt": b"x"}[suffix]
    spoiled = bytearray(whole)
    for _ in range(data.draw(st.integers(0, 6))):
        spoiled[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    try:
        pages = list(document_formats()[suffix].pages(bytes(spoiled)))
    except Exception:  # noqa: BLE001 - the reader of manuals makes any of them a fact about the document
        return
    assert all(isinstance(page, str) for page in pages)
