"""What two root file systems of one image show alike is one finding, with both places."""

from pathlib import Path

import pytest

from made_image import examined


@pytest.mark.parametrize("more", ["", "daemon:*:1:1::/:/bin/false\n"])
def test_the_same_account_in_two_roots_is_one_finding_with_both_places(tmp_path: Path, more: str) -> None:
    text = "root::0:0:root:/root:/bin/sh\n"
    files = {"rootfs_1/etc/passwd": text, "rootfs_2/etc/passwd": text + more}
    files |= {f"{root}/bin/sh": "#!/bin/true\n" for root in ("rootfs_1", "rootfs_2")}
    (found,) = [it for it in examined(tmp_path, files).findings if it.rule == "empty-password"]
    told = " ".join([*found.places, *(place.locator for place in found.evidence)])
    assert "rootfs_1/" in told
    assert "rootfs_2/" in told
