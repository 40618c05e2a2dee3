"""Each detector finds in its golden cases what they say, no more and no less; and each has a hit and a near miss."""

from pathlib import Path

import pytest

from cupel.inspect.detect.registry import DETECTORS
from made_image import examined, read_case

CASES = Path(__file__).parents[2] / "cases" / "detector"
FOLDERS = {name: CASES / name.replace("/", "-") for name, _ in DETECTORS}
FILES = [(name, file) for name, folder in FOLDERS.items() for file in sorted(folder.glob("*.toml"))]


@pytest.mark.parametrize(("detector", "file"), FILES, ids=[f"{file.parent.name}-{file.stem}" for _, file in FILES])
def test_golden_case(detector: str, file: Path, tmp_path: Path) -> None:
    case = read_case(file)
    inspection = examined(tmp_path, case["files"], **case.get("options", {}))
    found = [it for it in inspection.findings if it.detector == detector]
    said = [(it.rule, it.path, it.subject, it.tier) for it in found]
    wanted = [(it["rule"], it["path"], it["subject"], it["tier"]) for it in case.get("finding", ())]
    assert sorted(said) == sorted(wanted)
    assert file.stem.startswith("hit") == bool(wanted)
    for finding in found:
        assert finding.evidence
        assert len(finding.id.rpartition("-")[2]) == 8


@pytest.mark.parametrize("detector", FOLDERS)
def test_every_detector_has_a_hit_and_a_near_miss(detector: str) -> None:
    stems = {file.stem.rstrip("0123456789").split("-")[0] for file in FOLDERS[detector].glob("*.toml")}
    assert stems == {"hit", "clean"}


def test_every_folder_of_cases_has_its_detector() -> None:
    assert {folder.name for folder in CASES.iterdir() if folder.is_dir()} <= {it.name for it in FOLDERS.values()}


def test_ids_and_mark_names_are_unique() -> None:
    marks = [name for _, detector in DETECTORS for _, name in detector.marks]
    assert len(marks) == len(set(marks))
    assert len({name for name, _ in DETECTORS}) == len(DETECTORS)
