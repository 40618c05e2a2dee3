"""One use of a destination, as one file shows it: what scripts, configuration and programs yield, in one shape."""

from dataclasses import dataclass, replace
from typing import Literal

from cupel.inspect.sign import Sign
from cupel.records.evidence import Evidence
from cupel.records.finding import State

Origin = Literal["script", "configuration", "program"]
Answer = tuple[State, str]
"""A facet's answer and its reason."""


@dataclass(frozen=True, slots=True)
class Use(Sign):
    """A destination and what uses it."""

    origin: Origin
    """What kind of file shows it."""
    rule: str
    """Which rule of the detector, in words joined by dashes."""
    host: str
    """In normal form."""
    port: int
    """0 where it is not told."""
    protocol: str
    """`http`, `ntp`, `dns` ...; empty where it is not told."""
    kind: str
    """AddressKind."""
    note: str
    """Why it is of that kind, in a clause."""
    role: str
    """What it is for: `acs`, `ntp`, `update` ...; `other` where nothing tells."""
    by: str
    """What names it, in a clause: `the command curl`, `the setting acs_url`, `a constant`."""
    text: str
    """The address or request as written, without secrets; empty where the host is all."""
    encrypted: Answer
    """Whether what goes there is encrypted."""
    authenticated: Answer
    """Whether the other side shows who it is by a verified certificate, or the equipment by credentials."""
    changeable: Answer
    """Whether the operator can change it."""
    identity: Answer
    """Whether what goes there tells this unit from others."""
    sends: tuple[str, ...] = ()
    """Kinds of data that may go there."""
    readers: tuple[str, ...] = ()
    """Of a configuration: base names of the programs that read it, as their manuals say."""
    guessed: tuple[str, ...] = ()
    """Of a configuration: base names of programs that may read it, by its own name alone."""
    unchecked: bool = False
    """Whether the check of the other side's certificate is switched off."""
    off: str = ""
    """What switches it off, as far as the same file says; empty where nothing does."""
    on: str = ""
    """What switches it on, likewise."""
    parent: str = ""
    """Of a setting: the name of its section, or of the element around it."""
    key: str = ""
    """Of a setting: its name."""
    beside: tuple[Evidence, ...] = ()
    """Further places that show it; of the same file by their line alone, as a sign knows no path."""

    @property
    def places(self) -> tuple[Evidence, ...]:
        """Every place that shows it, with the whole locator."""
        file = self.evidence.locator.rpartition(":")[0]
        version = self.evidence.rule_version
        others = (
            replace(it, locator=file + it.locator, rule_version=version) if it.locator.startswith(":") else it
            for it in self.beside
        )
        return (self.evidence, *others)


@dataclass(frozen=True, slots=True)
class Named(Sign):
    """A host that a file names without showing that it is used."""

    host: str
    """In normal form, or as written where parts are filled in later."""
    why: str
    """What it is counted as: `page`, `namespace`, `text`, `loopback`, `filled in`, `named`."""
