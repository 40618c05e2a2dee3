"""Finds files by the paths that the equipment uses: an inspection goes in; roots, links and programs come out."""

import posixpath
from collections import defaultdict
from collections.abc import Iterable
from fnmatch import fnmatchcase

from cupel.records.inspection import Inspection, Occurrence

TOPS = frozenset(
    {"bin", "sbin", "usr", "etc", "lib", "lib64", "opt", "var", "home", "root", "www", "web", "tmp", "mnt"}
)
"""Folders that lie at the top of a root file system."""
SEARCH = ("bin", "sbin", "usr/bin", "usr/sbin", "usr/local/bin", "usr/local/sbin", "opt/bin", "lib", "usr/lib")
MOST_LINKS = 40
MOST_ROOTS = 20
"""Other root file systems in which a program is looked for."""

Root = tuple[int, str]
"""A root file system: number of its container, and the folder in it that is the root (empty: the container's own)."""


class Files:
    """Every name of an inspection, by root and path."""

    def __init__(self, inspection: Inspection) -> None:
        self._names: dict[Root, dict[str, Occurrence]] = defaultdict(dict)
        self._by_locator: dict[str, tuple[Root, str]] = {}
        self._folders: dict[tuple[Root, str], list[str]] = defaultdict(list)
        self._by_name: dict[tuple[Root, str], list[str]] = defaultdict(list)
        self._scripts = {it.sha256 for it in inspection.artefacts if it.type.startswith("script")}
        places = {container.number: container.locator for container in inspection.containers}
        for seen in inspection.occurrences:
            place = places.get(seen.container, inspection.name)
            self._by_locator[f"{place}!{seen.path}"] = root, path = self._split(seen.container, seen.path)
            self._names[root][path] = seen
            folder, _, name = path.rpartition("/")
            self._folders[root, folder].append(path)
            self._by_name[root, name].append(path)
        self._programs: dict[tuple[Root, str], tuple[Root, str, Occurrence] | None] = {}
        self._first: dict[tuple[Root, str], str] = {}
        self._bootable = [root for root in self._names if any((root, folder) in self._folders for folder in SEARCH[:4])]

    @staticmethod
    def _split(container: int, path: str) -> tuple[Root, str]:
        parts = [part for part in path.split("/") if part not in ("", ".")]
        top = next((at for at, part in enumerate(parts) if part in TOPS), 0)
        return (container, "/".join(parts[:top])), "/".join(parts[top:])

    def place(self, locator: str) -> tuple[Root, str] | None:
        """Return root and path of the file that a locator points into; None where it is no file of the image."""
        found = self._by_locator.get(locator)
        while found is None and locator:
            locator, _, cut = locator.rpartition(":")
            if not cut.isdigit():
                return None
            found = self._by_locator.get(locator)
        return found

    def is_script(self, seen: Occurrence) -> bool:
        """Tell whether a file begins as a script does."""
        return seen.sha256 in self._scripts

    def lay_over(self, name: str, paths: Iterable[str]) -> None:
        """Let the files of a deployed configuration count as files of the first root file system that has programs."""
        root = next(iter(self._bootable), None)
        if root is not None:
            self._by_locator |= {f"{name}!{path}": (root, path) for path in paths}

    @property
    def roots(self) -> tuple[Root, ...]:
        """Every root, in the order of the image."""
        return tuple(self._names)

    def resolve(self, root: Root, path: str) -> tuple[str, Occurrence] | None:
        """Follow links, of folders too, within the root; None where nothing is there, or links run in a circle."""
        names = self._names.get(root, {})
        todo, done, links = [part for part in path.split("/") if part not in ("", ".")], list[str](), 0
        while todo:
            part = todo.pop(0)
            if part == "..":
                del done[-1:]
                continue
            here = "/".join([*done, part])
            seen = names.get(here)
            if seen is not None and seen.kind == "link":
                links += 1
                if links > MOST_LINKS:
                    return None
                if seen.target.startswith("/"):
                    done = []
                todo = [p for p in seen.target.split("/") if p not in ("", ".")] + todo
                continue
            done.append(part)
        found = "/".join(done)
        seen = names.get(found)
        return (found, seen) if seen is not None else None

    def program(self, root: Root, name: str) -> tuple[Root, str, Occurrence] | None:
        """Find a program by its path, or by its name in the folders of programs; in its own root first."""
        if (root, name) not in self._programs:
            self._programs[root, name] = self._program(root, name)
        return self._programs[root, name]

    def _program(self, root: Root, name: str) -> tuple[Root, str, Occurrence] | None:
        for where in (root, *(it for it in self._bootable[:MOST_ROOTS] if it != root)):
            for path in [name] if name.startswith("/") else [f"{folder}/{name}" for folder in SEARCH]:
                found = self.resolve(where, path)
                if found and found[1].kind in ("file", "hard link"):
                    return where, *found
        return None

    def matching(self, root: Root, pattern: str) -> list[str]:
        """Return the paths in one folder that match a shell pattern, `/etc/init.d/S??*`."""
        folder = posixpath.dirname(pattern.strip("/"))
        return sorted(path for path in self._folders.get((root, folder), ()) if fnmatchcase("/" + path, pattern))

    def links(self, root: Root) -> list[tuple[str, str]]:
        """Return (path, path that it leads to) of every link of a root that leads to something in it."""
        found = []
        for path, seen in self._names.get(root, {}).items():
            if seen.kind == "link":
                resolved = self.resolve(root, path)
                if resolved:
                    found.append((path, resolved[0]))
        return found

    def named(self, root: Root, name: str) -> list[tuple[str, Occurrence]]:
        """Return every file or link of a root with a base name."""
        return [(path, self._names[root][path]) for path in self._by_name.get((root, name), ())]

    def program_path(self, root: Root, name: str) -> str:
        """Return the path of a program in a root's folders of programs; empty where it is not there."""
        for folder in SEARCH:
            found = self.resolve(root, f"{folder}/{name}")
            if found and found[1].kind in ("file", "hard link"):
                return f"{folder}/{name}"
        return ""

    def first(self, root: Root, pattern: str) -> str:
        """Return the first path of a root that matches a shell pattern; empty where none does."""
        if (root, pattern) not in self._first:
            found = next((path for path in self._names.get(root, {}) if fnmatchcase(path, pattern)), "")
            self._first[root, pattern] = found
        return self._first[root, pattern]
