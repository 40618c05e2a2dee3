"""The banner of a boot loader goes in, in a file or in a raw region of an image; its product and version come out."""

import re
from collections.abc import Iterator

from cupel.inspect.identify.banners import banners, printable
from cupel.inspect.identify.source import Fact, Visited
from cupel.records.component import Sighting, Versions
from cupel.records.evidence import Evidence

BANNER = re.compile(
    rb"U-Boot (?:SPL |TPL )?(?P<uboot>\d{1,4}\.\d{1,2}(?:\.\d{1,2})?)(?P<suffix>[-.+_a-zA-Z0-9]{0,64})"
    rb" [^(\0\n]{0,40}\([A-Z][a-z]{2} [ \d]\d \d{4} - \d\d:\d\d:\d\d[^)\0\n]{0,16}\)"
    rb"|CFE version (?P<cfe>\d+\.\d+\.\d+)[^\0\n]{0,80}"
    rb"|RedBoot\(tm\)[^\0]{0,200}?, version v?(?P<redboot>[^\s,\0]{1,32})[^\0\n]{0,80}"
    rb"|barebox (?P<barebox>20\d\d\.\d\d\.\d+)[^\0\n]{0,80}"
    rb"|Breed (?P<breed>1\.\d+)[^\0\n]{0,80}"
    rb"|OpenSBI v(?P<opensbi>\d+\.\d+(?:\.\d+)?)[^\0\n]{0,60}"
    rb"|(?P<tfa_build>\bv(?P<tfa>[12]\.\d{1,2}(?:\.\d{1,2})?)\((?:release|debug)\):[^\0\n]{0,80})",
    re.DOTALL,
)
PRODUCTS = {
    "uboot": "u-boot", "cfe": "cfe", "redboot": "redboot", "barebox": "barebox", "breed": "breed", "opensbi": "opensbi",
    "tfa": "trusted-firmware-a",
}  # fmt: skip
"""Group of the expression -> product."""
TOOLS = re.compile(r"(?:^|/)(?:mkimage|dumpimage|mkenvimage|fw_printenv|fw_setenv)$")
CANDIDATE = re.compile(rb"^-rc\d+")


class BootLoader:
    """The source's facts and its reading."""

    name = "boot_loader"
    title = "a boot loader's banner"
    description = (
        "What a boot loader prints first, with its version and its build's date: U-Boot, CFE, RedBoot, barebox, "
        "Breed, OpenSBI and Trusted Firmware-A. They often stand in a part of the flash that is no file."
    )
    reference = (
        "U-Boot common/version.c; OpenSBI lib/sbi/sbi_init.c; Trusted Firmware-A common/bl_common.c, make_helpers"
    )

    def wants(self, file: Visited) -> bool:
        """Want what the scan found a banner's beginning in, the tools that only carry the same version left out."""
        return "boot loader" in file.marks and not TOOLS.search(file.path)

    def examine(self, file: Visited) -> Iterator[Fact]:
        """Yield a sighting for each different banner."""
        told = file.type.startswith(("text", "script", "HTML", "XML"))
        for offset, found in banners(file.content, BANNER, file.marks["boot loader"], 16):
            group = next(name for name in PRODUCTS if found[name])
            version = found[group].decode("ascii", "backslashreplace")
            if group == "uboot" and (candidate := CANDIDATE.match(found["suffix"])):
                version += candidate[0].decode()
            evidence = Evidence(file.sha256, f"@0x{offset:x}", printable(found[0]), "identify/boot_loader", "")
            yield Sighting(PRODUCTS[group], _versions(group, version), self.name, evidence, None if told else "full")


def _versions(group: str, version: str) -> Versions:
    # RedBoot's builds name themselves by architecture or date as often as by release
    if group == "redboot" and not re.match(r"^\d+\.\d+", version):
        return Versions()
    return Versions(version)


SOURCE = BootLoader()
