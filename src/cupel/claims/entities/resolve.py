"""Resolves who is meant: a phrase's place in a document goes in; an entity and what told it come out."""

import re

from cupel.claims.entities import known
from cupel.claims.entities.cast import Cast, Who
from cupel.claims.entities.descriptions import country_in, organisation, paper, people, person
from cupel.claims.entities.figures import Figure, slug
from cupel.claims.entities.phrases import Phrase, read_phrase
from cupel.claims.source_class import class_of

NEAR = 1_500
"""Signs back in which a pronoun's figure is sought."""
SPOKEN = 12
"""Sources back in which a pronoun's figure is sought."""
INNER = 250
"""Signs back in which "it" inside another's words means who spoke there."""
NOUN = re.compile(r" (?:government )?([a-z]+)(?![\w-])")
"""A word behind a name, "government" left out."""
PERFORMERS = ("ist", "dant", "keeper", "player", "singer", "writer", "actor", "actress", "pilot", "plaintiff")
"""Ends of words for a person by trade or part, as stories call whom they tell of: "the pianist", "the defendant"."""
PEOPLE = ("ers", "ists", "ians", "ants", "ors")
"""Ends of words for several people."""
COUNTED = re.compile(
    r"(?:the )?(?:two|three|four|five|six|seven|eight|nine|ten|several|some|many|most|few|former|senior|local) "
    r"(?:[\w-]+ ){0,3}[a-z-]+[a-rt-z]s(?: |\Z)"
)
"""A number or the like before a plural: several people, where no list knows the word."""
WITHHELD = re.compile(
    r",? who (?:asked|declined|spoke|requested|would not)\b.{0,30}(?:not to|anonym|name|condition)", re.IGNORECASE
)
WITHIN = re.compile(r"\b(?:within|inside|among|(?:some|those|many|people|officials) in)(?: the)?\s*\Z", re.IGNORECASE)
SOME_WITHIN = re.compile(r"(?:some|those|many|people|officials) (?:in|within|inside)\b")
PARTED = re.compile(r"\b(?:of|at|in|from|for|to|by|with|close|about|who|which|that|inside|within)\b")
"""Before a name: that it is not the head: "the spokesman of X"."""
HANDLE = re.compile(r"(?<!\w)@\w")
SHOWN = re.compile(r"\b(?:by|to|with|told|from) (?:[Tt]he )?\Z")
"""Before an outlet: that it was shown or told something, and did not say it."""
NOBODY = ("no one", "some one", "any one")
GOES_ON = re.compile(r"(?:,|who|which|of|at|from|in|the|a|an|and)\b")
BRACKETS = re.compile(r"\([^)]*\)?|\[[^\]]*\]")


def resolve(cast: Cast, start: int, end: int, sentence: int, inside: Who | None = None, inner: bool = False) -> Who:
    """Return who the words from `start` to `end` mean, and remember that they speak.

    `sentence` is where their sentence starts; `inside` who says what they stand in, whom "I" and "we" mean;
    `inner` whether they only speak inside another's words, so that no later pronoun means them.

    1. People in a government are a group, not the government.
    2. A name that is the phrase's head: that figure.
    3. A pronoun: a fitting figure before it.
    4. An apposition to a person's name.
    5. A word for an office, a body, a company, an outlet, a document: whom the document calls so.
    6. Several or unnamed people: a group, or nobody else's source.
    7. The person told of most, for a trade or part; else what no list knows.
    """
    if (start, end) not in cast.resolved:
        if inner and text_is(cast.text, start, end, ("it", "they")):
            near = [who for where, who in cast.within_words[-3:] if 0 < start - where < INNER]
            if near and near[-1].source_class in ("company", "body", "anonymous_group", "outlet"):
                return Who(near[-1].entity, near[-1].source_class, "who spoke last inside the same words")
        who = _resolved(cast, *_widened(cast.text, start, end), sentence, inside)
        cast.resolved[start, end] = who
        (cast.within_words if inner else cast.spoken).append((start, who))
    return cast.resolved[start, end]


