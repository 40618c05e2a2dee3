"""Walks an image: finds containers in bytes, opens them, visits every file, and goes on into what those hold."""

import dataclasses
import errno
import hashlib
import itertools
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor

from cupel.confinement import Guard
from cupel.errors import CupelError, MachineError
from cupel.inspect.database import FIRST_MARK, marks_of, scanner
from cupel.inspect.file_type import type_of
from cupel.inspect.scan import Hit
from cupel.inspect.unpack.content import Content
from cupel.inspect.unpack.format import Damaged, Entry, Format, NotThisFormat, Volume
from cupel.inspect.unpack.limits import Budget, LimitExceeded
from cupel.inspect.unpack.regions import BROKEN, name_gap
from cupel.inspect.unpack.search import Search
from cupel.inspect.unpack.visit import BATCH_FILES, Examiner, Seen, Sink, batches, occurrence
from cupel.records.inspection import Artefact, Container, Occurrence, Region, RegionKind, merge_regions
from cupel.records.problem import Problem

AHEAD = 8
"""Batches a thread that may wait for their turn: with fewer, one large file holds all others up."""
PROBLEMS_OF_A_KIND = 20
HEADER = 4096


class Walk:
    """One walk over one image; afterwards its lists hold all that was found."""

    def __init__(
        self, budget: Budget, guard: Guard, sink: Sink | None = None, examiner: Examiner | None = None
    ) -> None:
        self.regions: list[Region] = []  # of the image's own bytes, first to last
        self.containers: list[Container] = []
        self.occurrences: list[Occurrence] = []
        self.artefacts: dict[str, Artefact] = {}
        self.problems: list[Problem] = []
        self.uncovered: dict[str, list[Region]] = {}  # artefact that holds containers -> its regions
        self._archives: set[str] = set()  # artefacts that are a container from their first byte
        self.parts: set[str] = set()  # partitions: their bytes are those of what holds them
        self.unread_files = 0
        self.unread_bytes = 0
        self.budget = budget
        self._guard = guard
        self._sink = sink
        self._examiner = examiner
        self._scanner = scanner(signatures=examiner is not None)
        self._expected = 0
        self._like: dict[tuple[str, str], int] = {}
        self._pool = ThreadPoolExecutor(guard.threads)

    def image(self, content: Content, name: str) -> tuple[str, str]:
        """Walk an image file; return its SHA-256 and its type."""
        digest = self._pool.submit(_sha256, content)
        self.regions = self._unfold(content, name, None, 0)
        sha256 = digest.result()
        for region in self.regions:
            self._examine_region(content, name, sha256, region)
        first = self.containers[0] if self.containers else None
        if first is None:
            return sha256, type_of(content)[0]
        return sha256, f"{first.format} container" if first.offset == 0 else "image of several parts"

    def _examine_region(self, content: Content, name: str, sha256: str, region: Region) -> None:
        """Have a run of bytes looked at that no container covers: a boot loader, a raw kernel."""
        if self._examiner is None or region.kind in ("opened", "structure", "padding"):
            return
        place, part = f"{name}!@0x{region.offset:x}", content.part(region.offset, region.size)
        if self.parts and _sha256(part) in self.parts:
            return  # it has been visited as what a container calls a partition, under its own name
        if self._guard.enter(place):
            found = self._examiner.visit("", sha256, region.label, part, self._scanner.scan(part))
            self._guard.leave()
            self._examiner.take(place, sha256, found)

    def folder(self, volume: Volume, name: str) -> None:
        """Walk an opened folder."""
        self._open(volume, "folder", name, 0, 0)

    @property
    def complete(self) -> bool:
        """Whether no limit ended any part of the walk."""
        return not self.budget.met

    def close(self) -> None:
        """End the walk's threads and say how many problems of a kind were left out."""
        self._pool.shutdown()
        for (locator, kind), count in self._like.items():
            if count > PROBLEMS_OF_A_KIND:
                left = count - PROBLEMS_OF_A_KIND
                self.problems.append(
                    Problem(locator, f"{left:,} more problems like the {PROBLEMS_OF_A_KIND} above: {kind}")
                )

    # --- finding containers in a content -------------------------------------------------------------------------

    def _unfold(self, content: Content, locator: str, hits: list[Hit] | None, depth: int) -> list[Region]:
        """Open every container in `content`; return its regions, in its own coordinates."""
        try:
            self.budget.check_depth(depth)
        except LimitExceeded as error:
            self._problem(locator, f"not opened: {error}")
            return [Region(0, content.size, "unknown", "not opened")]
        host = type_of(content, marks_of(hits or []))
        whole = host if host[1] == "typed" else None
        search = Search(content, hits, self._scanner, self._guard.progress)
        regions: list[Region] = []
        for start, found in search.candidates():
            volume = self._try(found, content, start, locator, search.marks)
            if volume is None:
                continue
            regions += self._gap(content, search.position, start, whole, search.marks)
            size = max(1, min(volume.size, content.size - start))
            place = f"{locator}!{found.name}@0x{start:x}"
            within = self._open(volume, found.name, place, start, depth)
            regions += [Region(start + part.offset, part.size, part.kind, part.label) for part in within] or [
                Region(start, size, "opened", found.title)
            ]
            search.position = start + size
        regions += self._gap(content, search.position, content.size, whole, search.marks)
        return merge_regions(regions)

    def _gap(
        self,
        content: Content,
        start: int,
        end: int,
        whole: tuple[str, RegionKind] | None,
        marks: list[tuple[int, str]],
    ) -> list[Region]:
        if start >= end:
            return []
        if whole is not None:
            return [Region(start, end - start, whole[1], whole[0])]
        return name_gap(content.part(start, end - start), start, marks)

    def _try(
        self, found: Format, content: Content, start: int, locator: str, marks: list[tuple[int, str]]
    ) -> Volume | None:
        place = f"{locator}!{found.name}@0x{start:x}"
        if not self._guard.enter(place):
            return None
        try:
            return found.open(content.part(start), self.budget)
        except NotThisFormat:
            return None
        except (Damaged, LimitExceeded) as error:
            self._problem(place, f"cannot be opened as {found.title}: {error}")
            marks.append((start, f"{found.title} {BROKEN}"))
            return None
        except CupelError:
            raise  # the machine's trouble is no fact about the input
        except Exception as error:  # noqa: BLE001 - hostile bytes: whatever a reader raises is a fact about them
            self._problem(place, f"cannot be opened as {found.title}: {type(error).__name__} {error}")
            return None
        finally:
            self._guard.leave()

    # --- visiting the entries of a container ---------------------------------------------------------------------

    def _open(self, volume: Volume, name: str, place: str, offset: int, depth: int) -> list[Region]:
        """Visit every entry; return regions in the volume's coordinates where it is a partition, else none."""
        number = len(self.containers)
        size = min(volume.size, volume.content.size)
        opened = Container(number, place, name, offset, size, volume.facts, 0, 0)
        self.containers.append(opened)
        files = total = 0
        within: list[tuple[int, int, list[Region]]] = []
        for entry, seen in self._visit_all(volume, place):
            self.occurrences.append(occurrence(number, entry, seen))
            if seen is None or entry.kind not in ("file", "hard link"):
                if seen is not None:
                    self._problem(f"{place}!{entry.path}", seen.problem)
                continue
            files, total = files + 1, total + entry.size
            regions = self._follow(f"{place}!{entry.path}", entry, seen, depth)
            if volume.partition and entry.extent and seen.sha256:
                self.parts.add(seen.sha256)
                within.append((*entry.extent, regions or [Region(0, seen.size, seen.reading, seen.type)]))
        self.containers[number] = dataclasses.replace(opened, files=files, bytes_out=total)
        for problem in volume.problems:
            self._problem(place, problem)
        return self._partition(volume, size, place, within, depth) if volume.partition else []

    def _list(self, volume: Volume, place: str) -> Iterator[list[Entry]]:
        """Yield the entries in runs; where the list breaks, a problem is recorded and the list ends."""
        entries, count = volume.entries(), 0
        while True:
            run: list[Entry] = []
            if not self._guard.enter(place):
                return
            try:
                run.extend(itertools.islice(entries, BATCH_FILES))
            except (Damaged, LimitExceeded) as error:
                self._problem(place, f"its list of entries breaks after {count + len(run):,}: {error}")
                entries = iter(())
            except CupelError:
                raise  # the machine's trouble is no fact about the input
            except Exception as error:  # noqa: BLE001 - hostile bytes, as above
                what = f"its list of entries breaks after {count + len(run):,}: {type(error).__name__} {error}"
                self._problem(place, what)
                entries = iter(())
            finally:
                self._guard.leave()
            if not run:
                return
            count += len(run)
            for entry in run:
                if not 0 <= entry.size < 1 << 63:
                    self._problem(f"{place}!{entry.path}", f"declares {entry.size:.3e} bytes, which cannot be")
                    entry.size = 0
            self._expected += sum(entry.size for entry in run if entry.kind == "file")
            yield run

    def _visit_all(self, volume: Volume, place: str) -> Iterator[tuple[Entry, Seen | None]]:
        """Visit the entries in the pool, a few batches ahead; yield each with what it gave, in order."""
        ahead: deque[tuple[list[Entry], Future[list[Seen | None]]]] = deque()
        for run in self._list(volume, place):
            for batch in batches(run):
                ahead.append((batch, self._pool.submit(self._visit, volume, place, batch)))
            while len(ahead) > AHEAD * self._guard.threads:
                batch, visits = ahead.popleft()
                yield from zip(batch, visits.result(), strict=True)
        for batch, visits in ahead:
            yield from zip(batch, visits.result(), strict=True)

    def _visit(self, volume: Volume, place: str, batch: list[Entry]) -> list[Seen | None]:
        seen = [self._visit_one(volume, place, entry) for entry in batch]
        self._guard.leave()
        self._guard.progress("unpacking", self.budget.bytes_out, self._expected)
        return seen

    def _visit_one(self, volume: Volume, place: str, entry: Entry) -> Seen | None:
        """Read, hash, search and type one file; None for an entry that has no bytes."""
        if entry.kind != "file" and not (entry.kind == "hard link" and entry.size):
            return Seen(problem=problem) if (problem := self._hand_over(place, entry, None)) else None
        if not self._guard.enter(f"{place}!{entry.path}"):
            return Seen(unread=True)  # its problem is recorded by the parent, which saw the child end
        problem, content = "", None
        try:
            content = volume.read(entry)
        except (Damaged, LimitExceeded) as error:
            problem, content = str(error), getattr(error, "partial", None)
        except MemoryError:
            problem = "its reader asked for more memory than allowed"
        except CupelError:
            raise  # the machine's trouble is no fact about the input
        except Exception as error:  # noqa: BLE001 - hostile bytes, as above
            problem = f"{type(error).__name__} {error}"
        if content is None:
            return Seen(problem=f"cannot be read: {problem}", unread=True)
        digest = hashlib.sha256()
        hits = self._scanner.scan(content, digest.update)
        unwritten = self._hand_over(place, entry, content)
        kind, reading = type_of(content, marks_of(hits))
        seen = Seen(digest.hexdigest(), content.size, kind, reading, hits=hits)
        seen.problem = unwritten
        if self._examiner is not None:
            seen.found = self._examiner.visit(entry.path, seen.sha256, kind, content, hits)
        if problem:
            seen.problem, seen.unread = f"only partly read: {problem}", True
        if volume.partition or any(number < FIRST_MARK for number, _ in hits):
            seen.content = content
        return seen

    def _hand_over(self, place: str, entry: Entry, content: Content | None) -> str:
        """Give an entry to the sink; return what could not be done, or nothing."""
        if self._sink is None:
            return ""
        try:
            self._sink(place, entry, content)
        except OSError as error:
            if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EIO, errno.EROFS, errno.EMFILE):
                raise MachineError(f"Extracting failed: {error.strerror}.", "Make room and extract again.") from error
            return f"not extracted: {error.strerror}"
        return ""

    def _follow(self, locator: str, entry: Entry, seen: Seen, depth: int) -> list[Region]:
        """Take down what a visit gave, and open what the file holds, once for every content."""
        if seen.problem:
            self._problem(locator, seen.problem)
        if seen.unread:
            self.unread_files += 1
            self.unread_bytes += entry.size
        if not seen.sha256:
            return []
        known = seen.sha256 in self.artefacts
        if not known:
            self.artefacts[seen.sha256] = Artefact(seen.sha256, seen.size, seen.type, seen.reading)
        if seen.content is None or known:
            self._take(locator, seen)
            return self.uncovered.get(seen.sha256, []) if seen.content is not None else []
        before = len(self.containers)
        regions = self._unfold(seen.content, locator, seen.hits, depth + 1)
        content, seen.content = seen.content, None
        if len(self.containers) > before:
            first = self.containers[before]
            kind = f"{first.format} container" if first.offset == 0 else seen.type
            if seen.reading in ("unknown", "opaque") and first.offset:
                kind = "data around containers"
            rest = tuple(region for region in regions if region.kind in ("unknown", "opaque"))
            self.artefacts[seen.sha256] = Artefact(seen.sha256, seen.size, kind, "opened", rest)
            self.uncovered[seen.sha256] = regions
            if not first.offset:
                self._archives.add(seen.sha256)
        self._take(locator, seen)
        if seen.sha256 in self._archives:
            for region in regions:
                self._examine_region(content, locator, seen.sha256, region)
        return regions

    def _take(self, locator: str, seen: Seen) -> None:
        """Tell the examiner where a file is. What an archive's own bytes say, the files in it say better."""
        if self._examiner is not None:
            self._examiner.take(locator, seen.sha256, () if seen.sha256 in self._archives else seen.found)

    def _partition(
        self, volume: Volume, size: int, place: str, within: list[tuple[int, int, list[Region]]], depth: int
    ) -> list[Region]:
        """Lay the regions of a volume's parts end to end, and search what lies between the parts."""
        regions: list[Region] = []
        position = 0
        for start, length, parts in sorted(within, key=lambda part: part[0]):
            length = min(length, size - start)
            if start < position or length <= 0:  # parts that overlap: the first one counts
                continue
            regions += self._between(volume, position, start, place, depth)
            inside = [part for part in parts if part.offset < length]
            regions += [Region(start + p.offset, min(p.size, length - p.offset), p.kind, p.label) for p in inside]
            position = start + length
        return regions + self._between(volume, position, size, place, depth)

    def _between(self, volume: Volume, start: int, end: int, place: str, depth: int) -> list[Region]:
        if start >= end:
            return []
        if start == 0 or end - start < HEADER:
            return [
                Region(
                    start,
                    end - start,
                    "structure",
                    f"{place.rsplit('!', 1)[-1].split('@', maxsplit=1)[0]} header",
                )
            ]
        found = self._unfold(volume.content.part(start, end - start), f"{place}!@0x{start:x}", None, depth + 1)
        return [Region(start + part.offset, part.size, part.kind, part.label) for part in found]

    def _problem(self, locator: str, what: str) -> None:
        """Record a problem; of many alike in one container only the first are written out."""
        container = locator.rsplit("!", 1)[0]
        kind = "".join(letter for letter in what.split("0x", maxsplit=1)[0] if not letter.isdigit())[:60]
        count = self._like[container, kind] = self._like.get((container, kind), 0) + 1
        if count <= PROBLEMS_OF_A_KIND:
            self.problems.append(Problem(locator, what))


def _sha256(content: Content) -> str:
    digest = hashlib.sha256()
    for offset in range(0, content.size, 1 << 20):
        digest.update(content.read(offset, 1 << 20))
    return digest.hexdigest()
