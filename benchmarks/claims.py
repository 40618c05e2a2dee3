"""Measures claims: documents with hand-made lists of their claims go in; a table of how many are read right comes out.

    python benchmarks/claims.py SEEDS GOLD [--passages DIRECTORY] [--errors] [--pace]

SEEDS is a folder of texts, GOLD the JSON list of their claims (issue 5); DIRECTORY holds passages as TOML
(tests/claims/passages/README.md says how). Cue: spans overlap. Source and content: the source's span or words are the
same and at least half of the content's signs are (intersection over union). Stance and source class are counted over
the attributions that were found. Predictions inside another's content, or that the list has as nested or implicit,
count neither way for cue and content. An assertion error is a denial, a "didn't say" or a no-comment that is shown as
if somebody asserted it. `--pace` measures speed and memory of the whole chain instead (`_claims_pace.py` says how).
"""

import argparse
import hashlib
import json
import time
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from _claims_pace import print_pace
from cupel.claims.attribution.attribute import attribute
from cupel.claims.entities.across import unite
from cupel.claims.meaning import claims_of
from cupel.claims.stance import asserts
from cupel.claims.text.paragraphs import paragraphs
from cupel.claims.text.view import view
from cupel.records.claim import Claim, Document, Entity, Passage, Span, When

Spans = list[tuple[int, int]]
STANCES = {"fact_claim": "fact", "commitment": "intention"}
"""Stances of the seeds' list that the records do not tell apart."""
CLASSES = {"gov": "body", "named_org": "company", "group": "anonymous_group"}
"""Source classes of the seeds' list in the records' words: a named organisation is a company, as the record says of any
other organisation; a parliament's committee is a body."""
BODIES = ("org:hpsci", "org:cfius")
"""Organisations of the seeds' list that are public bodies."""


@dataclass(slots=True)
class Wanted:
    """One claim of a hand-made list."""

    name: str
    kind: str
    source: tuple[int, int] | None
    cue: tuple[int, int] | None
    content: Spans
    stance: str
    source_class: str
    speaker: str = ""
    interval: str = ""


@dataclass(slots=True)
class Case:
    """One document, the claims wanted and those made."""

    document: Document
    wanted: list[Wanted]
    made: list[Claim] = field(default_factory=list)
    entities: list[Entity] = field(default_factory=list)


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser()
    parser.add_argument("seeds", type=Path)
    parser.add_argument("gold", type=Path)
    parser.add_argument("--passages", type=Path)
    parser.add_argument("--errors", action="store_true", help="list what is read wrong")
    parser.add_argument("--pace", action="store_true", help="measure speed, and memory on a corpus of the passages")
    asked = parser.parse_args()
    sets = {"seeds": list(seeds(asked.seeds, asked.gold))}
    if asked.passages:
        sets["passages"] = list(passages(asked.passages))
    if asked.pace:
        print_pace({name: [it.document for it in cases] for name, cases in sets.items()}, asked.passages)
        return
    print("| number | " + " | ".join(sets) + " |\n|---|" + "---|" * len(sets))
    columns = {name: measure(cases, asked.errors) for name, cases in sets.items()}
    for row in next(iter(columns.values())):
        print(f"| {row} | " + " | ".join(columns[name][row] for name in sets) + " |")


def seeds(folder: Path, gold: Path) -> Iterator[Case]:
    """Yield the seeds with the claims of their list."""
    read = json.loads(gold.read_text("utf-8"))
    for about in read["documents"]:
        raw = (folder / about["doc"]).read_bytes()
        wanted = [
            Wanted(
                each["id"], each["kind"], _span(each["source"]), _span(each["cue"]),
                [(it["start"], it["end"]) for it in each["content"]],
                STANCES.get(each["stance"], each["stance"]),
                _class(each["source_class"], each["source_entity"]),
                each["source_entity"] or "", each["date"] or "",
            )
            for each in read["claims"]
            if each["doc"] == about["doc"]
        ]  # fmt: skip
        yield Case(document(about["doc"], raw, "", ""), wanted)


