"""Texts of an image: a content goes in, its lines and what is wrong with them come out."""

from cupel.inspect.unpack.content import Content
from cupel.records.problem import Problem


def read_text(content: Content, most: int) -> tuple[str, list[Problem]]:
    """Read up to `most` bytes. What is no UTF-8 is read as Latin-1, and a problem names the line where it begins."""
    data = content.read(0, most)
    problems = []
    if content.size > most:
        problems.append(Problem("", f"only its first {most:,} of {content.size:,} bytes were read"))
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace"), problems
    try:
        return data.decode("utf-8-sig"), problems
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        problems.append(Problem(f":{line}", "is not UTF-8; the file was read as Latin-1"))
        return data.decode("latin-1"), problems
