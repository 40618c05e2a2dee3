"""Resolves who is meant in one document: a phrase and where it stands go in; an entity and what told it come out."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from cupel.claims.entities import known
from cupel.claims.entities.figures import Figure, figures, slug
from cupel.claims.entities.names import names
from cupel.claims.entities.phrases import Phrase, read_phrase
from cupel.records.claim import Entity, SourceClass

LOWER = re.compile(r"(?<![\w])[a-z]{3,}(?!\w)")
COUNTRY = re.compile(r"\b(?:[A-Z][\w.]+ )?[A-Z][\w.]+")
PERFORMERS = ("ist", "dant", "keeper", "player", "singer", "writer", "actor", "actress", "pilot", "plaintiff")
"""Ends of words for a person by trade or part, as stories call whom they tell of: "the pianist", "the defendant"."""
NOUN = re.compile(r" (?:government )?([a-z]+)(?![\w-])")
"""A word behind a name, "government" left out."""
NEAR = 1_500
"""Signs back in which a pronoun's or a description's figure is sought."""
CLASSES: dict[str, SourceClass] = {
    "person": "named_person", "org": "company", "gov": "body", "outlet": "outlet", "group": "anonymous_group",
    "anon": "anonymous", "document": "document",
}  # fmt: skip
"""Class of a source by its entity's kind; what is no public body, outlet or document counts as a company."""


@dataclass(frozen=True, slots=True)
class Who:
    """Who a phrase means."""

    entity: str
    """Identifier; empty where nothing tells."""
    source_class: SourceClass
    reason: str
    """What told it."""


NOBODY = Who("", "unspecified", "nobody is named")


