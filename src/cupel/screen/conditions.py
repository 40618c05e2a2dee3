"""Three-valued conditions: what must hold and known facts go in; yes, no or unknown, and why, comes out."""

import calendar
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from cupel.records.law import Answer3, Condition
from cupel.screen.facts import Fact, known_facts

SEPARATOR = ";"
"""Between several values of one fact."""
NONE = "none"
"""Value of a fact that is known to have no value: a device that contains no module."""
NOTHING = "it asks nothing here"
DAY = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?", re.ASCII)
NUMBER = re.compile(r"(\d+(?:\.\d+)?) ?(%?)", re.ASCII)


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found of one question."""

    answer: Answer3
    because: str
    """What decided."""
    missing: tuple[str, ...] = ()
    """The facts that would answer it, where the answer is unknown."""
    open_law: bool = False
    """Whether no fact would settle it: the law, its text or the maker is itself unknown."""


def holds(condition: Condition, facts: Mapping[str, str]) -> Finding:
    """Answer one condition from the facts.

    A fact that is absent or that cannot be read is unknown. Of several values, `any_of` and `other_than` need one, and
    `none_of` is broken by one. A value above the one that is asked for (`core` where `core/policy` is asked) leaves it
    unknown. The reason of a day or a number names the bound and not the value: equal answers have equal reasons.
    """
    given = facts.get(condition.fact, "")
    values = [value for part in given.split(SEPARATOR) if (value := part.strip())]
    if not values:
        return Finding("unknown", f"{_named(condition.fact)} is not known", (condition.fact,))
    fact = known_facts().get(condition.fact)
    if condition.unclear and _any_below(values, condition.unclear) == "yes":
        why = f"the text does not tell whether {_named(condition.fact)} {' and '.join(values)} is meant"
        return Finding("unknown", why, (), True)
    found = (
        [_of_values(condition, values, fact)] if condition.any_of or condition.none_of or condition.other_than else []
    )
    if condition.after or condition.before:
        found.append(_of_day(condition, values))
    if condition.above is not None:
        found.append(_of_number(condition, values[0]))
    return both(found)


def all_hold(conditions: Iterable[Condition], facts: Mapping[str, str]) -> Finding:
    """Answer whether all conditions hold: a no decides before an unknown, and every missing fact is named."""
    return both([holds(condition, facts) for condition in conditions])


def both(findings: list[Finding]) -> Finding:
    """Join findings of which all must be yes."""
    for answer in ("no", "unknown"):
        deciding = [it for it in findings if it.answer == answer]
        if deciding:
            missing = tuple(dict.fromkeys(name for it in deciding for name in it.missing))
            because = "; ".join(dict.fromkeys(it.because for it in deciding))
            return Finding(answer, because, missing, any(it.open_law for it in deciding))
    return Finding("yes", "; ".join(dict.fromkeys(it.because for it in findings)) or NOTHING)


def either(findings: list[Finding]) -> Finding:
    """Join findings of which one suffices: a yes decides, then an unknown."""
    for it in findings:
        if it.answer == "yes":
            return it
    unknown = [it for it in findings if it.answer == "unknown"]
    deciding = unknown or findings
    because = "; ".join(dict.fromkeys(it.because for it in deciding))
    if not unknown:
        return Finding("no", because)
    missing = tuple(dict.fromkeys(name for it in unknown for name in it.missing))
    return Finding("unknown", because, missing, all(it.open_law for it in unknown))


def _named(fact: str) -> str:
    return fact.replace("_", " ")


def _of_values(condition: Condition, values: list[str], fact: Fact | None) -> Finding:
    said = f"{_named(condition.fact)} is {' and '.join(values)}"
    read = [value for value in values if fact is None or value == NONE or fact.allows(value)]
    odd = [value for value in values if value not in read]
    answers: list[Answer3] = []
    if condition.any_of:
        answers.append(_at_least(_any_below(read, condition.any_of), odd))
    if condition.none_of:
        answers.append(_opposite(_at_least(_any_below(read, condition.none_of), odd)))
    if condition.other_than:
        answers.append(_at_least(_any_other(read, condition.other_than), odd))
    answer: Answer3 = "no" if "no" in answers else "unknown" if "unknown" in answers else "yes"
    wanted = ", ".join(condition.any_of) or f"none of {', '.join(condition.none_of or condition.other_than)}"
    if answer == "unknown":
        why = (
            f"and {odd[0]!r} is no value that is known" if odd else f"which is too wide to tell whether it is {wanted}"
        )
        return Finding(answer, f"{said}, {why}", (condition.fact,))
    return Finding(answer, said if answer == "yes" else f"{said}, and asked is {wanted}")


def _at_least(answer: Answer3, odd: list[str]) -> Answer3:
    """Take back a no where a value that nobody knows might make it a yes."""
    return "unknown" if odd and answer == "no" else answer


def _any_below(values: list[str], asked: tuple[str, ...]) -> Answer3:
    """Tell whether one value is one of those asked, or lies below it; unknown where it lies above one."""
    if any(value == it or value.startswith(it + "/") for value in values for it in asked):
        return "yes"
    return "unknown" if any(it.startswith(value + "/") for value in values for it in asked) else "no"


def _any_other(values: list[str], named: tuple[str, ...]) -> Answer3:
    """Tell whether one value is none of those named and lies below none; unknown where all that are left lie above."""
    each = [_any_below([value], named) for value in values]
    return "yes" if "no" in each else "unknown" if "unknown" in each else "no"


def _opposite(answer: Answer3) -> Answer3:
    opposites: dict[Answer3, Answer3] = {"yes": "no", "no": "yes", "unknown": "unknown"}
    return opposites[answer]


def _of_day(condition: Condition, values: list[str]) -> Finding:
    spans = [days_of(value) for value in values]
    name = _named(condition.fact)
    read = [span for span in spans if span is not None]
    if len(read) < len(spans):
        return Finding("unknown", f"{name} is no day that can be read", (condition.fact,))
    first, last = min(span[0] for span in read), max(span[1] for span in read)
    bounds = " and ".join(
        f"{word} {day}" for word, day in (("on or after", condition.after), ("before", condition.before)) if day
    )
    if (not condition.after or first >= condition.after) and (not condition.before or last < condition.before):
        return Finding("yes", f"{name} is {bounds}")
    if (condition.after and last < condition.after) or (condition.before and first >= condition.before):
        return Finding("no", f"{name} is not {bounds}")
    return Finding("unknown", f"{name} is not known closely enough to tell whether it is {bounds}", (condition.fact,))


def days_of(value: str) -> tuple[str, str] | None:
    """Return the first and last day of a year, a month or a day of ISO 8601; None where it is none."""
    match = DAY.fullmatch(value.strip())
    if match is None:
        return None
    year, month, day = (int(part) if part else 0 for part in match.groups())
    if not year or month > 12 or (match[2] and not month):
        return None
    last = calendar.monthrange(year, month or 12)[1]
    if match[3] and not 1 <= day <= last:
        return None
    return (
        f"{year:04}-{month or 1:02}-{day or 1:02}",
        f"{year:04}-{month or 12:02}-{day or last:02}",
    )


def _of_number(condition: Condition, value: str) -> Finding:
    match, name = NUMBER.fullmatch(value), _named(condition.fact)
    if match is None:
        return Finding("unknown", f"{name} is no number that can be read", (condition.fact,))
    number = float(match[1]) / (100 if match[2] else 1)
    if condition.above is not None and number > condition.above:
        return Finding("yes", f"{name} is above {condition.above:g}")
    return Finding("no", f"{name} is not above {condition.above:g}")
