"""Weaknesses of real equipment: what is known of three images is found, and what an analyst left behind is not told."""

from collections.abc import Callable
from pathlib import Path

from cupel.inspect.inspection import inspect
from cupel.records.finding import Finding


def weaknesses(image: Path) -> dict[str, list[Finding]]:
    """Return the findings of weaknesses by detector and rule."""
    found: dict[str, list[Finding]] = {}
    for it in inspect(image).findings:
        found.setdefault(f"{it.detector.removeprefix('weaknesses/')} {it.rule}", []).append(it)
    return found


def test_executables_without_any_protection(real_image: Callable[[str], Path]) -> None:
    found = weaknesses(real_image("netcore-nc935-1.0.32180.squashfs"))
    for rule, known in (("executable-stack", 55), ("not-position-independent", 55), ("not-full-relro", 54)):
        facts = found[f"hardening {rule}"][0].facts
        assert (facts["lacking"], facts["known"]) == (known, known)
    assert found["permissions open-system-folder"][0].path == "/etc"


def test_executables_with_most_protections(real_image: Callable[[str], Path]) -> None:
    found = weaknesses(real_image("lede-17.01.4-wr841v11.bin"))
    assert "hardening executable-stack" not in found
    assert "hardening not-fortified" not in found  # its C library checks inline, which imports do not show
    assert found["hardening no-stack-canary"][0].facts["lacking"] == 7
    assert found["hardening not-position-independent"][0].tier == "reachable"


def test_an_analysts_tool_is_not_counted(real_image: Callable[[str], Path]) -> None:
    found = weaknesses(real_image("dlink-dir880l-1.07wwb08.tar.xz"))
    pie = found["hardening not-position-independent"][0]
    assert "x86-64" not in pie.statement
    assert "old_protocols service-without-encryption" not in found  # access/diagnostic_services tells of telnetd
