"""Suppression: somebody's decision that findings need no more attention; they are shown as such, never dropped."""

from dataclasses import dataclass

from cupel.records.evidence import Evidence
from cupel.records.finding import Finding


@dataclass(frozen=True, slots=True)
class Suppression:
    """One decision: which findings, by whom, why, since when, until when."""

    author: str
    """Who decided."""
    reason: str
    """Why, in the author's words."""
    dated: str
    """When, ISO 8601."""
    evidence: Evidence
    """The file and the place in it."""
    until: str = ""
    """The last day on which it holds, ISO 8601; empty where it has no end."""
    finding: str = ""
    """Identifier of one finding, which survives versions; or, where it is empty, by the next three."""
    detector: str = ""
    """The detector whose findings it is about."""
    path: str = ""
    """Path of the file as the equipment sees it."""
    subject: str = ""
    """What the finding is about; empty: whatever it is about."""
    ended: bool = False
    """Whether its last day was over on the day of the inspection: then it holds no more."""
    findings: tuple[str, ...] = ()
    """Identifiers of the findings that it covers; none where no finding fits, which is shown too."""

    def fits(self, finding: Finding) -> bool:
        """Tell whether it is about this finding, whatever the day."""
        if self.finding:
            return finding.id == self.finding
        return (finding.detector, finding.path) == (self.detector, self.path) and (
            self.subject in ("", finding.subject)
        )
