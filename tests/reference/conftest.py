"""Reference data that a test fills and asks."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from cupel.reference.embedded import Embedded
from cupel.reference.reference import Reference
from cupel.reference.store import Store, connect


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    made = Store(tmp_path / "data/reference.sqlite")
    yield made
    made.close()


@pytest.fixture
def ask(store: Store, tmp_path: Path) -> Iterator[Callable[[], Reference]]:
    """Open what the store holds, with nothing shipped beside it."""
    opened: list[Reference] = []

    def reference() -> Reference:
        opened.append(Reference(connect(store.path), Embedded(tmp_path / "nothing")))
        return opened[-1]

    yield reference
    for it in opened:
        it.close()
