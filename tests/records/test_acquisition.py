"""The grade of an acquisition is never better than the facts permit."""

from hypothesis import given
from hypothesis import strategies as st

from cupel.records.acquisition import Acquisition, grade, subject

HASH = "ab" * 32


def test_the_vendors_hash_with_its_source_verifies() -> None:
    stated = Acquisition(vendor_sha256=HASH.upper(), vendor_sha256_source="release notes")
    assert grade(stated, HASH)[0] == "vendor-verified"


def test_another_hash_means_modified_whatever_else_was_stated() -> None:
    stated = Acquisition(vendor_sha256="cd" * 32, vendor_sha256_source="release notes", source="the vendor")
    assert grade(stated, HASH)[0] == "modified"


def test_a_stated_change_means_modified_even_with_the_vendors_hash() -> None:
    stated = Acquisition(vendor_sha256=HASH, vendor_sha256_source="x", modification="unpacked; 3 files missing")
    assert grade(stated, HASH)[0] == "modified"


def test_a_hash_without_its_source_proves_nothing() -> None:
    assert grade(Acquisition(vendor_sha256=HASH), HASH)[0] == "third-party copy"


def test_a_source_alone_is_a_third_partys_copy_and_nothing_is_unknown() -> None:
    assert grade(Acquisition(source="a shop"), HASH)[0] == "third-party copy"
    assert grade(Acquisition(), HASH)[0] == "unknown"


@given(
    st.builds(
        Acquisition, grade=st.sampled_from(["vendor-verified", "unknown"]), source=st.text(), vendor_sha256=st.text()
    )
)
def test_a_grade_that_the_person_states_is_never_taken_over(stated: Acquisition) -> None:
    assert grade(stated, HASH)[0] != "vendor-verified"


def test_only_a_verified_release_is_spoken_of_as_the_vendors() -> None:
    assert subject("vendor-verified", HASH, "X 1").startswith("the release X 1")
    assert subject("third-party copy", HASH, "X 1").startswith("this file (")
