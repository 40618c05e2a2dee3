"""Measures how many copies and versions of each product an image holds."""

from collections import Counter, defaultdict
from collections.abc import Iterator

from cupel.inspect.detect.image import Image
from cupel.inspect.identify.merge import EXTENTS
from cupel.records.component import Component
from cupel.records.measure import Measure


class Copies:
    """A census of the products that stand in more than one file or version."""

    name = "copies"
    title = "Copies and versions of one product"
    formula = (
        "Of the products that files show: how many stand in more than one version. For each product with more than "
        "one copy or version: its versions, and its files by extent: full (a file of the product itself), partial "
        "(other code that holds a good part of it), fragment (traces). Names of one file count once each."
    )
    unit = "products, versions, copies"
    limits = (
        "A product that no signature knows is not counted. Several versions may be meant: one for each of several "
        "root file systems or processors. A copy whose version is unknown may be a version more."
    )
    reference = "UK HCSEC Oversight Board, annual report 2019, section 3 (copies of OpenSSL)"

    def measure(self, image: Image) -> Iterator[Measure]:
        """Yield the count of all, then the census, product by product."""
        held: dict[str, list[Component]] = defaultdict(list)
        for it in image.components:
            if it.copies:
                held[it.product].append(it)
        several = [group for group in held.values() if len(group) > 1]
        yield Measure(self.name, "products in more than one version", len(several), len(held), "products")
        for _, group in sorted(held.items()):
            count: Counter[str] = Counter()
            for copy in (copy for it in group for copy in it.copies):
                count[copy.extent] += copy.occurrences
            if len(group) == 1 and count.total() == 1:
                continue
            title = group[0].title
            yield Measure(self.name, "versions", len(group), None, "versions", title)
            for extent in EXTENTS:
                if count[extent]:
                    yield Measure(self.name, f"{extent} copies", count[extent], None, "copies", title)


METRIC = Copies()
