"""Tells the class of a source: the kind of an entity, and how the text calls it, go in; the records' class comes out.

A named person; an official, who is known by office only; a body (government, parliament, court, agency); a company,
which is any other named organisation; anonymous, unnamed people who spoke; an anonymous group (officials, analysts,
residents); a document; an outlet; unspecified, where nobody is named. The words that tell them apart stand in
entities/words.toml.
"""

from collections.abc import Mapping

from cupel.records.claim import SourceClass

OF_KIND: Mapping[str, SourceClass] = {
    "person": "named_person",
    "org": "company",
    "gov": "body",
    "outlet": "outlet",
    "group": "anonymous_group",
    "anon": "anonymous",
    "document": "document",
}
"""Kind of an entity -> class of a source that is one."""


def class_of(kind: str, *, by_office: bool = False, as_body: bool = False) -> SourceClass:
    """Return the class of a source by its entity's kind.

    `by_office`: a person whom the text names by office only; `as_body`: an organisation that the text calls by a word
    for a public body ("the committee").
    """
    if by_office:
        return "official"
    if as_body and kind == "org":
        return "body"
    return OF_KIND.get(kind, "unspecified")
