"""The rules of `built in`: the files *.toml beside this one go in; what must be there for each CVE comes out."""

import tomllib
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Literal

FOLDER = Path(__file__).parent
Surface = Literal["", "network", "radio", "local"]
"""Of the kernel: who can reach the code. network: traffic of any interface; radio: a radio that is on; local: code that
already runs on the equipment; empty: the rule does not say."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """One feature to look for in the bytes of a product's own files."""

    product: str
    """The product."""
    name: str
    """Its name."""
    files: tuple[str, ...]
    """Shell patterns for base names of the product's own files."""
    yes: bytes
    """Regular expression that matches where the feature is compiled in."""
    no: bytes
    """One that matches where it was left out; empty: there is none."""
    absent: Literal["no", "unknown"]
    """What it means that neither matches."""


@dataclass(frozen=True, slots=True)
class SettingWanted:
    """A setting that must, or must not, stand in a configuration."""

    file: str
    """Base name of the file."""
    key: str
    """Key."""
    value: str
    """Regular expression for the whole value."""
    means: Literal["yes", "no"]
    """What it means that it stands there."""


@dataclass(frozen=True, slots=True)
class Rule:
    """What must be there for some vulnerabilities of one product: any one of the things named."""

    product: str
    """The product: the file's name."""
    cves: tuple[str, ...]
    """The vulnerabilities."""
    what: str
    """What the code belongs to, in words: `the applet awk`."""
    source: str
    """Where that is documented."""
    always: bool = False
    """Whether it is core code, that every build has."""
    surface: Surface = ""
    """Who can reach it."""
    applets: tuple[str, ...] = ()
    """Applets of a multi-call binary."""
    perhaps: tuple[str, ...] = ()
    """Applets that may hold the code too, by an option that the binary does not tell."""
    options: tuple[str, ...] = ()
    """Kernel options, with CONFIG_."""
    modules: tuple[str, ...] = ()
    """Kernel modules."""
    libraries: tuple[str, ...] = ()
    """Shell patterns for libraries that some program must link."""
    symbols: tuple[str, ...] = ()
    """Symbols that some program must import."""
    programs: tuple[str, ...] = ()
    """Programs that must be there."""
    files: tuple[str, ...] = ()
    """Shell patterns for paths of plug-ins."""
    family: str = ""
    """Shell pattern for plug-ins of the same kind: without any, they may be compiled in, and nothing is told."""
    features: tuple[str, ...] = ()
    """Names of features."""
    setting: SettingWanted | None = field(default=None)
    """A setting."""


@cache
def rules() -> dict[tuple[str, str], Rule]:
    """Return the rules by product and CVE. Raises ValueError where two rules answer the same."""
    found: dict[tuple[str, str], Rule] = {}
    for file, data in _documents():
        for row in data.get("rule", ()):
            rule = _rule(file.stem, row, data["source"])
            for cve in rule.cves:
                if found.setdefault((file.stem, cve), rule) is not rule:
                    raise ValueError(f"{file.name} has two rules for {cve}")
    return found


@cache
def aliases() -> dict[str, str]:
    """Return the names that a catalogue or a CPE may use for a product with rules -> the product."""
    found = {}
    for file, data in _documents():
        for name in (file.stem, *data.get("names", ())):
            found[name] = file.stem
    return found


@cache
def wanted_features() -> tuple[Wanted, ...]:
    """Return every feature that files are searched for."""
    return tuple(
        Wanted(
            file.stem, row["name"], tuple(row["files"]), row["yes"].encode("latin-1"),
            row.get("no", "").encode("latin-1"), row.get("absent", "no"),
        )
        for file, data in _documents()
        for row in data.get("feature", ())
    )  # fmt: skip


@cache
def watched_symbols() -> frozenset[str]:
    """Return the symbols that rules ask about: the imports that Linkage keeps."""
    return frozenset(symbol for rule in rules().values() for symbol in rule.symbols)


def rule_for(products: tuple[str, ...], cve: str) -> Rule | None:
    """Return the rule for a CVE in the first of the products that has one."""
    for product in products:
        name = aliases().get(product) or aliases().get(product.rsplit(":", 1)[-1])
        rule = rules().get((name, cve)) if name else None
        if rule:
            return rule
    return None


@cache
def _documents() -> tuple[tuple[Path, dict[str, Any]], ...]:
    return tuple((file, tomllib.loads(file.read_text("utf-8"))) for file in sorted(FOLDER.glob("*.toml")))


def _rule(product: str, row: dict[str, Any], source: str) -> Rule:
    lists = ("applets", "perhaps", "options", "modules", "libraries", "symbols", "programs", "files", "features")
    setting = SettingWanted(**row["setting"]) if "setting" in row else None
    named: dict[str, Any] = {key: tuple(row.get(key, ())) for key in lists}
    return Rule(
        product, tuple(row["cves"]), row["what"], row.get("source", source), row.get("always", False),
        row.get("surface", ""), family=row.get("family", ""), setting=setting, **named,
    )  # fmt: skip