def _class(name: str, entity: str | None) -> str:
    return "body" if name == "named_org" and entity in BODIES else CLASSES.get(name, name)


def passages(folder: Path) -> Iterator[Case]:
    """Yield the passages with their claims; stretches are found by their words, near the words that `near` gives."""
    for path in sorted(folder.glob("*.toml")):
        read = tomllib.loads(path.read_text("utf-8"))
        text = read["text"]
        wanted = [_located(text, f"{path.stem}#{number}", each) for number, each in enumerate(read.get("claim", []))]
        yield Case(document(path.name, text.encode(), read.get("outlet", ""), read.get("published", "")), wanted)


def document(name: str, raw: bytes, outlet: str, published: str) -> Document:
    """Make the record of a text: paragraphs are its body, but for a title and lines about copyright."""
    text = raw.decode()
    digest = hashlib.sha256(raw).hexdigest()
    parts = tuple(Passage(Span(start, end), *_part(view(text), start, end)) for start, end in paragraphs(view(text)))
    when = When(published, "stated") if published else When("", "unknown")
    return Document(f"D{digest[:8]}", name, digest, len(raw), "text", text, "utf-8", parts, outlet, when)


def _part(text: str, start: int, end: int) -> tuple:  # type: ignore[type-arg]
    line = text[start:end]
    if line.lower().startswith(("copyright", "by taboola", "trending now", "more from")):
        return "boilerplate", "a notice"
    if start < 60 and line[-1] not in ".!?\"'" and len(line) < 120:
        return "title", "the first line, without a full stop"
    return ("teaser", "breaks off") if line.endswith("...") else ("body", "")


def _span(it: dict[str, int] | None) -> tuple[int, int] | None:
    return (it["start"], it["end"]) if it else None


def _located(text: str, name: str, each: dict[str, object]) -> Wanted:
    near = str(each.get("near", ""))
    base = text.find(near) if near else -1
    content: Spans = []
    at = 0
    for words in each["content"]:  # type: ignore[attr-defined]
        places = _places(text, words)
        places = (
            sorted(places, key=lambda it: abs(it - base)) if base >= 0 else [it for it in places if it >= at] or places
        )
        if places:
            content.append((places[0], places[0] + len(words)))
            at = content[-1][1]
    reference = content[0] if content else (base, base)

    def close(words: str) -> tuple[int, int] | None:
        places = (
            [it for it in _places(text, words) if not _inside_a_word(text, it, words)] or _places(text, words)
            if words
            else []
        )
        inside = [it for it in places if base <= it < base + len(near)] if base >= 0 else []
        best = min(
            inside or places,
            key=lambda it: min(abs(it - reference[1]), abs(it + len(words) - reference[0])),
            default=-1,
        )
        return (best, best + len(words)) if best >= 0 else None

    return Wanted(
        name, str(each["kind"]), close(str(each.get("source", ""))), close(str(each.get("cue", ""))), content,
        str(each["stance"]), str(each.get("source_class", "unspecified")), interval=str(each.get("date", "")),
    )  # fmt: skip


def _places(text: str, words: str) -> list[int]:
    found, at = [], text.find(words)
    while at >= 0:
        found.append(at)
        at = text.find(words, at + 1)
    return found


def _inside_a_word(text: str, at: int, words: str) -> bool:
    return text[at - 1 : at].isalnum() or text[at + len(words) : at + len(words) + 1].isalnum()


