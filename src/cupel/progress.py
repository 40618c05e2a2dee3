"""How far the work is, told on a terminal: a quiet flag goes in, a function that tells comes out."""

import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from cupel.room import Progress as Tell


class Progress:
    """A progress bar on standard error that appears with the first sign of progress, and leaves nothing behind."""

    def __init__(self, quiet: bool) -> None:
        self._shown: Any = None
        self._quiet = quiet or not sys.stderr.isatty()

    def __enter__(self) -> "Tell | None":
        return None if self._quiet else self._tell

    def _tell(self, stage: str, done: int, total: int) -> None:
        if self._shown is None:
            import rich.progress
            from rich.console import Console
            from rich.progress import BarColumn, DownloadColumn, TextColumn, TimeRemainingColumn

            columns = (
                TextColumn("{task.description:12}"),
                BarColumn(),
                DownloadColumn(),
                TimeRemainingColumn(),
            )
            # no refresh thread: the next inspection forks, and a fork wants no threads
            self._shown = rich.progress.Progress(
                *columns, console=Console(stderr=True), transient=True, auto_refresh=False
            )
            self._shown.start()
            self._task = self._shown.add_task(stage, total=total or None)
        self._shown.update(self._task, description=stage, completed=done, total=total or None, refresh=True)

    def __exit__(self, *error: object) -> None:
        if self._shown is not None:
            self._shown.stop()
