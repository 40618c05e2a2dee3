"""A reply about one version never stands beside another."""

import pytest

from cupel.bills.replies import with_replies
from cupel.records.component import Component, Versions
from cupel.records.evidence import Evidence
from cupel.records.vulnerability import Ladder, Match, Reply

SEEN = Evidence("0" * 64, "vex.json#/statements/0", "x", "bills/openvex", "1")
OPENSSL = Component(
    "openssl@1.1.1n", "openssl", "OpenSSL", Versions("1.1.1n"), "pkg:generic/openssl@1.1.1n", (), (), (), (), ()
)


@pytest.mark.parametrize(
    ("version", "fits"), [("@9.9", False), ("@1.1.1n", True), ("@1.1.1n?arch=arm", True), ("", True)]
)
def test_the_version_of_a_reply_must_be_the_components(version: str, fits: bool) -> None:
    url = f"pkg:generic/openssl{version}"
    reply = Reply("CVE-2021-0001", url, "fixed", "", "Maker", "2026-11-20", SEEN, "", url, "")
    match = Match("CVE-2021-0001", OPENSSL.id, (), None, "", None, "", ())
    ladder = Ladder((match,), (), (), "", "")
    told, unmatched = with_replies(ladder, [reply], [OPENSSL])
    assert (told.matches[0].replies, unmatched) == (((reply,), ()) if fits else ((), (reply,)))
