"""A TP-Link image with a version 2 or 3 header goes in; kernel, root file system, boot loader come out."""

import struct

from cupel.inspect.unpack.content import Content
from cupel.inspect.unpack.format import Magic, NotThisFormat
from cupel.inspect.unpack.formats._tplink import HEADER, Header, TPLinkVolume, open_image, text
from cupel.inspect.unpack.limits import Budget

SALTS = (
    bytes.fromhex("dcd73aa5c39598fbdcf9e7f40eae4737"),  # an image without a boot loader
    bytes.fromhex("8cef335fd5c5cefaac9c28dab2e90f42"),  # one with it
)


class TPLinkV2:
    """The format's facts and its opening."""

    name = "tplink_v2"
    title = "TP-Link image, header versions 2 and 3"
    description = (
        "Firmware of TP-Link routers and modems with Lantiq, MediaTek and later processors: version 1's "
        "fields moved; version 3 adds a boot loader, a second header and an RSA signature (not verified)."
    )
    reference = "OpenWrt firmware-utils mktplinkfw2 (layout, salts); mktplinkfw3 README (version 3, second header)"
    proof = "unproved"
    magics = (
        Magic(
            rb"[\x02\x03]\x00\x00\x00[\x20-\x7e]{4}.{132}\x55\xaa..\xa5", 145,
            anchor=rb"[\x02\x03]\x00\x00\x00[\x20-\x7e]{4}", anchor_length=8,
        ),
    )  # fmt: skip
    priority = 0

    def open(self, content: Content, budget: Budget) -> TPLinkVolume:
        """Read the header, place the partitions, verify the MD5."""
        head = content.read(0, HEADER)
        if len(head) < HEADER:
            raise NotThisFormat
        hardware, revision, added = struct.unpack_from(">3I", head, 0x34)
        load, entry, length, *places = struct.unpack_from(">9I", head, 0x68)
        name = head[4:0x34].partition(b"\0")[0]
        if not hardware or not name.isascii() or not name.decode().isprintable():
            raise NotThisFormat
        facts: dict[str, str | int] = {
            "version": head[0], "image version": text(head[4:0x34]), "hardware id": f"0x{hardware:08x}",
            "hardware revision": revision, "additional hardware version": added,
            "load": f"0x{load:08x}", "entry": f"0x{entry:08x}",
            "firmware version": ".".join(map(str, head[0x91:0x94])),
            "second version": f"{head[0x8E]}.{head[0x8F]}",
        }  # fmt: skip
        if head[0] == 3:
            facts["signature"] = "not verified" if any(head[0xD0:0x150]) else "none"
        header = Header(
            length, (places[0], places[1]), (places[2], places[3]), (places[4], places[5]),
            0x40, SALTS, slice(0x04, 0x40),
        )  # fmt: skip
        return open_image(content, budget, head, header, facts)


FORMAT = TPLinkV2()