def measure(cases: list[Case], errors: bool) -> dict[str, str]:
    """Make the claims of all cases, and count."""
    words, spent = make(cases)
    counts: Counter[str] = Counter()
    for case in cases:
        _count(case, counts, errors)
    pairs = _speakers(cases)
    return {
        "words": f"{words:,}",
        "words a second, one core": f"{words / spent:,.0f}",
        "cue F1 (P / R)": _f1(counts, "cue"),
        "source + content F1 (P / R)": _f1(counts, "both"),
        "stance, explicit": _share(counts, "stance"),
        "stance, all kinds": _share(counts, "stance all"),
        "source class": _share(counts, "class"),
        "assertion errors: denial, not said, no comment": (
            f"{counts['asserted']} of {counts['negative']}, {counts['negative missed']} not found"
        ),
        "author-voice claims found": (
            f"{counts['author found']} of {counts['author wanted']}, {counts['author made']} made"
        ),
        "speakers: same or other (pairs, F1)": pairs,
        "date: same interval / overlaps": f"{_share(counts, 'date')} / {_share(counts, 'date overlap')}",
    }


def make(cases: list[Case]) -> tuple[int, float]:
    """Make the claims of each case, and return words and seconds: the best of four rounds."""
    best = 0.0
    for _ in range(4):
        began = time.process_time()
        for case in cases:
            stretches = [(it.span.start, it.span.end) for it in case.document.passages if it.part != "boilerplate"]
            case.made, case.entities = claims_of(case.document, attribute(case.document.text, stretches))
        spent = time.process_time() - began
        best = min(best, spent) if best else spent
    return sum(len(case.document.text.split()) for case in cases), best


def _count(case: Case, counts: Counter[str], errors: bool) -> None:
    text = case.document.text
    made = [claim for claim in case.made if claim.kind != "author"]
    wanted = [it for it in case.wanted if it.kind != "author"]
    found = _matched(wanted, made)
    for it in wanted:
        claim = found.get(it.name)
        explicit = it.kind == "attributed"
        counts["cue wanted"] += explicit
        counts["cue found"] += explicit and claim is not None
        negative = it.stance in ("denial", "not_said", "no_comment")
        counts["negative"] += negative
        counts["negative missed"] += negative and claim is None
        if claim is None:
            if errors:
                words = [_words(text, each)[:60] for each in it.content]
                print(f"not found: {it.name} {it.kind} {_words(text, it.cue)!r} {words}")
            continue
        right = claim.stance == it.stance
        _add(counts, "stance all", right)
        if explicit:
            _add(counts, "stance", right)
        if it.source or it.kind == "continuation":
            _add(counts, "class", claim.source_class == it.source_class)
        if negative and asserts(claim.stance):
            counts["asserted"] += 1
        if it.interval:
            _add(counts, "date", claim.when.interval == it.interval)
            _add(counts, "date overlap", _overlap(claim.when.interval, it.interval))
        if errors:
            wrong = [] if right else [f"stance {claim.stance} ({claim.stance_rule}), wanted {it.stance}"]
            wrong += (
                []
                if claim.source_class == it.source_class or not it.source
                else [f"class {claim.source_class}, wanted {it.source_class}"]
            )
            wrong += (
                []
                if not it.interval or _overlap(claim.when.interval, it.interval)
                else [f"date {claim.when.interval}, wanted {it.interval}"]
            )
            if wrong:
                print(f"{it.name} {_words(text, it.source)!r} {_words(text, it.cue)!r}: {'; '.join(wrong)}")
    _count_spans(text, case, made, found, counts)
    author = [claim for claim in case.made if claim.kind == "author"]
    counts["author made"] += len(author)
    for it in case.wanted:
        if it.kind == "author":
            counts["author wanted"] += 1
            counts["author found"] += any(_alike(_spans(claim), it.content) >= 0.5 for claim in author)


def _matched(wanted: list[Wanted], made: list[Claim]) -> dict[str, Claim]:
    used: set[str] = set()
    found: dict[str, Claim] = {}
    for it in wanted:
        fitting = [
            claim for claim in made
            if claim.id not in used
            and (_meet(claim.cue, it.cue) if it.cue else not claim.cue and _alike(_spans(claim), it.content) >= 0.5)
        ]  # fmt: skip
        if fitting:
            best = max(fitting, key=lambda claim: _alike(_spans(claim), it.content))
            used.add(best.id)
            found[it.name] = best
    return found


