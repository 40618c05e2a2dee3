"""Rule: a verb that reports, with its subject before or after it, and what it reports after or before both."""

from collections.abc import Iterator

from cupel.claims.attribution.extent import content_end
from cupel.claims.attribution.found import Found, Range
from cupel.claims.attribution.lexicon import Verb, verbs
from cupel.claims.attribution.phrases import has_finite_verb, phrase_after, subject
from cupel.claims.attribution.rule import Reading

BE = frozenset("is are was were be been being 's 're 'm am isn't aren't wasn't weren't get got gets".split())
NEGATIVE = frozenset("not never n't didn't don't doesn't hasn't haven't hadn't won't wouldn't can't cannot couldn't isn't "
                     "wasn't aren't weren't".split())  # fmt: skip
REFUSES = frozenset("decline refuse".split())
MEDIA = frozenset("in on at during through via to".split())
"""Prepositions of an adverbial between the verb and its content: "said in a statement that"."""


class ReportingVerbs:
    """Active forms: "the company said it ...", '"...," said the minister', "..., Reuters reported"."""

    name = "reporting-verbs"
    title = 'a verb that reports, with its subject: "Mr Chen said the company was ..."'
    description = (
        "Takes the verb with its auxiliaries, negation and adverbs as the cue, the noun phrase before or after it as "
        "the source, and as the content what follows it, or, where nothing does, what stands before it."
    )
    order = 10

    def find(self, reading: Reading) -> Iterator[Found]:
        """Yield an attribution for each verb that has a content."""
        tags, lower = reading.tags, reading.lower
        for at, tag in enumerate(tags):
            if tag != "V" and not (tag == "U" and _progressive(reading, at)):
                continue
            if reading.taken(at):
                continue
            verb, after = _verb(lower, at)
            if verb is None:
                continue
            group = _group(reading, at)
            if _passive(reading, group, at):
                continue
            yield from self._one(reading, verb, group, at, after)

    def _one(self, reading: Reading, verb: Verb, group: int, at: int, after: int) -> Iterator[Found]:
        tags, lower = reading.tags, reading.lower
        negated = any(lower[it] in NEGATIVE for it in range(group, at))
        infinitive = group > 0 and tags[group - 1] == "t"
        cue = (group, after)
        if infinitive:
            governed = _governor(reading, group - 1)
            if governed is None:
                return
            cue, refuses = (governed, after), verbs().get(lower[_head(reading, governed, group - 1)])
            negated = negated or bool(refuses and refuses.lemma in REFUSES)
            group = governed
        inverted = _inverted(reading, verb, group, after)
        if inverted and not infinitive:
            yield Found(cue, inverted[1], inverted[0], verb.lemma, verb.stance, self.name, negated, outer=True)
            return
        source = subject(tags, lower, group, _left(reading, group)) if group else None
        if source is None and group and tags[group - 1] in "CB,r":
            source = reading.source_before(group) or _elided_subject(reading, group)
            if source is None:
                return
            if tags[group - 1] == "," and not reading.found:
                return
        if source is None:
            return
        if source[0] and lower[source[0] - 1] in ("if", "unless"):
            return
        right = _right(reading, verb, after, source, group)
        left = _before(reading, source, group)
        if right is not None and left and tags[left[1] - 1] == "q" and tags[right[0]] == "q":
            content: tuple[Range, ...] = (left, right)
        elif left and (right is None or tags[left[1] - 1] == "q" and right and not _clear(tags, lower, right[0])):
            if verb.strength < 2 and tags[left[1] - 1] != "q" and not _closes(tags, after):
                return
            if "q" not in verb.takes and "c" not in verb.takes:
                return
            if tags[left[1] - 1] != "q" and ("c" not in verb.takes or not has_finite_verb(tags, *left)):
                return
            content = (left,)
        elif right is not None:
            content = (right,)
            for part in _that_clauses(tags, lower, right):
                yield Found(cue, (part,), source, verb.lemma, verb.stance, self.name, negated)
        elif after + 1 < len(tags) and tags[after] == "," and source[0] and tags[source[0] - 1] == "," and "c" in verb.takes:
            content = ((after + 1, content_end(reading, after + 1)),)
            if not has_finite_verb(tags, *content[0]):
                return
        else:
            return
        if right is not None and content == (right,):
            first = _first_clause(tags, lower, right)
            content = ((right[0], first),)
        yield Found(cue, content, source, verb.lemma, verb.stance, self.name, negated, outer=content == (left,))


