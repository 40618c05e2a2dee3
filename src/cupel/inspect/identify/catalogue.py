"""All signatures: the files of signatures/ go in; patterns for the scan, and look-ups by name, come out."""

import tomllib
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path

from cupel.inspect.identify.signature import Rule, Signature

FOLDER = Path(__file__).parent / "signatures"


class Catalogue:
    """Every signature, by product; `scanned` lists the rules whose patterns the one scan searches, in its order."""

    def __init__(self, signatures: tuple[Signature, ...]) -> None:
        self.signatures = {it.product: it for it in signatures}
        self.scanned: tuple[tuple[Signature, Rule], ...] = tuple(
            (it, rule) for it in signatures for rule in it.rules if rule.kind != "bare"
        )

    def of_package(self, name: str) -> Signature | None:
        """Return the product that a package of this name is made of."""
        return next((it for it in self.signatures.values() if any(fnmatchcase(name, p) for p in it.packages)), None)

    def of_library(self, name: str) -> Signature | None:
        """Return the product of a shared library by its base name, `libssl` of `libssl.so.1.1`."""
        return next((it for it in self.signatures.values() if name in it.libraries), None)


@cache
def catalogue() -> Catalogue:
    """Load the signatures."""
    return Catalogue(tuple(_read(file) for file in sorted(FOLDER.glob("*.toml"))))


def _read(file: Path) -> Signature:
    data = tomllib.loads(file.read_text("utf-8"))
    rules = tuple(
        Rule(
            kind,
            it["pattern"].encode("latin-1"),
            it.get("at_least", ""),
            it.get("below", ""),
            tuple(it.get("files", ())),
        )
        for kind in ("version", "presence", "bare", "since", "absence")
        for it in data.get(kind, ())
    )
    names = (tuple(data.get(key, ())) for key in ("cpe", "packages", "libraries", "programs"))
    return Signature(file.stem, data["title"], data["purl"], *names, rules)
