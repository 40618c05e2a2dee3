"""Measures the trained model of claims: labelled texts go in; exact-span F1 of rules, model and both come out.

    python benchmarks/claims_model.py tests/claims/passages/development [--brat FOLDER] [--folds 11]

Cross-validation: texts are dealt to the folds in the order of their names; a model that is trained on the other folds
reads each. `--brat` names a folder of texts with brat annotations (PolNeAR's form: Source, Cue, Content); these are
measured then, and the passages only help to train. Spans count where they are the same but for signs at their ends;
attributions inside another's content are left out on both sides, continued quotations are joined to what they continue,
and a rule's source is the whole phrase in brat texts, the name in passages, as each list has it. `both`: the rules, and
what the model proposes that they do not have (cupel.claims.proposals.claims).
"""

import argparse
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from cupel.claims.attribution.attribute import attribute
from cupel.claims.learned.features import features
from cupel.claims.learned.labels import Labelled, read_labels
from cupel.claims.learned.model import Model, ModelTagger
from cupel.claims.learned.tagging import Spans, outermost, spans_of
from cupel.claims.learned.tokens import Offsets, lines
from cupel.claims.learned.train import train
from cupel.claims.proposals.claims import same
from cupel.claims.text.paragraphs import paragraphs
from cupel.claims.text.view import view
from cupel.records.claim import Span

ENDS = " ,.;:-–—\"“”'‘’!?()\n"
"""Signs that do not count at the ends of spans."""
ROLES = ("source", "cue", "content")
WAYS = ("rules", "model", "both", "added", "new")


@dataclass(frozen=True, slots=True)
class Text:
    """One text with its hand-made list, and whether its sources are whole phrases."""

    labelled: Labelled
    phrases: bool


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("labels", type=Path)
    parser.add_argument("--brat", type=Path)
    parser.add_argument("--folds", type=int, default=11)
    asked = parser.parse_args()
    own = [Text(read_labels([path])[0][0], False) for path in sorted(asked.labels.glob("*.toml"))]
    foreign = [Text(brat(path), True) for path in sorted(asked.brat.glob("*.ann"))] if asked.brat else []
    helping = [it.labelled for it in own] if foreign else []
    found = {way: Counter[tuple[str, str]]() for way in WAYS}
    measured = foreign or own
    for fold in range(min(asked.folds, len(measured))):
        rest = [it.labelled for at, it in enumerate(measured) if at % asked.folds != fold]
        data = train(sorted([*rest, *helping], key=lambda it: it.sha256)).partition(b"\n")[2]
        tagger = ModelTagger(Model("", "", 0, 0, data))
        for it in measured[fold :: asked.folds]:
            measure(it, tagger, found)
    print("| way | " + " | ".join(f"{role} F1 (P / R)" for role in ROLES) + " |\n|---|---|---|---|")
    for way in WAYS[:3]:
        print(f"| {way} | " + " | ".join(_f1(found[way], role) for role in ROLES) + " |")
    added, new = found["added"], found["new"]
    print(f"\nadded by the model: {added['cue', 'made']} claims with a cue")
    print(f"of these, cues that the rules do not have: {new['cue', 'made']}, {new['cue', 'right']} of them right")


def measure(text: Text, tagger: ModelTagger, found: dict[str, Counter[tuple[str, str]]]) -> None:
    """Count what rules, model and both find in one text."""
    raw = text.labelled.text
    wanted = _joined(outermost(text.labelled.claims))
    rules = outermost(_rules(raw, text.labelled.paragraphs, text.phrases))
    model = [it for line in lines(raw, text.labelled.paragraphs) for it in spans_of(line, tagger.tag(features(line)))]
    added = [it for it in model if not any(_same(it, other) for other in rules)]
    cues = [it.cue for it in rules if it.cue]
    new = [it for it in added if it.cue and not any(a < it.cue[1] and it.cue[0] < b for a, b in cues)]
    for way, made in zip(WAYS, (rules, model, [*rules, *added], added, new), strict=True):
        _count(raw, wanted, made, found[way])


def brat(path: Path) -> Labelled:
    """Read a text with annotations in the stand-off form of brat (https://brat.nlplab.org/standoff.html)."""
    with path.with_suffix(".txt").open(encoding="utf-8", newline="") as file:
        text = file.read()
    spans: dict[str, list[Offsets]] = {}
    claims = []
    annotations = [line.split("\t") for line in path.read_text("utf-8").splitlines()]
    for name, told, *_ in annotations:
        if name.startswith("T"):
            offsets = told.partition(" ")[2].split(";")
            spans[name] = [(int(a), int(b)) for a, b in (it.split() for it in offsets)]
    for name, told, *_ in annotations:
        if name.startswith("E"):
            roles: dict[str, list[Offsets]] = {"Source": [], "Cue": [], "Content": []}
            for part in told.split()[1:]:
                role, _, span = part.partition(":")
                roles.setdefault(role.rstrip("0123456789"), []).extend(spans[span])
            claims.append(Spans(_hull(roles["Source"]), _hull(roles["Cue"]), tuple(sorted(roles["Content"]))))
    return Labelled(path.name, text, tuple(claims), tuple(paragraphs(view(text))), ((0, len(text)),))


def _rules(raw: str, stretches: Sequence[Offsets], phrases: bool) -> list[Spans]:
    made = attribute(raw, stretches)
    content = [list(it.content) for it in made]
    for at, it in enumerate(made):
        origin = at
        while made[origin].follows is not None:
            origin = made[origin].follows  # type: ignore[assignment] # the line above says that it is a number
        if origin != at:
            content[origin] += it.content
    return [
        Spans((phrases and it.phrase) or it.source, it.cue, tuple(sorted(content[at])))
        for at, it in enumerate(made) if it.follows is None
    ]  # fmt: skip


def _joined(claims: Iterable[Spans]) -> list[Spans]:
    """Join claims without a cue to the one before them."""
    found: list[Spans] = []
    for it in claims:
        if it.cue is None and found:
            last = found.pop()
            it = Spans(last.source, last.cue, tuple(sorted((*last.content, *it.content))))
        found.append(it)
    return found


def _same(one: Spans, other: Spans) -> bool:
    return same(one.cue and Span(*one.cue), [Span(*it) for it in one.content],
                other.cue and Span(*other.cue), [Span(*it) for it in other.content])  # fmt: skip


def _count(raw: str, wanted: Sequence[Spans], made: Sequence[Spans], found: Counter[tuple[str, str]]) -> None:
    for role in ROLES:
        one, other = set(_of(raw, wanted, role)), set(_of(raw, made, role))
        found[role, "wanted"] += len(one)
        found[role, "made"] += len(other)
        found[role, "right"] += len(one & other)


def _of(raw: str, claims: Iterable[Spans], role: str) -> Iterator[Offsets]:
    for it in claims:
        span = _hull(it.content) if role == "content" else it.source if role == "source" else it.cue
        if span:
            start, end = span
            while start < end and raw[start] in ENDS:
                start += 1
            while end > start and raw[end - 1] in ENDS:
                end -= 1
            yield start, end


def _hull(spans: Iterable[Offsets]) -> Offsets | None:
    given = list(spans)
    return (min(it[0] for it in given), max(it[1] for it in given)) if given else None


def _f1(found: Counter[tuple[str, str]], role: str) -> str:
    right, made, wanted = (found[role, key] for key in ("right", "made", "wanted"))
    precision, recall = right / max(1, made), right / max(1, wanted)
    return f"{2 * right / max(1, made + wanted):.3f} ({precision:.3f} / {recall:.3f})"


if __name__ == "__main__":
    main()
