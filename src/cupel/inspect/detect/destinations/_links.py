"""Joins settings with the scripts that read them: signs of both go in; uses of scripts, and readers, come out."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from cupel.inspect.detect.destinations._identity import identifying
from cupel.inspect.detect.destinations._known import OTHER
from cupel.inspect.detect.destinations._settings_read import Reading
from cupel.inspect.detect.destinations._url import PORTS
from cupel.inspect.detect.destinations._use import Use
from cupel.inspect.detect.image import Image

LEAST_KEY = 5
"""Characters of a key that tells by itself which setting it is."""
OWN_DETECTOR = ("dns", "ntp")
"""Roles that `dns_and_time` tells, wherever they were read."""


class Links:
    """Answers which readings a setting has."""

    def __init__(self, image: Image) -> None:
        self._image = image
        self._by_key: dict[str, list[Reading]] = defaultdict(list)
        for it in image.signs(Reading):
            self._by_key[it.key].append(it)

    def of(self, use: Use) -> list[Reading]:
        """Return what reads the setting of a configuration's use, those with a call first."""
        place = self._image.files.place(use.evidence.locator)
        if place is None or use.origin != "configuration":
            return []
        path = place[1]
        found = []
        for it in self._by_key.get(use.key, ()):
            there = self._image.files.place(it.evidence.locator)
            if there is None or there[0] != place[0]:
                continue
            if it.file:
                fits = path == f"etc/config/{it.file}"
            elif it.parent:
                fits = it.parent == use.parent
            else:
                fits = len(it.key) >= LEAST_KEY and not path.startswith("etc/config/")
            if fits:
                found.append(it)
        return sorted(found, key=lambda it: not it.program)

    def joined(self, uses: Iterable[Use]) -> Iterator[tuple[Use, Use]]:
        """Yield (use of the setting, the same as a use of the script whose command takes it)."""
        for use in uses:
            call = next((it for it in self.of(use) if it.program), None) if use.role not in OWN_DETECTOR else None
            if call is None:
                continue
            where = self._image.path_of(use.evidence.locator)
            setting = f"the setting {use.key} of {where}"
            known = identifying(call.sends)
            yield use, replace(
                use, evidence=call.evidence, origin="script", rule="command", beside=(use.evidence,),
                by=f"the command {call.program}, with {setting} ({call.asked})", sends=call.sends,
                changeable=("yes", f"it is {setting}"),
                identity=("yes", f"the command fills in: {', '.join(known)}") if known else use.identity,
            )  # fmt: skip


def told(joined: Sequence[Use], called: Sequence[Use]) -> list[Use]:
    """Return the calls of scripts, and of those whose host the script does not know the ones that settings tell.

    What the call itself shows (protocol, what it sends) stays; the host comes from the setting.
    """
    lines = {place: it for it in called if it.kind == "operator-filled" for place in _lines(it)}
    found, replaced = [], set()
    for it in joined:
        own = lines.get(it.evidence.locator)
        if own is None:
            found.append(it)
            continue
        replaced.add((_file(own), own.host))
        port = own.port or it.port or PORTS.get(own.protocol, 0)
        found.append(replace(
            own, host=it.host, kind=it.kind, note=it.note, by=it.by, changeable=it.changeable, port=port,
            role=it.role if own.role == OTHER else own.role, beside=(*own.beside, *it.beside),
        ))  # fmt: skip
    return [*(it for it in called if (_file(it), it.host) not in replaced), *found]


def _lines(use: Use) -> list[str]:
    return [it.locator for it in use.places]


def _file(use: Use) -> str:
    return use.evidence.locator.rpartition(":")[0]