def text_is(text: str, start: int, end: int, words: tuple[str, ...]) -> bool:
    """Tell whether a stretch is one of some words."""
    return text[start:end].lower() in words


def _resolved(cast: Cast, start: int, end: int, sentence: int, inside: Who | None) -> Who:
    text = cast.text[start:end]
    phrase = read_phrase(text)
    if phrase.lower in NOBODY or phrase.head in known.words("nobody"):
        return Who("", "unspecified", "nobody is named")
    if text.lower() in known.words("askers") and cast.text.startswith(":", end):
        return cast.add("anon", f"anon:{slug(text)}-{cast.document}", text, "a label of who asks")
    if "government" in phrase.lower and (
        SOME_WITHIN.match(phrase.lower) or WITHIN.search(cast.text, max(0, start - 20), start)
    ):  # 1
        group = "-".join(filter(None, (country_in(text), "officials")))
        return cast.add("group", f"group:{group}", text, "people in a government, not the government")
    named = _named(cast, start, end)  # 2
    if named:
        return named
    if phrase.kind == "pronoun":  # 3
        return _pronoun(cast, phrase.head, start, sentence, inside)
    unnamed = phrase.unnamed or bool(WITHHELD.match(cast.text, end, end + 60))
    if phrase.kind in ("office", "someone", ""):
        beside = _beside(cast, start)  # 4
        if beside:
            return beside
    if phrase.kind == "someone" and phrase.head not in known.words("someone") and _is_performer(cast, phrase):
        return _unknown(cast, phrase, text)
    if phrase.kind in ("office", "someone"):  # 5
        return person(cast, phrase, text, start, unnamed)
    if phrase.kind in ("body", "company", "outlet"):
        return organisation(cast, phrase, text, start)
    if phrase.kind == "document":
        return paper(cast, phrase, text, start, end)
    if phrase.kind == "people" or unnamed or phrase.head.endswith(PEOPLE) or COUNTED.match(phrase.lower):  # 6
        return people(cast, phrase, text, unnamed)
    return _unknown(cast, phrase, text)  # 7


def _widened(text: str, start: int, end: int) -> tuple[int, int]:
    """Return a phrase with the country's name or the word for people that it stands beside: "US" of "US lawmakers"."""
    if text[start:end] in known.places():
        noun = NOUN.match(text, end, end + 30)
        if noun and noun.group(1) in known.any_of("people", "body_head"):
            return start, noun.end()
    elif text[start:end].islower() and " " not in text[start:end] and text[start - 1 : start] == " ":
        country = (text[max(0, start - 20) : start].split() or [""])[-1]
        if country in known.places() and text.endswith(country, 0, start - 1):
            return start - 1 - len(country), end
    return start, end


def _named(cast: Cast, start: int, end: int) -> Who | None:
    text, found = cast.text, cast.within(start, end)
    for begin, stop, figure in reversed(found):
        after = text[stop:end]
        if after.startswith("'") or re.match(r"-[a-z]", after):
            continue
        if known.places().get(text[begin:stop], ("", ""))[1] == "adjectives":
            continue
        rest = BRACKETS.sub("", after).strip(" ,.;:'\"")
        if rest and not GOES_ON.match(rest):
            continue
        since = max([stopped for _, stopped, _ in found if stopped <= begin] + [start])
        if not PARTED.search(text, since, begin):
            return Who(figure.id, class_of(figure.kind), f"named {text[begin:stop]!r}")
    return None


def _beside(cast: Cast, start: int) -> Who | None:
    """Return the person beside whose name an apposition stands: "Jo Doe, the firm's chief negotiator, said"."""
    if cast.text[max(0, start - 2) : start] != ", ":
        return None
    nearest = cast.before(start - 2, max(0, start - 60))[:1]
    if nearest and nearest[0][1] == start - 2 and nearest[0][2].kind == "person":
        return Who(nearest[0][2].id, "named_person", "an apposition to the name")
    return None


