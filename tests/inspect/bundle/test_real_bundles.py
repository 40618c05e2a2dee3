"""Each byte that a real image's findings quote is found again in that image, and SARIF of them keeps its schema."""

import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.inspect.bundle.test_sarif import sarif

from cupel.inspect.bundle.making import Asked, make_bundle
from cupel.inspect.bundle.verification import verify
from cupel.inspect.detect.registry import DETECTORS
from cupel.inspect.inspection import inspect
from cupel.records.bundle import Disclosure
from cupel.records.equipment import Equipment

IMAGES = (
    "netcore-nc935-1.0.32180.squashfs",
    "netcore-fileid361.bin",
    "huawei-hg8145v5-total.hwnp",
    "tplink-mr3020v1-3.17.2.bin",
)


@pytest.mark.skipif(not DETECTORS, reason="no detector is there whose findings could be bundled")
@pytest.mark.parametrize("name", IMAGES)
def test_a_bundle_of_a_real_image_is_verified(real_image: Callable[[str], Path], tmp_path: Path, name: str) -> None:
    path = real_image(name)
    item, found = Equipment("one", path), inspect(path)
    assert found.findings
    disclosure = Disclosure("A. Person", "2026-11-25T00:00:00+00:00")
    for asked in (Asked("public"), Asked("vendor", "", disclosure)):
        (tmp_path / "b.zip").write_bytes(make_bundle(item, found, asked)[1])
        checked = verify(tmp_path / "b.zip", path)
        assert checked.problems == ()
        assert [it.id for it in checked.findings] == [it.id for it in found.findings]
        assert {it.state for it in checked.findings} <= {"verified", "consistent"}
        assert "verified" in {it.state for it in checked.findings}
    run = sarif((item, found))
    assert len(run["results"]) == len(found.findings)
    assert run["artifacts"][0]["hashes"]["sha-256"] == hashlib.sha256(path.read_bytes()).hexdigest()
