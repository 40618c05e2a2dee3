"""Measures how many credentials an image fixes: passwords, keys and secrets that are the same in every unit."""

from collections.abc import Iterator

from cupel.inspect.detect.image import Image
from cupel.records.measure import Measure

WHAT: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("accounts with a fixed or empty password", "access/accounts", ("empty-password", "fixed-password")),
    ("accounts that scripts write", "access/generated_accounts", ("writes-empty-password", "writes-fixed-password")),
    ("keys that may log in", "access/authorized_keys", ()),
    ("private keys", "access/private_keys", ()),
    ("private keys that are published", "access/leaked_keys", ()),
    ("credentials within programs", "access/embedded_credentials", ()),
    ("secrets in plain text", "weaknesses/plain_secrets", ()),
)
"""(what is counted, the detector that finds it, its rules; none: all of them)."""


class FixedCredentials:
    """Counts by kind, and by how far they are shown to be in use."""

    name = "fixed_credentials"
    title = "Credentials that are fixed in the image"
    formula = (
        "Distinct subjects (an account, a key's fingerprint, a secret's) of the findings of each kind; once for all, "
        "and once for those that something starts or uses. The same key in several files counts once."
    )
    unit = "credentials"
    limits = (
        "What an image holds is the same in every unit that runs it, unless first boot replaces it: the findings say "
        "where a script does. A count of zero is bounded by what could be read."
    )
    reference = "ETSI EN 303 645, 5.1-1 and 5.4-3; CWE-798"

    def measure(self, image: Image) -> Iterator[Measure]:
        """Yield two counts for each kind."""
        for name, detector, rules in WHAT:
            own = [
                it for it in image.inspection.findings if it.detector == detector and (not rules or it.rule in rules)
            ]
            used = {it.subject for it in own if it.tier != "present"}
            yield Measure(self.name, name, len({it.subject for it in own}), None, "credentials")
            yield Measure(self.name, f"{name}, started or used", len(used), None, "credentials")


METRIC = FixedCredentials()
