"""Learning on one page: package archives go in, signatures with their measured precision and recall come out."""

import tomllib
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from cupel.inspect.identify.catalogue import Catalogue, library_name, read_signature, table_rules
from cupel.inspect.identify.learn.archive import read_all
from cupel.inspect.identify.learn.checking import check
from cupel.inspect.identify.learn.corpus import Corpus, corpus_of
from cupel.inspect.identify.learn.file_names import EVERY_RELEASE, name_rules
from cupel.inspect.identify.learn.measure import Measure, Score
from cupel.inspect.identify.learn.mining import Mined, group_of, mine, usable
from cupel.inspect.identify.learn.products import package_patterns, product_named, product_of_source
from cupel.inspect.identify.learn.selection import select, words_of
from cupel.inspect.identify.learn.writing import provenance_of, text_of
from cupel.inspect.identify.signature import Rule, Signature

KNOWN = Path(__file__).parent / "known"
"""Rules written by hand, in the format of signatures."""
MOST_NAMES = 40
MOST_USERS = 3
FEW_NAMES = 3
Tell = Callable[[str, int, int], None]
"""(stage, done, in all)"""


@dataclass(slots=True)
class Learned:
    """What learning gave for one product."""

    signature: Signature
    """The signature."""
    table: dict[str, str]
    """File name -> version or range."""
    source: str
    """Where rules come from that were written by hand; empty where there are none."""
    ambiguous: int
    """Candidates refused because they were wrong in the product's own files."""
    common: int
    """Candidates refused because other products have them."""


def learn(paths: list[Path], cache: Path, tell: Tell) -> tuple[list[Learned], Measure, Corpus]:
    """Learn signatures from package archives.

    1. Read each archive once: name, version, and the readable runs of its programs (`archive.py`).
    2. Hold a third of all pairs of product and version out (`corpus.py`).
    3. Mine templates of the version and presence strings from what is left (`mining.py`, `file_names.py`).
    4. Search all of them in every training package, of every product, in one pass (`checking.py`).
    5. Refuse what was wrong or is common; choose the few rules that cover the product (`selection.py`).
    6. Measure the signatures, as an inspection would use them, on both parts (`measure.py`).
    """
    for done in read_all(paths, cache):  # 1
        tell("reading", done, len(paths))
    corpus = corpus_of(paths, cache, product_of_source())  # 2
    names = corpus.products()
    mined: list[Mined] = []
    tables: dict[str, tuple[list[Rule], dict[str, str]]] = {}
    files: dict[str, Counter[str]] = {}
    for number, name in enumerate(names):  # 3
        packages = list(corpus.packages(name, training=True))
        found = mine(name, packages)
        found.candidates = [it for it in found.candidates if usable(it.rule)]
        mined.append(found)
        tables[name] = name_rules(name, packages)
        files[name] = Counter()
        for text in (text for package in packages for text in package.texts):
            base = text.path.rsplit("/", 1)[-1]
            files[name][base] = max(files[name][base], len(text.data))
        tell("mining", number + 1, len(names))
    for number, _ in enumerate(check(mined, corpus)):  # 4
        tell("checking", number + 1, len(names))
    owned = _owned(files)
    learned = []
    for it in mined:  # 5
        own = owned[it.product]
        chosen = select(it, words_of(it.product, {*it.packages, *own[0], *own[1]}))
        rules, table = tables[it.product]
        if chosen.rules and chosen.rules[0].kind != "presence" and it.product not in EVERY_RELEASE:
            table = {}  # what says the version exactly needs no range beside it
        if chosen.rules or rules or table:
            signature = _signature(it.product, set(it.packages), own, (*chosen.rules, *rules))
            learned.append(Learned(signature, table, "", chosen.ambiguous, chosen.common))
    learned = with_known(learned, known_signatures())
    measure = Measure(Catalogue([with_table(it) for it in learned]))  # 6
    for number, _ in enumerate(measure.all(corpus)):
        tell("measuring", number + 1, len(names))
    return learned, measure, corpus


