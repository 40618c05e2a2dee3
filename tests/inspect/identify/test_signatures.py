"""The signatures that are shipped: each compiles, is bounded, is quick to search for, and keeps quiet elsewhere."""

import random
import re
import string

import pytest

from cupel.inspect.database import rules_of, scanner
from cupel.inspect.identify.catalogue import FOLDER, Catalogue, catalogue, library_name, read_signature
from cupel.inspect.identify.learn.learning import KNOWN
from cupel.inspect.identify.signature import Rule, Signature
from cupel.inspect.scan import MOST_WIDE, width

LEAST_LITERAL = 4
PLAIN = re.compile(rb"\\x00|\\[nt]|\\([^dwsDWS])|\[[^\]]*\](?:\{[^}]*\})?|\\d(?:\{[^}]*\})?|[(){}|?+*.^$]|\{[\d,]*\}")


def every_rule() -> list[tuple[Signature, Rule]]:
    return [(it, rule) for it in catalogue().signatures.values() for rule in it.rules]


def literal(pattern: bytes) -> int:
    """Count the bytes of the longest run of fixed text in a pattern."""
    runs = PLAIN.sub(lambda it: it[1] if it[1] else b"\0", pattern).split(b"\0")
    return max(len(it) for it in runs)


def test_there_are_at_least_500_products() -> None:
    assert len(catalogue().signatures) >= 500
    assert sum(any(r.kind in ("version", "bare") for r in it.rules) for it in catalogue().signatures.values()) >= 400


def test_every_pattern_compiles_and_is_bounded() -> None:
    for signature, rule in every_rule():
        compiled = re.compile(rule.pattern, re.DOTALL)
        assert width(rule.pattern) <= MOST_WIDE, (signature.product, rule.pattern)
        told = compiled.groups or rule.exact or rule.at_least or rule.below
        assert bool(told) == (rule.kind not in ("presence", "absence")), (signature.product, rule.pattern)


def test_every_searched_pattern_has_a_fixed_run() -> None:
    short = [(it.product, rule.pattern) for it, rule in catalogue().scanned if literal(rule.pattern) < LEAST_LITERAL]
    assert not short


def test_no_pattern_looks_around() -> None:
    assert not [rule.pattern for _, rule in every_rule() if re.search(rb"\(\?[=!<]|\\b", rule.pattern)]


def test_a_bare_version_is_tied_to_the_product_s_own_files() -> None:
    for signature, rule in every_rule():
        if rule.kind == "bare":
            assert rule.files or signature.libraries or signature.programs, signature.product


def test_cpe_names_are_vendor_and_product() -> None:
    for it in catalogue().signatures.values():
        assert all(re.fullmatch(r"[a-z0-9._-]+:[a-z0-9._+-]+", cpe) for cpe in it.cpe), it.product
        assert it.purl == f"pkg:generic/{it.product}"


def test_each_file_says_where_it_comes_from() -> None:
    import tomllib

    for file in FOLDER.glob("*.toml"):
        told = tomllib.loads(file.read_text("utf-8"))["provenance"]
        assert told["how"] in ("learned", "derived"), file
        assert told["how"] == "learned" or told["from"], file


def test_rules_written_by_hand_are_among_those_that_are_shipped() -> None:
    for file in KNOWN.glob("*.toml"):
        hand, shipped = read_signature(file), catalogue().signatures[file.stem]
        assert {(it.kind, it.pattern) for it in hand.rules} <= {(it.kind, it.pattern) for it in shipped.rules}, file


def test_nothing_unrelated_hits_more_than_a_few_times() -> None:
    """50 MB: random bytes, random words with numbers, and C headers' like text."""
    chance = random.Random(7)  # the same bytes every time
    words = ["".join(chance.choices(string.ascii_lowercase, k=chance.randint(2, 9))) for _ in range(4000)]
    hits = 0
    for number in range(25):
        if number % 2:
            data = chance.randbytes(2 << 20)
        else:
            text = (
                f"{chance.choice(words)} {chance.choice(words)} {chance.randint(0, 9)}.{chance.randint(0, 30)}\0"
                for _ in range(90_000)
            )
            data = "".join(text).encode()
        hits += len(rules_of(scanner(signatures=True).scan_bytes(data)))
    assert hits <= 20


def test_loading_again_from_the_cache_gives_the_same_rules() -> None:
    again = catalogue.__wrapped__()  # past the memory of this process: out of the cache on disk
    assert again.scanned == catalogue().scanned
    assert again.bare == catalogue().bare


@pytest.mark.parametrize(
    ("name", "product"),
    [
        ("libssl.so.1.1", "openssl"), ("libcrypto.so.1.0.0", "openssl"), ("busybox", "busybox"), ("dnsmasq", "dnsmasq"),
        ("libz.so.1.2.8", "zlib"), ("hostapd", "hostapd"), ("libcurl.so.4.4.0", "curl"), ("sshd", "openssh"),
    ],
)  # fmt: skip
def test_files_are_known_by_name(name: str, product: str) -> None:
    assert product in {it.product for it in catalogue().owners(name)}


@pytest.mark.parametrize(
    ("package", "product"),
    [
        ("libssl1.1", "openssl"), ("libopenssl", "openssl"), ("zlib1g", "zlib"), ("dnsmasq-base", "dnsmasq"),
        ("libcurl4", "curl"), ("wpad-mini", "hostapd"), ("busybox", "busybox"), ("kernel", "linux"), ("libc6", "glibc"),
    ],
)  # fmt: skip
def test_packages_are_known_by_name(package: str, product: str) -> None:
    found = catalogue().of_package(package)
    assert found is not None
    assert found.product == product


def test_library_names() -> None:
    assert library_name("libdns-9.18.49-1-Debian.so") == "libdns"
    assert library_name("libssl.so.1.1") == "libssl"
    assert library_name("libpng16.so.16.39.0") == "libpng16"


def test_the_longest_pattern_owns_a_name() -> None:
    def made(product: str, *packages: str) -> Signature:
        return Signature(product, product, f"pkg:generic/{product}", (), packages, (), (), ())

    known = Catalogue([made("short", "lib*"), made("long", "libfoo*"), made("exact", "libfoo2")])
    assert [known.of_package(it).product for it in ("libfoo2", "libfoo3", "libbar")] == ["exact", "long", "short"]  # type: ignore[union-attr]
    assert known.of_package("other") is None
