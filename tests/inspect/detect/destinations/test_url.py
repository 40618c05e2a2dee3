"""URLs are read with their parts and places, secrets are kept out of what is shown, and no text breaks the reader."""

import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cupel.inspect.detect.destinations._address import classify
from cupel.inspect.detect.destinations._url import PORTS, urls

LABEL = st.from_regex(r"[a-z0-9]([a-z0-9-]{0,10}[a-z0-9])?", fullmatch=True)
NAMES = st.builds(lambda labels: ".".join([*labels, "net"]), st.lists(LABEL, min_size=1, max_size=4))
ADDRESSES = st.ip_addresses(v=4).map(str) | st.ip_addresses(v=6).map(lambda it: f"[{it}]")
PATHS = st.from_regex(r"(/[a-z0-9_-]{1,8}){0,4}", fullmatch=True)


@given(
    st.sampled_from(["http", "https", "ftp", "mqtts"]), NAMES | ADDRESSES, st.none() | st.integers(1, 65535), PATHS,
    st.sampled_from(["", "see ", "(", '"', "url="]), st.sampled_from(["", " now", ")", '"', ".", ">"]),
)  # fmt: skip
def test_every_part_of_a_url_comes_back(
    scheme: str, host: str, port: int | None, path: str, before: str, after: str
) -> None:
    written = f"{scheme}://{host}{f':{port}' if port else ''}{path}"
    (found,) = urls(before + written + after)
    wanted = classify(host)
    assert wanted is not None
    assert (found.scheme, found.address, found.path) == (scheme, wanted, path)
    assert found.port == (port or PORTS[scheme])
    assert (before + written + after)[found.start : found.end] == written


@given(NAMES, st.text("abcdefghijklmnopqrstuvwxyzABC123", min_size=9, max_size=16), st.sampled_from(["user", "token"]))
def test_a_password_or_token_is_marked_and_never_shown(host: str, secret: str, kind: str) -> None:
    secret = f"{secret}Zq"
    text = f"https://u:{secret}@{host}/in" if kind == "user" else f"https://{host}/in?a=1&token={secret}&b=2"
    (found,) = urls(text)
    assert [text[start:end] for start, end in found.secrets] == [secret]
    assert secret not in found.shown


@given(st.text(max_size=300) | st.text("htp:/@[]%$(){}.a1 ", max_size=300))
def test_no_text_breaks_the_reader(text: str) -> None:
    for found in urls(text):
        assert 0 <= found.start < found.end <= len(text)
        assert all(found.start <= start < end <= found.end for start, end in found.secrets)


@given(st.ip_addresses())
def test_a_number_is_public_only_where_the_registry_says_so(
    number: ipaddress.IPv4Address | ipaddress.IPv6Address,
) -> None:
    found = classify(str(number))
    assert found is not None
    if found.kind == "public":
        mapped = getattr(number, "ipv4_mapped", None) or number
        assert mapped.is_global
        assert not mapped.is_multicast


@pytest.mark.parametrize(
    ("host", "kind"),
    [
        ("203.0.113.7", "documentation"), ("2001:db8::1", "documentation"), ("acs.vendor.example", "documentation"),
        ("example.com", "documentation"), ("127.0.0.53", "loopback"), ("localhost", "loopback"),
        ("10.1.2.3", "private"),
        ("fe80::1", "private"), ("printer", "private"), ("nas.local", "private"), ("239.255.255.250", "multicast"),
        ("0.0.0.0", "reserved"), ("255.255.255.255", "reserved"), ("9.9.9.9", "public"), ("a.maker-site.net", "name"),
        ("$server", "operator-filled"), ("main%s.maker-site.net", "name"), ("your.provider.net", "operator-filled"),
    ],
)  # fmt: skip
def test_special_addresses_are_told_apart(host: str, kind: str) -> None:
    found = classify(host)
    assert found is not None
    assert found.kind == kind


@pytest.mark.parametrize("host", ["", "1.2.3.4.5", "300.1.1.1", "a..b", "-a.net", "a b", "x" * 300, "1.2.3"])
def test_what_is_no_host_is_none(host: str) -> None:
    assert classify(host) is None
