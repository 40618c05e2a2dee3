"""Reads a CSAF 2.0 document: a Part goes in; its products and what it says of vulnerabilities come out as a Stated."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from cupel.bills.document import ADVICE, Part
from cupel.bills.formats._csaf_products import Products
from cupel.errors import InputError
from cupel.records.bill import Stated
from cupel.records.vulnerability import Reply

STATUSES = {
    "known_affected": "affected", "first_affected": "affected", "last_affected": "affected",
    "known_not_affected": "not_affected", "fixed": "fixed", "first_fixed": "fixed",
    "under_investigation": "under_investigation",
}  # fmt: skip
"""Lists of product_status, in the words of VEX; `recommended` is advice, no status."""
MOST_REASON = 600


@dataclass(slots=True)
class Reasons:
    """What one vulnerability's flags, threats, remediations and notes say, by product and by group of products."""

    products: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    """Product -> texts."""
    groups: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    """Group -> texts."""
    everywhere: list[str] = field(default_factory=list)
    """Texts that name neither."""

    def take(self, part: Part, text: str) -> None:
        """Keep a text under the products and groups that `part` names."""
        named = False
        for key, kept in (("product_ids", self.products), ("group_ids", self.groups)):
            for _, name in part.texts(key):
                kept[name].append(text)
                named = True
        if not named:
            self.everywhere.append(text)

    def of(self, product: str, groups: list[str]) -> str:
        """Join what is said of a product, each text once; as much as fits in a short text."""
        said = list(self.products.get(product, ())[:20])
        for group in groups if self.groups else ():
            said += self.groups.get(group, ())[:20]
        joined = "; ".join(dict.fromkeys(text for text in (*said, *self.everywhere[:20]) if text))
        return joined if len(joined) <= MOST_REASON else f"{joined[:MOST_REASON]}…"


def read_advisory(document: Part) -> Stated:
    """Read the document. Raises InputError for another major version."""
    head = document.part("document")
    version = head.text("csaf_version")
    if not version.startswith("2."):
        raise InputError(f"{document.source.name} is CSAF {version or 'of no version'}; CSAF 2.0 is read.", ADVICE)
    if version != "2.0":
        document.source.complain("/document/csaf_version", f"Version {version} is not known; it is read as 2.0.")
    tracking = head.part("tracking")
    dated = tracking.text("current_release_date") or tracking.text("initial_release_date")
    author = head.part("publisher").text("name")
    products = Products(document.part("product_tree"))
    replies = [
        reply for part in document.parts("vulnerabilities") for reply in replies_of(part, products, author, dated)
    ]
    return document.source.stated(author, dated, [], replies)


def replies_of(part: Part, products: Products, author: str, dated: str) -> Iterator[Reply]:
    """Yield one reply for each product that a vulnerability's status names."""
    cve = part.text("cve") or next((it.text("text") for it in part.parts("ids") if it.text("text")), "")
    if not cve:
        part.source.complain(part.place, "This vulnerability has no identifier. It is left out.")
        return
    reasons = reasons_of(part)
    seen: dict[str, str] = {}
    status = part.part("product_status")
    for listed, word in STATUSES.items():
        for place, name in status.texts(listed):
            if seen.get(name, word) != word:
                part.source.complain(
                    place, f"{name!r} has two statuses for {cve}: {seen[name]} and {word}. Both are kept."
                )
            elif name in seen:
                continue  # it stands in two lists that mean the same, or twice in one
            seen[name] = word
            product, inside = products.resolve(name)
            if product is None:
                part.source.complain(place, f"{name!r} is no product of this document's product tree.")
            _, purl, cpe = inside or product or ("", "", "")
            yield Reply(
                cve, product.name if product else name, word, reasons.of(name, products.groups.get(name, [])), author,
                dated, part.source.evidence(place, f"{cve}: {listed}"), inside.name if inside else "", purl, cpe,
            )  # fmt: skip
    if not seen:
        part.source.complain(part.place, f"Nothing is said of any product for {cve}.")


def reasons_of(part: Part) -> Reasons:
    """Collect why: flags, impact threats, remediations; notes only where they describe no vulnerability in general."""
    reasons = Reasons()
    for flag in part.parts("flags"):
        reasons.take(flag, flag.text("label"))
    for threat in part.parts("threats"):
        if threat.text("category") == "impact":
            reasons.take(threat, threat.text("details"))
    for remediation in part.parts("remediations"):
        category = remediation.text("category").replace("_", " ")
        reasons.take(remediation, f"{category}: {remediation.text('details')}")
    for note in part.parts("notes"):
        if note.text("category") in ("details", "other"):
            reasons.take(note, note.text("text"))
    return reasons
