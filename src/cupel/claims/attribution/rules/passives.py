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
"""Verbs whose passive takes an infinitive: "is said to have left"."""
REPORTED_THAT = REPORTED | listed(__name__, "reported_that")
"""Verbs whose passive takes "that": "it was announced that"."""
NAMED_AS = listed(__name__, "named_as")
"""Verbs whose passive says what somebody is called or accused of."""
ASKED = frozenset(("tell", "ask", "urge", "advise"))
ACCUSED = frozenset(("accuse", "blame", "suspect"))
ALLEGING = listed(__name__, "alleging")
"""Verbs that allege when somebody is named by them."""
PARTICIPLES = listed(__name__, "participles")
"""Participles that do not end in -ed."""
LINKS = ("as", "of", "for")


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
        for at in range(len(tags) - 1):
            if tags[at] not in "Vve" or not (lower[at].endswith("ed") or lower[at] in PARTICIPLES) or reading.taken(at):
                continue
            verb = verbs().get(lower[at])
            if verb is None:
                continue
            group = group_start(reading, at)
            parts = None
            if is_passive(reading, group, at):
                parts = _parts(reading, verb, group, at)
            elif verb.lemma in ACCUSED and lower[at + 1] in LINKS and (group == 0 or tags[group - 1] in "nX,"):
                parts = (at, at + 2), ((at + 2, _phrase_end(reading, at + 2)),), None  # "a man accused of spying"
            if parts:
                cue, content, source = parts
                stance = "allegation" if verb.lemma in ALLEGING else verb.stance
                negated = is_negated(reading, group, at)
                yield Found(cue, content, source, verb.lemma, stance, self.name, negated, implicit=source is None)


Parts = tuple[Range, tuple[Range, ...], Range | None]
"""Cue, content and source."""


def _parts(reading: Reading, verb: Verb, group: int, at: int) -> Parts | None:
    tags, lower = reading.tags, reading.lower
    source, after = _agent(reading, verb, at + 1)
    if after >= len(tags):
        return None
    cue = (group, at + 2 if lower[at + 1] == "by" else at + 1)
    if (tags[after] == "T" and verb.lemma in REPORTED_THAT) or (
        verb.lemma in ASKED and tags[after] in "TtqN" and group
    ):
        return cue, ((after, content_end(reading, after)),), source
    if tags[after] == "t" and verb.lemma in REPORTED and tags[after + 1 : after + 2] in ("A", "n", "V", "v"):
        who = subject(tags, lower, group)
        done = (after, content_end(reading, after))
        return (group, after + 1) if verb.lemma == "say" else cue, (who, done) if who else (done,), source
    if verb.lemma in NAMED_AS and (lower[after] in (*LINKS, "among") or tags[after] in "DnXqJ" or source):
        return _called(reading, verb, cue, after, source)
    return None


def _agent(reading: Reading, verb: Verb, after: int) -> tuple[Range | None, int]:
    """Return who says it, behind "by" or in a document, and the word after: "is alleged in a lawsuit to have"."""
    tags, lower = reading.tags, reading.lower
    stop = phrase_after(tags, lower, after + 1, len(tags)) if lower[after] in ("by", "in") else None
    if stop and lower[after] == "by":
        return (after + 1, stop), after_adverbials(tags, lower, stop, len(tags))
    if stop and verb.lemma in REPORTED and tags[stop : stop + 1] in ("t", "T"):
        return (after + 1, stop), stop
    return None, after


def _called(reading: Reading, verb: Verb, cue: Range, after: int, source: Range | None) -> Parts | None:
    """Return the parts of "has been labelled a risk by lawmakers", "was accused of fraud"."""
    linked = reading.lower[after] in LINKS
    begin = after + 1 if linked else after
    stop = content_end(reading, begin)
    behind = _by(reading, begin, stop) if source is None else None
    if behind:
        stop, source = behind
    if begin >= stop:
        return None
    what = subject(reading.tags, reading.lower, cue[0]) if verb.lemma == "dismiss" else None
    content = (what, (begin, stop)) if what else ((begin, stop),)
    return (cue[0], after + 1) if linked and after == cue[1] else cue, content, source


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


def _phrase_end(reading: Reading, at: int) -> int:
    tags = reading.tags
    while at < len(tags) and tags[at] not in ",.;:-" and not (tags[at] == "A" and reading.first and at > 1):
        at += 1
    return at


RULE = Passives()
