"""Large images with a truth file beside each, where IMAGES_DIR names a folder with them."""

import json
import os
from pathlib import Path

import pytest

from cupel.inspect.inspection import inspect

FOLDER = Path(os.environ.get("IMAGES_DIR", "/nonexistent")) / "images"
READ_BY_NOW = (".squashfs", ".trx", ".itb", ".bin", ".cpio.gz", ".zip")
IMAGES = sorted(path for path in FOLDER.glob("*") if path.name.endswith(READ_BY_NOW)) if FOLDER.is_dir() else []


@pytest.mark.skipif(
    not IMAGES, reason="IMAGES_DIR names no folder with generated images (1.4 GB; not part of the project)"
)
def test_every_file_comes_out_with_the_hash_that_the_truth_names() -> None:
    for image in IMAGES:
        truth = json.loads(image.with_name(image.name + ".truth.json").read_text())["sha256"]
        found = inspect(image)
        by_path: dict[str, set[str]] = {}
        for seen in found.occurrences:
            by_path.setdefault(seen.path, set()).add(seen.sha256)
        wrong = [path for path, sha256 in truth.items() if sha256 not in by_path.get(path, set())]
        assert (image.name, wrong, found.problems) == (image.name, [], ())
