"""Checks a filled reply form against the bundle that it answers: both go in, what fits comes out."""

from dataclasses import dataclass
from pathlib import Path

from cupel.inspect.bundle.verification import read_bundle
from cupel.inspect.reply_form import beside, read_replies
from cupel.records.finding_reply import FindingReply


@dataclass(frozen=True, slots=True)
class CheckedForm:
    """What a form says of a bundle."""

    replies: tuple[FindingReply, ...]
    """Every answered row."""
    unanswered: tuple[str, ...]
    """Identifiers of the bundle's findings that the form does not answer."""
    strange: tuple[str, ...]
    """Identifiers that the form answers and the bundle does not have."""
    other_image: bool
    """Whether the form says that it is about another image."""

    @property
    def good(self) -> bool:
        """Whether every row speaks of a finding of this bundle."""
        return not self.strange and not self.other_image


def check_form(form: Path, bundle: Path) -> CheckedForm:
    """Read both and compare. Raises InputError for a form that cannot be read, naming the finding and the key."""
    _, record = read_bundle(bundle)
    findings = [it.finding for it in record.findings]
    replies = beside(read_replies(form), findings)
    answered = {it.finding for it in replies}
    return CheckedForm(
        replies,
        tuple(it.id for it in findings if it.id not in answered),
        tuple(it.finding for it in replies if not it.found),
        any(it.image not in ("", record.image.sha256) for it in replies),
    )
