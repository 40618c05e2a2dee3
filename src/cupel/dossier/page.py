"""Renders a dossier as one page: a Dossier goes in, HTML without any outside reference comes out."""

from collections.abc import Iterable, Set
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cupel.dossier.annotated import pieces, stressed
from cupel.dossier.decided import told_reason
from cupel.dossier.visible import visible
from cupel.records.decision import Decision
from cupel.records.dossier import Dossier
from cupel.records.figure import AnnotatedText, Quantity, Table

if TYPE_CHECKING:
    from jinja2 import Template

HERE = Path(__file__).parent
TONES = {
    "opened": "opened",
    "structure": "headers of an opened container",
    "typed": "of a known type",
    "text": "text",
    "padding": "padding",
    "unknown": "in no known format",
    "opaque": "compressed or encrypted, in no known format",
}
"""Tone -> what its colour means, for the legend."""
VOICES = {
    "accuses": "accuses or fears",
    "denies": "denies",
    "decides": "decides or announces",
    "states": "states",
    "judges": "judges, foresees or advises",
    "unsaid": "not said, not answered, asked",
    "proposed": "proposed as a claim, accepted by nobody",
}
"""Voice -> what its colour means, for the legend."""
MOST_OPEN = 3
"""Cards of one sort that lie open; of more, each opens by a click, and all are printed."""
MOST_ROWS = 25
"""Rows of a table that are shown at once; the rest is a click away, and printed."""
EDITIONS = {
    "public": "Public edition",
    "confidential": "Confidential: not to be passed on",
    "vendor": "Vendor edition: for the maker's reply",
}


def number(value: Any) -> str:
    """Write a number with groups of thousands; leave words alone."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return str(value)
    return f"{value:,}"


def share(quantity: Quantity) -> str:
    """Write a quantity's share of its whole in percent, or nothing where it has none."""
    if not quantity.of:
        return ""
    part = 100 * quantity.value / quantity.of
    if 0 < part < 0.1 or 99.9 < part < 100:
        return "under 0.1 %" if part < 1 else "over 99.9 %"
    return f"{part:.1f} %"


def slug(identifier: str) -> str:
    """Make an anchor of an identifier."""
    return identifier.replace("/", "-")


def _marked(decisions: Iterable[Decision], anchors: Set[str]) -> dict[str, str]:
    """Find the mark of what each decision is about: `claims/D1a2b3c4d-07` is marked as `claim-D1a2b3c4d-07`."""
    places = {it.about: it.about.replace("claims/", "claim-", 1) for it in decisions}
    return {it.about: places[it.about] if places[it.about] in anchors else "" for it in decisions}


@cache
def _template() -> "Template":
    from jinja2 import Environment, FileSystemLoader, StrictUndefined  # noqa: PLC0415 - 30 ms that only a page needs

    environment = Environment(
        loader=FileSystemLoader(HERE),
        finalize=lambda value: visible(value) if type(value) is str else value,
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"number": number, "share": share, "slug": slug, "pieces": pieces, "stressed": stressed}
    environment.filters["told_reason"] = told_reason
    return environment.get_template("page.html.j2")


def render_page(dossier: Dossier) -> str:
    """Render the page; the same dossier gives the same page."""
    figures = [it for answer in dossier.answers for it in answer.figures]
    anchors = {mark.anchor for it in figures if isinstance(it, AnnotatedText) for mark in it.marks} - {""}
    led_to = {link for it in figures if isinstance(it, Table) and it.led_to for link in it.links} - {""}
    return _template().render(
        anchors=anchors | {slug(it.id) for it in dossier.answers},
        led_to=led_to,
        marked=_marked(dossier.decisions, anchors),
        dossier=dossier,
        style=(HERE / "page.css").read_text("utf-8"),
        tones=TONES,
        voices=VOICES,
        most_rows=MOST_ROWS,
        most_open=MOST_OPEN,
        edition=EDITIONS[dossier.edition],
    )
