"""The packages that are learned from: cached packages go in; those of a product, to train and to test, come out."""

import hashlib
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from cupel.inspect.identify.learn.archive import Package, cached


@dataclass(frozen=True, slots=True)
class Entry:
    """What is kept of one package while others are read."""

    path: Path
    """The archive."""
    source: str
    """Its source package, under the product's name."""
    name: str
    """The package's name."""
    upstream: str
    """Its upstream version."""
    architecture: str
    """Its architecture."""


@dataclass(slots=True)
class Corpus:
    """Package archives by product; their texts are read from the cache each time that they are asked for."""

    cache: Path
    """Folder of the cache."""
    by_product: dict[str, list[Entry]] = field(default_factory=lambda: defaultdict(list))
    """Product -> its packages that hold programs."""
    held_out: set[tuple[str, str]] = field(default_factory=set)
    """Pairs of product and version that are never learned from."""

    def products(self) -> list[str]:
        """List the products, sorted."""
        return sorted(self.by_product)

    def packages(self, product: str, training: bool) -> Iterator[Package]:
        """Yield the packages of a product that are learned from, or those that are not."""
        wanted = [it.path for it in self.by_product[product] if training != self.is_held_out(it)]
        yield from cached(wanted, self.cache)

    def is_held_out(self, entry: Entry) -> bool:
        """Tell whether a package belongs to the test set."""
        return (entry.source, entry.upstream) in self.held_out


def corpus_of(paths: list[Path], cache: Path, product_of: dict[str, str]) -> Corpus:
    """Sort archives by product, and hold a third of the pairs of product and version out.

    Of a product's n versions, (n + 1) // 3 are held out, those whose hash is smallest: so every product keeps one to
    learn from, and the choice depends on nothing but names. Archives without a program of their own are left out.
    """
    corpus, seen = Corpus(cache), set()
    for path, package in ((it, package) for it in paths for package in cached([it], cache)):
        identity = (package.name, package.version, package.architecture)
        if not package.texts or not package.upstream[:1].isdigit() or identity in seen:
            continue
        seen.add(identity)
        product = product_of.get(f"{package.source}/{package.name}") or product_of.get(package.source, package.source)
        corpus.by_product[product].append(Entry(path, product, package.name, package.upstream, package.architecture))
    for product, entries in corpus.by_product.items():
        versions = sorted({it.upstream for it in entries}, key=lambda it: _hash(product, it))
        corpus.held_out |= {(product, it) for it in versions[: (len(versions) + 1) // 3]}
    return corpus


def _hash(product: str, version: str) -> str:
    return hashlib.sha256(f"{product} {version}".encode()).hexdigest()
