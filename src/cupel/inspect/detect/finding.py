"""Makes Finding records: what a detector knows goes in; an identifier that survives versions is added."""

import hashlib
from collections.abc import Sequence
from dataclasses import replace

from cupel.inspect.detect.image import Image
from cupel.inspect.detect.quoting import without_secrets
from cupel.records.evidence import Evidence
from cupel.records.finding import ACCESS_FACETS, DESTINATION_FACETS, Facet, Finding, Kind, State, Tier

KINDS: dict[str, Kind] = {"access": "access", "destinations": "destination", "weaknesses": "weakness"}
NOT_SEARCHED = "no manual of the maker was searched (--documents)"


def found(
    image: Image,
    detector: str,
    rule: str,
    *,
    title: str,
    statement: str,
    subject: str,
    tier: Tier,
    tier_reason: str,
    evidence: Sequence[Evidence],
    facets: Sequence[Facet] = (),
    facts: dict[str, str | int | bool] | None = None,
    program: str = "",
    path: str | None = None,
    places: Sequence[str] = (),
) -> Finding:
    """Make a finding of `detector` (`access/accounts`). Its path is the first evidence's file unless `path` is given.

    Facets that are not given are added as unknown, so that each kind of finding answers the same questions in the same
    order. Secrets in its texts become fingerprints; the identifier is that of the subject without them.
    Raises ValueError without evidence.
    """
    if not evidence:
        raise ValueError(f"{detector}, {rule}: a finding needs evidence")
    where = image.path_of(evidence[0].locator) if path is None else path
    kind = KINDS[detector.partition("/")[0]]
    title, statement, subject, tier_reason = map(without_secrets, (title, statement, subject, tier_reason))
    told = [replace(it, reason=without_secrets(it.reason)) for it in facets]
    kept = {name: without_secrets(it) if isinstance(it, str) else it for name, it in (facts or {}).items()}
    return Finding(
        identifier(detector, rule, where, subject), detector, rule, kind, title, statement, where, subject, tier,
        tier_reason, tuple(evidence), _complete(kind, told), kept, program, tuple(places),
    )  # fmt: skip


def identifier(detector: str, rule: str, path: str, subject: str) -> str:
    """Name a finding by what it is about and not by its bytes, so that the next version's has the same name."""
    digest = hashlib.sha256("\0".join((detector, rule, path, subject)).encode("utf-8", "surrogateescape")).hexdigest()
    return f"{detector}-{digest[:8]}"


def facet(name: str, answer: State, reason: str, *evidence: Evidence) -> Facet:
    """Answer one facet."""
    return Facet(name, answer, reason, evidence)


def _complete(kind: Kind, given: Sequence[Facet]) -> tuple[Facet, ...]:
    names = {"access": ACCESS_FACETS, "destination": DESTINATION_FACETS}.get(kind, ())
    known = {it.name: it for it in given}
    if strange := set(known) - set(names):
        raise ValueError(f"no facet of {kind}: {', '.join(sorted(strange))}")
    unknown = {"documented": NOT_SEARCHED}
    return tuple(known.get(name) or Facet(name, "unknown", unknown.get(name, "nothing read tells")) for name in names)
