"""Rule: a verb that attributes in the passive, with or without "by": "has been labelled a proxy by officials"."""

from collections.abc import Iterator

from cupel.claims.attribution.complement import after_adverbials
from cupel.claims.attribution.extent import content_end
from cupel.claims.attribution.found import Found, Range
from cupel.claims.attribution.lexicon import Verb, verbs
from cupel.claims.attribution.phrases import phrase_after, subject
from cupel.claims.attribution.rule import Reading
from cupel.claims.attribution.verb_group import group_start, is_negated, is_passive
from cupel.claims.text.lists import listed

REPORTED = listed(__name__, "reported")
NAMED_AS = listed(__name__, "named_as")


class Passives:
    """Passive forms; the source is behind "by", or nobody is named."""

    name = "passives"
    title = 'a verb in the passive: "has been labelled a proxy by officials", "is said to be ready"'
    description = (
        'Takes the verb with its auxiliaries, and a "by" that follows, as the cue; what the subject is called or '
        'accused of, or is said to do, as the content; the noun phrase behind "by" as the source.'
    )
    order = 20

    def find(self, reading: Reading) -> Iterator[Found]:
        """Yield one for each passive form."""
        tags, lower = reading.tags, reading.lower
        for at, tag in enumerate(tags):
            if tag not in "Vve" or reading.taken(at):
                continue
            verb = verbs().get(lower[at]) or (
                Verb("see", "o", "opinion", 1) if lower[at] in ("seen", "perceived") else None
            )
            if verb is None or not (
                lower[at].endswith("ed")
                or lower[at] in ("said", "thought", "told", "seen", "known", "felt", "held", "understood")
            ):
                continue
            group = group_start(reading, at)
            if is_passive(reading, group, at):
                yield from self._one(reading, verb, group, at)
            elif verb.lemma in ("accuse", "blame", "suspect") and at + 1 < len(tags) and lower[at + 1] in ("of", "for"):
                if group == 0 or tags[group - 1] in "nX,":  # "Accused of spying, ..."; "a man accused of"
                    yield self._found(reading, verb, (at, at + 2), ((at + 2, _first_clause(reading, at + 2)),), None)

    def _one(self, reading: Reading, verb: Verb, group: int, at: int) -> Iterator[Found]:
        tags, lower = reading.tags, reading.lower
        negated = is_negated(reading, group, at)
        after = at + 1
        if after >= len(tags):
            return
        source: Range | None = None
        by = after if lower[after] == "by" else None
        if by is not None:
            stop = phrase_after(tags, lower, by + 1, len(tags))
            source, after = ((by + 1, stop), stop) if stop else (None, after)
            after = after_adverbials(tags, lower, after, len(tags))
        elif lower[after] == "in" and verb.lemma in REPORTED:  # "is alleged in a lawsuit to have"
            stop = phrase_after(tags, lower, after + 1, len(tags))
            if stop and tags[stop : stop + 1] in ("t", "T"):
                source, after = (after + 1, stop), stop
        if after >= len(tags):
            return
        cue = (group, by + 1 if by is not None else at + 1)
        if tags[after] == "T" and verb.lemma in REPORTED | {
            "tell",
            "announce",
            "assume",
            "agree",
            "decide",
            "disclose",
            "reveal",
            "argue",
            "suggest",
            "note",
            "confirm",
            "rule",
            "accept",
            "hope",
            "acknowledge",
        }:
            yield self._found(reading, verb, cue, ((after, content_end(reading, after)),), source, negated)
        elif tags[after] == "t" and verb.lemma in REPORTED and tags[after + 1 : after + 2] in ("A", "n", "V", "v"):
            what = subject(tags, lower, group)
            content = (what, (after, content_end(reading, after))) if what else ((after, content_end(reading, after)),)
            yield self._found(
                reading, verb, (group, after + 1) if verb.lemma == "say" else cue, content, source, negated
            )
        elif verb.lemma in NAMED_AS | {"suspect"} and (
            lower[after] in ("as", "of", "for", "among") or tags[after] in "DnXqJ" or source
        ):
            begin = after + 1 if lower[after] in ("as", "of", "for") else after
            stop = content_end(reading, begin)
            if source is None:
                found = _by(reading, begin, stop)
                if found:
                    source, stop = found[1], found[0]
            if begin < stop:
                what = subject(tags, lower, group) if verb.lemma == "dismiss" else None
                yield self._found(
                    reading, verb, (group, after + 1) if lower[after] in ("as", "of", "for") and by is None else cue,
                    (what, (begin, stop)) if what else ((begin, stop),), source, negated,
                )  # fmt: skip
        elif verb.lemma in ("tell", "ask", "urge", "advise") and tags[after] in "TtqN" and group:
            yield self._found(reading, verb, cue, ((after, content_end(reading, after)),), source, negated)

    def _found(
        self,
        reading: Reading,
        verb: Verb,
        cue: Range,
        content: tuple[Range, ...],
        source: Range | None,
        negated: bool = False,
    ) -> Found:
        del reading
        stance = (
            "allegation"
            if verb.lemma in ("label", "brand", "accuse", "blame", "suspect", "charge", "denounce")
            else verb.stance
        )
        return Found(cue, content, source, verb.lemma, stance, self.name, negated, implicit=source is None)


def _by(reading: Reading, begin: int, stop: int) -> tuple[int, Range] | None:
    """Return (where the content ends, source) of "labelled a risk by lawmakers because ..."."""
    tags, lower = reading.tags, reading.lower
    for at in range(begin + 1, stop):
        if tags[at] in ",.;":
            return None
        if lower[at] == "by":
            end = phrase_after(tags, lower, at + 1, len(tags))
            return (at, (at + 1, end)) if end else None
    return None


def _first_clause(reading: Reading, at: int) -> int:
    tags = reading.tags
    while at < len(tags) and tags[at] not in ",.;:-" and not (tags[at] in "A" and reading.first and at > 1):
        at += 1
    return at


RULE = Passives()