def write(learned: list[Learned], measure: Measure, corpus: Corpus, output: Path) -> None:
    """Write a file for each product that has a rule."""
    output.mkdir(parents=True, exist_ok=True)
    for it in learned:
        name = it.signature.product
        train, held_out = (measure.scores.get((name, part), Score()) for part in (False, True))
        entries = [entry for entry in corpus.by_product[name] if not corpus.is_held_out(entry)]
        told = provenance_of(
            train,
            held_out,
            len({entry.upstream for entry in entries}),
            len({entry.architecture for entry in entries}),
            it.source,
        )
        (output / f"{name}.toml").write_text(text_of(it.signature, it.table, told), "utf-8")


def known_signatures() -> list[tuple[Signature, str]]:
    """Read the rules written by hand, with where each file's come from."""
    return [(read_signature(it), _source(it)) for it in sorted(KNOWN.glob("*.toml"))]


def _source(file: Path) -> str:
    return str(tomllib.loads(file.read_text("utf-8")).get("provenance", {}).get("from", ""))


def with_known(learned: list[Learned], known: list[tuple[Signature, str]]) -> list[Learned]:
    """Put rules written by hand before those that were learned of the same product; they are measured alike.

    Where a rule written by hand is sure, or bare, those of its kind that were learned are left out.
    """
    found = {it.signature.product: it for it in learned}
    for hand, source in known:
        old = found.get(hand.product)
        if old is None:
            found[hand.product] = Learned(hand, {}, source, 0, 0)
            continue
        packages, libraries, programs = (
            tuple(sorted({*getattr(hand, key), *getattr(old.signature, key)}))
            for key in ("packages", "libraries", "programs")
        )
        told = {it.kind for it in hand.rules if it.kind == "bare" or it.sure}
        said = {(it.kind, it.pattern) for it in hand.rules}
        kept = tuple(it for it in old.signature.rules if (it.kind, it.pattern) not in said and it.kind not in told)
        signature = replace(
            old.signature, title=hand.title, cpe=hand.cpe or old.signature.cpe, packages=packages,
            libraries=libraries, programs=programs, rules=(*hand.rules, *kept),
        )  # fmt: skip
        found[hand.product] = replace(old, signature=signature, source=source)
    return [found[it] for it in sorted(found)]


def with_table(it: Learned) -> Signature:
    """Return the signature with its table of names as rules, as the catalogue reads it."""
    return replace(it.signature, rules=it.signature.rules + tuple(table_rules(it.table)))


def _owned(files: dict[str, Counter[str]]) -> dict[str, tuple[list[str], list[str]]]:
    """Name each product's own libraries and programs, the largest first; a name that many products use is nobody's.

    `files`: product -> base name -> bytes of its runs.
    """
    sizes: dict[str, Counter[str]] = defaultdict(Counter)
    spelled: dict[tuple[str, str], set[str]] = defaultdict(set)
    users: dict[str, set[str]] = defaultdict(set)
    for product, names in files.items():
        for name, size in names.items():
            group = group_of(name)
            sizes[product][group] = max(sizes[product][group], size)
            spelled[product, group].add(library_name(name))
            users[group].add(product)
    found = {}
    for product, groups in sizes.items():
        own = [it for it in groups if len(it) > 1 and len(users[it]) <= MOST_USERS]
        own.sort(key=lambda it: (product[:4] not in it, -groups[it], it))
        libraries, programs = ([it for it in own if it.startswith("lib") == wanted] for wanted in (True, False))
        found[product] = (
            [name for it in libraries[:MOST_NAMES] for name in _spelled(it, spelled[product, it])],
            [name for it in programs[:MOST_NAMES] for name in _spelled(it, spelled[product, it])],
        )
    return found


def _spelled(group: str, names: set[str]) -> list[str]:
    """Spell names out where there are few; where their numbers change with the version, a pattern stands for them."""
    if len(names) <= FEW_NAMES and not any("." in it for it in names):
        return sorted(names)
    stem = group.removesuffix("[0-9]*")
    return [group] if stem == group else [group, stem]  # other builds leave the number out: `lua` for lua5.1


def _signature(name: str, packages: set[str], own: tuple[list[str], list[str]], rules: tuple[Rule, ...]) -> Signature:
    known = product_named(name)
    libraries, programs = (sorted(set(it)) for it in own)
    return Signature(
        name,
        known.title,
        f"pkg:generic/{name}",
        known.cpe,
        tuple(package_patterns(name, packages)),
        tuple(libraries),
        tuple(programs),
        rules,
    )
