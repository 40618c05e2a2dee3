"""Turns components into figures: what the question, the terminal and the page show of them."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from cupel.inspect.age import NO_TIMES, Age, Times, age_of
from cupel.inspect.describe import counted
from cupel.inspect.identify.merge import EXTENTS, written
from cupel.records.build import Certificate
from cupel.records.component import Component
from cupel.records.figure import Cell, Quantity, Table
from cupel.records.inspection import Inspection

MOST_FILES = 3
LISTS = ("opkg", "dpkg", "rpm", "apk", "ipk")
"""Sources that are an image's own list of packages."""
YEAR = 10
"""Characters of a date."""


def counts(components: Sequence[Component]) -> list[Quantity]:
    """Count the components by how sharply their version is known."""
    total = len(components)
    exact = sum(bool(it.versions.exact) for it in components)
    ranged = sum(bool(not it.versions.exact and written(it.versions)) for it in components)
    return [
        Quantity("have an exact version", exact, "components", total),
        Quantity("have a range of versions", ranged, "components", total),
        Quantity("are known by name only", total - exact - ranged, "components", total),
    ]


def referred(components: Sequence[Component]) -> Table:
    """List what the files only refer to: compilers, and libraries that are asked for but were not seen."""
    rows = tuple((it.title, version(it), ", ".join(sources(it))) for it in components if not it.held)
    return Table("Referred to, but not seen in the image", ("software", "version", "told by"), rows)


def held(components: Sequence[Component]) -> list[Component]:
    """Return the components that the image holds, or that a list in it names."""
    return [it for it in components if it.held]


def table(components: Sequence[Component], as_of: str, times: Mapping[str, Times]) -> Table:
    """List every component: version, what says so, copies, age, end of support."""
    rows: list[tuple[Cell, ...]] = []
    for it in sorted(components, key=lambda it: not it.copies):  # what the files show before what is only listed
        age = age_of(it, as_of, times.get(it.id, NO_TIMES))
        rows.append((it.title, version(it), copies(it), released(age), support(age), told_by(it)))
    columns = ("component", "version", "copies", "released", "upstream support", "told by")
    return Table(
        "Components", columns, tuple(rows), "Package revisions, files and quotes stand in the JSON, with their places."
    )


def version(component: Component) -> str:
    """Write a component's upstream version or range; where neither is known, its packages' version."""
    packaged = f"package {component.package_version}" if component.package_version else "unknown"
    return written(component.versions) or packaged


def sources(component: Component) -> list[str]:
    """Name the sources that speak of a component, most sightings first."""
    count = Counter(it.source for it in component.sightings)
    return [name.replace("_", " ") for name, _ in count.most_common()]


def told_by(component: Component) -> str:
    """Name the source with most sightings, and how many more there are."""
    first, *more = sources(component)
    return first + (f" and {len(more)} more" if more else "")


def copies(component: Component) -> str:
    """Write how many files hold a component, by extent; names of one file count once each."""
    count: Counter[str] = Counter()
    for it in component.copies:
        count[it.extent] += it.occurrences
    return ", ".join(f"{count[extent]} {extent}" for extent in EXTENTS if count[extent]) or "listed only"


def released(age: Age) -> str:
    """Write a release date with the age, if any of it is known."""
    years = f", {age.years:.1f} years" if age.years is not None else ""
    return f"{age.released}{years}"


def support(age: Age) -> str:
    """Write the end of support."""
    if not age.support_ends:
        return ""
    return f"{'ended' if age.ended else 'until'} {age.support_ends}" if age.ended is not None else age.support_ends


def census(components: Sequence[Component]) -> Table:
    """Count the copies of each product of which the image holds more than one file or more than one version."""
    by_product: dict[str, list[Component]] = defaultdict(list)
    for it in components:
        if it.copies:
            by_product[it.product].append(it)
    rows: list[tuple[Cell, ...]] = []
    for versions in by_product.values():
        count: Counter[str] = Counter()
        for it in versions:
            for copy in it.copies:
                count[copy.extent] += copy.occurrences
        if sum(count.values()) > 1:
            names = ", ".join(written(it.versions) or "unknown" for it in versions)
            rows.append((versions[0].title, len(versions), *(count[extent] for extent in EXTENTS), names))
    rows.sort(key=lambda row: (-int(row[1]), -sum(int(n) for n in row[2:5]), str(row[0])))
    return Table(
        "Copies of the same product", ("product", "versions", *EXTENTS, "which"), tuple(rows),
        "full: a file of the product itself; partial: other code that holds a good part of it; fragment: traces.",
    )  # fmt: skip


def disagreements(components: Sequence[Component]) -> Table:
    """List where sightings contradict each other."""
    rows = list(dict.fromkeys((it.title, line) for it in components for line in it.conflicts))
    return Table("Where the evidence disagrees", ("component", "what"), tuple(rows))


def beside_the_list(components: Sequence[Component]) -> Table:
    """Set what the image's own package list names beside what its files show."""
    listed = {it.id for it in components if any(one.source in LISTS for one in it.sightings)}
    shown = {it.id for it in components if it.copies}
    if not listed:
        return Table("The image's package list beside its files", (), ())
    rows = (
        ("in the list and in the files", len(listed & shown)),
        ("in the list only", len(listed - shown)),
        ("in the files only", len(shown - listed)),
    )
    return Table("The image's package list beside its files", ("where", "components"), rows)


def certificates(inspection: Inspection, as_of: str) -> Table:
    """Sum up the certificates: how many, and how many had expired by the date."""
    found: tuple[Certificate, ...] = inspection.build.certificates
    if not found:
        return Table("Certificates", (), ())
    own = {it.sha256: it for it in found}
    rows: list[tuple[Cell, ...]] = [("distinct certificates", len(own))]
    if as_of:
        rows.append((f"expired by {as_of}", sum(it.not_after[:YEAR] < as_of for it in own.values())))
    rows.append(("self-signed", sum(it.self_signed for it in own.values())))
    oldest = min(it.not_before for it in own.values())[:YEAR]
    return Table("Certificates", ("what", "number"), tuple(rows), f"The oldest holds from {oldest}.")


def sentence(components: Sequence[Component]) -> str:
    """Say in one sentence what the components are."""
    exact, ranged, named = counts(components)
    several = sum(int(row[1]) > 1 for row in census(components).rows)
    words = f"{counted(len(components), 'component')}: {exact.value:,} with an exact version, {ranged.value:,} with a "
    words += f"range, {named.value:,} by name only"
    return words + (f"; {counted(several, 'product')} in more than one version" if several else "") + "."
