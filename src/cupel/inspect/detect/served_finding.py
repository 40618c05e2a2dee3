"""Makes the finding of a page or handler: a sign, and what hands it out or runs it, go in; the finding comes out."""

from cupel.inspect.detect.finding import facet, found
from cupel.inspect.detect.image import Image
from cupel.inspect.detect.serving import NOT_SERVED, Served
from cupel.inspect.sign import Sign
from cupel.records.finding import Finding


def served_finding(
    image: Image, detector: str, rule: str, sign: Sign, at: Served | None, *, title: str, statement: str, subject: str
) -> Finding:
    """Return a finding that is configured where something that is not off serves what the sign shows, else present."""
    return found(
        image, detector, rule, title=title, statement=statement, subject=subject,
        tier="configured" if at and at.state != "no" else "present",
        tier_reason=f"{at.reason[:1].upper()}{at.reason[1:]}." if at else NOT_SERVED,
        evidence=[sign.evidence, *(at.evidence if at else ())],
        facets=[facet("active by default", at.state, at.reason, *at.evidence)] if at else [],
        program=at.server if at else "", places=image.places(sign.evidence.artefact),
    )  # fmt: skip
