"""Searches a content for places where a container may begin: bytes go in, (start, format) come out by rising start."""

from collections.abc import Callable, Iterator

from cupel.inspect.database import FIRST_MARK, FIRST_SOURCE_MARK
from cupel.inspect.file_type import MARKS
from cupel.inspect.scan import Hit, Scanner
from cupel.inspect.unpack.content import WINDOW, Content
from cupel.inspect.unpack.format import Format
from cupel.inspect.unpack.registry import MAGICS

FIRST_WINDOW = 64 << 10
"""Bytes looked at first: most contents are one container from their first byte, and need no more searching."""


class Search:
    """One search through one content. Whoever opens a container sets `position` to its end: what it covers is left
    out, and where no earlier scan gave `hits`, is not even scanned.
    """

    def __init__(
        self,
        content: Content,
        hits: list[Hit] | None,
        database: Scanner,
        on_progress: Callable[[str, int, int], None],
    ) -> None:
        self.position = 0
        self.marks: list[tuple[int, str]] = []  # (offset, name) of the marks met so far
        self._content = content
        self._hits = hits
        self._database = database
        self._on_progress = on_progress

    def candidates(self) -> Iterator[tuple[int, Format]]:
        """Yield (start, format) by rising start, and by falling priority where formats share a start."""
        if self._hits is not None:
            yield from self._starts(self._hits)
            return
        window, begin, searched = FIRST_WINDOW, 0, 0
        while begin < self._content.size:
            self._on_progress("searching", begin, self._content.size)
            data = self._content.read(begin, window)
            hits = [(number, begin + end) for number, end in self._database.scan_bytes(data) if begin + end > searched]
            yield from self._starts(hits)
            end = searched = begin + len(data)
            if end >= self._content.size or not data:
                return
            # a seam is scanned twice, as no magic may fall into it
            begin = max(self.position, end - self._database.longest)
            window = WINDOW

    def _starts(self, hits: list[Hit]) -> Iterator[tuple[int, Format]]:
        starts = []
        for number, end in hits:
            if number >= FIRST_SOURCE_MARK:
                continue
            if number >= FIRST_MARK:
                _, length, name = MARKS[number - FIRST_MARK]
                self.marks.append((end - length, name))
                continue
            magic, found = MAGICS[number]
            start = end - magic.length - magic.offset
            if start >= 0:
                starts.append((start, -found.priority, found.name, found))
        for start, _, _, found in sorted(starts, key=lambda item: item[:3]):
            if start >= self.position:
                yield start, found
