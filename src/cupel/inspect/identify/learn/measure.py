"""Measures signatures: a catalogue and packages go in; how often each product was found right, and wrong, comes out."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from cupel.inspect.identify.catalogue import Catalogue
from cupel.inspect.identify.confirm import claims
from cupel.inspect.identify.learn.archive import Package
from cupel.inspect.identify.learn.corpus import Corpus
from cupel.inspect.identify.learn.version_shape import agrees, extends
from cupel.inspect.identify.signature import Claim, Signature
from cupel.inspect.scan import Pattern, Scanner, width
from cupel.inspect.unpack.content import BytesContent


@dataclass(slots=True)
class Score:
    """Builds of one product, and what the signatures said of them."""

    builds: int = 0
    """Builds looked at: all packages of one version and architecture."""
    right: int = 0
    """Builds of which the exact version was said, and no other."""
    named: int = 0
    """Builds of which the product was said, with or without a version."""
    wrong: int = 0
    """Builds of which any other version was said."""
    extended: int = 0
    """Builds of which a version was said that goes on where the packager's number stops: 5.3.15 of bash 5.3. Neither
    right nor wrong."""
    elsewhere: int = 0
    """Builds of other products that were said to hold all of this product."""
    embedded: int = 0
    """Builds of other products that were said to hold part of it."""
    mistakes: Counter[str] = field(default_factory=Counter)
    """What was said wrongly, for a person to read."""

    @property
    def recall(self) -> float:
        """Share of builds whose exact version was said."""
        return self.right / self.builds if self.builds else 0.0

    @property
    def precision(self) -> float:
        """Share of exact versions said that are right."""
        said = self.right + self.wrong + self.elsewhere
        return self.right / said if said else 1.0


class Measure:
    """Looks at packages with the rules of a catalogue, as an inspection does at their files."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self._scanner = Scanner(
            [Pattern(rule.pattern, width(rule.pattern), once=rule.kind != "version") for _, rule in catalogue.scanned]
        )
        self.scores: dict[tuple[str, bool], Score] = defaultdict(Score)
        """(product, whether it was held out) -> its score."""

    def all(self, corpus: Corpus) -> Iterator[str]:
        """Look at every package; yield each product when it is done."""
        for product in corpus.products():
            for training in (True, False):
                builds: dict[tuple[str, str], set[tuple[str, str, str]]] = defaultdict(set)
                for package in corpus.packages(product, training):
                    builds[package.upstream, package.architecture] |= self.look(package)
                for (version, architecture), told in sorted(builds.items()):
                    self.take(product, version, architecture, told, training)
            yield product

    def look(self, package: Package) -> set[tuple[str, str, str]]:
        """Return (product, exact version, extent) of all that is said of one package."""
        found: set[tuple[str, str, str]] = set()
        for text in package.texts:
            found |= {(it.product, it.exact, it.extent) for it in self.claims(text.path, text.data + text.symbols)}
        return found

    def take(
        self, product: str, version: str, architecture: str, told: set[tuple[str, str, str]], training: bool
    ) -> None:
        """Count what was said of one build."""
        own = {exact for name, exact, _ in told if name == product}
        full = {exact for name, exact, extent in told if name == product and exact and extent == "full"}
        other = {it for it in full if not agrees(version, it)}
        wrong = {it for it in other if not extends(version, it)}
        if product in self.catalogue.signatures:
            score = self.scores[product, not training]
            score.builds += 1
            score.named += bool(own)
            score.right += bool(full) and not other
            score.wrong += bool(wrong)
            score.extended += bool(other) and not wrong
            for it in wrong:
                score.mistakes[f"{it} for {version} {architecture}"] += 1
        for name in {name for name, exact, _ in told if exact} - {product}:
            score = self.scores[name, not training]
            if any(it[0] == name and it[1] and it[2] == "full" for it in told):
                score.elsewhere += 1
                score.mistakes[f"in {product} {version} {architecture}"] += 1
            else:
                score.embedded += 1

    def claims(self, path: str, data: bytes) -> tuple[Claim, ...]:
        """Say what the signatures tell of one file's runs."""
        data = b"\0" + data
        kind = "ELF shared object" if ".so" in path else "ELF executable"
        return claims(self.catalogue, path, kind, BytesContent(data), self._scanner.scan_bytes(data))


@dataclass(frozen=True, slots=True)
class Summary:
    """Scores of many products together."""

    products: int
    """Products with any build in this part."""
    builds: int
    """Their builds."""
    recall: float
    """Share of builds whose exact version was said."""
    named: float
    """Share of builds whose product was said."""
    precision: float
    """Share of exact versions said that are right; those said of other products' builds count as wrong."""


def summary(measure: Measure, held_out: bool, versions_only: bool = False) -> Summary:
    """Add scores up. `versions_only`: of products whose signature tells versions at all."""
    scores = [
        score
        for (name, part), score in measure.scores.items()
        if part == held_out
        and name in measure.catalogue.signatures
        and score.builds
        and (not versions_only or tells_versions(measure.catalogue.signatures[name]))
    ]
    builds = sum(it.builds for it in scores)
    right, wrong = sum(it.right for it in scores), sum(it.wrong + it.elsewhere for it in scores)
    return Summary(
        len(scores),
        builds,
        right / builds if builds else 0.0,
        sum(it.named for it in scores) / builds if builds else 0.0,
        right / (right + wrong) if right + wrong else 1.0,
    )


def tells_versions(signature: Signature) -> bool:
    """Tell whether a signature has a rule that gives an exact version."""
    return any(
        rule.kind in ("version", "bare") or (rule.kind == "name" and not (rule.at_least or rule.below))
        for rule in signature.rules
    )
