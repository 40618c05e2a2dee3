"""What does not fit together as it stands: claims go in, pairs of sides with their difference come out; no verdict.

1. A denial stands against what it answers: claims of those whom it is about; else accusations of the same entity on the
   same topic, in its own document, or, where that has none, in others.
2. A denial of somebody about itself stands beside a fact in an author's voice about the same entity and topic.
3. A statement that goes all the way ("exit the market") stands against one of the same document about the same entity
   and matter that goes less far ("adjusted our priority focus"), or that was not said.
4. Two documents describe one entity in differing words ("former soldier", "former military engineer").
"""

import itertools
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cache

from cupel.claims.views.wording import LETTERS, Wording, data, pattern, quoted
from cupel.records.claim import Claim, Contradiction

ACCUSING = frozenset({"allegation", "concern", "recommendation"})
STATED = frozenset({"decision", "announcement", "intention", "fact"})
NARROWS = frozenset({"fact", "not_said", "prediction", "announcement", "intention", "opinion", "denial"})
MOST_SIDE = 12
"""Claims of one side that a row names: the first ones; a ledger of ten thousand documents has more."""
MOST_ROWS = 200
"""Rows of one kind that are kept, the first found, so that no kind crowds out another; `cuts` says where."""
MOST_NEAR = 200
"""Claims about one entity that are looked at beside one claim."""
BESIDE = 500
"""Signs within which an accusation stands beside a denial: the sentence before, or the one after."""
QUOTED = 2
"""Claims of a side whose words the difference gives."""
HEAD_WORDS = 6
"""Words of a description after the word that begins it."""


def contradictions(claims: Sequence[Claim], wording: Wording) -> tuple[Contradiction, ...]:
    """Find what does not fit together, in the order of the numbers above; a row groups all claims of its two sides."""
    told = [it for it in claims if not it.duplicate_of]
    index = _Index(told)
    kinds = (
        _denied(told, index, wording), _beside_facts(told, index, wording), _in_scope(told, wording),
        _described(told, wording),
    )  # fmt: skip
    return tuple(itertools.chain.from_iterable(itertools.islice(kind, MOST_ROWS) for kind in kinds))


class _Index:
    """Claims by whom they are about, by who says them, and by where they stand."""

    def __init__(self, claims: Sequence[Claim]) -> None:
        self.about: dict[str, list[Claim]] = defaultdict(list)
        self.of: dict[str, list[Claim]] = defaultdict(list)
        self.inside: dict[tuple[str, str], list[Claim]] = defaultdict(list)
        self.of_document: dict[str, list[Claim]] = defaultdict(list)
        for it in claims:
            self.of_document[it.document].append(it)
            for entity in it.about:
                self.about[entity].append(it)
                self.inside[it.document, entity].append(it)
            if it.speaker:
                self.of[it.speaker].append(it)
        self.place = {it.id: at for listed in self.of_document.values() for at, it in enumerate(listed)}

    def near(self, claim: Claim, entities: Iterable[str], elsewhere: bool) -> Iterator[Claim]:
        """Give the other claims about one of the entities: of the document of `claim`, or of all others."""
        for entity in entities:
            listed = self.about[entity] if elsewhere else self.inside[claim.document, entity]
            for it in itertools.islice(listed, MOST_NEAR):
                if it.id != claim.id and (it.document != claim.document) is elsewhere:
                    yield it

    def beside(self, claim: Claim) -> Iterator[Claim]:
        """Give the claims that stand within BESIDE signs of `claim`, whomever they are about."""
        at = self.place[claim.id]
        for it in self.of_document[claim.document][max(0, at - MOST_SIDE) : at + MOST_SIDE]:
            if it.id != claim.id and abs(_start(it) - _start(claim)) <= BESIDE:
                yield it


def _denied(claims: Sequence[Claim], index: _Index, wording: Wording) -> Iterator[Contradiction]:
    """Find what denials stand against; denials of one speaker in one document that answer somebody are one row."""
    answers: dict[tuple[str, str], tuple[list[Claim], list[Claim]]] = {}
    left = []
    for denial in (it for it in claims if it.stance == "denial"):
        if found := _answered(denial, index):
            one, other = answers.setdefault((denial.speaker or denial.id, denial.document), ([], []))
            one += found
            other.append(denial)
        else:
            left.append(denial)
    topics: dict[tuple[str, ...], tuple[list[Claim], list[Claim]]] = {}
    for denial in left:
        accused = _accused(denial, index, wording)
        answer = answers.get((denial.speaker, denial.document))
        if answer and {it.speaker for it in accused} & {it.speaker for it in answer[0]}:
            answer[1].append(denial)  # he goes on answering, without the name
        elif accused:
            key = (denial.speaker or denial.id, denial.document, *sorted(wording.families(denial)))
            one, other = topics.setdefault(key, ([], []))
            one += accused
            other.append(denial)
    for one, other in (*answers.values(), *topics.values()):
        yield _row("allegation and denial", one, other, wording)