@dataclass(slots=True)
class Cast:
    """Figures of one document, and who spoke so far."""

    text: str
    """The view of the document's text."""
    document: str
    """Identifier of the document."""
    figures: list[Figure]
    """Named ones, in the order met."""
    others: dict[str, Figure] = field(default_factory=dict)
    """Groups, unnamed people and documents, by identifier."""
    spoken: list[tuple[int, Who]] = field(default_factory=list)
    """(where, who) of each source that was resolved, in order."""
    starts: list[int] = field(default_factory=list)
    """Offsets of mentions, in order."""
    at: list[tuple[int, Figure]] = field(default_factory=list)
    """(end, figure) of each mention, in the same order."""
    resolved: dict[tuple[int, int], Who] = field(default_factory=dict)
    """What was resolved, by its offsets."""
    unnamed: int = 0
    """Unnamed people so far."""

    def within(self, start: int, end: int) -> list[tuple[int, int, Figure]]:
        """Return the named figures between two offsets as (start, end, figure)."""
        low, high = bisect_left(self.starts, start), bisect_left(self.starts, end)
        return [(self.starts[place], *self.at[place]) for place in range(low, high)]

    def before(self, offset: int, start: int) -> list[tuple[int, int, Figure]]:
        """Return the figures named from `start` to before an offset, the nearest first."""
        low, high = bisect_left(self.starts, start), bisect_right(self.starts, offset - 1)
        return [(self.starts[place], *self.at[place]) for place in range(high - 1, low - 1, -1)]

    def resolve(self, start: int, end: int, sentence: int, inside: Who | None = None) -> Who:
        """Return who the words from `start` to `end` mean, and remember that they speak.

        `sentence` is where their sentence starts; `inside` who says what they stand in, whom "I" and "we" mean.

        1. A name at the phrase's end, not a possessive: that figure.
        2. A pronoun: a fitting figure before it.
        3. A word for an office, a body, a company, an outlet: whom the document described so.
        4. Several or unnamed people: a group, or nobody else's source.
        """
        if (start, end) not in self.resolved:
            self.resolved[start, end] = self._resolve(start, end, sentence, inside)
            self.spoken.append((start, self.resolved[start, end]))
        return self.resolved[start, end]

    def _resolve(self, start: int, end: int, sentence: int, inside: Who | None) -> Who:
        start, end = self._widened(start, end)
        text = self.text[start:end]
        phrase = read_phrase(text)
        inner = re.match(r"(?:some|those|many|people|officials) (?:in|within|inside)\b", phrase.lower)
        if (inner or re.search(r"\b(?:within|inside|among)\s*\Z", self.text[max(0, start - 9) : start])) and "government" in phrase.lower:
            country = next((code for code in (_country(word) for word in _capitals(text)) if code), "")
            return self._add("group", f"group:{country}-officials".replace(":-", ":"), text, "people in a government, not the government")
        named = self._named(start, end, phrase)  # 1
        if named:
            return named
        if phrase.kind == "pronoun":  # 2
            return self._pronoun(phrase.head, start, sentence, inside)
        after = self.text[end : end + 60].lower()
        unnamed = phrase.unnamed or bool(re.match(r",? who (?:asked|declined|spoke|requested|would not)\b.{0,30}(?:not to|anonym|name|condition)", after))
        if phrase.kind in ("office", "someone", ""):
            beside = self._beside(start)
            if beside:
                return beside
        if phrase.kind in ("office", "someone"):  # 3
            return self._person(phrase, text, start, unnamed)
        if phrase.kind in ("body", "company", "outlet"):
            return self._organisation(phrase, text, start, sentence)
        if phrase.kind == "document":
            return self._paper(phrase, text, start, end)
        if phrase.kind == "people" or unnamed or phrase.head.endswith(("ers", "ists", "ians", "ants", "ors")):  # 4
            return self._people(phrase, text, unnamed)
        if phrase.definite and phrase.head.endswith(PERFORMERS):
            persons = [figure for figure in self.figures if figure.kind == "person"]
            if persons:
                most = max(persons, key=lambda it: len(it.mentions))
                return Who(most.id, "named_person", f"the {phrase.head}: the person told of most")
        if text[:1].isupper() and phrase.head and not text.startswith(("The ", "A ", "An ")):
            return self._add("org", f"org:{slug(text)}", text, "nothing tells what it is; taken for an organisation")
        return self._add("org", f"org:{slug(text)}-{self.document}", text, "a phrase that no list knows")

    def _beside(self, start: int) -> Who | None:
        """Return the person beside whose name an apposition stands: "Jo Doe, the firm's chief negotiator, said"."""
        if self.text[start - 2 : start] != ", ":
            return None
        for _, stop, figure in self.before(start - 2, max(0, start - 60)):
            if stop == start - 2 and figure.kind == "person":
                return Who(figure.id, "named_person", "an apposition to the name")
            break
        return None

    def _widened(self, start: int, end: int) -> tuple[int, int]:
        """Return a phrase with the country's name or the word for people that it stands beside: "US" of "US lawmakers"."""
        text = self.text
        if text[start:end] in known.places():
            noun = NOUN.match(text, end, end + 30)
            if noun and noun.group(1) in known.any_of("people", "body_head"):
                return start, noun.end()
        elif text[start:end].islower() and " " not in text[start:end]:
            country = text[max(0, start - 20) : start].rstrip().rpartition(" ")[2]
            if country in known.places() and text[start - 1] == " ":
                return start - 1 - len(country), end
        return start, end

    def _named(self, start: int, end: int, phrase: Phrase) -> Who | None:
        found = self.within(start, end)
        text = self.text
        for begin, stop, figure in reversed(found):
            after = text[stop:end]
            if after.startswith("'") or re.match(r"-[a-z]", after):
                continue
            if figure.kind == "gov" and known.places().get(text[begin:stop], ("", "names"))[1] == "adjectives":
                continue
            rest = re.sub(r"\([^)]*\)?|\[[^\]]*\]", "", after).strip(" ,.;:'\"")
            alone = not rest or re.match(r"(?:,|who|which|of|at|from|in|the|a|an|and)\b", rest)
            rest_of = text[max([stopped for _, stopped, _ in found if stopped <= begin] + [start]) : begin]
            if alone and (begin == start or phrase.kind not in ("people", "someone", "document", "company", "body") or not _parted(rest_of)):
                if _parted(rest_of):
                    continue  # "the spokesman of X", "people at X": not X
                return Who(figure.id, CLASSES[figure.kind], f"named {text[begin:stop]!r}")
        return None

    def _pronoun(self, word: str, start: int, sentence: int, inside: Who | None) -> Who:
        if word in ("i", "me", "we", "us"):
            if inside and inside.entity:
                return Who(inside.entity, inside.source_class, f"{word!r} in the words of {inside.entity}")
            return Who("", "outlet" if word in ("i", "me") else "company", f"{word!r} of the document's author")
        if word in ("he", "she", "him", "her", "himself", "herself", "who"):
            return self._he_or_she("she" if word.startswith(("she", "her")) else "he", start)
        if word in ("it", "itself"):
            return self._it(start, sentence)
        if word in ("they", "them", "themselves"):
            for _, who in reversed(self.spoken[-8:]):
                if who.source_class in ("anonymous_group", "anonymous", "company", "body"):
                    return Who(who.entity, who.source_class, f"{word!r}: who spoke last")
            return Who("", "anonymous_group", f"{word!r}: nobody fits")
        return NOBODY

    def _he_or_she(self, word: str, start: int) -> Who:
        """The nearest of: who spoke last, and a person with whom a sentence begins; a title or an earlier pronoun may forbid."""
        best: tuple[int, Who, Figure | None] | None = None
        for where, who in reversed(self.spoken[-12:]):
            if where < start and who.source_class in ("named_person", "official", "anonymous") and self._allows(who.entity, word):
                best = (where, who, self._figure(who.entity))
                break
        for begin, _, figure in self.before(start, max(0, start - NEAR)):
            if best and begin <= best[0]:
                break
            if figure.kind == "person" and figure.pronoun in ("", word) and not self.text.startswith("'", begin + len(figure.name)):
                best = (begin, Who(figure.id, "named_person", ""), figure)
                break
        if best is None:
            return Who("", "anonymous", f"{word!r}: nobody fits")
        _, who, known_as = best
        if known_as is not None:
            known_as.pronoun = known_as.pronoun or word
        return Who(who.entity, who.source_class, f"{word!r}: the nearest person that fits")

    def _allows(self, entity: str, word: str) -> bool:
        figure = self._figure(entity)
        return figure is None or figure.pronoun in ("", word)

    def _figure(self, entity: str) -> Figure | None:
        return self.others.get(entity) or next((figure for figure in self.figures if figure.id == entity), None)

    def _it(self, start: int, sentence: int) -> Who:
        for _, _, figure in self.before(start, sentence):
            if figure.kind in ("org", "outlet") or (figure.kind == "gov" and not figure.id.startswith("gov:")):
                return Who(figure.id, CLASSES[figure.kind], "'it': the nearest name of the sentence")
        for where, who in reversed(self.spoken[-6:]):
            if where < start and who.source_class in ("company", "body", "outlet", "document"):
                return Who(who.entity, who.source_class, "'it': who spoke last")
        main = self.main(start, ("org", "gov"))
        return Who(main.id, CLASSES[main.kind], "'it': what is told of") if main else Who("", "company", "'it': nobody fits")

    def main(self, offset: int, kinds: Sequence[str], word: str = "") -> Figure | None:
        """Return the figure that is most told of before an offset: by mentions, and by nearness where sentences begin with it."""
        counted: dict[str, float] = {}
        by: dict[str, Figure] = {}
        low, high = 0, bisect_left(self.starts, offset)
        for place in range(max(low, high - 60), high):
            figure = self.at[place][1]
            if figure.kind not in kinds or figure.id in _COUNTRIES or (word and word in known.words("body_head") and word not in figure.name.lower()):
                continue
            by[figure.id] = figure
            begins = self.starts[place] < 2 or self.text[self.starts[place] - 2 : self.starts[place]] in (". ", "\n\n")
            near = 1 / (1 + (offset - self.starts[place]) / 600)
            counted[figure.id] = counted.get(figure.id, 0.0) + near * (2 if begins else 1) + (1 if word and word in figure.roles else 0)
        return by[max(counted, key=lambda it: counted[it])] if counted else None

    def _person(self, phrase: Phrase, text: str, start: int, unnamed: bool) -> Who:
        holder = [figure for figure in self.figures if figure.kind == "person" and phrase.head in figure.roles]
        if phrase.definite and phrase.kind == "office" and len(holder) == 1 and not text.startswith(("a ", "an ", "A ", "An ")):
            return Who(holder[0].id, "named_person", f"the only {phrase.head} of this document")
        if phrase.definite:
            for where, who in reversed(self.spoken[-10:]):
                figure = self._figure(who.entity)
                if where < start and figure and who.source_class in ("anonymous", "official") and re.search(rf"\b{re.escape(phrase.head)}\b", figure.name.lower()):
                    return Who(who.entity, who.source_class, f"the {phrase.head} who spoke before")
        if phrase.kind == "office" and not unnamed and not re.search(r"\b(?:former|one|another)\b", phrase.lower):
            return self._add("person", f"person:{slug(text)}-{self.document}", text, "known by office only", "official")
        return self._unnamed(text)

    def _people(self, phrase: Phrase, text: str, unnamed: bool) -> Who:
        if unnamed or phrase.head in ("people", "sources", "persons") or re.match(r"(?:two|three|four|five|several) ", phrase.lower):
            if phrase.of or phrase.definite or phrase.lower.startswith(("some of", "one of", "two of")):
                for _, who in reversed(self.spoken[-20:]):
                    figure = self._figure(who.entity)
                    same = figure is not None and figure.kind == "anon" and (phrase.head in figure.name.lower() or phrase.head in ("them", "they"))
                    if same and re.search(r"\b(?:of (?:the|them|those)|the)\b", phrase.lower):
                        return Who(who.entity, "anonymous", "the unnamed people told of before")
            return self._unnamed(text)
        named = phrase.lower.split(phrase.head)[0].split() if phrase.head else []
        country = next((code for code in (_country(word) for word in _capitals(text)) if code), "")
        kind = "" if named and named[-1] in ("the", "some", "many", "most", "few", "other", "several") else (named[-1] if named else "")
        kind = "" if _country(kind.title()) or _country(kind.upper()) else kind
        name = "-".join(part for part in (country, "" if kind in ("government", "federal") else slug(kind), slug(phrase.head)) if part)
        if phrase.head in ("they", "them", "some", "many", "others", "everyone", "everybody"):
            name = f"{slug(text)}-{self.document}"
        return self._add("group", f"group:{name}", text, "a group, the same in every document by its words")

    def _organisation(self, phrase: Phrase, text: str, start: int, sentence: int) -> Who:
        country = next((code for code in (_country(word) for word in _capitals(text)) if code), "")
        if phrase.head in ("government", "administration", "authorities", "state") and country:
            return self._add("gov", f"gov:{country}", text, "a country's government")
        last = self.within(start, start + len(text))
        if phrase.definite and phrase.head in ("it", "government") and not last:
            found = next((figure for _, _, figure in self.before(start, max(0, start - NEAR)) if figure.id in _COUNTRIES), None)
            if found:
                return Who(found.id, "body", "the country named last")
        kinds = {"body": ("gov", "org"), "outlet": ("outlet",)}.get(phrase.kind, ("org",))
        own = not last or text[:4].lower() in ("the ", "its ", "that")
        general = phrase.head in ("company", "firm", "maker", "manufacturer", "group", "giant", "business")
        if phrase.definite and own:
            fitting = [] if general else [figure for figure in self.figures if figure.kind in kinds and figure.mentions[0][0] < start and (phrase.head in figure.name.lower().split() or phrase.head in figure.roles)]
            if fitting:
                figure = max(fitting, key=lambda it: max((begin for begin, _ in it.mentions if begin < start), default=0))
                return Who(figure.id, CLASSES[figure.kind] if figure.kind != "org" or phrase.kind != "body" else "body", f"the last named {phrase.head} of this document")
            main = self.main(start, kinds, phrase.head)
            if main and phrase.kind == "company":
                return Who(main.id, CLASSES[main.kind], f"the {phrase.head}: the company told of")
        kind = {"body": "gov", "outlet": "outlet"}.get(phrase.kind, "org")
        return self._add(kind, f"{kind}:{slug(text.removeprefix('the ').removeprefix('The '))}-{self.document}", text, "known in this document only")

    def _paper(self, phrase: Phrase, text: str, start: int, end: int) -> Who:
        compiled = [figure for _, _, figure in self.within(start, end) if figure.kind == "outlet"]
        if compiled:
            return self._add("document", f"doc:{compiled[-1].id.partition(':')[2]}-{slug(phrase.head)}", text, "a document of an outlet")
        if phrase.definite:
            for where, who in reversed(self.spoken[-20:]):
                figure = self._figure(who.entity)
                if where < start and figure and figure.kind == "document" and phrase.head in figure.name.lower():
                    return Who(who.entity, "document", f"the {phrase.head} told of before")
        name = slug(re.sub(r"^(?:the|a|an) ", "", text, flags=re.IGNORECASE))
        return self._add("document", f"doc:{name}-{self.document}", text, "a document")

    def _unnamed(self, text: str) -> Who:
        self.unnamed += 1
        return self._add("anon", f"anon:{self.unnamed}-{self.document}", text, "unnamed; nobody else's source")

    def _add(self, kind: str, entity: str, text: str, reason: str, as_class: SourceClass | None = None) -> Who:
        named = next((figure for figure in self.figures if figure.id == entity), None)
        if named is None:
            figure = self.others.setdefault(entity, Figure(entity, kind, " ".join(text.split())))  # type: ignore[arg-type]
            figure.forms.setdefault(" ".join(text.split()), reason)
        return Who(entity, as_class or CLASSES[kind], reason)

    def entities(self) -> list[Entity]:
        """Return the figures as entities, each merge with its reason."""
        return [
            Entity(
                figure.id, figure.kind, figure.name, tuple(figure.forms), (self.document,),
                "; ".join(f"{form}: {why}" for form, why in figure.forms.items()),
            )
            for figure in [*self.figures, *self.others.values()]
        ]  # fmt: skip


