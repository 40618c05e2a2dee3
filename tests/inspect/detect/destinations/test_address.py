"""Special ranges and names are told from hosts of the public internet."""

import pytest

from cupel.inspect.detect.destinations._address import classify


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("9.9.9.9", "public"), ("10.1.2.3", "private"), ("fd00::1", "private"), ("fec0::1", "private"),
        ("100.64.0.1", "private"), ("169.254.1.1", "private"), ("127.0.0.2", "loopback"), ("0.0.0.0", "reserved"),
        ("198.18.0.1", "reserved"), ("192.88.99.1", "reserved"), ("240.0.0.1", "reserved"), ("5f00::1", "reserved"),
        ("198.51.100.1", "documentation"), ("233.252.0.1", "documentation"), ("3fff::1", "documentation"),
        ("2001:db8::1", "documentation"), ("239.255.255.250", "multicast"), ("::ffff:9.9.9.9", "public"),
        ("64:ff9b::909:909", "public"), ("64:ff9b::a01:203", "private"), ("a.example", "documentation"),
        ("a.test", "documentation"), ("router.home.arpa", "private"), ("x.localhost", "loopback"), ("x.onion", "name"),
    ],
)  # fmt: skip
def test_kinds(text: str, kind: str) -> None:
    found = classify(text)
    assert found is not None and found.kind == kind


def test_a_name_that_the_public_system_does_not_resolve_is_told_so() -> None:
    outside, inside = classify("abc.onion"), classify("abc.net")
    assert outside is not None and inside is not None
    assert "outside" in outside.note and "outside" not in inside.note
