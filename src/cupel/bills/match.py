"""What ties the names of a foreign document to components: Components go in, look-ups come out."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable

from cupel.bills.names import named_by, vendor_and_product
from cupel.records.bill import MatchedBy
from cupel.records.component import Component

LANGUAGES = frozenset({"npm", "pypi", "golang", "maven", "cargo", "gem", "composer", "nuget", "luarocks"})
"""Types of package URLs whose names are a world of their own: the module `redis` of a language is not the server."""
ProductOf = Callable[[str], str]
"""Gives the product that a name (of a package, a library) stands for; empty where it is not known."""


def no_product(_name: str) -> str:
    """Know no name: then only names that are equal but for their spelling are tied."""
    return ""


class Components:
    """Components by everything that a document may call them."""

    def __init__(self, components: Iterable[Component], product_of: ProductOf = no_product) -> None:
        self.product_of = product_of
        self.by_purl: dict[str, list[Component]] = defaultdict(list)
        self.by_cpe: dict[str, list[Component]] = defaultdict(list)
        self.by_name: dict[str, list[Component]] = defaultdict(list)
        for it in components:
            _file(self.by_purl, it, [named_by(it.purl)])
            _file(self.by_cpe, it, it.cpe)
            packages = [package.partition(" ")[0] for package in it.packages]
            _file(self.by_name, it, [plain_name(name) for name in (it.product, it.title, *packages)])

    def named(self, name: str, purl: str, cpe: str) -> tuple[MatchedBy, list[Component]] | None:
        """Find the components that a document means; the surest kind of name that fits decides.

        1. Package URL: type, namespace and name are the same.
        2. CPE name: vendor and product are the same.
        3. Name: the same but for spelling, or both stand for one product; also without a version behind it, and the
           name within the package URL. A module of a language is tied to modules of that language only.
        """
        language = named_by(purl).partition("/")[0]
        if found := self.by_purl.get(named_by(purl)):  # 1
            return "purl", found
        if found := self.by_cpe.get(vendor_and_product(cpe)):  # 2
            return "cpe", found
        bare = re.sub(r"[ @:_-]v?\d[\w.+~:-]{0,99}$", "", name[:200])
        for word in dict.fromkeys((name, bare, name.rpartition("/")[2], named_by(purl).rpartition("/")[2])):  # 3
            for candidate in dict.fromkeys((word, self.product_of(word))):
                found = self.by_name.get(plain_name(candidate), [])
                if language in LANGUAGES:
                    found = [it for it in found if it.ecosystem == language]
                if found:
                    return "name", found
        return None


def plain_name(name: str) -> str:
    """Write a name without case, blanks, hyphens and underscores; `C++` stays apart from `C`."""
    return re.sub(r"[\s_-]+", "", name.casefold())


def _file(index: dict[str, list[Component]], component: Component, keys: Iterable[str]) -> None:
    for key in dict.fromkeys(keys):
        if key:
            index[key].append(component)
