"""Vendor images: what their README says of accounts and keys is found, and none of its traps is fallen into."""

from collections.abc import Callable
from pathlib import Path

from cupel.inspect.inspection import inspect

Find = Callable[[str], Path]


def _found(path: Path) -> list[tuple[str, str, str, str]]:
    return [(it.rule, it.path, it.subject, it.tier) for it in inspect(path).findings]


def test_a_hash_that_is_a_published_default_and_a_script_that_writes_an_account(real_image: Find) -> None:
    findings = inspect(real_image("netcore-nc935-1.0.32180.squashfs")).findings
    root = next(it for it in findings if it.rule == "fixed-password" and it.path == "/etc/passwd")
    assert (root.subject, root.tier, root.facts["matches_list"]) == (
        "root",
        "present",
        True,
    )  # its login names another file
    written = next(it for it in findings if it.path == "/bin/generate_passwd.sh")
    assert (written.rule, written.subject, written.facts["how"]) == ("writes-fixed-password", "netcore", "clear text")
    assert written.facts["uid"] == 0


def test_an_empty_password_and_a_login_key_but_no_empty_host_key(real_image: Find) -> None:
    found = _found(real_image("technicolor-AGTEF_1.0.0_004_closed.tar.xz"))
    assert ("empty-password", "/etc/shadow", "root", "configured") in found
    assert [it[:2] for it in found if it[0] == "authorized-key"] == [
        ("authorized-key", "/etc/dropbear/authorized_keys")
    ]
    assert not [it for it in found if "host_key" in it[1]]


def test_a_locked_root_is_no_empty_password(real_image: Find) -> None:
    findings = inspect(real_image("technicolor-17.2.0214_FW_219_DGA4131.tar.xz")).findings
    assert not [it for it in findings if it.rule == "empty-password"]
    keys = [it for it in findings if it.rule == "authorized-key"]
    assert len(keys) == 2
    assert {facet.answer for it in keys for facet in it.facets if facet.name == "active by default"} <= {
        "no",
        "unknown",
    }


def test_shipped_private_keys(real_image: Find) -> None:
    found = _found(real_image("huawei-hn8145xr.tar.xz"))
    keys = {path for rule, path, _, _ in found if rule.startswith("private-key")}
    assert {"/etc/wap/prvt.key", "/etc/wap/plugprvt.key"} <= keys
    assert not [it for it in found if it[0] == "empty-password" and it[1] != "/etc/shadow"]
