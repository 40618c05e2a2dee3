"""What several tests stand on."""

from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SHARED_IMAGES = ROOT.parent / "shared" / "images"
CASES = Path(__file__).parent / "cases" / "format"


@pytest.fixture(autouse=True)
def _own_cache(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep cache and data of a test run apart from the person's own, and the same for all its tests."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.getbasetemp() / "cache"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path_factory.getbasetemp() / "data"))


@pytest.fixture
def real_image() -> object:
    """Give the path of a vendor image, or skip the test, saying why."""

    def find(name: str) -> Path:
        path = SHARED_IMAGES / name
        if not path.exists():
            pytest.skip(
                f"the vendor image {name} is not on this machine (its maker's copyright keeps it out of the project)"
            )
        return path

    return find
