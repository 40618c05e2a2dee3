"""The settings of one root file system, sorted once: those that rule a daemon, those of one line, the firewall."""

from collections import defaultdict
from collections.abc import Sequence

from cupel.inspect.reachable.daemons import Daemon
from cupel.inspect.reachable.firewall import Firewall
from cupel.inspect.reachable.listening import concerns
from cupel.records.build import Setting


class Configured:
    """What one root file system configures."""

    def __init__(self, settings: Sequence[Setting]) -> None:
        self.all = settings
        self.firewall = Firewall(settings)
        self._by_locator: dict[str, list[Setting]] = defaultdict(list)
        self._by_file: dict[str, list[Setting]] = defaultdict(list)
        self._by_daemon: dict[str, tuple[Setting, ...]] = {}
        for it in settings:
            self._by_locator[it.evidence.locator].append(it)
            self._by_file[it.file].append(it)

    def of(self, daemon: Daemon) -> tuple[Setting, ...]:
        """Return the settings in the files that rule a daemon."""
        if daemon.name not in self._by_daemon:
            files = [held for held in self._by_file.values() if any(concerns(it, held[0], False) for it in daemon.keys)]
            self._by_daemon[daemon.name] = tuple(it for held in files for it in held)
        return self._by_daemon[daemon.name]

    def at(self, locator: str) -> Sequence[Setting]:
        """Return the settings that stand on one line."""
        return self._by_locator.get(locator, ())
