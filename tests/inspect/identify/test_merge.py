"""Sightings merge into components the way an evaluator would lay them side by side."""

import itertools

from hypothesis import given
from hypothesis import strategies as st

from cupel.inspect.identify.catalogue import Catalogue
from cupel.inspect.identify.merge import merge, written
from cupel.inspect.identify.signature import Signature
from cupel.inspect.identify.version_range import agree, narrowed
from cupel.records.component import Component, Extent, Sighting, Versions
from cupel.records.evidence import Evidence

KNOWN = Catalogue(
    (Signature("openssl", "OpenSSL", "pkg:generic/openssl", ("openssl:openssl",), ("libssl*",), ("libssl",), (), ()),)
)


def seen(
    exact: str = "",
    *,
    low: str = "",
    high: str = "",
    file: str = "a",
    source: str = "signature",
    extent: Extent | None = "full",
    package: str = "",
    product: str = "openssl",
) -> Sighting:
    place = f"fw.bin!squashfs@0x0!{file}" + ("" if package else "!@0x10")
    evidence = Evidence(file * 64, place, exact, f"identify/{source}", "v")
    ecosystem = "opkg" if package else ""
    revised = f"{exact}-1" if package else ""
    return Sighting(product, Versions(exact, low, high), source, evidence, extent, ecosystem, package, revised)


def listed(exact: str, package: str = "libssl1.0", product: str = "openssl") -> Sighting:
    return seen(exact, file="l", source="opkg", extent=None, package=package, product=product)


def made(*sightings: Sighting) -> tuple[Component, ...]:
    return merge(sightings, KNOWN, {"a" * 64: ["fw.bin!squashfs@0x0!a", "fw.bin!squashfs@0x0!b"]})


def test_a_list_and_a_file_that_agree_are_one_component_with_both_as_evidence() -> None:
    (found,) = made(listed("1.0.2h"), seen("1.0.2h"))
    assert found.id == "openssl@1.0.2h"
    assert [it.source for it in found.sightings] == ["opkg", "signature"]
    assert found.packages == ("libssl1.0 1.0.2h-1",)
    assert found.package_version == "1.0.2h-1"
    assert found.purl == "pkg:generic/openssl@1.0.2h"
    assert found.conflicts == ()


def test_a_file_under_two_names_is_one_copy_that_occurs_twice() -> None:
    (found,) = made(seen("1.0.2h"), seen("1.0.2h", source="elf", extent="partial"))
    assert [(it.artefact, it.occurrences, it.extent) for it in found.copies] == [("a" * 64, 2, "full")]
    assert found.copies[0].locator == "fw.bin!squashfs@0x0!a"


def test_two_versions_are_two_components() -> None:
    assert [it.id for it in made(seen("1.1.1n"), seen("1.0.2h", file="b"))] == ["openssl@1.0.2h", "openssl@1.1.1n"]


def test_a_list_that_no_file_bears_out_is_a_conflict_on_both_sides() -> None:
    old, new = made(listed("1.0.2h"), seen("1.0.2k"))
    assert old.conflicts == new.conflicts
    assert "libssl1.0 1.0.2h-1; no file shows that version" in old.conflicts[0]
    assert "squashfs@0x0!a shows 1.0.2k" in old.conflicts[0]


def test_a_list_beside_two_versions_of_which_one_is_its_own_is_no_conflict() -> None:
    assert [it.conflicts for it in made(listed("1.0.2h"), seen("1.0.2h"), seen("1.1.1n", file="b"))] == [(), ()]


def test_two_versions_in_one_file_are_a_conflict() -> None:
    one, other = made(seen("1.0.2h"), seen("1.0.2k"))
    assert (
        one.conflicts == other.conflicts == ("fw.bin!squashfs@0x0!a shows 1.0.2h (signature) and 1.0.2k (signature).",)
    )


def test_a_range_joins_the_exact_version_of_its_own_file() -> None:
    old, new = made(seen("1.0.2h"), seen("1.1.1n", file="b"), seen(low="1.0.0", source="elf"))
    assert [it.source for it in old.sightings] == ["signature", "elf"]
    assert [it.source for it in new.sightings] == ["signature"]


def test_a_range_that_contradicts_its_file_is_kept_apart_and_told() -> None:
    exact, ranged = made(seen("1.0.2h"), seen(low="1.1.0", source="elf"))
    assert exact.conflicts == ranged.conflicts
    assert "shows 1.0.2h (signature) and at least 1.1.0 (elf)" in exact.conflicts[0]
    assert ranged.versions == Versions("", "1.1.0", "")


def test_ranges_that_agree_become_as_narrow_as_both() -> None:
    (found,) = made(seen(low="1.0.0"), seen(high="1.1.0", file="b"), seen(low="1.0.2", file="c"))
    assert found.versions == Versions("", "1.0.2", "1.1.0")
    assert found.id == "openssl@>=1.0.2,<1.1.0"
    assert found.purl == "pkg:generic/openssl"


def test_a_product_that_the_catalogue_does_not_know_keeps_its_packages_name() -> None:
    (found,) = made(listed("2.1", "left-pad", "left-pad"))
    assert (found.title, found.purl, found.cpe, found.copies) == ("left-pad", "pkg:generic/left-pad@2.1", (), ())


def test_versions_are_ordered_by_their_product_s_own_rules() -> None:
    found = made(seen("1.0.2za"), seen("1.0.2h", file="b"), seen("1.0.10", file="c"))
    assert [it.versions.exact for it in found] == ["1.0.2h", "1.0.2za", "1.0.10"]
    beta = made(seen("1.0.2-beta1"), seen(low="1.0.2", file="b"))
    assert [it.id for it in beta] == ["openssl@1.0.2-beta1", "openssl@>=1.0.2"]


versions = st.lists(st.integers(0, 12), min_size=1, max_size=3).map(lambda parts: ".".join(map(str, parts)))
bounds = st.builds(lambda low, high: Versions("", low, high), versions | st.just(""), versions | st.just(""))


@given(bounds, bounds, versions)
def test_narrowing_keeps_exactly_what_fits_both(one: Versions, other: Versions, exact: str) -> None:
    fits = agree("x", Versions(exact), one) and agree("x", Versions(exact), other)
    assert fits == agree("x", Versions(exact), narrowed("x", one, other))


statements = st.builds(seen, versions | st.just(""), low=versions | st.just(""), file=st.sampled_from("abc"))


@given(st.lists(statements, min_size=1, max_size=6))
def test_no_sighting_is_lost_and_no_exact_version_is_invented(sightings: list[Sighting]) -> None:
    found = merge(sightings, KNOWN, {})
    assert {id(one) for it in found for one in it.sightings} == {id(it) for it in sightings}
    stated = {it.versions.exact for it in sightings if it.versions.exact}
    assert {it.versions.exact for it in found if it.versions.exact} == stated
    for one, other in itertools.combinations(found, 2):
        assert one.id != other.id or written(one.versions) == written(other.versions)
