"""What signatures claim of a file: made catalogues and files go in; versions, extents and refusals are looked at."""

from hypothesis import given
from hypothesis import strategies as st

from cupel.inspect.identify.catalogue import Catalogue
from cupel.inspect.identify.confirm import claims
from cupel.inspect.identify.signature import Claim, Rule, Signature
from cupel.inspect.scan import Pattern, Scanner, width
from cupel.inspect.unpack.content import BytesContent

PROGRAM = "ELF executable, ARM, 32-bit little-endian"
LIBRARY = "ELF shared object, ARM, 32-bit little-endian"


def signature(product: str, *rules: Rule, libraries: tuple[str, ...] = (), programs: tuple[str, ...] = ()) -> Signature:
    return Signature(product, product, f"pkg:generic/{product}", (), (product,), libraries, programs, rules)


CRYPT = signature(
    "crypt",
    Rule("version", rb"Crypt (\d\.\d\.\d[a-z]?) \d{2} Mar"),
    Rule("presence", b"crypt: bad key schedule"),
    Rule("presence", b"crypt: no entropy here"),
    libraries=("libcrypt0",),
)
SHELL = signature("shell", Rule("version", rb"Shell v(\d\.\d{1,2}(?:\.\d{1,2})?)[ (]", sure=True), programs=("shell",))
BARE = signature(
    "murmur",
    Rule("bare", rb"[^ -~](\d\.\d\.\d)\x00", files=("libmurmur*",)),
    Rule("name", rb"libmurmur\.so\.1\.(\d{1,2})\.0", prefix="1."),
    Rule("since", b"murmur_new_call", at_least="1.4", below="2.0"),
    libraries=("libmurmur",),
)
TAR = signature("tar", Rule("bare", rb"[^ -~](\d\.\d\d)\x00"), Rule("absence", b"toy tar"), programs=("tar",))
KNOWN = Catalogue([CRYPT, SHELL, BARE, TAR])


def look(path: str, data: bytes, kind: str = PROGRAM, known: Catalogue = KNOWN) -> dict[str, list[Claim]]:
    scanner = Scanner([Pattern(r.pattern, width(r.pattern), once=r.kind != "version") for _, r in known.scanned])
    found: dict[str, list[Claim]] = {}
    for it in claims(known, path, kind, BytesContent(data), scanner.scan_bytes(data)):
        found.setdefault(it.product, []).append(it)
    return found


def test_a_library_s_own_file_holds_all_of_it() -> None:
    (claim,) = look("usr/lib/libcrypt0.so.1", b"\0Crypt 1.0.2h 03 Mar\0", LIBRARY)["crypt"]
    assert (claim.exact, claim.extent, claim.offset) == ("1.0.2h", "full", 1)


def test_what_a_program_was_compiled_against_is_no_copy() -> None:
    assert look("usr/sbin/nginx", b"\0built with Crypt 1.0.2h 03 Mar\0") == {}


def test_a_copy_in_another_file_is_partial_or_a_fragment() -> None:
    data = b"\0Crypt 1.0.2h 03 Mar\0crypt: bad key schedule\0"
    assert look("usr/sbin/vpn", data)["crypt"][0].extent == "fragment"
    assert look("usr/sbin/vpn", data + b"crypt: no entropy here\0")["crypt"][0].extent == "partial"


def test_text_gives_no_version() -> None:
    data = b"Shell v1.2.3 (2016)\n"
    assert look("usr/share/doc/shell", data, "text") == {}
    assert look("shell", data, "script, /bin/sh") == {}
    assert look("shell", data)["shell"][0].exact == "1.2.3"


def test_a_sure_text_in_a_raw_image_is_the_product() -> None:
    (claim,) = look("", b"\xff" * 99 + b"Shell v1.19.4 (2016)", "data")["shell"]
    assert (claim.exact, claim.extent) == ("1.19.4", "full")


def test_a_bare_version_counts_in_its_own_file_only() -> None:
    assert look("lib/libmurmur.so.1", b"\0" + b"1.5.2\0", LIBRARY)["murmur"][0].exact == "1.5.2"
    assert look("lib/libother.so.1", b"\0" + b"1.5.2\0", LIBRARY) == {}


def test_two_bare_versions_are_none() -> None:
    (claim,) = look("lib/libmurmur.so.1", b"\0001.5.2\0001.7.0\0murmur_new_call\0", LIBRARY)["murmur"]
    assert (claim.exact, claim.at_least, claim.below) == ("", "1.4", "2.0")
    assert "murmur" not in look("lib/libmurmur.so.1", b"\0001.5.2\0001.7.0\0", LIBRARY)


def test_a_file_s_name_tells_a_version() -> None:
    assert look("lib/libmurmur.so.1.9.0", b"\0\0", LIBRARY)["murmur"][0].exact == "1.9"


def test_absence_refuses_a_product() -> None:
    assert look("bin/tar", b"\0001.34\0")["tar"][0].exact == "1.34"
    assert look("bin/tar", b"\0001.34\0toy tar\0") == {}


def test_a_version_that_is_the_beginning_of_another_goes() -> None:
    found = look("lib/x", b"Shell v1.2 (\0Shell v1.2.9 (\0", PROGRAM)["shell"]
    assert [it.exact for it in found] == ["1.2.9"]


def test_repetition_costs_nothing() -> None:
    found = look("bin/shell", b"Shell v1.2.3 (\0" * 20_000)
    assert [it.exact for it in found["shell"]] == ["1.2.3"]


@given(st.binary(max_size=400), st.sampled_from(["bin/shell", "lib/libmurmur.so.1", "lib/libcrypt0.so", "x", ""]))
def test_any_bytes_are_survived_and_every_claim_is_in_them(noise: bytes, path: str) -> None:
    data = noise + b"\0001.5.2\0Shell v1.2.3 (" + noise[::-1]
    for product, found in look(path, data).items():
        for claim in found:
            assert product in KNOWN.signatures
            assert claim.quote.encode("latin-1") in data


@given(st.from_regex(rb"\A\d\.\d{1,2}\.\d{1,2}\Z"), st.binary(max_size=64))
def test_a_version_is_read_to_its_end(version: bytes, noise: bytes) -> None:
    data = noise.replace(b"Shell", b"") + b"\0Shell v" + version + b" (made)\0"
    assert look("bin/shell", data)["shell"][0].exact == version.decode()


def test_a_pre_release_is_not_cut_to_the_release_and_a_wildcard_is_no_version() -> None:
    early = signature("peer", Rule("version", rb"peer_(\d\.\d{1,2})"), programs=("peer",))
    known = Catalogue([early])
    for written, exact in (
        ("1.2-rc3", "1.2-rc3"),
        ("1.2-dev", "1.2-dev"),
        ("1.2-fips", "1.2"),
        ("1.2-4+deb12u1", "1.2"),
    ):
        (claim,) = look("bin/peer", b"\0peer_" + written.encode() + b"\0", known=known)["peer"]
        assert claim.exact == exact
    assert look("bin/peer", b"\0peer_0.5[01]*\0", known=known) == {}
