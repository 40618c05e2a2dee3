"""Resolves descriptions: "the bank", "US officials", "the data" go in; whom the document calls so comes out."""

import re
from typing import Literal

from cupel.claims.entities import known
from cupel.claims.entities.cast import Cast, Who
from cupel.claims.entities.figures import slug
from cupel.claims.entities.phrases import Phrase
from cupel.claims.source_class import class_of

SPOKEN = 20
"""Sources back in which somebody who was described is sought."""
BACK = 300
"""Mentions back in which an organisation that was described is sought."""
NEAR = 1_500
"""Signs back in which a country is sought."""
GENERAL = ("company", "firm", "maker", "manufacturer", "group", "giant", "business")
"""Words for any company, which need not be part of its name or description."""
OTHERS = ("its ", "his ", "her ", "their ", "our ", "my ")
"""What a phrase for somebody else's company begins with: "its insurer" is not who is told of."""
INDEFINITE = re.compile(r"(?:a|an) ", re.IGNORECASE)
ANY = re.compile(r"\b(?:former|one|another)\b")
SEVERAL = re.compile(r"(?:the )?(?:two|three|four|five|six|several|dozens) ")
OF_THEM = re.compile(r"\b(?:of (?:the|them|those)|the)\b")
KINDS: dict[str, Literal["gov", "outlet", "org"]] = {"body": "gov", "outlet": "outlet", "company": "org"}


def person(cast: Cast, phrase: Phrase, text: str, start: int, unnamed: bool) -> Who:
    """Return a person described by office or part.

    1. "The founder": the only one whom the document calls so.
    2. "The official": one who was so described and spoke before.
    3. An office: known by it only. Others are unnamed.
    """
    office = phrase.kind == "office"
    if phrase.definite and office and not INDEFINITE.match(text):
        holders = cast.holders.get(phrase.head, [])
        if len(holders) == 1:
            return Who(holders[0].id, "named_person", f"the only {phrase.head} of this document")  # 1
    if phrase.definite:
        for where, who in reversed(cast.spoken[-SPOKEN:]):
            figure = cast.figure(who.entity)
            known_so = figure is not None and phrase.head in re.findall(r"[\w-]+", figure.name.lower())
            if where < start and known_so and who.source_class in ("anonymous", "official"):
                return Who(who.entity, who.source_class, f"the {phrase.head} who spoke before")  # 2
    if office and not unnamed and not ANY.search(phrase.lower):  # 3
        entity = f"person:{slug(text)}-{cast.document}"
        return cast.add("person", entity, text, "known by office only", by_office=True)
    return cast.add_unnamed(text)


def people(cast: Cast, phrase: Phrase, text: str, unnamed: bool) -> Who:
    """Return several people: unnamed ones who spoke, or a group, which is the same in every document by its words."""
    if unnamed or phrase.head in ("people", "sources", "persons") or SEVERAL.match(phrase.lower):
        if OF_THEM.search(phrase.lower):
            for _, who in reversed(cast.spoken[-SPOKEN:]):
                figure = cast.figure(who.entity)
                if figure and figure.kind == "anon" and phrase.head in (*figure.name.lower().split(), "them", "they"):
                    return Who(who.entity, "anonymous", "the unnamed people told of before")
        return cast.add_unnamed(text)
    if phrase.head in ("they", "them", "some", "many", "others", "everyone", "everybody"):
        return cast.add("group", f"group:{slug(text)}-{cast.document}", text, "a group of this document")
    before = phrase.lower.partition(phrase.head)[0].split()[-1:]
    kind = before[0] if before else ""
    if kind in ("the", "some", "many", "most", "few", "other", "several", "of", "and", "government", "federal"):
        kind = ""
    if country_in(kind.title()) or country_in(kind.upper()):
        kind = ""
    name = "-".join(part for part in (country_in(text), slug(kind), slug(phrase.head)) if part)
    return cast.add("group", f"group:{name}", text, "a group, the same in every document by its words")


def organisation(cast: Cast, phrase: Phrase, text: str, start: int) -> Who:
    """Return an organisation that is described.

    1. "The Chinese government": that country's.
    2. "The government": of the country named last.
    3. "The bank", "the committee": the last named one whose name or description holds the word.
    4. "The company": the one that is told of.
    5. Otherwise one of this document only.
    """
    country, head = country_in(text), phrase.head
    if head in ("government", "administration", "authorities", "state") and country:
        return cast.add("gov", f"gov:{country}", text, "a country's government")  # 1
    named = cast.within(start, start + len(text))
    if phrase.definite and head == "government" and not named:
        for _, _, figure in cast.before(start, max(0, start - NEAR)):
            if figure.id in known.countries():
                return Who(figure.id, "body", "the country named last")  # 2
    kinds = {"body": ("gov", "org"), "outlet": ("outlet",)}.get(phrase.kind, ("org",))
    if phrase.definite and (not named or text[:4].lower() in ("the ", "its ", "that")):
        for figure in cast.last_named(start, BACK) if head not in GENERAL else ():
            if figure.kind in kinds and (head in figure.name.lower().split() or head in figure.roles):
                told = f"the last named {head} of this document"
                return Who(figure.id, class_of(figure.kind, as_body=phrase.kind == "body"), told)  # 3
        own = not phrase.lower.startswith(OTHERS) or head in GENERAL
        main = cast.main(start, kinds, head) if phrase.kind == "company" and own else None
        if main:
            return Who(main.id, class_of(main.kind), f"the {head}: the company told of")  # 4
    of_kind = KINDS.get(phrase.kind, "org")
    name = slug(re.sub(r"^(?:the|an?) ", "", text, flags=re.IGNORECASE))
    return cast.add(of_kind, f"{of_kind}:{name}-{cast.document}", text, "known in this document only")  # 5


def paper(cast: Cast, phrase: Phrase, text: str, start: int, end: int) -> Who:
    """Return a document: an outlet's data, one told of before, or one of this document."""
    makers = [figure for _, _, figure in cast.within(start, end) if figure.kind == "outlet"]
    if makers:
        maker = makers[-1].id.partition(":")[2]
        return cast.add("document", f"doc:{maker}-{slug(phrase.head)}", text, "a document of an outlet")
    if phrase.definite:
        for where, who in reversed(cast.spoken[-SPOKEN:]):
            figure = cast.figure(who.entity)
            if where < start and figure and figure.kind == "document" and phrase.head in figure.name.lower():
                return Who(who.entity, "document", f"the {phrase.head} told of before")
    name = slug(re.sub(r"^(?:the|an?) ", "", text, flags=re.IGNORECASE))
    return cast.add("document", f"doc:{name}-{cast.document}", text, "a document")


def country_in(text: str) -> str:
    """Return the code of the first country that a phrase names, by name, adjective or capital; empty where none."""
    words = text.replace("'s", "").split()
    for size in (2, 1):
        for at in range(len(words) - size + 1):
            found = known.places().get(" ".join(words[at : at + size]))
            if found:
                return found[0]
    return ""
