"""Reads a program's or library's own bytes for the features that rules of the ladder ask about."""

import re
from collections.abc import Iterator
from fnmatch import fnmatchcase

from cupel.inspect.identify.source import Fact, Visited
from cupel.inspect.unpack.content import windows
from cupel.inspect.vulnerabilities.built_in.rules import Wanted, wanted_features
from cupel.records.build import Feature
from cupel.records.evidence import Evidence

OVERLAP = 512
"""Bytes that windows share: more than a mark of a feature matches."""
MOST_BYTES = 64 << 20


class Compiled:
    """A feature's marks are texts that only code within it holds: a key of the configuration, a symbol, a message."""

    name = "compiled"
    title = "compiled-in features"
    description = (
        "Whether dnsmasq, hostapd, wpa_supplicant, OpenSSL, curl and others were compiled with a feature that a known "
        "weakness needs, from texts that only the feature's own code holds."
    )
    reference = "the source of each product: the texts stand between its #ifdef lines"

    def wants(self, file: Visited) -> bool:
        """Take executables and libraries with the base names of a product that has features."""
        return file.type.startswith("ELF") and any(_is(file, it) for it in wanted_features())

    def examine(self, file: Visited) -> Iterator[Fact]:
        """Yield a Feature for each that is asked about in this product."""
        asked = [it for it in wanted_features() if _is(file, it)]
        seen: dict[tuple[int, bool], tuple[int, str]] = {}
        for start, data in windows(file.content, overlap=OVERLAP):
            if start > MOST_BYTES:
                break
            for at, it in enumerate(asked):
                for sign, pattern in ((True, it.yes), (False, it.no)):
                    match = re.search(pattern, data, re.DOTALL) if pattern and (at, sign) not in seen else None
                    if match:
                        seen[at, sign] = start + match.start(), match[0].decode("latin-1")
        for at, it in enumerate(asked):
            left_out, found = seen.get((at, False)), seen.get((at, True))
            where, quote = found or left_out or (-1, "")
            compiled = True if found else False if left_out or it.absent == "no" else None
            place = f"@0x{where:x}" if where >= 0 else ""
            quote = "".join(sign if sign.isprintable() else " " for sign in quote).strip()
            evidence = Evidence(file.sha256, place, quote, f"built in/{it.product}/{it.name}", "")
            yield Feature(it.product, it.name, compiled, evidence)


def _is(file: Visited, wanted: Wanted) -> bool:
    return any(fnmatchcase(file.name, pattern) for pattern in wanted.files)


SOURCE = Compiled()
