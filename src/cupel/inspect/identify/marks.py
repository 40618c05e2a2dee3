"""Marks that tell a source that a file is its business; the one scan of every file looks for them.

A mark says nothing of a file's type (those stand in `file_type.py`), so it may be short. Each costs nothing where it is
absent, and saves its source from reading every file of an image.
"""

SOURCE_MARKS: tuple[tuple[bytes, str], ...] = (
    (rb"Linux version [2-9]\.[0-9]", "kernel"),
    (rb"U-Boot (?:SPL )?[12][0-9.]{3}", "boot loader"),
    (rb"CFE version [0-9]", "boot loader"),
    (rb"RedBoot\(tm\)", "boot loader"),
    (rb"barebox 20[0-9]{2}\.", "boot loader"),
    (rb"Breed 1\.[0-9]", "boot loader"),
    (rb"OpenSBI v[0-9]", "boot loader"),
    (rb"\bv[12]\.[0-9]{1,2}\((?:release|debug)\):", "boot loader"),
    (rb"BusyBox v[0-9]\.[0-9]", "busybox"),
    (rb"[Tt]oybox (?:[0-9]\.[0-9]|%s multicall)", "toybox"),
    (rb"\xff Go buildinf:", "go"),
    (rb"/registry/src/[a-zA-Z0-9.-]{1,64}/", "crate"),
    (rb"/share/cargo/registry/", "crate"),
    (rb"-----BEGIN (?:TRUSTED )?CERTIFICATE-----", "certificate"),
)
"""(regular expression of bounded length, name that `Visited.marks` has it under)."""