def _that_clauses(tags: str, lower: tuple[str, ...], content: Range) -> Iterator[Range]:
    """Yield the second and further clauses of "that A, and that B": each is claimed on its own."""
    begins = [at for at in range(content[0] + 1, content[1]) if tags[at] == "T" and tags[at - 1] == "C"]
    if tags[content[0]] == "T":
        yield from zip(begins, [*(it - 1 for it in begins[1:]), content[1]][: len(begins)], strict=True)


def _first_clause(tags: str, lower: tuple[str, ...], content: Range) -> int:
    """Return where the first of "that A, and that B" ends."""
    if tags[content[0]] == "T":
        for at in range(content[0] + 1, content[1]):
            if tags[at] == "T" and tags[at - 1] == "C":
                return at - 1
    return content[1]


def _closes(tags: str, after: int) -> bool:
    return after >= len(tags) or tags[after] in ",."


def _clear(tags: str, lower: tuple[str, ...], at: int) -> bool:
    return tags[at] in "Tq" or lower[at] in ("whether", "if")


def _verb(lower: tuple[str, ...], at: int) -> tuple[Verb | None, int]:
    """Return the verb at a word, and the word after it with its particle."""
    if at + 1 < len(lower):
        pair = verbs().get(f"{lower[at]} {lower[at + 1]}")
        if pair:
            return pair, at + (1 if pair.takes == "p" else 2)
    return verbs().get(lower[at]), at + 1


def _group(reading: Reading, at: int) -> int:
    """Return the first word of the verb group that ends at a verb: auxiliaries, negation and adverbs."""
    tags = reading.tags
    begin = at
    while begin and tags[begin - 1] in "ANr":
        begin -= 1
    while begin < at and tags[begin] == "r" and begin + 1 < at and tags[begin + 1] not in "ANr":
        break
    return begin


def _progressive(reading: Reading, at: int) -> bool:
    tags, lower = reading.tags, reading.lower
    here = at - 1
    while here >= 0 and tags[here] in "Nr":
        here -= 1
    return here >= 0 and tags[here] == "A" and lower[here] in BE


def _passive(reading: Reading, group: int, at: int) -> bool:
    """Tell whether a past participle follows a form of be."""
    tags, lower = reading.tags, reading.lower
    if tags[at] == "U":
        return False
    auxiliaries = [lower[it] for it in range(group, at) if tags[it] == "A"]
    return bool(auxiliaries) and auxiliaries[-1] in BE


def _head(reading: Reading, start: int, end: int) -> int:
    for at in range(end - 1, start - 1, -1):
        if reading.tags[at] in "VUvneg":
            return at
    return start


def _governor(reading: Reading, to: int) -> int | None:
    """Return the first word of what governs an infinitive that reports: "declined to [say]", "went on to [say]"."""
    tags, lower = reading.tags, reading.lower
    at = to - 1
    if at < 0:
        return None
    words = ("declined", "refused", "declines", "refuses", "failed", "continued", "continues", "went", "goes", "tried", "began")
    if lower[at] == "on" and at and lower[at - 1] in ("went", "goes", "gone"):
        return _group(reading, at - 1)
    return _group(reading, at) if lower[at] in words else None


def _left(reading: Reading, group: int) -> int:
    """Return where the search for a subject begins: after the last sign that ends a clause."""
    for at in range(group - 1, -1, -1):
        if reading.tags[at] in ";:":
            return at + 1
    return 0


def _elided_subject(reading: Reading, group: int) -> Range | None:
    """Return the first subject of the sentence, for a verb after "and" or "but" that has none."""
    tags, lower = reading.tags, reading.lower
    for at in range(1, group):
        if tags[at] in "AvVe":
            found = subject(tags, lower, at)
            if found:
                return found
    return None


