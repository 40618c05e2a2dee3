"""Equipment: what a case says of one image or root file system before anybody looked into it."""

from dataclasses import dataclass
from pathlib import Path

from cupel.records.acquisition import Acquisition


@dataclass(frozen=True, slots=True)
class Equipment:
    """One image or folder of a case, under the label that the person who hands it in gives it."""

    id: str
    """Identifier in the case: letters, digits, dots and dashes."""
    file: Path
    """The image, or the folder of a root file system; below the case folder unless absolute."""
    maker: str = ""
    """Who made it, as stated; this is a label, not a finding."""
    product: str = ""
    """Product, as stated."""
    version: str = ""
    """Version, as stated."""
    acquisition: Acquisition = Acquisition()  # noqa: RUF009 - immutable
    """How it was got."""
    configuration: Path | None = None
    """The configuration that is deployed on it, where that is known: a file or a folder."""
    documents: tuple[Path, ...] = ()
    """What its maker says of it: bills of materials (CycloneDX, SPDX) and replies (OpenVEX, CSAF)."""
    manuals: Path | None = None
    """A folder of its maker's manuals, to be searched for what was found."""
    replies: tuple[Path, ...] = ()
    """Reply forms that its maker filled in."""
    suppressions: tuple[Path, ...] = ()
    """Files that say which findings need no more attention, on whose word."""
    deep: bool = False
    """Whether programs that listen or check logins are disassembled: about a minute more for each image."""

    @property
    def beside(self) -> tuple[Path, ...]:
        """Every file or folder that is named beside the image."""
        single = tuple(it for it in (self.configuration, self.manuals) if it)
        return (*self.documents, *self.replies, *self.suppressions, *single)

    @property
    def label(self) -> str:
        """Maker, product and version as stated, or the identifier where nothing was."""
        return " ".join(part for part in (self.maker, self.product, self.version) if part) or self.id
