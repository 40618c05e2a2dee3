"""Tells whether a version is affected: a component's versions and an advisory's ranges go in, a state comes out."""

from collections.abc import Iterable

from cupel.inspect.scheme import Scheme
from cupel.inspect.versions.kernel import branch, is_stable
from cupel.records.advisory import Affected, Span
from cupel.records.component import Versions
from cupel.records.vulnerability import State


class CannotCompare(ValueError):
    """Two versions have no order; the message names them."""


def affected(versions: Versions, told: Affected, scheme: Scheme) -> tuple[State, str]:
    """Say yes only where the whole range of `versions` is affected, no only where none of it is; and why.

    An exact version is tested itself. Of a range, each bound that the advisory names cuts it into pieces; every piece
    must fall the same way.
    """
    if not told.spans and not told.versions:
        return "unknown", "the advisory states no version"
    if not (versions.exact or versions.at_least or versions.below):
        return "unknown", "its version is not known; a signature or a package list that tells it would settle this"
    spans = by_branch(told.spans) if scheme.name == "kernel" else told.spans
    try:
        if versions.exact:
            state, reason = _exact(versions.exact, spans, told, scheme)
        else:
            state, reason = _range(versions, spans, told, scheme)
    except CannotCompare as error:
        return "unknown", str(error)
    if state == "yes" and told.mainline_only and _may_have_a_backport(versions, told):
        return "unknown", f"{reason}, but the source states mainline releases only: a stable branch may have the fix"
    return state, reason


def _may_have_a_backport(versions: Versions, told: Affected) -> bool:
    """Tell whether a kernel may be of a stable branch that the advisory says nothing of; a range may always be."""
    if not versions.exact:
        return True
    ends = {branch(span.fixed or span.last_affected) for span in told.spans}
    return versions.exact not in told.versions and is_stable(versions.exact) and branch(versions.exact) not in ends


def by_branch(spans: tuple[Span, ...]) -> tuple[Span, ...]:
    """Give each fix of the kernel its own branch, where the source names fixes only.

    Fixed in 5.10.50 and 5.14 means: 5.10 up to 5.10.49, and all else below 5.14. A source that names where each span
    begins has said so itself. With several such fixes, that of mainline ends it; the others hold in their branch only.
    """
    bare = [it for it in spans if it.fixed and not it.introduced]
    if len(bare) < 2:
        return spans
    fixes = {number: it.fixed for it in bare if (number := branch(it.fixed)) is not None}
    mainline = [it.fixed for it in bare if branch(it.fixed) is None]
    found = [it for it in spans if it not in bare]
    low = ""
    for number, fixed in sorted(fixes.items()):
        start = _name(number)
        found += (Span(low, start), Span(start, fixed))  # what lies before the branch has no fix of its own
        low = _name((*number[:-1], number[-1] + 1))
    return tuple(found + [Span(low, fixed) for fixed in mainline])


def _name(number: tuple[int, ...]) -> str:
    return ".".join(map(str, number))


def _exact(version: str, spans: Iterable[Span], told: Affected, scheme: Scheme) -> tuple[State, str]:
    doubt: CannotCompare | None = None
    for single in told.versions:
        if scheme.compare(version, single) == 0:
            return "yes", f"{version} is named as affected"
    for span in told.unaffected:
        if _within(version, span, scheme):
            return "no", f"{version} is in {describe(span)}, which the advisory states to be unaffected"
    for span in spans:
        try:
            if _within(version, span, scheme):
                return "yes", f"{version} is in {describe(span)}"
        except CannotCompare as error:
            doubt = error
    if doubt:
        raise doubt
    if told.versions and not told.spans:
        unordered = next((it for it in told.versions if scheme.compare(version, it) is None), "")
        if unordered:
            raise CannotCompare(f"{version} and {unordered} cannot be compared as {scheme.title}")
    ranges = "; ".join(describe(span) for span in told.spans[:4]) or f"{len(told.versions)} single versions"
    return "no", f"{version} is outside what is affected: {ranges}{' ...' if len(told.spans) > 4 else ''}"


def _range(versions: Versions, spans: tuple[Span, ...], told: Affected, scheme: Scheme) -> tuple[State, str]:
    """Test a range piece by piece: its lower bound, and each named bound that lies in it."""
    text = f"{versions.at_least or 'the first version'} up to {'below ' + versions.below if versions.below else 'any'}"
    bounds = [b for s in (*spans, *told.unaffected) for b in (s.introduced, s.fixed, s.last_affected) if b]
    probes = [versions.at_least or "0"]
    for bound in [*bounds, *told.versions]:
        if _ordered(bound, probes[0], scheme) > 0 and (
            not versions.below or _ordered(bound, versions.below, scheme) < 0
        ):
            probes.append(bound)
    states = {_exact(probe, spans, told, scheme)[0] for probe in probes}
    open_above = not versions.below and any(not s.fixed and not s.last_affected for s in spans)
    last = {s.last_affected for s in spans} - {""}
    if states == {"yes"} and (versions.below or open_above) and not (last & set(probes)) and not told.versions:
        return "yes", f"all of {text} is affected"
    if states == {"no"}:
        return "no", f"nothing of {text} is affected"
    return "unknown", f"only part of {text} is affected; the exact version would settle this"


def _within(version: str, span: Span, scheme: Scheme) -> bool:
    if span.introduced and span.introduced != "0" and _ordered(version, span.introduced, scheme) < 0:
        return False
    if span.fixed and span.fixed != "*":
        return _ordered(version, span.fixed, scheme) < 0
    if span.last_affected and span.last_affected != "*":
        return _ordered(version, span.last_affected, scheme) <= 0
    return True


def _ordered(one: str, other: str, scheme: Scheme) -> int:
    decided = scheme.compare(one, other)
    if decided is None:
        raise CannotCompare(f"{one} and {other} cannot be compared as {scheme.title}")
    return decided


def describe(span: Span) -> str:
    """Write a span in words."""
    start = f"from {span.introduced}" if span.introduced not in ("", "0") else "from the first"
    if span.fixed and span.fixed != "*":
        return f"{start} up to below {span.fixed}"
    if span.last_affected and span.last_affected != "*":
        return f"{start} up to {span.last_affected}"
    return f"{start} on"