def cast_of(
    text: str,
    stretches: Sequence[tuple[int, int]],
    document: str,
    speaking: Mapping[int, str] | None = None,
    outlet: str = "",
) -> Cast:
    """Read the names of a view's stretches, and return the document's cast.

    `speaking`: see `figures`; `outlet`: who published the document, as it names itself.
    """
    lower = frozenset(LOWER.findall(text, 0, 400_000))
    found = figures(text, names(text, stretches), document, lower, speaking, outlet)
    mentions = sorted((begin, end, place) for place, figure in enumerate(found) for begin, end in figure.mentions)
    return Cast(text, document, found, starts=[it[0] for it in mentions], at=[(it[1], found[it[2]]) for it in mentions])


def _parted(words: str) -> bool:
    """Tell whether a preposition stands before a name: "the head of X"."""
    return bool(re.search(r"\b(?:of|at|in|from|for|to|by|with|close|about|who|which|that|inside|within)\b", words))


def _capitals(text: str) -> list[str]:
    words = text.replace("'s", "").split()
    return [" ".join(words[at : at + size]) for size in (2, 1) for at in range(len(words) - size + 1)]


def _country(word: str) -> str:
    return known.places().get(word, ("", ""))[0]


_COUNTRIES = frozenset(f"gov:{code}" for code, _ in known.places().values())
