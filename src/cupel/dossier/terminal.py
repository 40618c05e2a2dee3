"""Shows answers in a terminal: figures go in, rich's tables, trees and bars come out."""

from collections import Counter
from typing import TYPE_CHECKING

from cupel.dossier.annotated import pieces, stressed
from cupel.dossier.page import number, share
from cupel.dossier.visible import visible
from cupel.records.answer import Answer
from cupel.records.figure import (
    AnnotatedText,
    Branch,
    Cards,
    Facing,
    Facings,
    Figure,
    Funnel,
    Heading,
    Quantity,
    Saying,
    Side,
    Spot,
    Strip,
    Table,
    Timeline,
    Tree,
)

if TYPE_CHECKING:
    from rich.console import Console, RenderableType
    from rich.tree import Tree as RichTree

COLOURS = {
    "opened": "cyan", "structure": "bright_cyan", "typed": "green", "text": "yellow", "padding": "bright_black",
    "unknown": "dark_orange", "opaque": "red",
}  # fmt: skip
BLOCKS = {"opened": "█", "structure": "▓", "typed": "█", "text": "▒", "padding": "·", "unknown": "▚", "opaque": "░"}
"""A glyph for each tone, so that the bar tells without colour too."""
MARKS = {"configured": "yellow", "reachable": "red", "exercised": "red", "observed": "red"}
"""Colours of what classes a card."""
VOICE_COLOURS = {
    "accuses": "red", "denies": "blue", "decides": "magenta", "states": "green", "judges": "yellow", "unsaid": "dim",
    "proposed": "dim italic",
}  # fmt: skip
WIDE = 100
"""Columns from which on two sides stand beside each other, not one below the other."""
MOST_CARDS = 4
FIRST_FIGURES = 2
"""Figures of an answer that stand for the rest where it is shown in short."""
MOST_ROWS = 16
SHORT = 16
"""Letters up to which a cell is never folded: an identifier must stay whole for whoever searches it."""
FIRST = ("unknown", "opaque")
"""Tones that a cut never hides."""


def show(answer: Answer, console: "Console", full: bool = True, most_rows: int = MOST_ROWS) -> None:
    """Print one answer: without `full` its first figures only, and of cards their titles; of tables `most_rows`."""
    from rich.text import Text  # noqa: PLC0415 - rich is loaded only when something is shown

    console.print(Text(visible(answer.headline), style="bold"))
    quantities = [it for it in answer.figures if isinstance(it, Quantity)]
    for quantity in quantities:
        of = f" of {number(quantity.of)}" if quantity.of else ""
        part = f" ({share(quantity)})" if share(quantity) else ""
        console.print(Text(f"  {number(quantity.value)}{of} {quantity.unit}{part} {visible(quantity.label)}"))
    for it in answer.figures if full else _first(answer.figures):
        if not isinstance(it, Quantity):
            console.print()
            console.print(_cards(it, full) if isinstance(it, Cards) else _figure(it, console, most_rows))
    if answer.not_examined:
        console.print()
        console.print(Text("Not examined", style="bold"))
        for line in answer.not_examined:
            console.print(Text(f"  {visible(line)}"))


def _first(figures: tuple[Figure, ...]) -> list[Figure]:
    """Choose what stands for the rest: under each heading the first FIRST_FIGURES, and all cards."""
    chosen: list[Figure] = []
    left = FIRST_FIGURES
    for it in figures:
        if isinstance(it, Heading):
            left = FIRST_FIGURES
        elif not isinstance(it, Cards | Quantity):
            left -= 1
            if left < 0:
                continue
        chosen.append(it)
    return chosen


def _figure(it: Figure, console: "Console", most_rows: int) -> "RenderableType":
    from rich.text import Text  # noqa: PLC0415 - as above

    if isinstance(it, Table):
        return _table(it, most_rows)
    if isinstance(it, AnnotatedText):
        return _annotated(it)
    if isinstance(it, Tree):
        return _tree(it)
    if isinstance(it, Facings):
        return facings_of(it, console.width, most_rows)
    if isinstance(it, Timeline):
        return timeline_of(it, most_rows)
    if isinstance(it, Strip):
        return _strip(it, console.width - 4)
    if isinstance(it, Funnel):
        return _funnel(it, console.width)
    return Text(visible(getattr(it, "text", "")), style="bold" if isinstance(it, Heading) else "")


def _annotated(it: AnnotatedText) -> "RenderableType":
    from rich.text import Text  # noqa: PLC0415 - as above

    shown = Text.assemble((f"{visible(it.title)}\n", "bold"))
    for piece in pieces(it):
        shown.append(visible(piece.text), style=VOICE_COLOURS[piece.mark.tone] if piece.mark else "")
        for mark in piece.ended:  # told without colour, too
            shown.append(f"[{visible(mark.label)}]", style="dim")
    return shown