def _inverted(reading: Reading, verb: Verb, group: int, after: int) -> tuple[Range, tuple[Range, ...]] | None:
    """Return (source, contents) of '"...," said the minister'."""
    tags, lower = reading.tags, reading.lower
    if group == 0 or "q" not in verb.takes:
        return None
    before = tags[group - 1]
    if before == "q":
        begin, stop = _quoted_before(tags, group)
    elif before in ",-" and group > 1:
        stop = group - 1
        begin = 0
        if tags[stop - 1] == "q":
            begin, stop = _quoted_before(tags, stop)
    else:
        return None
    if group > 1 and before == "," and tags[stop - 1] != "q" and (verb.strength < 2 or not (has_finite_verb(tags, begin, stop) or "q" in tags[begin:stop])):
        return None
    end = phrase_after(tags, lower, after, len(tags))
    if end is None or (tags[after] == "P" and lower[after] in ("it", "they") and end < len(tags) and tags[end] in "Av"):
        return None
    if tags[stop - 1] != "q" and end < len(tags) and tags[end] in "AvV":
        return None
    if tags[stop - 1] == "q" and end < len(tags) and tags[end] in "AvV" and before != "q":
        return None
    contents: list[Range] = [(begin, stop)]
    rest = end
    for here in range(end, len(tags)):
        if tags[here] == "q" and tags[here - 1] in ",:-.":
            contents.append((here, content_end(reading, here)))
            break
        if tags[here] in ";U" or (tags[here] in "CB" and rest):
            break
    return (after, end), tuple(contents)


def _quoted_before(tags: str, stop: int) -> Range:
    """Return the content that ends with a quotation before word `stop`: back to the sentence's or clause's start."""
    begin = stop - 1
    while begin > 0 and tags[begin - 1] not in ";:":
        begin -= 1
    if tags[begin] in "CB" and begin + 1 < stop:
        begin += 1
    return begin, stop


def _before(reading: Reading, source: Range, group: int) -> Range | None:
    """Return the content that stands before the source, as in '"..," he said' and "..., the agency said"."""
    tags = reading.tags
    at = source[0]
    if source[0] >= group or at == 0:
        return None
    if tags[at - 1] == "q":
        return _quoted_before(tags, at)
    if tags[at - 1] in ",-" and at > 1:
        begin, stop = _quoted_before(tags, at - 1)
        if tags[stop - 1] != "q" and tags[begin] in "SRg" and not has_finite_verb(tags, begin, stop):
            return None
        return begin, stop
    return None


