"""A bill made by hand: an invented router with four components and a ladder that shows every state."""

import dataclasses
from typing import Any

from cupel.records.advisory import Feed
from cupel.records.bill import Bill
from cupel.records.component import Component, Copy, Sighting, Versions
from cupel.records.evidence import Evidence
from cupel.records.vulnerability import RUNGS, Ladder, Match, State, Step

IMAGE, LIBRARY, PROGRAM, KERNEL, LIST = (digit * 64 for digit in "abcde")


def sighting(product: str, exact: str, artefact: str, locator: str, quote: str, **more: Any) -> Sighting:
    source = more.pop("source", "signature")
    return Sighting(
        product, Versions(exact), source, Evidence(artefact, locator, quote, f"identify/{source}", ""), **more
    )


OPENSSL = Component(
    "openssl@1.0.2h", "openssl", "OpenSSL", Versions("1.0.2h"), "pkg:generic/openssl@1.0.2h", ("openssl:openssl",),
    (
        sighting("openssl", "1.0.2h", LIBRARY, "rootfs!lib/libssl.so.1.0.0!@0x4d2", "OpenSSL 1.0.2h", extent="full"),
        sighting("openssl", "1.0.2h", LIST, "rootfs!usr/lib/opkg/status", "Package: libopenssl", source="opkg",
                 ecosystem="opkg", package="libopenssl", package_version="1.0.2h-1"),
    ),
    (
        Copy(LIBRARY, "rootfs!lib/libssl.so.1.0.0", 2, Versions("1.0.2h"), "full"),
        Copy(PROGRAM, "rootfs!usr/sbin/httpd", 1, Versions("1.0.2h"), "partial"),
    ),
    ("The list of packages says 1.0.2h; /usr/sbin/httpd says 1.0.2g.",), ("libopenssl 1.0.2h-1",), "1.0.2h-1", "opkg",
)  # fmt: skip
BUSYBOX = Component(
    "busybox@>=1.30.0,<1.31.0", "busybox", "BusyBox", Versions("", "1.30.0", "1.31.0"), "pkg:generic/busybox",
    ("busybox:busybox",), (sighting("busybox", "", PROGRAM, "rootfs!bin/busybox!@0x10", "BusyBox v1", extent="full"),),
    (Copy(PROGRAM, "rootfs!bin/busybox", 1, Versions("", "1.30.0", "1.31.0"), "full"),), (), (),
)  # fmt: skip
LINUX = Component(
    "linux@3.10.49", "linux", "Linux", Versions("3.10.49"), "pkg:generic/linux@3.10.49", ("linux:linux_kernel",),
    (sighting("linux", "3.10.49", KERNEL, "kernel!@0x0", "Linux version 3.10.49", extent="full"),),
    (Copy(KERNEL, "kernel", 1, Versions("3.10.49"), "full"),), (), (),
)  # fmt: skip
UNKNOWN = Component("mysteryd@", "mysteryd", "mysteryd", Versions(), "", (), (), (), (), ())


def match(cve: str, component: Component, *states: State, **more: Any) -> Match:
    steps = tuple(
        Step(rung, state, f"Why {rung} is {state}.")
        for rung, state in zip(RUNGS, (*states, *["unknown"] * 6), strict=False)
    )
    return Match(cve, component.id, steps, more.get("score"), more.get("vector", ""), more.get("epss"),
                 more.get("since", ""), ("embedded",))  # fmt: skip


AFFECTED = match("CVE-2016-2177", OPENSSL, "yes", "yes", "yes", "yes", "yes", "yes", score=9.8, since="2022-03-01",
                 vector="CVSS:3.0/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H", epss=0.25)  # fmt: skip
FIXED = match("CVE-2016-2178", OPENSSL, "yes", "yes", "yes", "no", score=5.5)
OTHER_VERSION = match("CVE-2014-0160", OPENSSL, "yes", "no")
NOT_BUILT_IN = match("CVE-2021-42374", BUSYBOX, "yes", "yes", "no")
OPEN = match("CVE-2022-28391", BUSYBOX, "yes", "unknown", score=8.8)
NOT_THERE = match("CVE-2016-2177", LINUX, "no")
LADDER = Ladder(
    (AFFECTED, FIXED, OTHER_VERSION, NOT_BUILT_IN, OPEN, NOT_THERE),
    (Feed("embedded", "2026-11-01", "", "cupel", 312, 312, 0),),
    ("mysteryd@: it has no name that reference data uses",), "factory", "0" * 64,
)  # fmt: skip
BILL = Bill(
    "Acme ER-1000 2.1", "Acme", "ER-1000", "2.1", "er1000-2.1.bin", IMAGE, 8_388_608, "2026-11-22", "0.1.0", "1" * 64,
    (OPENSSL, BUSYBOX, LINUX, UNKNOWN), LADDER, ("A partition of 4,096 bytes could not be read.",),
)  # fmt: skip
UNASKED = dataclasses.replace(BILL, ladder=None)
