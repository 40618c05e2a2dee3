"""Tells names apart: the names of a document go in; figures, each with its forms and why they are it, come out."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from cupel.claims.entities import known
from cupel.claims.entities.names import Name

Kind = Literal["person", "org", "gov", "group", "anon", "outlet", "document"]
APPOSED = re.compile(
    r",? (?:\([^)]{1,40}\),? )?(?:\d\d, )?(?:who\b|(?:an?|the|its|his|her|their|[\w.'-]+'s?|[a-z]+)\b[^,.;()]{0,90})"
)
AGED = re.compile(r", \d\d\b|,? who\b")
POSSESSED = re.compile(r"['\w. -]{0,40}\Z")
DESCRIBED = 8
"""Mentions of a figure beside which words for it are sought."""
SURE = 6
"""Weight of evidence from which on no more is sought."""
SLUG = re.compile(r"[^\w]+")


@dataclass(slots=True)
class Figure:
    """Somebody or something that a document names."""

    id: str
    """Identifier in the ledger."""
    kind: Kind
    name: str
    """Fullest form."""
    forms: dict[str, str] = field(default_factory=dict)
    """Form -> why it is taken for this figure."""
    mentions: list[tuple[int, int]] = field(default_factory=list)
    """Where it is named."""
    roles: set[str] = field(default_factory=set)
    """Words for what it is: `founder`, `committee`."""
    pronoun: str = ""
    """he or she, where a title or a pronoun of the text told; never from the name."""
    begins: int = 0
    """How often a sentence begins with it."""


def slug(name: str) -> str:
    """Return a name as part of an identifier: lower case, dashes."""
    return SLUG.sub("-", name.lower().replace("'", "")).strip("-")[:60]


def figures(
    text: str,
    found: Sequence[Name],
    document: str,
    lower: frozenset[str],
    speaking: Mapping[int, str] | None = None,
    outlet: str = "",
) -> list[Figure]:
    """Return the figures of a document, in the order met.

    `speaking`: end of each source -> the first word it says; `outlet`: who published the document.

    1. Leave out capitals that only begin a sentence.
    2. Decide of each distinct name what it is: from its words, its titles, what stands beside it.
    3. Names that are one: the same words; a surname with or without its title; a name without its legal form; an
       abbreviation; another script in brackets.
    """
    again = frozenset(name.text for name in found if not name.begins)
    counts = Counter(name.text for name in found)
    speaking = speaking or {}
    kept = [name for name in found if _is_name(text, name, again, lower, counts[name.text], name.end in speaking)]  # 1
    kinds = _kinds(text, kept, speaking, outlet.removeprefix("The "))  # 2
    return list(_united(text, kept, kinds, document))  # 3


def _is_name(text: str, name: Name, again: frozenset[str], lower: frozenset[str], count: int, speaks: bool) -> bool:
    if name.text in known.titles() or name.text.lower() in known.words("office") or len(name.text) < 2:
        return False
    if name.text.lower() in known.any_of("people", "company", "body_head"):
        return False
    if not name.begins or name.titles or name.text in again or name.alias:
        return True
    first = name.text.split(" ", 1)[0]
    if name.text in known.places() or name.text in known.outlets():
        return True
    if first.lower() in lower or first.lower() in known.words("people"):
        return False
    lone = (
        " " not in name.text
        and count == 1
        and not speaks
        and not text.startswith("'s ", name.end)
        and not name.text.isupper()
    )
    return not lone and not first.lower().endswith(("ing", "ly", "ed"))


def _kinds(
    text: str, found: Sequence[Name], speaking: Mapping[int, str], outlet: str
) -> Mapping[str, tuple[Kind, str]]:
    """Return name -> (kind, why)."""
    evidence: dict[str, tuple[int, Kind, str]] = {}
    alone = {name.text for name in found if " " not in name.text}
    for name in found:
        if evidence.get(name.text, (0,))[0] >= SURE:
            continue
        weight, kind, why = _kind(text, name)
        if outlet and name.text == outlet:
            weight, kind, why = 9, "outlet", "who published the document"
        if weight < 4 and 1 <= name.text.count(" ") <= 2 and not name.text.isupper():
            if name.text.rsplit(" ", 1)[-1] in alone:
                weight, kind, why = 4, "person", "the last word stands alone elsewhere, as a surname does"
            elif _speaks(text, name, speaking):
                weight, kind, why = 4, "person", "two words that speak, and no word for an organisation"
        if weight > evidence.get(name.text, (0, "org", ""))[0]:
            evidence[name.text] = weight, kind, why
    return {text_of: (kind, why) for text_of, (_, kind, why) in evidence.items()}


def _speaks(text: str, name: Name, speaking: Mapping[int, str]) -> bool:
    """Tell whether a name speaks as a person does: not "the X", nor one that calls itself "it", nor one of a list."""
    said = speaking.get(name.end) or speaking.get(name.outer)
    if said in (None, "it") or text[max(0, name.outer - 4) : name.outer].lower() == "the ":
        return False
    return not text.startswith((" and ", "'s"), name.end)


def _kind(text: str, name: Name) -> tuple[int, Kind, str]:
    parts = name.text.split()
    last = parts[-1]
    if name.titles:
        return 9, "person", f"title {name.titles[-1]}"
    if name.text in known.places():
        return 8, "gov", "a country, its adjective or its capital"
    before = text[max(0, name.outer - 24) : name.outer].rsplit(None, 1)
    bare = " ".join(part for part in parts if part not in known.words("legal"))
    if bare in known.outlets() or (last in known.outlet_tails() and len(parts) > 1):
        return 8, "outlet", "an outlet's name"
    if before and before[-1] in known.outlet_before() and before[-1] != "agency":
        return 7, "outlet", f"named behind {before[-1]!r}"
    if any(part in known.words("body") for part in parts):
        return 7, "gov", "a word for a public body in its name"
    if last in known.words("legal") or any(part in known.any_of("organisation", "general") for part in parts):
        return 7, "org", "a word for an organisation in its name"
    role = before[-1].lower().rstrip(",") if before else ""
    if role in known.words("company"):
        return 6, "org", f"named behind {role!r}"
    beside = APPOSED.match(text, name.end, name.end + 100)
    if len(parts) > 1 and not text.startswith("'s", name.end):
        if role in known.words("office"):
            return 6, "person", f"named behind {role!r}"
        if AGED.match(text, name.end):
            return 5, "person", "age or who behind the name"
        if beside and set(re.findall(r"[\w-]+", beside.group().lower())) & known.any_of("office", "someone"):
            return 5, "person", "an office stands behind the name"
        if any(re.fullmatch(r"[A-Z]\.", part) for part in parts[1:-1]):
            return 5, "person", "an initial in the name"
    if last.isupper() and len(last) > 1:
        return 3, "org", "an abbreviation"
    return 1, "org", "nothing tells what it is; taken for an organisation"


def _united(text: str, found: Sequence[Name], kinds: Mapping[str, tuple[Kind, str]], document: str) -> Iterator[Figure]:
    made: dict[str, Figure] = {}
    of: dict[str, Figure] = {}
    persons: dict[str, list[Figure]] = {}
    shorts: dict[str, dict[str, Figure]] = {}
    texts = frozenset(name.text for name in found)
    for name in sorted(found, key=lambda it: -it.text.count(" ")):  # full names first
        if name.text in of:
            continue
        kind, why = kinds[name.text]
        figure, reason = _same(name, kind, made, persons, shorts)
        if figure is None:
            figure = Figure(_id(name, kind, document, texts), kind, name.text)
            figure = made.setdefault(figure.id, figure)
            reason = (figure.forms and "the same identifier") or why
            if kind == "person" and len(name.text.split()) > 1:
                for part in {name.text.split()[0], name.text.split()[-1]}:
                    persons.setdefault(part, []).append(figure)
            if kind in ("org", "outlet"):
                for short in {base_name(name.text), name.text.rsplit(" ", 1)[-1] if kind == "outlet" else ""} - {
                    "",
                    name.text,
                }:
                    shorts.setdefault(short, {})[figure.id] = figure
        figure.forms.setdefault(name.text, reason)
        of[name.text] = figure
    abbreviations = {_initials(figure.name): figure for figure in made.values() if figure.name.count(" ") > 0}
    for name in found:
        figure = of[name.text]
        if name.text.isupper() and " " not in name.text and figure.name == name.text and name.text in abbreviations:
            full = abbreviations[name.text]
            if full is not figure:
                full.forms.setdefault(name.text, f"initials of {full.name} in this document")
                of[name.text] = full
                made.pop(figure.id, None)
                figure = full
        figure.mentions.append((name.start, name.end))
        figure.begins += _opens(text, name.outer)
        if name.alias:
            figure.forms.setdefault(name.alias, f"in brackets behind {name.text}")
            of.setdefault(name.alias, figure)
        for title in name.titles:
            figure.pronoun = known.genders().get(title, figure.pronoun)
            figure.roles.add(title.lower().rstrip("."))
        if len(figure.mentions) <= DESCRIBED:
            figure.roles |= _roles(text, name, figure.kind)
    order = sorted(made.values(), key=lambda it: it.mentions[0] if it.mentions else (0, 0))
    yield from (figure for figure in order if figure.mentions)


def _opens(text: str, at: int) -> bool:
    return at == 0 or text[at - 1] == "\n" or text[at - 2 : at] in (". ", '" ', "? ", "! ")


def _same(
    name: Name,
    kind: Kind,
    made: Mapping[str, Figure],
    persons: Mapping[str, list[Figure]],
    shorts: Mapping[str, Mapping[str, Figure]],
) -> tuple[Figure | None, str]:
    """Return the figure that a shorter name means, and why; None where it is a new one."""
    alias = known.aliases().get(name.text)
    if alias and alias in made:
        return made[alias], "shipped table of aliases"
    if " " not in name.text:
        bearers = {figure.id: figure for figure in persons.get(name.text, ())}
        if len(bearers) == 1 and (name.titles or kind in ("person", "org")):
            figure = next(iter(bearers.values()))
            return figure, f"the only {name.text} of this document"
        if kind in ("org", "outlet") and len(shorts.get(name.text, ())) == 1:
            return next(iter(shorts[name.text].values())), "the short form of a name of this document"
    return None, ""


def base_name(name: str) -> str:
    """Return a name without its legal form, then without words for any company: `Doe Technologies Co` -> `Doe`."""
    parts = name.split()
    while len(parts) > 1 and parts[-1] in known.words("legal"):
        parts.pop()
    while len(parts) > 1 and parts[-1] in known.words("general"):
        parts.pop()
    return " ".join(parts)


def _id(name: Name, kind: Kind, document: str, texts: frozenset[str]) -> str:
    """Return the identifier; with the document's of a person known by one word, which names others elsewhere."""
    if name.text in known.places():
        return f"gov:{known.places()[name.text][0]}"
    alias = known.aliases().get(name.text, "")
    if alias and kind != "person":
        return alias
    if kind == "outlet":
        return known.outlets().get(name.text, f"outlet:{slug(name.text)}")
    if kind == "person":
        return f"person:{slug(name.text)}" if " " in name.text else f"person:{slug(name.text)}-{document}"
    parts = name.text.split()
    while len(parts) > 1 and parts[-1] in known.words("legal"):
        parts.pop()
    bare = " ".join(parts)
    if bare in known.aliases():
        return known.aliases()[bare]
    return f"{kind}:{slug(base_name(name.text) if base_name(name.text) in texts else bare)}"


def _initials(name: str) -> str:
    return "".join(part[0] for part in name.split() if part[0].isupper())


def _roles(text: str, name: Name, kind: str) -> set[str]:
    """Return the words beside a name that tell what it is."""
    if kind not in ("person", "org", "gov"):
        return set()
    beside = APPOSED.match(text, name.end, name.end + 130) if text.startswith(",", name.end) else None
    words = set(re.findall(r"[\w-]+", text[max(0, name.outer - 40) : name.outer].rpartition(".")[2].lower())[-2:])
    words |= set(re.findall(r"[\w-]+", beside.group().lower())) if beside else set()
    if kind == "person":
        return words & known.words("office")
    return words & known.words("company")
