"""The products of a CSAF document: its product tree goes in; each identifier's product and component come out."""

from collections import defaultdict
from collections.abc import Iterator
from itertools import chain
from typing import NamedTuple

from cupel.bills.document import Part

MOST_GROUPS = 64
"""Of how many groups of one product the texts are asked."""
MOST_STEPS = 32
"""How far relationships are followed."""


class Product(NamedTuple):
    """A product or component, as the document names it."""

    name: str
    """Its full name."""
    purl: str
    """Its package URL, where the document gives one."""
    cpe: str
    """Its CPE name, where the document gives one."""


class Products:
    """Every product of a tree; duplicates, broken and circular relationships become Problems."""

    def __init__(self, tree: Part) -> None:
        self.products: dict[str, Product] = {}
        self.relationships: dict[str, tuple[str, str]] = {}
        self.groups: dict[str, list[str]] = defaultdict(list)
        for part in chain(_in_branches(tree), tree.parts("full_product_names")):
            self._add(part)
        for part in tree.parts("relationships"):
            name = self._add(part.part("full_product_name"))
            if name:
                pair = part.text("product_reference"), part.text("relates_to_product_reference")
                self.relationships.setdefault(name, pair)
        for group in tree.parts("product_groups"):
            for place, name in group.texts("product_ids"):
                if len(self.groups[name]) < MOST_GROUPS:
                    self.groups[name].append(group.text("group_id"))
                else:
                    tree.source.complain(place, f"{name!r} is in more than {MOST_GROUPS} groups.")
        for name in self.relationships:
            if self._end(name, 0) is None or self._end(name, 1) is None:
                tree.source.complain(tree.place, f"The relationships of {name!r} lead in a circle, or too far.")

    def resolve(self, name: str) -> tuple[Product | None, Product | None]:
        """Return the product that an identifier stands for, and the component of it; None for what it does not name.

        Of a relationship (a component of, installed on or with a product), the product is what it relates to, and the
        component is what relates. Where that leads nowhere, the relationship's own name stands for the product.
        """
        own = self.products.get(name)
        if name not in self.relationships:
            return own, None
        component, product = (self.products.get(self._end(name, side) or "") for side in (0, 1))
        return (product, component) if product else (own, component)

    def _end(self, name: str, side: int) -> str | None:
        for _ in range(MOST_STEPS):
            if name not in self.relationships:
                return name
            name = self.relationships[name][side]
        return None

    def _add(self, part: Part) -> str:
        name, helper = part.text("product_id"), part.part("product_identification_helper")
        if not name:
            part.source.complain(part.place, "This product has no product_id. It is left out.")
        elif name in self.products:
            part.source.complain(f"{part.place}/product_id", f"{name!r} names more than one product. The first stands.")
        else:
            self.products[name] = Product(part.text("name"), helper.text("purl"), helper.text("cpe"))
            return name
        return ""


def _in_branches(tree: Part) -> Iterator[Part]:
    """Yield the products of all branches, however deep."""
    ahead = [tree.parts("branches")]
    while ahead:
        part = next(ahead[-1], None)
        if part is None:
            ahead.pop()
            continue
        if "product" in part.value:
            yield part.part("product")
        ahead.append(part.parts("branches"))
