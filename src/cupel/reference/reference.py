"""Answers from reference data: products go in; what each feed says of them, and how good it is, comes out."""

import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from types import TracebackType

import msgspec

from cupel.errors import InputError
from cupel.records.advisory import Advisory, Feed, Refusal, SupportEnd
from cupel.reference.cpe import key
from cupel.reference.embedded import Embedded, embedded
from cupel.reference.store import connect, default_path

Product = str | tuple[str, str]
"""`vendor:product` of a CPE name; (type of a package URL, package); or the name that upstream gives it."""

SELECT = """SELECT a.id, a.head, f.entries, (SELECT probability FROM probability WHERE id = a.id LIMIT 1)
FROM affected f JOIN advisory a ON a.number = f.advisory WHERE """
BY_PRODUCT = "f.product = ? AND f.ecosystem = ?"
BY_NAME = "f.name = ? AND f.ecosystem = '' AND f.name <> f.product"


class Reference:
    """The reference data that is held, and what cupel ships. Open it, ask, close it; it reads no clock."""

    def __init__(self, database: sqlite3.Connection | None, shipped: Embedded) -> None:
        self._database = database
        self._shipped = shipped
        self._decode = msgspec.json.Decoder(Advisory).decode

    @classmethod
    def open(cls, path: Path | None = None) -> "Reference":
        """Open what is held at `path`, or at its usual place; where nothing is, what cupel ships answers alone.

        Raises InputError where the file is no reference data, or where a `path` that was given is not there.
        """
        if path is not None and not path.exists():
            raise InputError(
                f"{path}: there is no reference data.",
                "Check the path, or leave it out: the usual place is asked then.",
            )
        path = path or default_path()
        return cls(connect(path) if path.exists() else None, embedded())

    def __enter__(self) -> "Reference":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the file."""
        if self._database is not None:
            self._database.close()

    def about(self, products: Iterable[Product]) -> dict[Product, tuple[Advisory, ...]]:
        """Return what each feed says of each product, by identifier and feed; a product without advisories has none.

        `affected` of each holds only the entries about the product that was asked for. A name without a vendor finds
        every vendor's product of that name: whether it is the same software, the entries' own names must tell. Days of
        the known-exploited list and probabilities of EPSS are joined in, whichever feed the advisory is of.
        """
        found = {}
        for product in dict.fromkeys(products):
            told = [*self._held(product), *self._from_shipped(product)]
            found[product] = tuple(sorted(told, key=lambda it: (it.id, it.source, it.aliases)))
        return found

    def _held(self, product: Product) -> Iterator[Advisory]:
        ecosystem, name, by_name = _looked_up(product)
        questions = [(BY_PRODUCT, (name, ecosystem)), *([(BY_NAME, (name,))] if by_name else [])]
        for where, values in questions if self._database is not None else ():
            assert self._database is not None
            for cve, head, entries, probability in self._database.execute(SELECT + where, values):
                # one document of its parts is read in one pass; of a member that stands twice, the last counts
                more = b"" if probability is None else b',"exploit_probability":%r' % probability
                if since := self._exploited.get(cve):
                    more += b',"exploited_since":"%s"' % since.encode()
                yield self._decode(b'%s,"affected":%s%s}' % (head[:-1], entries, more))

    @cached_property
    def _exploited(self) -> dict[str, str]:
        """Return since when each vulnerability is known to be exploited; a list of some thousands."""
        assert self._database is not None
        return dict(self._database.execute("SELECT id, min(since) FROM exploited GROUP BY id"))

    def _from_shipped(self, product: Product) -> Iterator[Advisory]:
        for advisory in self._shipped.about(*_looked_up(product)):
            since, probability = self._joined(advisory.id)
            yield replace(
                advisory,
                exploited_since=since or advisory.exploited_since,
                exploit_probability=advisory.exploit_probability if probability is None else probability,
            )

    def _joined(self, cve: str) -> tuple[str | None, float | None]:
        if self._database is None:
            return None, None
        rows = self._database.execute("SELECT probability FROM probability WHERE id = ? LIMIT 1", (cve,)).fetchall()
        return self._exploited.get(cve), rows[0][0] if rows else None

    def support_ends(self, product: str) -> tuple[SupportEnd, ...]:
        """Return the release lines of a product, by its name, an alias, `vendor:product` or a package URL."""
        held: list[SupportEnd] = []
        if self._database is not None:
            rows = self._database.execute(
                "SELECT s.ends FROM support_name n JOIN support s ON s.number = n.support"
                " WHERE n.name = ? ORDER BY s.feed",
                (key(product),),
            )
            held = [it for (ends,) in rows for it in msgspec.json.decode(ends, type=tuple[SupportEnd, ...])]
        return (*held, *self._shipped.support_ends(product))

    def released(self, product: str, version: str) -> str:
        """Return the day on which upstream released a version, as cupel ships it; empty where it is not known."""
        return self._shipped.released(product, version)

    def feeds(self) -> tuple[Feed, ...]:
        """Return every feed that answers here: how old it is, and how complete. Its `records` are what it holds."""
        shipped = self._shipped.feed()
        return (*self._feeds_held(), *([shipped] if shipped else []))

    def _feeds_held(self) -> Iterator[Feed]:
        if self._database is None:
            return
        ask = self._database.execute
        rows = ask(
            "SELECT feed, max(dated), max(imported), count(*), sum(read), sum(refused), sum(missing)"
            " FROM import GROUP BY feed ORDER BY feed"
        ).fetchall()
        for name, dated, imported, files, read, refused, missing in rows:
            # pages of one series state the same total, each: together they should have as many records
            pages = ask(
                "SELECT sum(max(0, total - there)) FROM (SELECT series AS total, sum(read) AS there FROM import"
                " WHERE feed = ? AND series > 0 GROUP BY series)",
                (name,),
            ).fetchone()[0]
            last = ask("SELECT origin FROM import WHERE feed = ? ORDER BY number DESC LIMIT 1", (name,)).fetchone()[0]
            origin = last if files == 1 else f"{files} files, the last of them {last}"
            held = sum(
                ask(f"SELECT count(*) FROM {table} WHERE feed = ?", (name,)).fetchone()[0]  # noqa: S608 - names of our own tables
                for table in ("advisory", "exploited", "probability", "support")
            )
            yield Feed(name, dated, imported, origin, held, read, refused, missing + (pages or 0))

    def refusals(self, feed: str) -> tuple[Refusal, ...]:
        """Return the records of a feed that could not be used, with the reason: at most 10,000 of each file."""
        if self._database is None:
            return ()
        rows = self._database.execute(
            "SELECT feed, record, why, origin FROM refusal WHERE feed = ? ORDER BY origin, record", (feed,)
        )
        return tuple(Refusal(*row) for row in rows)


def _looked_up(product: Product) -> tuple[str, str, bool]:
    """Return the ecosystem, the product's key in it, and whether it is a name without a vendor."""
    if isinstance(product, tuple):
        return product[0], product[1].lower(), False
    name = key(product)
    return "", name, ":" not in name
