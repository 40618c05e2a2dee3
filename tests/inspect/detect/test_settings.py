"""Configurations that let somebody in: what golden cases cannot hold, hostile bytes, and vendor images' known facts."""

import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cupel.inspect.detect.access import (
    boot_environment,
    login_settings,
    open_services,
    preloaded_libraries,
    privilege_rules,
    trusted_hosts,
)
from cupel.inspect.detect.settings.lines import MOST_LINES, Line, lines_of
from cupel.inspect.identify.source import Visited
from cupel.inspect.inspection import inspect
from cupel.inspect.sign import Sign
from cupel.inspect.unpack.content import BytesContent
from cupel.records.finding import Finding
from cupel.records.problem import Problem
from made_image import examined

SERVER = Path(__file__).parents[2] / "cases/detector/access-unlaunched_servers/server.elf"
VARIABLES = (
    b"bootargs=console=ttyS0 init=/bin/sh\0bootcmd=run net; bootm\0net=tftp 80000 x\0bootdelay=3\0baudrate=9600\0\0"
)
READ = (
    (login_settings.DETECTOR, "etc/pam.d/sshd"),
    (login_settings.DETECTOR, "etc/pam.conf"),
    (trusted_hosts.DETECTOR, "etc/hosts.equiv"),
    (privilege_rules.DETECTOR, "etc/sudoers"),
    (privilege_rules.DETECTOR, "etc/doas.conf"),
    (privilege_rules.DETECTOR, "etc/group"),
    (preloaded_libraries.DETECTOR, "etc/ld.so.preload"),
    (preloaded_libraries.DETECTOR, "etc/profile"),
    (open_services.DETECTOR, "etc/exports"),
    (open_services.DETECTOR, "etc/proftpd.conf"),
    (boot_environment.DETECTOR, "boot/uEnv.txt"),
)
WORDS = st.sampled_from(
    ["auth sufficient ", "auth required ", "@include ", "pam_permit.so", "pam_unix.so nullok", "+", "@", "ALL",
     "NOPASSWD:", "=", "Defaults", "!authenticate", "permit nopass ", "{", "}", "/", "*(rw)", "(", "[", "<Limit ALL>",
     "<Anonymous a>", "</Anonymous>", "AllowAll", "LD_PRELOAD=", "/lib/x.so", "init=/bin/sh", "bootcmd=", "run a;",
     "tftp", ":", ",", "#", "\\", '"', "'"]
)  # fmt: skip
TEXTS = st.lists(st.one_of(WORDS, st.sampled_from([" ", "\n", "\0", "\t"])), max_size=80).map("".join)


def visited(path: str, data: bytes, kind: str = "text", **marks: int) -> Visited:
    """Return a file during its visit."""
    return Visited(
        path, "0" * 64, kind, BytesContent(data), (), {key.replace("_", " "): at for key, at in marks.items()}
    )


def block(order: str, size: int = 0x1000, head: bytes = b"") -> bytes:
    """Return a saved block of boot variables, with its CRC-32 in a byte order."""
    body = VARIABLES.ljust(size - 4 - len(head), b"\xff")
    return zlib.crc32(body).to_bytes(4, order) + head + body  # type: ignore[arg-type]


def of(found: tuple[Finding, ...], detector: str) -> dict[str, Finding]:
    """Return the findings of a detector by rule."""
    return {it.rule: it for it in found if it.detector == f"access/{detector}"}


@pytest.mark.parametrize(
    "data",
    [block("little"), block("big"), block("little", 0x4000, b"\1"), b"\xff" * 0x2000 + block("big") + b"\xff" * 0x800],
    ids=["little", "big", "one of two", "within a partition"],
)
def test_a_saved_block_of_boot_variables_is_known_by_its_checksum(tmp_path: Path, data: bytes) -> None:
    found = of(examined(tmp_path, {"mtd1": data}).findings, "boot_environment")
    assert set(found) == {"shell-in-place-of-init", "start-over-the-network", "start-can-be-stopped"}
    for it in found.values():
        assert it.facts["held"] == "a saved block, its CRC-32 right"
        evidence = it.evidence[0]
        assert evidence.offset is not None
        assert data[evidence.offset : evidence.offset + evidence.size].decode() == evidence.quote