def facings_of(it: Facings, width: int, most: int = MOST_ROWS, most_sayings: int = MOST_ROWS) -> "RenderableType":
    """Show sides beside each other on a wide terminal, else one below the other; of a side so many sayings."""
    from rich.console import Group  # noqa: PLC0415 - as above
    from rich.text import Text  # noqa: PLC0415

    lines: list[RenderableType] = [Text(visible(it.title), style="bold")]
    for place, one in enumerate(it.facings[:most], 1):
        lines += ["", Text.assemble(f"{place:>2}. ", (visible(one.title), "bold"), f"  [{visible(one.mark)}]")]
        lines.append(_sides(one, width, most_sayings))
    left = len(it.facings) - most
    lines += [Text(f"    {left:,} more of these; --json has all.", style="dim")] if left > 0 else []
    return Group(*lines, *([Text(f"    {visible(it.note)}", style="dim")] if it.note else []))


def _sides(it: Facing, width: int, most: int) -> "RenderableType":
    from rich.console import Group  # noqa: PLC0415 - as above
    from rich.padding import Padding  # noqa: PLC0415
    from rich.table import Table as RichTable  # noqa: PLC0415

    sides = [_side(side, most) for side in it.sides]
    if width < WIDE:
        return Padding(Group(*sides), (0, 0, 0, 4))
    grid = RichTable.grid(padding=(0, 3, 0, 0), expand=True)
    for _ in sides:
        grid.add_column(ratio=1, overflow="fold")
    grid.add_row(*sides)
    return Padding(grid, (0, 0, 0, 4))


def _side(it: Side, most: int) -> "RenderableType":
    from rich.console import Group  # noqa: PLC0415 - as above
    from rich.padding import Padding  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    lines: list[RenderableType] = [Text(visible(it.heading), style="dim")]
    for saying in it.sayings[:most]:
        lines.append(Padding(_saying(saying), (0, 0, 0, 2)))
    left = ", ".join(saying.name or saying.words for saying in it.sayings[most:])
    note = "; ".join(part for part in (f"also {left}" if left else "", it.note) if part)
    return Group(*lines, *([Text(f"  {visible(note)}", style="dim")] if note else []))


def _saying(it: Saying) -> "RenderableType":
    from rich.text import Text  # noqa: PLC0415 - as above

    by = f"{visible(it.who)}, {visible(it.how)}" if it.who else visible(it.how)
    said = Text.assemble((by, VOICE_COLOURS[it.voice] if it.voice else ""), f"  {it.name}" if it.who else "", "\n")
    for run, differs in stressed(it.words, it.stressed):
        said.append(visible(run), style="bold underline" if differs else "")
    return said


def timeline_of(it: Timeline, most: int = MOST_ROWS) -> "RenderableType":
    """Show what happened when, each with on whose word."""
    from rich.console import Group  # noqa: PLC0415 - as above
    from rich.table import Table as RichTable  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    grid = RichTable.grid(padding=(0, 2, 0, 0))
    grid.add_column(justify="right", no_wrap=True)
    grid.add_column(overflow="fold")
    for moment in it.moments[:most]:
        told = Text.assemble(
            (visible(moment.what), VOICE_COLOURS[moment.voice] if moment.voice else ""),
            (f"\n{visible(moment.detail)}  {moment.name}", "dim"),
        )
        grid.add_row(Text(visible(moment.when)), told)
    left = len(it.moments) - most
    note = " ".join(part for part in (f"{left:,} more; --json has all." if left > 0 else "", it.note) if part)
    return Group(Text(visible(it.title), style="bold"), grid, Text(visible(note), style="dim"))


def _table(it: Table, most_rows: int) -> "RenderableType":
    from rich import box  # noqa: PLC0415 - as above
    from rich.console import Group  # noqa: PLC0415
    from rich.table import Table as RichTable  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    rows = it.rows[:most_rows]
    left = len(it.rows) - len(rows)
    caption = " ".join(part for part in (f"{left:,} more rows; --json has all." if left else "", it.note) if part)
    table = RichTable(
        box=box.SIMPLE_HEAD, pad_edge=False,
        caption=Text(visible(caption)) if caption else None, caption_justify="left",
    )  # fmt: skip
    for index, column in enumerate(it.columns):
        numeric = bool(rows) and isinstance(rows[0][index], int | float)
        table.add_column(
            Text(visible(column)),
            justify="right" if numeric else "left",
            overflow="fold",
            no_wrap=numeric or all(len(str(row[index])) <= SHORT for row in rows),
        )
    for row in rows:
        table.add_row(*(Text(visible(number(cell))) for cell in row))
    return Group(Text(visible(it.title), style="bold"), table)


