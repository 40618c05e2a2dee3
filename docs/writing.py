"""Writes Markdown: values go in; tables, code and lines come out."""

from collections.abc import Iterable


def table(columns: Iterable[str], rows: Iterable[tuple[str, ...]]) -> str:
    """Write a Markdown table."""
    columns = list(columns)
    lines = [columns, ["---"] * len(columns), *([cell.replace("|", "\\|") for cell in row] for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def code(text: str) -> str:
    """Set text as code, or leave it empty."""
    return f"`{text}`" if text else ""


def words(names: Iterable[str]) -> str:
    """List names as code."""
    return ", ".join(f"`{name}`" for name in names)


def one_line(text: str) -> str:
    """Join the lines of a text."""
    return " ".join(text.split())


def pattern(found: bytes) -> str:
    """Write a regular expression over bytes as Python source has it."""
    return repr(found)[2:-1].replace("\\\\", "\\").replace("`", "\\x60")


def magnitude(value: int) -> str:
    """Write a number with groups of thousands, and in binary units where it is a round number of those."""
    for shift, unit in ((30, "GiB"), (20, "MiB")):
        if value and value % (1 << shift) == 0:
            return f"{value:,} ({value >> shift} {unit})"
    return f"{value:,}"
