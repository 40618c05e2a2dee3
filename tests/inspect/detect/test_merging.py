"""What two root file systems of one image show alike is one finding, with both places."""

from pathlib import Path

from made_image import examined


def test_the_same_account_in_two_roots_is_one_finding_with_both_places(tmp_path: Path) -> None:
    files = {f"{root}/etc/passwd": "root::0:0:root:/root:/bin/sh\n" for root in ("rootfs_1", "rootfs_2")}
    files |= {f"{root}/bin/sh": "#!/bin/true\n" for root in ("rootfs_1", "rootfs_2")}
    found = [it for it in examined(tmp_path, files).findings if it.rule == "empty-password"]
    assert len({it.id for it in found}) == len(found)
    told = " ".join(place.locator for it in found for place in it.evidence)
    assert "rootfs_1/" in told
    assert "rootfs_2/" in told