def _unknown(cast: Cast, phrase: Phrase, text: str) -> Who:
    if _is_performer(cast, phrase) and cast.most_told:
        return Who(cast.most_told.id, "named_person", f"the {phrase.head}: the person told of most")
    if phrase.head.startswith("@") or HANDLE.search(text):
        return cast.add("person", f"person:{slug(text)}-{cast.document}", text, "a name on a network")
    if text[:1].isupper() and not text.startswith(("The ", "A ", "An ")):
        return cast.add("org", f"org:{slug(text)}", text, "nothing tells what it is; taken for an organisation")
    return cast.add("org", f"org:{slug(text)}-{cast.document}", text, "a phrase that no list knows")


def _is_performer(cast: Cast, phrase: Phrase) -> bool:
    return phrase.definite and phrase.head.endswith(PERFORMERS) and cast.most_told is not None


def _pronoun(cast: Cast, word: str, start: int, sentence: int, inside: Who | None) -> Who:
    if word in ("i", "me", "we", "us"):
        if inside and inside.entity:
            return Who(inside.entity, inside.source_class, f"{word!r} in the words of {inside.entity}")
        return Who("", "outlet" if word in ("i", "me") else "company", f"{word!r} of the document's author")
    if word in ("it", "itself"):
        return _it(cast, start, sentence)
    if word in ("they", "them", "themselves"):
        for where, who in reversed(cast.spoken[-SPOKEN:]):
            if where < start and who.source_class in ("anonymous_group", "anonymous", "company", "body"):
                return Who(who.entity, who.source_class, f"{word!r}: who spoke last")
        return Who("", "anonymous_group", f"{word!r}: nobody fits")
    if word in known.genders() or word == "who":
        return _he_or_she(cast, known.genders().get(word, "he"), start, sentence)
    return Who("", "unspecified", "nobody is named")


def _he_or_she(cast: Cast, word: str, start: int, sentence: int) -> Who:
    """Return the nearest of who spoke last and a person named since; a title or an earlier pronoun may forbid either.

    A name tells no gender: only titles and the document's own pronouns do.
    """
    best: tuple[int, Who] | None = None
    for where, who in reversed(cast.spoken[-SPOKEN:]):
        asked = who.source_class == "anonymous" and where >= sentence  # "Asked by one analyst, she said"
        spoke = who.source_class in ("named_person", "official", "anonymous") and not asked
        if where < start and spoke and _allows(cast.figure(who.entity), word):
            best = where, who
            break
    for begin, stop, figure in cast.before(start, max(0, start - NEAR)):
        if best and begin <= best[0]:
            break
        possesses = cast.text.startswith("'", stop) and not (begin == 0 or cast.text[begin - 1] == "\n")
        if figure.kind == "person" and _allows(figure, word) and not possesses:
            best = begin, Who(figure.id, "named_person", "")
            break
    if best is None:
        return Who("", "anonymous", f"{word!r}: nobody fits")
    figure_of = cast.figure(best[1].entity)
    if figure_of is not None:
        figure_of.pronoun = figure_of.pronoun or word
    return Who(best[1].entity, best[1].source_class, f"{word!r}: the nearest person that fits")


def _allows(figure: Figure | None, word: str) -> bool:
    return figure is None or figure.pronoun in ("", word)


def _it(cast: Cast, start: int, sentence: int) -> Who:
    for begin, _, figure in cast.before(start, sentence):
        if figure.kind == "outlet" and SHOWN.search(cast.text, max(0, begin - 24), begin):
            continue
        if figure.kind in ("org", "outlet", "gov") and figure.id not in known.countries():
            return Who(figure.id, class_of(figure.kind), "'it': the nearest name of the sentence")
    for where, who in reversed(cast.spoken[-SPOKEN // 2 :]):
        if where < start and who.source_class in ("company", "body", "outlet", "document"):
            return Who(who.entity, who.source_class, "'it': who spoke last")
    main = cast.main(start, ("org", "gov"))
    return (
        Who(main.id, class_of(main.kind), "'it': what is told of") if main else Who("", "company", "'it': nobody fits")
    )
