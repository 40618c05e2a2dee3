"""Confirms what the scan met: a file and the hits in it go in, the claims of the signatures come out."""

import re
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from functools import cache

from cupel.inspect.identify.catalogue import Catalogue
from cupel.inspect.identify.signature import Claim, Rule, Signature
from cupel.inspect.scan import Hit, Pattern, Scanner, width
from cupel.inspect.unpack.content import Content
from cupel.records.component import Extent

AFTER = 64
"""Bytes read past a hit: a version goes on past the first end that the scan reports."""
MOST_CONFIRMED = 64
"""Hits of one rule confirmed in one file; what repeats a mark a million times gains nothing by it."""
MOST_BARE = 256 << 20
"""Bytes of an own file that are searched for bare versions."""
UNPRINTABLE = bytes({*range(0x20), *range(0x7F, 0x100)})
ORDER = ("version", "bare", "since", "name")
"""Of one product's own file: what stands in it counts before what its name says."""
NOT_CODE = (
    "text", "HTML", "XML", "script", "gettext", "PEM", "PNG", "JPEG", "GIF", "WebP", "WAVE", "icon", "PDF", "SQLite",
    "time zone", "Java class", "web font", "TrueType", "OpenType", "OLE", "SSH ", "terminfo", "X.509", "compressed",
)  # fmt: skip
"""Types that only speak about software: words in a manual, a script or a certificate are no copy of it."""

PRE_RELEASE = re.compile(rb"(?i:[-~_.]?(?:rc|alpha|beta|pre)[-.]?\d{0,4}|[-_](?:dev|git))(?![A-Za-z])")
"""What after a version says that it is not yet the release; a builder's `-fips` or `-4+deb12u1` does not."""
WILDCARD = re.compile(rb"\.?[\[*?]")
"""What after a version makes it a pattern of versions, as a client keeps them of its peers."""


@dataclass(slots=True)
class Evidence:
    """What one file shows of one product."""

    signature: Signature
    versions: dict[str, tuple[int, int, str]] = field(default_factory=dict)
    """Exact version -> (rank of its rule, offset, quote)."""
    bounds: list[tuple[Rule, int, str]] = field(default_factory=list)
    """What tells a range."""
    presence: dict[bytes, tuple[int, str]] = field(default_factory=dict)
    """Pattern of a presence rule -> (offset, quote)."""
    sure: bool = False
    """Whether a version stands in a text that only the product's own code has."""
    absent: bool = False
    """Whether a rule says that the file is not this product."""

    def tell(self, number: int, rule: Rule, match: re.Match[bytes], offset: int) -> None:
        """Take a confirmed match of a rule down; `number` orders the rules of one kind."""
        offset += len(match[0]) - len(match[0].lstrip(UNPRINTABLE))
        quote = match[0].strip(UNPRINTABLE).decode("latin-1")
        if rule.kind == "presence":
            self.presence.setdefault(rule.pattern, (offset, quote))
        elif rule.kind == "absence":
            self.absent = True
        elif rule.at_least or rule.below:
            self.bounds.append((rule, offset, quote))
        elif version := version_of(rule, match):
            rank = ORDER.index(rule.kind) << 32 | number
            self.versions.setdefault(version, (rank, offset, quote))
            self.sure |= rule.sure


def claims(catalogue: Catalogue, path: str, kind: str, content: Content, hits: list[Hit]) -> tuple[Claim, ...]:
    """Say what the signatures tell of a file.

    1. Confirm each hit with `re`. `hits` are numbers in `catalogue.scanned`; in text only the rules meant for it count.
    2. Ask the file's name, and search bare versions where the name says that the file is a product's own.
    3. Decide for each product how much of it the file holds, and which version it shows.
    """
    name = path.rsplit("/", 1)[-1]
    text = kind.startswith(NOT_CODE)
    if text and not hits:
        return ()
    found: dict[str, Evidence] = {}
    _confirm(catalogue, name, text, content, hits, found)  # 1
    owners = () if text else catalogue.owners(name)
    for signature in owners:  # 2
        seen = found.setdefault(signature.product, Evidence(signature))
        _ask_name(seen, name)
    if any(not seen.versions and seen.signature in owners for seen in found.values()):
        _search_bare(catalogue, name, content, [found[it.product] for it in owners])
    own = {it.product for it in owners}
    shown = {it.product for it in owners if found[it.product].versions or found[it.product].presence}
    told: list[Claim] = []
    for product, seen in found.items():  # 3
        if not seen.absent:
            told += _told(seen, product in own, bool(shown - {product}), kind)
    return tuple(told)


def version_of(rule: Rule, match: re.Match[bytes]) -> str:
    """Put a version together: one group as it stands, several by dots; none of a pattern of versions."""
    groups = [it.decode("latin-1") for it in match.groups() if it is not None]
    if not groups:
        return rule.exact
    end = max(match.end(it) for it in range(1, match.re.groups + 1))
    if WILDCARD.match(match.string, end):
        return ""
    early = PRE_RELEASE.match(match.string, end)
    if len(groups) == 1:
        return rule.prefix + groups[0].replace("_", ".") + (early[0].decode("latin-1") if early else "")
    if early:
        return ""
    return rule.prefix + ".".join(it.lstrip("0") or "0" for it in groups)


