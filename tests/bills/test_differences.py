"""The vendor's bill beside the bytes: what ties names, what versions say of each other, and that nothing is lost."""

import dataclasses
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bills import made
from cupel.bills.differences import differences
from cupel.bills.match import Components
from cupel.bills.names import cpe_name, make_package_url, named_by, package_url, vendor_and_product
from cupel.bills.replies import with_replies
from cupel.bills.versions import compare, order, upstream
from cupel.records.bill import Stated, StatedComponent
from cupel.records.component import Component, Versions
from cupel.records.evidence import Evidence
from cupel.records.vulnerability import Reply

FOUND = (made.OPENSSL, made.BUSYBOX, made.LINUX, made.UNKNOWN)


def stated(*components: tuple[str, str, str, str]) -> Stated:
    listed = tuple(StatedComponent(*it, f"/components/{at}") for at, it in enumerate(components))
    return Stated("theirs", "f" * 64, "cyclonedx", "Acme", "2026-05-04", listed, (), ())


def test_differences_go_both_ways() -> None:
    found = differences(
        stated(
            ("libssl1.0.0", "1.0.2h-1", "pkg:generic/openssl@1.0.2h", ""),
            ("linux-kernel", "3.10.50", "", "cpe:2.3:o:linux:linux_kernel:3.10.50:*:*:*:*:*:*:*"),
            ("Busy_Box", "1.30.1", "", ""),
            ("zlib", "1.2.11", "", ""),
        ),
        FOUND,
    )
    assert [(it.found, it.matched_by, it.comparison) for it in found.pairs] == [
        ("openssl@1.0.2h", "purl", "equal"),
        ("linux@3.10.49", "cpe", "different"),
        ("busybox@>=1.30.0,<1.31.0", "name", "range contains"),
    ]
    assert [it.name for it in found.only_stated] == ["zlib"]
    assert found.only_found == ("mysteryd@",)
    assert found.pairs[1].reason == "The document says 3.10.50; the bytes show 3.10.49."


def test_names_go_through_the_given_function() -> None:
    product_of: Callable[[str], str] = {"libssl1.0": "openssl"}.get  # type: ignore[assignment]
    document = stated(("libssl1.0", "1.0.2h", "", ""))
    assert differences(document, FOUND).only_stated
    assert differences(document, FOUND, lambda name: product_of(name) or "").pairs[0].found == "openssl@1.0.2h"


def test_of_two_copies_the_one_that_fits_is_chosen_and_the_other_is_only_found() -> None:
    newer = dataclasses.replace(made.OPENSSL, id="openssl@1.1.1k", versions=Versions("1.1.1k"), package_version="")
    found = differences(stated(("openssl", "1.1.1k", "", ""), ("openssl", "1.1.1k-r2", "", "")), (made.OPENSSL, newer))
    assert [(it.found, it.comparison) for it in found.pairs] == [("openssl@1.1.1k", "equal")] * 2
    assert found.only_found == ("openssl@1.0.2h",)


@pytest.mark.parametrize(
    ("text", "versions", "comparison"),
    [
        ("1.0.2h", Versions("1.0.2h"), "equal"),
        ("v1.0.2h", Versions("1.0.2h"), "equal"),
        ("1:1.0.2h-3+deb9u1", Versions("1.0.2h"), "equal"),
        ("1.0.2h-r4", Versions("1.0.2h"), "equal"),
        ("2.6", Versions("2.6.14"), "cannot tell"),
        ("2.6.1", Versions("2.6.14"), "different"),
        ("1.0.2", Versions("1.0.2h"), "cannot tell"),
        ("2.6.14", Versions("2.6"), "cannot tell"),
        ("2.7", Versions("2.6.14"), "different"),
        ("", Versions("1"), "cannot tell"),
        ("1", Versions(), "cannot tell"),
        ("1.30.1", Versions("", "1.30.0", "1.31.0"), "range contains"),
        ("1.31.0", Versions("", "1.30.0", "1.31.0"), "outside the range"),
        ("1.29.9", Versions("", "1.30.0"), "outside the range"),
        ("1.0.2h", Versions("", "1.0.2", "1.0.2k"), "range contains"),
        ("1.0.2zg", Versions("", "1.0.2"), "cannot tell"),
        ("2024-beta", Versions("", "1.30.0"), "cannot tell"),
        ("1.32-beta", Versions("", "", "1.31.0"), "cannot tell"),
    ],
)
def test_versions_are_compared_only_as_far_as_they_can_be(text: str, versions: Versions, comparison: str) -> None:
    component = dataclasses.replace(made.OPENSSL, versions=versions, package_version="")
    assert compare(text, component)[0] == comparison


def test_the_packages_full_version_counts_as_equal() -> None:
    assert compare("1.0.2h-1", made.OPENSSL)[0] == "equal"
    component = dataclasses.replace(made.OPENSSL, versions=Versions("9.9"), package_version="2024d-0+deb12u1")
    assert compare("2024d-0+deb12u1", component)[0] == "equal"


NUMBERS = st.lists(st.integers(0, 30), min_size=1, max_size=4).map(lambda it: ".".join(map(str, it)))


@given(NUMBERS, NUMBERS)
def test_the_order_of_numbers_is_theirs(first: str, second: str) -> None:
    one, other = ([*map(int, it.split(".")), 0, 0, 0][:4] for it in (first, second))
    assert order(first, second) == (one > other) - (one < other)
    assert order(f"{first}a", first) == 1