def _right(reading: Reading, verb: Verb, after: int, source: Range, group: int) -> Range | None:
    """Return the content that follows the verb."""
    tags, lower = reading.tags, reading.lower
    end = len(tags)
    at = after
    embedded = _embedded(tags, source, group)
    while at < end and tags[at] == "r" and not (at + 1 < end and tags[at + 1] in "PDOXn" and lower[at] not in ("yesterday", "today")):
        at += 1
    if at >= end:
        return None
    if "r" in verb.takes or "o" in verb.takes or verb.lemma in ("ask", "warn", "advise", "promise", "show"):
        recipient = phrase_after(tags, lower, at, end, names_only=False)
        if recipient and recipient < end and _opens(tags, lower, recipient, verb):
            at = recipient
        elif recipient and "r" in verb.takes:
            at = recipient
    skipped = _adverbials(tags, lower, at, end, verb)
    if skipped != at and _opens(tags, lower, skipped, verb):
        at = skipped
    if at >= end:
        return None
    tag = tags[at]
    if tag == ":" and at + 1 < end:
        return at + 1, end if tags[end - 1] != "." else end - 1
    if tag in ",-" and at + 1 < end and tags[at + 1] == "q":
        return at + 1, content_end(reading, at + 1, embedded)
    if tag == "q" and ("q" in verb.takes or "n" in verb.takes or "c" in verb.takes):
        return at, content_end(reading, at, embedded)
    if tag == "," and verb.lemma in ("say", "write", "add", "tell") and at + 1 < end and tags[at + 1] in "PXDn" and reading.quotes[at] == ",":
        return None
    if tag == "T" and ("t" in verb.takes):
        return at, content_end(reading, at, embedded)
    if (tag == "W" or lower[at] in ("whether", "if")) and "w" in verb.takes:
        return at, content_end(reading, at, embedded)
    if tag == "t" and "i" in verb.takes and at + 1 < end and tags[at + 1] in "nVAvre":
        return at, content_end(reading, at, embedded, clause=False)
    if "g" in verb.takes and tag in "gU":
        return at, content_end(reading, at, embedded, clause=False)
    if "o" in verb.takes:
        return _complement(reading, verb, at)
    if "c" in verb.takes and tag in "PDOXnWSR#mJeKgU\"q" or (tag == "A" and False):
        stop = content_end(reading, at, embedded)
        if _is_clause(tags, lower, at, stop):
            return at, stop
    if "c" in verb.takes and tag == "A" and source[0] and tags[source[0] - 1] in "TW":
        return at, content_end(reading, at)
    if "n" in verb.takes and tag in "DOXnKq#eJP" and verb.lemma not in ("say",):
        stop = content_end(reading, at, embedded, clause=False)
        return (at, stop) if phrase_after(tags, lower, at, end) else None
    if "p" in verb.takes and tag == "R" and lower[at] in ("of", "about", "against", "over", "for", "on"):
        return at, content_end(reading, at, embedded, clause=False)
    return None


def _embedded(tags: str, source: Range, group: int) -> bool:
    """Tell whether the verb stands in a clause that another one holds: after a conjunction, or in a relative clause."""
    if source[0] and tags[source[0] - 1] == "S":
        return True
    return source[1] < group and "W" in tags[source[1] : group]


def _is_clause(tags: str, lower: tuple[str, ...], at: int, stop: int) -> bool:
    return has_finite_verb(tags, at, stop) or "q" in tags[at:stop]


def _opens(tags: str, lower: tuple[str, ...], at: int, verb: Verb) -> bool:
    """Tell whether a content begins at a word."""
    if at >= len(tags):
        return False
    tag = tags[at]
    if tag in "Tq:" or (tag in ",-" and at + 1 < len(tags) and tags[at + 1] == "q"):
        return True
    if tag == "W" or lower[at] in ("whether", "if"):
        return "w" in verb.takes or "c" in verb.takes
    if tag == "t":
        return "i" in verb.takes or "o" in verb.takes
    return "c" in verb.takes and tag in "PDOXn" and has_finite_verb(tags, at, len(tags))


def _adverbials(tags: str, lower: tuple[str, ...], at: int, end: int, verb: Verb) -> int:
    """Return the word after adverbials that stand between a verb and its content: "on Monday", "in a statement"."""
    here = at
    while here < end:
        if tags[here] == "m" or (tags[here] == "#" and here and tags[here - 1] == "m"):
            here += 1
        elif tags[here] == "r" and lower[here] in ("yesterday", "today", "later", "earlier", "again", "here", "also", "recently"):
            here += 1
        elif tags[here] in "Rt" and lower[here] in MEDIA:
            stop = phrase_after(tags, lower, here + 1, end)
            if stop is None:
                if here + 1 < end and tags[here + 1] == "m":
                    here += 2
                    continue
                return here
            here = stop
        elif tags[here] in "D" and here + 1 < end and tags[here + 1] in "nm" and lower[here + 1] in ("week", "month", "year", "monday"):
            here += 2
        else:
            return here
    return here


def _complement(reading: Reading, verb: Verb, at: int) -> Range | None:
    """Return the content of a verb that takes an object and what is said of it: "called it a sham"."""
    tags, lower = reading.tags, reading.lower
    if phrase_after(tags, lower, at, len(tags)) is None and tags[at] not in "qg":
        return None
    return at, content_end(reading, at, clause=False)


RULE = ReportingVerbs()
