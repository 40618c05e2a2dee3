"""Pages and scripts of real equipment that look like what the web detectors search for, and are not."""

from collections.abc import Callable
from pathlib import Path

import pytest

from cupel.inspect.inspection import inspect


@pytest.mark.parametrize("name", ["netcore-nc935-1.0.32180.squashfs", "dlink-dir880l-1.07wwb08.tar.xz"])
def test_templates_and_hidden_fields_are_no_way_in(name: str, real_image: Callable[[str], Path]) -> None:
    found = inspect(real_image(name), threads=1)
    assert [it.title for it in found.findings if it.detector == "access/web_shells"] == []
    assert not [it for it in found.problems if "web_shells" in it.what or "request data" in it.what]
