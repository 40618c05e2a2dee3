"""The page's colours have the contrast that WCAG 2.2 asks for (AA, 4.5 to 1), by day, by night and printed."""

import re
from pathlib import Path

import pytest

import cupel.dossier.page

CSS = (Path(cupel.dossier.page.__file__).parent / "page.css").read_text("utf-8")
VOICES = ("accuses", "denies", "decides", "states", "judges", "unsaid")
ROOTS = re.findall(r":root \{(.*?)\}", CSS, re.DOTALL)


def colours(place: int) -> dict[str, str]:
    """Return the colours of one of the roots over those by day."""
    found = dict(re.findall(r"--([a-z]+): (#[0-9a-f]+);", ROOTS[0]))
    return found | dict(re.findall(r"--([a-z]+): (#[0-9a-f]+);", ROOTS[place]))


def channels(colour: str) -> tuple[float, ...]:
    digits = colour[1:] if len(colour) == 7 else "".join(it * 2 for it in colour[1:])
    return tuple(int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4))


def mixed(colour: str, part: float, paper: str) -> tuple[float, ...]:
    return tuple(part * one + (1 - part) * two for one, two in zip(channels(colour), channels(paper), strict=True))


def luminance(given: tuple[float, ...]) -> float:
    """WCAG 2.2, relative luminance."""
    linear = [it / 12.92 if it <= 0.04045 else ((it + 0.055) / 1.055) ** 2.4 for it in given]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: tuple[float, ...], other: tuple[float, ...]) -> float:
    """WCAG 2.2, contrast ratio."""
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_black_on_white_has_the_contrast_of_the_standard() -> None:
    assert round(contrast(channels("#000"), channels("#fff")), 2) == 21
    assert round(contrast(channels("#777"), channels("#fff")), 2) == 4.48


@pytest.mark.parametrize("place", range(3), ids=["day", "night", "print"])
def test_text_can_be_read_on_everything_it_stands_on(place: int) -> None:
    assert len(ROOTS) == 3
    have = colours(place)
    for paper in ("paper", "card"):
        for ink in ("ink", "soft", "link", "high", "medium", "low"):
            assert contrast(channels(have[ink]), channels(have[paper])) >= 4.5, (ink, paper)
    for voice in VOICES:
        for part in (0.10, 0.14, 0.30):  # its note, at rest, and under the hand
            assert contrast(channels(have["ink"]), mixed(have[voice], part, have["paper"])) >= 4.5, (voice, part)
        # what is told of it stands on the colour of its note; 3 to 1 is asked for what is no text: its line
        assert contrast(channels(have["soft"]), mixed(have[voice], 0.10, have["paper"])) >= 4.5, voice
        assert contrast(channels(have["link"]), mixed(have[voice], 0.10, have["paper"])) >= 4.5, voice
        assert contrast(channels(have[voice]), channels(have["paper"])) >= 3, voice


def test_paper_shows_what_the_screen_shows_under_the_hand() -> None:
    """What is hidden until somebody points at it is hidden on screens only."""
    on_paper = re.sub(r"@media screen[^{]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}", "", CSS)
    hidden = re.findall(r"([^{}]*)\{[^{}]*display: none", on_paper)
    assert [it.strip() for it in hidden if "told" in it or "tell" in it] == [".told.again"]
    assert ".told {" in on_paper[on_paper.index("@media print") :]