def test_a_block_with_a_wrong_checksum_is_not_called_saved(tmp_path: Path) -> None:
    data = bytes(4) + block("little")[4:]
    found = of(examined(tmp_path, {"mtd1": data}).findings, "boot_environment")
    assert found["shell-in-place-of-init"].facts["held"] == "variables built into a boot loader"


def test_programs_that_know_boot_variables_are_no_boot_loader(tmp_path: Path) -> None:
    assert not of(
        examined(tmp_path, {"sbin/fw_printenv": SERVER.read_bytes() + b"\0" + VARIABLES}).findings, "boot_environment"
    )


@pytest.mark.parametrize(("names", "tier"), [(b"/etc/ld.so.preload\0", "configured"), (b"", "present")])
def test_the_list_of_libraries_counts_where_a_loader_names_it(tmp_path: Path, names: bytes, tier: str) -> None:
    files = {
        "lib/ld-uClibc.so.0": SERVER.read_bytes() + b"\0" + names,
        "etc/ld.so.preload": "/lib/own.so\n",
        "lib/own.so": "library\n",
    }
    found = of(examined(tmp_path, files).findings, "preloaded_libraries")
    assert found["for-every-program"].tier == tier


@given(data=st.binary(max_size=3000))
def test_lines_stand_where_they_say(data: bytes) -> None:
    for line in lines_of(visited("etc/exports", data)):
        assert isinstance(line, Line)
        whole = data[line.offset : line.offset + line.size]
        assert whole == whole.strip()
        assert line.text.split(" ")[0].encode("latin-1") in whole
        assert data[: line.offset].count(b"\n") + 1 == line.number or whole.startswith(b"\n")


def test_more_lines_than_are_read_are_a_problem() -> None:
    told = list(lines_of(visited("etc/exports", b"a\n" * (MOST_LINES + 5))))
    assert len(told) == MOST_LINES + 1
    assert isinstance(told[-1], Problem)


@pytest.mark.parametrize(("detector", "path"), READ, ids=[path for _, path in READ])
@given(text=TEXTS)
def test_any_text_can_be_read(detector: object, path: str, text: str) -> None:
    data = text.encode()
    for it in detector.examine(visited(path, data)):  # type: ignore[attr-defined]
        assert isinstance(it, Sign | Problem)
        if isinstance(it, Sign):
            assert it.evidence.offset is not None
            assert it.evidence.offset + it.evidence.size <= len(data)


@given(data=st.binary(max_size=400), at=st.integers(0, 400))
def test_any_bytes_can_be_read_for_boot_variables(data: bytes, at: int) -> None:
    whole = data[:at] + b"\0bootcmd=run a\0a=run a; run bootcmd\0" + data[at:]
    mark = whole.index(b"bootcmd=") + len(b"bootcmd=")
    for it in boot_environment.DETECTOR.examine(visited("mtd", whole, "data", boot_variables=mark)):
        assert isinstance(it, Sign)
        assert it.evidence.offset is not None


def test_a_loader_s_own_variables_in_a_vendor_image(real_image: Callable[[str], Path]) -> None:
    found = of(inspect(real_image("tplink-mr3020v1-3.17.2.bin")).findings, "boot_environment")
    assert set(found) == {"start-can-be-stopped"}
    assert found["start-can-be-stopped"].evidence[0].quote == "bootdelay=1"


def test_root_logs_in_by_a_password_where_dropbear_says_so(real_image: Callable[[str], Path]) -> None:
    found = of(inspect(real_image("lede-17.01.4-wr841v11.bin")).findings, "login_settings")
    assert set(found) == {"root-password-login"}
    assert found["root-password-login"].tier == "reachable"