def _answered(denial: Claim, index: _Index) -> list[Claim]:
    """Find what is accused by those whom a denial is about: it speaks of them, not only of the matter."""
    found = []
    for entity in denial.about:
        if entity == denial.speaker or not entity.startswith(("person:", "org:", "group:")):
            continue
        concerned = {*denial.about, denial.speaker} - {entity, ""}
        for it in itertools.islice(index.of[entity], MOST_NEAR):
            in_place = it.document == denial.document and it.stance in ACCUSING
            if in_place and (it.parent == denial.id or concerned & set(it.about)):
                found.append(it)
    # advice alone accuses nobody; it is named beside the accusation that it follows from
    return found if any(it.stance in ("allegation", "concern") for it in found) else []


def _accused(denial: Claim, index: _Index, wording: Wording) -> list[Claim]:
    """Find accusations on a topic that the denial names too, of the same entity or in the sentences beside it."""
    families = wording.families(denial)
    if not families:
        return []
    concerned = dict.fromkeys((*denial.about, *([denial.speaker] if denial.speaker else [])))
    for elsewhere in (False, True):
        near = index.near(denial, concerned, elsewhere)
        found = [
            it
            for it in (near if elsewhere else itertools.chain(near, index.beside(denial)))
            if (it.stance in ("allegation", "concern") or (it.stance == "fact" and it.kind != "author"))
            and (it.speaker != denial.speaker or not it.speaker)
            and not _overlap(it, denial)
            and families & wording.families(it)
        ]
        if found:
            return _closest(list({it.id: it for it in found}.values()), denial, wording)
    return []


def _closest(found: list[Claim], denial: Claim, wording: Wording) -> list[Claim]:
    """Put first what shares most topics and entities with the denial; the order of the text settles the rest."""
    families, about = wording.families(denial), set(denial.about)
    return sorted(found, key=lambda it: -len(families & wording.families(it)) - len(about & set(it.about)))


def _beside_facts(claims: Sequence[Claim], index: _Index, wording: Wording) -> Iterator[Contradiction]:
    relations = frozenset(data("topics.toml")["relations"]["families"])  # type: ignore[call-overload]
    for denial in (it for it in claims if it.stance == "denial" and it.speaker):
        named = wording.families(denial) - relations
        concerned = dict.fromkeys((*denial.about, denial.speaker))
        near = itertools.chain(
            index.near(denial, concerned, False), index.beside(denial), index.near(denial, concerned, True)
        )
        facts = [it for it in near if it.kind == "author" and it.stance == "fact" and named & wording.families(it)]
        if facts:
            yield _row("denial and fact", facts, [denial], wording)


def _in_scope(claims: Sequence[Claim], wording: Wording) -> Iterator[Contradiction]:
    """Find statements of one document and matter of which one goes all the way and the other less far."""
    sweeping, narrowing = scope_words()
    by_document: dict[str, tuple[list[Claim], list[Claim]]] = defaultdict(lambda: ([], []))
    for it in claims:
        text = wording.text(it).lower()
        if it.stance in STATED and it.kind != "author" and sweeping.search(text):
            by_document[it.document][0].append(it)
        elif it.stance == "not_said" or (it.stance in NARROWS and it.kind != "author" and narrowing.search(text)):
            by_document[it.document][1].append(it)
    for far, less in by_document.values():
        groups: dict[str, tuple[list[Claim], list[Claim]]] = {}
        speakers = {it.id: it.speaker or it.id for it in far}
        for it in far:  # what is told inside another such claim belongs to that one
            groups.setdefault(speakers.get(it.parent, speakers[it.id]), ([], []))[0].append(it)
        for speaker, (one, other) in groups.items():
            about = {name for it in one for name in it.about} | ({speaker} if one[0].speaker else set())
            matter = frozenset().union(*(wording.bearing(it) for it in one))
            for it in less[:MOST_NEAR]:
                same = about & (set(it.about) | {it.speaker})
                fits = it.speaker == speaker if it.stance == "not_said" else bool(matter & wording.bearing(it))
                if same and fits:
                    other.append(it)
            if other:
                other.sort(key=lambda it: it.speaker == speaker and it.stance != "not_said")
                yield _row("difference in scope", one, other, wording)


