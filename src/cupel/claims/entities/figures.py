"""Tells names apart: the names of a document go in; figures, each with its forms and why they are it, come out."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal

from cupel.claims.entities import known
from cupel.claims.entities.names import Name

Kind = Literal["person", "org", "gov", "group", "anon", "outlet", "document"]
APPOSED = re.compile(
    r",? (?:\([^)]{1,40}\),? )?(?:\d\d, )?(?:who\b|(?:an?|the|its|his|her|their|[\w.'-]+'s?|[a-z]+)\b[^,.;()]{0,90})"
)
AGED = re.compile(r", \d\d\b|,? who\b")
BYLINE = re.compile(r"(?:^|\n)[Bb]y \Z")
STATE = re.compile(
    r"'s (?:[a-z]+ )?(?:government|parliament|army|president|ambassador|ministry|military|navy|constitution|embassy"
    r"|king|queen)\b"
)
"""Behind a name: that it is a country's."""
DEMONYM_ENDS = ("n", "ns", "an", "ans", "ian", "ians", "ese", "ish")
"""What a country's name takes: "Karsova", "Karsovan"."""
LABELLED = re.compile(r":[ \n]")
PRONOUN = re.compile(r"\b(?:(he|she|his|her|him)|(it|its|the (?:company|firm|agency|group|bank)))\b", re.IGNORECASE)
QUOTED = re.compile(r"\"[^\"\n]*\"?|(?m:^[^\n:]{1,40}: [^\n]*)")
WE = re.compile(r"\b(?:[Ww]e|[Oo]urs?|[Uu]s)\b")
OFTEN = 3
"""How often a company says "we" in a statement of its own."""
HEAD = 4_000
"""Signs in which that is counted."""
REPORTED_BY = re.compile(r"\b(?:reported|revealed|broken) by (?:the |The )?\Z|\b[Pp]er (?:The )?\Z")
AFTER = 160
"""Signs behind a name in which a pronoun may tell what it is."""
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


@lru_cache(100_000)
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
    if name.text.lower() in known.any_of("people", "company", "body_head", "nobody"):
        return False
    if name.begins and name.text.split(" ", 1)[0].lower() in known.words("openers") and not speaks:
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
    alone |= {text_of.title() for text_of in alone if text_of.isupper() and len(text_of) > 3}
    own = bool(outlet) and not _is_paper(outlet) and _speaks_as_we(text)
    for name in found:
        if evidence.get(name.text, (0,))[0] >= SURE:
            continue
        weight, kind, why = _kind(text, name)
        if outlet and name.text == outlet:
            weight, kind, why = 9, "org" if own else "outlet", "who published the document"
        elif outlet and outlet.startswith(f"{name.text} ") and LABELLED.match(text, name.end):
            weight, kind, why = 9, "outlet", "a short form of who published the document, as a label"
        if weight < 4 and 1 <= name.text.count(" ") <= 2 and not name.text.isupper():
            if name.text.rsplit(" ", 1)[-1] in alone:
                weight, kind, why = 4, "person", "the last word stands alone elsewhere, as a surname does"
            elif _speaks(text, name, speaking):
                weight, kind, why = 4, "person", "two words that speak, and no word for an organisation"
        if weight > evidence.get(name.text, (0, "org", ""))[0]:
            evidence[name.text] = weight, kind, why
    for label, (weight, _, _) in list(evidence.items()):
        if weight < 4 and " " not in label and any(f"{label}{end}" in evidence for end in DEMONYM_ENDS):
            evidence[label] = 4, "gov", "its people or its things are called by its name"
    _told_by_labels(text, found, evidence)
    _told_by_pronouns(text, found, evidence)
    return {text_of: (kind, why) for text_of, (_, kind, why) in evidence.items()}


Evidence = dict[str, tuple[int, Kind, str]]


