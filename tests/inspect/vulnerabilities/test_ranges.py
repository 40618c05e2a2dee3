"""Yes only where all of a component's range is affected, no only where none of it is."""

import pytest

from cupel.inspect.scheme import schemes
from cupel.inspect.vulnerabilities.ranges import affected
from cupel.records.advisory import Affected, Span
from cupel.records.component import Versions

DOTTED, KERNEL = schemes()["dotted"], schemes()["kernel"]


@pytest.mark.parametrize(
    ("versions", "spans", "state"),
    [
        (Versions("1.33.1"), [Span("1.16.0", "1.34.0")], "yes"),
        (Versions("1.34.0"), [Span("1.16.0", "1.34.0")], "no"),
        (Versions("1.15.3"), [Span("1.16.0", "1.34.0")], "no"),
        (Versions("1.34.0"), [Span("", "", "1.34.0")], "yes"),
        (Versions("9.9"), [Span("1.0")], "yes"),
        (Versions("1.0"), [Span("0", "2.0")], "yes"),
        (Versions("1.4.14-tch1"), [Span("1.4.14", "1.5")], "unknown"),
        (Versions("", "1.20", "1.30"), [Span("1.16", "1.34")], "yes"),
        (Versions("", "1.20", "1.40"), [Span("1.16", "1.34")], "unknown"),
        (Versions("", "1.10", "1.20"), [Span("1.16", "1.34")], "unknown"),
        (Versions("", "1.34", "1.40"), [Span("1.16", "1.34")], "no"),
        (Versions("", "1.0", "1.16"), [Span("1.16", "1.34")], "no"),
        (Versions("", "", "1.16"), [Span("1.16", "1.34")], "no"),
        (Versions("", "", "1.16"), [Span("", "1.34")], "yes"),
        (Versions("", "1.34"), [Span("1.16", "1.34")], "no"),
        (Versions("", "1.20"), [Span("1.16", "1.34")], "unknown"),
        (Versions("", "1.20"), [Span("1.16")], "yes"),
        (Versions("", "1.20", "1.30"), [Span("1.16", "", "1.25")], "unknown"),
        (Versions("", "1.0", "3.0"), [Span("0.9", "1.5"), Span("1.5", "3.1")], "yes"),
        (Versions("", "1.0", "3.0"), [Span("0.9", "1.5"), Span("1.6", "3.1")], "unknown"),
        (Versions(), [Span("1.16", "1.34")], "unknown"),
    ],
)
def test_spans(versions: Versions, spans: list[Span], state: str) -> None:
    assert affected(versions, Affected("busybox:busybox", spans=tuple(spans)), DOTTED)[0] == state


@pytest.mark.parametrize(
    ("version", "state"),
    [
        ("5.10.49", "yes"),
        ("5.10.50", "no"),
        ("5.10.60", "no"),
        ("5.11.5", "yes"),
        ("5.13.9", "yes"),
        ("5.14", "no"),
        ("5.15.3", "no"),
        ("4.9.133", "yes"),
        ("5.4.200", "no"),
        ("5.4.99", "yes"),
    ],
)
def test_a_fix_in_a_stable_branch_holds_in_its_branch_only(version: str, state: str) -> None:
    told = Affected("linux:linux_kernel", spans=(Span("", "5.4.132"), Span("", "5.10.50"), Span("", "5.14")))
    assert affected(Versions(version), told, KERNEL)[0] == state


@pytest.mark.parametrize(
    ("version", "state"), [("5.4.1", "no"), ("5.10.49", "yes"), ("5.10.51", "no"), ("5.12.1", "yes"), ("6.1", "no")]
)
def test_the_kernels_own_records_state_what_is_unaffected(version: str, state: str) -> None:
    told = Affected(
        "linux:linux",
        spans=(Span("0"),),
        unaffected=(Span("0", "5.5"), Span("5.10.50", "", "5.10.*"), Span("5.14")),
    )
    assert affected(Versions(version), told, KERNEL)[0] == state


def test_spans_that_say_where_they_begin_are_taken_as_they_are() -> None:
    told = Affected("linux:linux_kernel", spans=(Span("5.5", "5.10.50"), Span("5.11", "5.13.2")))
    assert affected(Versions("5.4.3"), told, KERNEL)[0] == "no"
    assert affected(Versions("5.13.1"), told, KERNEL)[0] == "yes"


@pytest.mark.parametrize(
    ("versions", "state"),
    [
        (Versions("4.4.300"), "unknown"),
        (Versions("2.6.32.71"), "unknown"),
        (Versions("4.9.133-vendor"), "unknown"),
        (Versions("", "4.4.1", "4.4.200"), "unknown"),
        (Versions("4.4"), "yes"),
        (Versions("4.4.0"), "yes"),
        (Versions("4.10.2"), "yes"),
        (Versions("4.10.7"), "no"),
        (Versions("4.14.200"), "no"),
    ],
)
def test_a_stable_branch_that_the_source_says_nothing_of_may_have_the_fix(versions: Versions, state: str) -> None:
    told = Affected("linux:linux_kernel", spans=(Span("", "", "4.10.6"),), mainline_only=True)
    found, reason = affected(versions, told, KERNEL)
    assert found == state
    assert ("mainline releases only" in reason) == (state == "unknown")


def test_single_versions() -> None:
    told = Affected("dropbear_ssh_project:dropbear_ssh", versions=("0.52", "0.53"))
    assert affected(Versions("0.53"), told, DOTTED)[0] == "yes"
    assert affected(Versions("0.53.1"), told, DOTTED)[0] == "no"
    assert affected(Versions("", "0.51", "2011.54"), told, DOTTED)[0] == "unknown"
    assert affected(Versions("", "2011.54", "2016.73"), told, DOTTED)[0] == "no"


def test_no_version_stated_is_unknown_and_says_so() -> None:
    state, reason = affected(Versions("1.0"), Affected("a:b"), DOTTED)
    assert (state, "states no version" in reason) == ("unknown", True)