def _cards(it: Cards, full: bool) -> "RenderableType":
    from rich.console import Group  # noqa: PLC0415 - as above
    from rich.padding import Padding  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    lines: list[RenderableType] = [Text(visible(it.title), style="bold")]
    shown = it.cards if full else it.cards[:MOST_CARDS]
    for card in shown:
        lines.append(Text.assemble("  ", (f"{card.mark:<11}", MARKS.get(card.mark, "")), visible(card.title)))
        if full:
            lines.append(Padding(Text(visible(card.text), style="dim"), (0, 0, 0, 13)))
            lines += [Padding(Text(visible(line)), (0, 0, 0, 13)) for it in card.places for line in _spot(it)]
        lines += [Padding(Text(visible(note)), (0, 0, 0, 13)) for note in card.notes]
    if len(it.cards) > len(shown):
        lines.append(Text(f"  {len(it.cards) - len(shown):,} more of these", style="dim"))
    return Group(*lines)


def _spot(it: Spot) -> list[str]:
    """Say where a card's evidence stands, and the line to type: never folded by a sign, so that it can be copied."""
    lines = [f"at {it.where}"]
    if it.offset is not None:
        lines.append(f"   {number(it.size)} bytes from byte {number(it.offset)} (0x{it.offset:x}) of {it.file}")
    if it.artefact:
        lines.append(f"   SHA-256 {it.artefact}")
    return [*lines, f"   $ {it.command}"] if it.command else lines


def _tree(it: Tree) -> "RenderableType":
    from rich.text import Text  # noqa: PLC0415 - as above
    from rich.tree import Tree as RichTree  # noqa: PLC0415

    def grow(branch: Branch, above: "RichTree") -> None:
        for child in branch.below:
            grow(child, above.add(_label(child)))

    def _label(branch: Branch) -> Text:
        detail = f"  {visible(branch.detail)}" if branch.detail else ""
        return Text.assemble((visible(branch.label), "bold"), (detail, "dim"))

    top = RichTree(Text(visible(it.title), style="bold"), guide_style="dim")
    for root in it.roots:
        grow(root, top.add(_label(root)))
    return top


def _strip(it: Strip, width: int) -> "RenderableType":
    from rich.console import Group  # noqa: PLC0415 - as above
    from rich.text import Text  # noqa: PLC0415

    bar = Text("  ")
    width = max(20, min(width, 100))
    for cell in range(width):
        tone = _tone(it, cell * it.size / width, (cell + 1) * it.size / width)
        bar.append(BLOCKS[tone], style=COLOURS[tone])
    lines = [Text(f"{visible(it.title)}: {number(it.size)} bytes", style="bold"), bar]
    hidden = [span for span in it.spans[MOST_ROWS:] if span.tone not in FIRST]
    for span in it.spans[:MOST_ROWS] + tuple(span for span in it.spans[MOST_ROWS:] if span.tone in FIRST)[:MOST_ROWS]:
        glyph = (BLOCKS[span.tone], COLOURS[span.tone])
        label = f" 0x{span.offset:08x} {number(span.size):>14}  {visible(span.label)}"
        lines.append(Text.assemble("  ", glyph, label))
    if hidden:
        lines.append(Text(f"  … {len(hidden):,} more runs; --json has all."))
    return Group(*lines)


def _funnel(it: Funnel, width: int) -> "RenderableType":
    from rich.console import Group  # noqa: PLC0415 - as above
    from rich.text import Text  # noqa: PLC0415

    label = max(len(stage.label) for stage in it.stages)
    digits = max(len(number(value)) for stage in it.stages for value in (stage.on, stage.open, stage.out))
    most = max(1, *(stage.on + stage.open + stage.out for stage in it.stages))
    lines = [Text(visible(it.title), style="bold")]
    words = [visible(word) for word in it.words]
    widths = [max(digits, len(word)) + 2 for word in words]
    room = max(10, min(width - label - sum(widths) - 8, 60))  # up to two cells more, as each part is rounded up
    head = "".join(f"{word:>{size}}" for word, size in zip(words, widths, strict=True))
    lines.append(Text(f"  {'':{label}}{head}", style="dim"))
    for stage in it.stages:
        values = (stage.on, stage.open, stage.out)
        told = "".join(f"{number(value):>{size}}" for value, size in zip(values, widths, strict=True))
        bar = Text(f"  {visible(stage.label):{label}}{told}  ")
        for value, glyph, colour in zip(values, "█▒·", ("cyan", "bright_cyan", "bright_black"), strict=True):
            bar.append(glyph * (-(-value * room // most)), style=colour)
        lines.append(bar)
    lines.append(Text(f"  █ {words[0]}  ▒ {words[1]}  · {words[2]}. {visible(it.note)}", style="dim"))
    return Group(*lines)


def _tone(it: Strip, begin: float, end: float) -> str:
    """Choose a cell's tone: what nobody could read shows however small it is, else what fills most of the cell."""
    inside: Counter[str] = Counter()
    for span in it.spans:
        overlap = min(end, span.offset + span.size) - max(begin, span.offset)
        if overlap > 0:
            inside[span.tone] += int(overlap) + 1
    if inside["opaque"]:
        return "opaque"
    return inside.most_common(1)[0][0] if inside else "padding"
