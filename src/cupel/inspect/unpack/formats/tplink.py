"""A TP-Link image with a version 1 header goes in; kernel, root file system and boot loader come out."""

import struct

from cupel.inspect.unpack.content import Content
from cupel.inspect.unpack.format import Magic, NotThisFormat
from cupel.inspect.unpack.formats._tplink import HEADER, Header, TPLinkVolume, open_image, text
from cupel.inspect.unpack.limits import Budget

SALTS = (
    bytes.fromhex("dcd73aa5c39598fbddf9e7f40eae4738"),  # an image without a boot loader
    bytes.fromhex("8cef335bd5c5cefaa79c28dab2e90f42"),  # one with it; both confirmed by the images that README names
)


class TPLink:
    """The format's facts and its opening."""

    name = "tplink"
    title = "TP-Link image, header version 1"
    description = (
        "Firmware and upgrade files of TP-Link routers with Atheros processors, and OpenWrt's for them: "
        "kernel, root file system, sometimes a boot loader before a second header. The MD5 is verified."
    )
    reference = "https://openwrt.org/docs/techref/header; OpenWrt firmware-utils mktplinkfw (layout, salts)"
    proof = "image"
    magics = (Magic(rb"\x01\x00\x00\x00[A-Za-z][\x20-\x7e]{3}[\x00\x20-\x7e]{19}\x00[\x00\x20-\x7e]{35}\x00", 64),)
    priority = 0

    def open(self, content: Content, budget: Budget) -> TPLinkVolume:
        """Read the header, place the partitions, verify the MD5."""
        head = content.read(0, HEADER)
        if len(head) < HEADER:
            raise NotThisFormat
        hardware, revision, region = struct.unpack_from(">3I", head, 0x40)
        load, entry, length, *places = struct.unpack_from(">9I", head, 0x74)
        if not hardware or not load:
            raise NotThisFormat
        facts: dict[str, str | int] = {
            "version": 1, "vendor": text(head[4:28]), "image version": text(head[28:64]),
            "hardware id": f"0x{hardware:08x}", "hardware revision": revision, "region": region,
            "load": f"0x{load:08x}", "entry": f"0x{entry:08x}",
        }  # fmt: skip
        if any(release := struct.unpack_from(">3H", head, 0x98)):
            facts["firmware version"] = ".".join(map(str, release))
        header = Header(
            length, (places[0], places[1]), (places[2], places[3]), (places[4], places[5]),
            0x4C, SALTS, slice(0x04, 0x48),
        )  # fmt: skip
        return open_image(content, budget, head, header, facts)


FORMAT = TPLink()
