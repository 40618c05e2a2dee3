"""Unites entities of several documents: entities go in; one of each, and old identifiers with their new, come out."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from cupel.claims.entities import known
from cupel.claims.entities.figures import base_name, slug
from cupel.records.claim import Entity
from cupel.suppliers.scripts.chinese import simplified
from cupel.suppliers.scripts.latin import latin

LATIN = "latin name of a person"
"""Key of names that a Chinese one may read as."""
FOREIGN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]{2,12}")
"""A name in Chinese script."""


def unite(entities: Sequence[Entity]) -> tuple[list[Entity], dict[str, str]]:
    """Return one entity for each that several documents name, and old identifier -> new where it changed.

    1. The same identifier: the same full name, group or country.
    2. A form that the shipped table of public names has.
    3. A company's name without legal form and words for any company, where exactly one other is named so.
    4. The same name in Chinese script, after its signs are made simplified ones; a Chinese name whose reading is a
       Latin one.

    Unnamed people and whoever is known in one document only are never united: their identifiers hold the document's.
    Parts of a company ("X Marine") are not the company: only the words of step 3 are dropped.
    """
    by_form: dict[tuple[str, str], set[str]] = {}
    for entity in entities:
        for form in entity.forms:
            for key in _keys(entity, form):
                by_form.setdefault(key, set()).add(entity.id)
    renamed: dict[str, tuple[str, str]] = {}
    for entity in entities:
        target, why = _target(entity, by_form)
        if target != entity.id:
            renamed[entity.id] = target, why
    merged: dict[str, Entity] = {}
    for entity in entities:
        target, why = renamed.get(entity.id, (entity.id, ""))
        target = renamed.get(target, (target, ""))[0]
        reason = f"{entity.reason}; {entity.name}: {why}" if why else entity.reason
        moved = replace(entity, id=target, reason=reason)
        merged[target] = _joined(merged[target], moved) if target in merged else moved
    return list(merged.values()), {old: merged[renamed.get(new, (new, ""))[0]].id for old, (new, _) in renamed.items()}


def _keys(entity: Entity, form: str) -> list[tuple[str, str]]:
    if entity.kind not in ("org", "person") or entity.id.endswith(entity.documents[0] if entity.documents else "\0"):
        return []
    keys: list[tuple[str, str]] = [(entity.kind, slug(form))] if entity.kind == "org" else []
    if FOREIGN.fullmatch(form):
        keys.append((entity.kind, simplified(form)))
    elif entity.kind == "person" and " " in form:
        keys.append((LATIN, slug(form).replace("-", "")))
    return keys


def _target(entity: Entity, by_form: Mapping[tuple[str, str], set[str]]) -> tuple[str, str]:
    """Return the identifier that an entity gets, and why."""
    for form in entity.forms:
        alias = known.aliases().get(form) or known.aliases().get(simplified(form) if FOREIGN.fullmatch(form) else form)
        if alias and alias.partition(":")[0] == entity.kind and alias != entity.id:
            return alias, f"{form} in the shipped table of public names"
    if entity.kind == "org":
        bare = slug(base_name(entity.name))
        others = by_form.get(("org", bare), set()) - {entity.id}
        if bare != slug(entity.name) and len(others) == 1:
            return next(iter(others)), "its name without legal form and words for any company"
    for form in filter(FOREIGN.fullmatch, entity.forms):
        read = by_form.get((LATIN, latin(form)), set()) - {entity.id}
        if len(read) == 1 and entity.kind == "person":
            return next(iter(read)), f"{form} reads as its name"
        first = min(by_form.get((entity.kind, simplified(form)), set()), default=entity.id)
        if first < entity.id:
            return first, f"{form}, the same name in Chinese script"
    return entity.id, ""


def _joined(one: Entity, other: Entity) -> Entity:
    forms = tuple(dict.fromkeys([*one.forms, *other.forms]))
    reasons = "; ".join(dict.fromkeys([*one.reason.split("; "), *other.reason.split("; ")]))
    name = max((one.name, other.name), key=len) if one.kind != "gov" else one.name
    return replace(
        one, name=name, forms=forms, documents=tuple(dict.fromkeys([*one.documents, *other.documents])), reason=reasons
    )