def _confirm(
    catalogue: Catalogue, name: str, text: bool, content: Content, hits: list[Hit], found: dict[str, Evidence]
) -> None:
    done: dict[int, tuple[int, int]] = {}  # rule -> (confirmed so far, end of the last match)
    for number, end in hits:
        signature, rule = catalogue.scanned[number]
        count, last = done.get(number, (0, -1))
        if count >= MOST_CONFIRMED or end <= last or (text and not rule.text):
            continue
        if rule.files and not any(fnmatchcase(name, it) for it in rule.files):
            continue
        expression, longest = _compiled(rule.pattern)
        start = max(0, end - longest)
        window = content.read(start, longest + AFTER)
        match = next((it for it in expression.finditer(window) if start + it.end() >= end), None)
        if match is None:
            continue
        done[number] = (count + 1, start + match.end())
        seen = found.get(signature.product)
        if seen is None:
            seen = found[signature.product] = Evidence(signature)
        seen.tell(number, rule, match, start + match.start())


def _ask_name(seen: Evidence, name: str) -> None:
    for rank, rule in enumerate(seen.signature.rules):
        if rule.kind == "name" and (match := _compiled(rule.pattern)[0].fullmatch(name.encode("utf-8", "replace"))):
            seen.tell(rank, rule, match, 0)


def _search_bare(catalogue: Catalogue, name: str, content: Content, owners: list[Evidence]) -> None:
    """Search the file for the bare versions of the products whose own it is."""
    wanted: dict[bytes, list[tuple[int, Rule, Evidence]]] = {}
    for seen in owners:
        if seen.versions or (len(owners) > 1 and not seen.presence):
            continue  # a name that two products use says which only together with what stands in the file
        for rank, rule in enumerate(seen.signature.rules):
            if rule.kind == "bare" and (not rule.files or any(fnmatchcase(name, it) for it in rule.files)):
                wanted.setdefault(rule.pattern, []).append((rank, rule, seen))
    if not wanted:
        return
    for number, end in bare_scanner(catalogue.bare).scan(content.part(0, MOST_BARE)):
        pattern = catalogue.bare[number]
        if pattern in wanted:
            expression, longest = _compiled(pattern)
            start = max(0, end - longest)
            match = next(
                (it for it in expression.finditer(content.read(start, longest + AFTER)) if start + it.end() >= end),
                None,
            )
            if match is not None:
                for rank, rule, seen in wanted[pattern]:
                    seen.tell(rank, rule, match, start + match.start())


def _told(seen: Evidence, own: bool, others: bool, kind: str) -> list[Claim]:
    """Decide what is claimed. `others`: another product, whose name the file has, shows in it too."""
    signature, product = seen.signature, seen.signature.product
    presence = len(seen.presence)
    known = sum(rule.kind == "presence" for rule in signature.rules)
    if own:
        extent: Extent = "full"
    elif known and not presence and not seen.sure:
        return []  # only its name and version are mentioned: what a program was compiled against, say
    elif not signature.libraries and not others and seen.versions and (kind.startswith("ELF exec") or _raw(kind, seen)):
        extent = "full"
    elif presence >= 2 or (presence and presence == known):
        extent = "partial"
    else:
        extent = "fragment"
    versions = sorted(seen.versions.items(), key=lambda it: (it[1][0], it[1][1]))
    if own and versions:  # one file of its own has one version: that of the first rule, the others lie or are cut
        rank = versions[0][1][0]
        versions = [it for it in versions if it[1][0] == rank]
    versions = [it for it in versions if not any(other[0] != it[0] and _cut(it[0], other[0]) for other in versions)]
    if own and len(versions) > 1:  # the rule cannot tell which of them it is
        versions = []
    if versions:
        return [Claim(product, version, "", "", extent, at, quote) for version, (_, at, quote) in versions]
    if seen.bounds:
        _, at, quote = seen.bounds[-1]
        low = max((it[0].at_least for it in seen.bounds), key=_numbers)
        high = min((it[0].below for it in seen.bounds if it[0].below), key=_numbers, default="")
        return [Claim(product, "", low, high, extent, at, quote)]
    if seen.presence and (own or extent == "partial"):
        at, quote = min(seen.presence.values())
        return [Claim(product, "", "", "", extent, at, quote)]
    return []


def _raw(kind: str, seen: Evidence) -> bool:
    """Tell whether a file is a kernel, a boot loader or a firmware of one piece, and the product sure to be in it."""
    return seen.sure and not kind.startswith("ELF")


def _cut(short: str, full: str) -> bool:
    """Tell whether one version is the beginning of another: `2.6` of `2.6.14`."""
    return full.startswith(short + ".")


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(it) for it in re.findall(r"\d{1,18}", version))


@cache
def bare_scanner(patterns: tuple[bytes, ...]) -> Scanner:
    """Compile the bare versions' own database: it is small, and few files are searched with it."""
    return Scanner([Pattern(it, width(it)) for it in patterns])


@cache
def _compiled(pattern: bytes) -> tuple[re.Pattern[bytes], int]:
    return re.compile(pattern, re.DOTALL), width(pattern)