def _described(claims: Sequence[Claim], wording: Wording) -> Iterator[Contradiction]:
    """Find entities that two documents describe in differing words of one frame."""
    met: dict[tuple[str, str], dict[str, tuple[str, Claim]]] = defaultdict(dict)
    for it in claims:
        if it.stance != "fact" or len(it.about) > MOST_SIDE:
            continue
        for frame, heads in _frames().items():
            for match in heads.finditer(wording.text(it)):
                entity = _described_one(it, wording, match.start())
                if entity:
                    met[frame, entity].setdefault(it.document, (_description(wording.text(it), match), it))
    for (_, entity), told in met.items():
        groups: dict[frozenset[str], list[tuple[str, Claim]]] = defaultdict(list)
        for words, it in told.values():
            groups[frozenset(words.lower().split())].append((words, it))
        for one, other in itertools.islice(itertools.pairwise(groups.values()), MOST_SIDE):
            difference = f"{quoted(one[0][0])} against {quoted(other[0][0])}"
            yield Contradiction(
                "difference in description", tuple(it.id for _, it in one[:MOST_SIDE]),
                tuple(it.id for _, it in other[:MOST_SIDE]), (entity,), difference,
            )  # fmt: skip


def _described_one(claim: Claim, wording: Wording, at: int) -> str:
    """Choose whom a description in a claim describes: the person of it; else whom it names nearest before or after."""
    persons = [it for it in claim.about if it.startswith("person:")]
    if len(persons) == 1:
        return persons[0]
    text = wording.text(claim).lower()
    places = {}
    for entity in persons or claim.about:
        last = entity.partition(":")[2].rpartition("-")[2]
        if (found := text.find(last)) >= 0:
            places[entity] = abs(found - at)
    return min(places, key=lambda entity: places[entity], default="")


def _description(text: str, match: re.Match[str]) -> str:
    """Take a description from the word that begins it up to a name, a comma or a verb: a few words."""
    taken = [match.group()]
    for word in text[match.end() :].lstrip("-").split():
        bare = word.strip(",.;:()“”\"'")
        small = bare in ("in", "of", "the", "for", "a", "an")
        if not small and (not LETTERS.match(bare) or bare[:1].isupper()) and not (taken and taken[-1] in ("the", "of")):
            break
        if len(taken) > HEAD_WORDS or bare in ("who", "that", "which", "is", "was", "has", "and", "by"):
            break
        taken.append(bare)
        if word != bare and not word.startswith(("(", "“", '"')):
            break
    while taken and taken[-1] in ("in", "of", "the", "for", "a", "an"):
        taken.pop()
    return " ".join(taken)


def _overlap(one: Claim, other: Claim) -> bool:
    """Tell whether two claims share words of a document: then one tells the other on."""
    if one.document != other.document:
        return False
    return any(a.start < b.end and b.start < a.end for a in one.content for b in other.content)


def _start(claim: Claim) -> int:
    return claim.content[0].start if claim.content else 0


def _row(kind: str, one: Iterable[Claim], other: Iterable[Claim], wording: Wording) -> Contradiction:
    sides = [list({it.id: it for it in side}.values())[:MOST_SIDE] for side in (one, other)]
    entities = [{name for it in side for name in it.about} for side in sides]
    shared = entities[0] & entities[1]
    ordered = [name for name in dict.fromkeys(n for it in (*sides[0], *sides[1]) for n in it.about) if name in shared]
    said = [" and ".join(quoted(wording.short(it, 70)) for it in side[:QUOTED]) for side in sides]
    return Contradiction(
        kind, tuple(it.id for it in sides[0]), tuple(it.id for it in sides[1]),  # type: ignore[arg-type]
        tuple(ordered), f"{said[0]} against {said[1]}",
    )  # fmt: skip


@cache
def scope_words() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return what tells that something is said of all of a matter, and what tells that it is said of less."""
    words = data("scope.toml")
    return pattern(words["sweeping"]), pattern(words["narrowing"])


@cache
def _frames() -> dict[str, re.Pattern[str]]:
    frames = data("scope.toml")["descriptions"]
    assert isinstance(frames, dict)
    return {
        name: re.compile(r"(?<![\w-])(?:" + "|".join(map(re.escape, words)) + r")(?![\w])", re.IGNORECASE)
        for name, words in frames.items()
    }
