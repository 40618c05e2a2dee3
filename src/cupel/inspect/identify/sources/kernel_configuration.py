"""The configuration that a kernel was built with goes in, as a text; its options and the kernel's version come out."""

import re
from collections.abc import Iterator

from cupel.inspect.identify import kernel_release
from cupel.inspect.identify.source import Fact, Visited
from cupel.inspect.identify.text import read_text
from cupel.records.build import KernelConfiguration
from cupel.records.component import Sighting
from cupel.records.evidence import Evidence

MOST = 16 << 20
HEAD = 8192
OPTION = re.compile(r"^(CONFIG_[A-Za-z0-9_]+)=(.*)$", re.MULTILINE)
VERSION = re.compile(
    r"^# (?:Linux kernel version: (\S+)|Linux/\S+ (\S+) Kernel Configuration|Linux/\S+ (\S+)\s*$)", re.MULTILINE
)
KERNEL_ONLY = re.compile(rb"^CONFIG_(?:MMU|MODULES|SYSVIPC|PRINTK|HZ|NET|BLOCK|EXPERT|CC_VERSION_TEXT)=", re.MULTILINE)
"""Options that no other program has that is configured the same way (BusyBox, U-Boot, uClibc)."""
OTHERS = re.compile(
    rb"^# (?:Busybox|U-Boot|uClibc|Automatically generated make config: don't edit\n# Busybox)", re.MULTILINE
)


class Configuration:
    """The source's facts and its reading."""

    name = "kernel_configuration"
    title = "a kernel's configuration"
    description = (
        "Which features, protections and drivers the kernel was built with: the text kept in the kernel itself "
        "(IKCONFIG, which the format `ikconfig` unpacks), /boot/config-*, or a copy of /proc/config.gz."
    )
    reference = "Linux Documentation/kbuild/kconfig.rst; kernel/configs.c"

    def wants(self, file: Visited) -> bool:
        """Want texts named config, .config, config-* or kernel.config, and what was packed without a name."""
        name = file.name
        named = name in ("config", ".config", "kconfig", "kernel.config", "config.gz", "data") or name.startswith(
            "config-"
        )
        return named and file.type == "text"

    def examine(self, file: Visited) -> Iterator[Fact]:
        """Yield the configuration, and a sighting of the kernel where it names its version."""
        head = file.content.read(0, HEAD)
        if not KERNEL_ONLY.search(head) or OTHERS.search(head):
            return
        text, problems = read_text(file.content, MOST)
        yield from problems
        found = VERSION.search(text[:HEAD])
        line = text.count("\n", 0, found.start()) + 1 if found else 1
        quote = found[0] if found else text[: text.find("\n", 0, 120)]
        evidence = Evidence(file.sha256, f":{line}", quote, "identify/kernel_configuration", "")
        yield KernelConfiguration({it[1]: it[2].strip().strip('"') for it in OPTION.finditer(text)}, evidence)
        if found:
            versions = kernel_release.versions_of(found[1] or found[2] or found[3])
            yield Sighting(kernel_release.PRODUCT, versions, self.name, evidence)


SOURCE = Configuration()