@given(st.text(max_size=20))
def test_no_spelling_of_a_version_is_an_error(text: str) -> None:
    assert upstream(text) is not None
    assert compare(text, made.BUSYBOX)[0] in ("cannot tell", "outside the range", "range contains")


@given(
    st.lists(
        st.tuples(*[st.text(max_size=5) | st.sampled_from(("openssl", "busybox", "1.0.2h", "pkg:generic/openssl"))] * 4)
    )
)
def test_nothing_stated_or_found_is_lost(components: list[tuple[str, str, str, str]]) -> None:
    found = differences(stated(*components), FOUND)
    assert len(found.pairs) + len(found.only_stated) == len(components)
    assert {it.found for it in found.pairs} | set(found.only_found) == {it.id for it in FOUND}


def test_a_module_of_a_language_is_not_the_product_of_the_same_name() -> None:
    module = dataclasses.replace(made.LINUX, id="linux@1", purl="", ecosystem="npm", cpe=(), packages=())
    found = differences(stated(("linux", "3.10.49", "pkg:npm/linux@3.10.49", "")), (made.LINUX,))
    assert (found.pairs, found.only_found) == ((), (made.LINUX.id,))
    assert differences(stated(("linux", "1", "pkg:npm/linux@1", "")), (made.LINUX, module)).pairs[0].found == "linux@1"


# --- names ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("pkg:deb/debian/zlib1g@1:1.2.11?arch=armhf", "deb/debian/zlib1g"),
        ("pkg:PyPI/Foo_Bar@1", "pypi/foo-bar"),
        ("pkg:npm/%40a/b@1#x", "npm/%40a/b"),
        ("pkg:generic/", ""),
        ("pkg://///", ""),
        ("zlib", ""),
        ("pkg:generic/" + "a" * 2000, ""),
    ],
)
def test_a_package_url_is_known_by_what_it_names(text: str, named: str) -> None:
    assert named_by(text) == named


@given(st.text(max_size=8), st.text(min_size=1, max_size=8), st.text(max_size=8))
def test_a_package_url_can_be_made_of_any_words(namespace: str, name: str, version: str) -> None:
    made_of = make_package_url("generic", namespace, name, version, {"id": name})
    assert made_of.isascii()
    assert made_of.isprintable()
    assert package_url(made_of) or not name.strip("/.").strip()


@pytest.mark.parametrize(
    ("cpe", "named"),
    [
        ("cpe:2.3:a:openssl:openssl:1.0.2h:*:*:*:*:*:*:*", "openssl:openssl"),
        ("cpe:2.3:a:x:y\\:z\\+\\+:1:*:*:*:*:*:*:*", "x:y:z++"),
        ("cpe:/o:Linux:linux_kernel:3.10", "linux:linux_kernel"),
        ("cpe:2.3:a:*:openssl:1", ""),
        ("cpe:2.3:", ""),
        ("openssl", ""),
    ],
)
def test_a_cpe_name_is_known_by_vendor_and_product(cpe: str, named: str) -> None:
    assert vendor_and_product(cpe) == named


def test_a_cpe_name_that_was_written_is_read() -> None:
    for pair in ("openssl:openssl", "linux:linux_kernel", "gnu:libstdc++", "a!b:c.d-e"):
        assert vendor_and_product(cpe_name(pair, "1:2~3")) == pair


def test_a_name_with_its_version_behind_it_is_found() -> None:
    index = Components(FOUND)
    for name in ("OpenSSL 1.0.2h", "busybox-1.30.1", "org.acme/linux", "libopenssl"):
        assert index.named(name, "", "") is not None, name
    assert index.named("openssl-fips", "", "") is None


# --- replies --------------------------------------------------------------------------------------------------------


def reply(cve: str, product: str = "ER-1000", component: str = "", purl: str = "") -> Reply:
    return Reply(
        cve, product, "not_affected", "", "Acme", "", Evidence("f" * 64, "theirs#/0", "", "", ""), component, purl
    )


@pytest.mark.parametrize(
    ("given", "beside"),
    [
        (reply("CVE-2016-2177"), ["openssl@1.0.2h", "linux@3.10.49"]),
        (reply("cve-2016-2177", component="OpenSSL 1.0.2h"), ["openssl@1.0.2h"]),
        (reply("CVE-2016-2177", component="x", purl="pkg:generic/linux@3.10.49"), ["linux@3.10.49"]),
        (reply("CVE-2016-2177", product="pkg:generic/linux", purl="pkg:generic/linux"), ["linux@3.10.49"]),
        (reply("CVE-2016-2177", component="zlib"), []),
        (reply("CVE-2016-2178", component="busybox"), []),
        (reply("CVE-1999-0001"), []),
    ],
)
def test_a_reply_stands_beside_the_matches_that_it_speaks_of(given: Reply, beside: list[str]) -> None:
    ladder, unmatched = with_replies(made.LADDER, [given], FOUND)
    assert [it.component for it in ladder.matches if it.replies] == beside
    assert unmatched == (() if beside else (given,))


def test_no_reply_moves_a_rung() -> None:
    components: tuple[Component, ...] = FOUND
    ladder, _ = with_replies(made.LADDER, [reply(it.cve) for it in made.LADDER.matches], components)
    assert [it.steps for it in ladder.matches] == [it.steps for it in made.LADDER.matches]
    assert [it.rung for it in ladder.matches] == [it.rung for it in made.LADDER.matches]