def _told_by_labels(text: str, found: Sequence[Name], evidence: Evidence) -> None:
    """Take who speaks behind labels for persons; a single word that mostly asks is who interviews, an outlet."""
    turns: Counter[str] = Counter()
    asks: Counter[str] = Counter()
    for name in found:
        opens = name.outer == 0 or text[name.outer - 1] == "\n"
        if opens and evidence[name.text][0] < SURE and LABELLED.match(text, name.end):
            turns[name.text] += 1
            asks[name.text] += text[name.end : _line_end(text, name.end)].rstrip(" \"'").endswith("?")
    surnames = {name.text.rsplit(" ", 1)[-1].upper() for name in found if " " in name.text}
    for label, count in turns.items():
        if label.lower() in known.words("hosts"):
            evidence[label] = SURE, "outlet", "a label of who presents"
        elif label.lower() in known.words("askers"):
            evidence[label] = SURE, "anon", "a label of who asks"
        elif count > 1 and evidence[label][0] < SURE:
            interviews = count > 2 and 5 * asks[label] >= 3 * count and " " not in label
            if interviews and label.upper() not in surnames:
                evidence[label] = SURE, "outlet", "asks in most of its turns: who interviews"
            else:
                evidence[label] = SURE, "person", "speaks behind a label"


def _line_end(text: str, at: int) -> int:
    end = text.find("\n", at)
    return end if end >= 0 else len(text)


def _told_by_pronouns(text: str, found: Sequence[Name], evidence: Evidence) -> None:
    """Take a single name that nothing else tells for a person where he or she, not it, follows it first."""
    votes: Counter[str] = Counter()
    read: Counter[str] = Counter()
    for at, name in enumerate(found):
        if evidence[name.text][0] > 1 or " " in name.text or read[name.text] >= DESCRIBED:
            continue
        read[name.text] += 1
        limit = min(name.end + AFTER, found[at + 1].outer if at + 1 < len(found) else len(text))
        told = PRONOUN.search(text, name.end, limit)
        if told and text.count('"', name.end, told.start()) % 2 == 0:
            votes[name.text] += 1 if told[1] else -1
    for label, count in votes.items():
        if count > 0:
            evidence[label] = 2, "person", "he or she follows it"


def _is_paper(outlet: str) -> bool:
    return outlet in known.outlets() or outlet.rsplit(" ", 1)[-1] in known.outlet_tails()


def _speaks_as_we(text: str) -> bool:
    """Tell whether a document's own voice is "we", as of a company's statement: outside of quotations, and often."""
    return len(WE.findall(QUOTED.sub("", text[:HEAD]))) >= OFTEN


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
    if last[:-1] in known.places() and last.endswith("ns"):
        return 8, "group", "people by their country"
    if len(parts) > 1 and BYLINE.search(text, max(0, name.outer - 4), name.outer):
        return 7, "person", "who wrote it"
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
    if REPORTED_BY.search(text, max(0, name.outer - 30), name.outer):
        return 5, "outlet", "it reported"
    if len(parts) == 1 and STATE.match(text, name.end):
        return 5, "gov", "it has a government"
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
    aliased = {name.alias: name.text for name in found if name.alias}
    for name in sorted(found, key=lambda it: -it.text.count(" ")):  # full names first
        if name.text in of:
            continue
        kind, why = kinds[name.text]
        figure, reason = _same(name, kind, made, persons, shorts)
        whole = aliased.get(name.text, "")
        if whole in of and whole != name.text:
            figure, reason = of[whole], f"in brackets behind {whole}"
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
    if name.text.isupper() and len(name.text) > 3 and name.text.title() in persons:
        bearers = {figure.id: figure for figure in persons[name.text.title()]}
        if len(bearers) == 1:
            return next(iter(bearers.values())), f"{name.text.title()} in capitals"
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
    left = text[max(0, name.outer - 40) : name.outer].rpartition(".")[2].lower()
    words = set(re.findall(r"[\w-]+", left)[-5 if left.endswith(", ") else -2 :])
    words |= set(re.findall(r"[\w-]+", beside.group().lower())) if beside else set()
    if kind == "person":
        return words & known.words("office")
    return words & known.words("company")
