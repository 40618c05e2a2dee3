"""Certificates are weak by key, signature and end; that an authority is valid for long is no weakness."""

import dataclasses
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID

from cupel.inspect.detect.credentials.certificate_faults import faults_of
from cupel.records.build import Certificate
from cupel.records.evidence import Evidence
from made_image import examined

ROOT = Certificate(
    "CN=root", "CN=root", "2000-01-01", "2040-01-01", "RSA", 2048, "sha1WithRSAEncryption", True, "0" * 64,
    Evidence("0" * 64, "fw!etc/root.pem", "", "test", ""),
)  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "authority", "kinds"),
    [
        ({}, True, []),
        ({}, False, ["a long validity"]),
        ({"key_bits": 1024}, True, ["a short key"]),
        ({"self_signed": False}, True, ["an old signature"]),
        ({"not_after": "2009-01-01"}, True, ["ended"]),
        ({"key_bits": 1024, "self_signed": False, "not_after": "2009-01-01"}, True,
         ["a short key", "an old signature", "ended"]),
    ],
)  # fmt: skip
def test_faults_by_kind(changes: dict[str, object], authority: bool, kinds: list[str]) -> None:
    it = dataclasses.replace(ROOT, **changes)  # type: ignore[arg-type]  # fields by name
    assert [fault.kind for fault in faults_of(it, "2012-01-01", authority)] == kinds


def made(name: str, bits: int, years: int) -> str:
    """Make a root of a number of bits and years, PEM."""
    key = rsa.generate_private_key(65537, bits)
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    builder = x509.CertificateBuilder().subject_name(subject).issuer_name(subject).public_key(key.public_key())
    builder = builder.serial_number(1).not_valid_before(datetime(2010, 1, 1, tzinfo=UTC))
    made = builder.not_valid_after(datetime(2010 + years, 1, 1, tzinfo=UTC)).sign(key, hashes.SHA256())
    return made.public_bytes(serialization.Encoding.PEM).decode()


def test_authorities_are_told_with_a_count_for_each_reason(tmp_path: Path) -> None:
    store = made("short", 1024, 10) + made("long", 2048, 30) + made("short and long", 1024, 30)
    (finding,) = (it for it in examined(tmp_path, {"etc/ssl/certs/all.pem": store}).findings
                  if it.detector == "weaknesses/certificates")  # fmt: skip
    assert finding.title == "2 certificates of authorities: 2 with a short key"
    assert (finding.facts["a short key"], finding.facts["ended"]) == (2, 0)


def test_a_store_of_which_nothing_is_weak_is_no_finding(tmp_path: Path) -> None:
    found = examined(tmp_path, {"etc/ssl/certs/all.pem": made("long", 2048, 35)}).findings
    assert [it for it in found if it.detector == "weaknesses/certificates"] == []