def _count_spans(text: str, case: Case, made: list[Claim], found: dict[str, Claim], counts: Counter[str]) -> None:
    explicit = [it for it in case.wanted if it.kind == "attributed"]
    other = [it for it in case.wanted if it.kind in ("nested", "implicit", "continuation")]
    matched = {found[it.name].id for it in explicit if it.name in found}
    both = {
        claim.id for it in explicit for claim in made
        if claim.cue and _alike(_spans(claim), it.content) >= 0.5 and _same_source(text, claim, it)
    }  # fmt: skip
    free = [
        claim for claim in made
        if claim.cue and claim.kind == "attributed" and not any(_meet(claim.cue, it.cue) for it in other)
    ]  # fmt: skip
    counts["cue made"] += len(matched | {claim.id for claim in free})
    counts["both made"] += len(both | {claim.id for claim in free})
    counts["both wanted"] += len(explicit)
    counts["both found"] += min(len(both), len(explicit))


def _same_source(text: str, claim: Claim, it: Wanted) -> bool:
    if claim.source is None or it.source is None:
        return claim.source is None and it.source is None
    return _meet(claim.source, it.source) or text[claim.source.start : claim.source.end] == text[slice(*it.source)]


def _speakers(cases: list[Case]) -> str:
    """F1 over pairs of claims: are two said by one speaker or by two? Over all documents, copies merged across them."""
    entities, same = unite([entity for case in cases for entity in case.entities])
    del entities
    pairs: list[tuple[str, str]] = []
    for case in cases:
        found = _matched(
            [it for it in case.wanted if it.kind != "author"], [claim for claim in case.made if claim.kind != "author"]
        )
        for it in case.wanted:
            if it.speaker and it.name in found and found[it.name].speaker:
                pairs.append((it.speaker, same.get(found[it.name].speaker, found[it.name].speaker)))
    if not pairs:
        return "no speakers in the list"
    together: dict[str, int] = defaultdict(int)
    for at, (one, mine) in enumerate(pairs):
        for other, theirs in pairs[at + 1 :]:
            together["wanted"] += one == other
            together["made"] += mine == theirs
            together["found"] += one == other and mine == theirs
    return f"{2 * together['found'] / max(1, together['wanted'] + together['made']):.3f}"


def _add(counts: Counter[str], name: str, right: bool) -> None:
    counts[f"{name} all"] += 1
    counts[f"{name} right"] += right


def _share(counts: Counter[str], name: str) -> str:
    every, right = counts[f"{name} all"], counts[f"{name} right"]
    return f"{right / every:.3f} ({right} of {every})" if every else "none"


def _f1(counts: Counter[str], name: str) -> str:
    found, wanted, made = counts[f"{name} found"], counts[f"{name} wanted"], counts[f"{name} made"]
    precision, recall = found / max(1, made), found / max(1, wanted)
    return f"{2 * precision * recall / max(1e-9, precision + recall):.3f} ({precision:.3f} / {recall:.3f})"


def _spans(claim: Claim) -> Spans:
    return [(it.start, it.end) for it in claim.content]


def _meet(one: Span | None, other: tuple[int, int] | None) -> bool:
    return one is not None and other is not None and one.start < other[1] and other[0] < one.end


def _alike(one: Spans, other: Spans) -> float:
    first = {at for start, end in one for at in range(start, end)}
    second = {at for start, end in other for at in range(start, end)}
    return len(first & second) / max(1, len(first | second))


def _overlap(one: str, other: str) -> bool:
    if not one or not other:
        return False
    (low, high), (start, end) = _bounds(one), _bounds(other)
    return low <= end and start <= high


def _bounds(interval: str) -> tuple[str, str]:
    first, _, last = interval.partition("/")
    last = last or first
    return ("0000" if first == ".." else first), ("9999" if last == ".." else last.ljust(10, "9"))


def _words(text: str, span: tuple[int, int] | None) -> str:
    return text[slice(*span)] if span else ""


if __name__ == "__main__":
    main()
