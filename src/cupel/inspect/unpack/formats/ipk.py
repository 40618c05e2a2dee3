"""OpenWrt packages: a gzip stream over a tar of three members goes in, a Volume of these comes out."""

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace

from cupel.inspect.unpack.content import Content, Spool
from cupel.inspect.unpack.decoders import gzip_decoder
from cupel.inspect.unpack.format import Entry, Magic, NotThisFormat, Volume
from cupel.inspect.unpack.formats.tar import FORMAT as TAR
from cupel.inspect.unpack.formats.tar import TarVolume
from cupel.inspect.unpack.limits import Budget
from cupel.inspect.unpack.stream import ENDS, decode

FIRST_MEMBER = re.compile(
    rb"(?:\./\0.{509})?(?:\./)?(?:debian-binary|(?:control|data)\.tar\.(?:gz|xz|zst))\0", re.DOTALL
)
PEEK = 2 << 10
"""Compressed bytes that the two tar headers looked at surely stand in."""


@dataclass(slots=True)
class IpkVolume(Volume):
    """A package whose tar was decoded when it was opened; the token of an entry is the tar's own entry."""

    inner: TarVolume | None = None

    def entries(self) -> Iterator[Entry]:
        """Yield the members."""
        assert self.inner is not None
        for entry in self.inner.entries():
            yield replace(entry, extent=None, token=entry)  # its bytes are not the container's own

    def read(self, entry: Entry) -> Content:
        """Return a member's bytes. Raises Damaged where they are cut short."""
        assert self.inner is not None
        assert isinstance(entry.token, Entry)
        return self.inner.read(entry.token)


class Ipk:
    """The format's facts and its opening."""

    name = "ipk"
    title = "OpenWrt package"
    description = (
        "Packages of opkg, shipped beside images and inside update bundles: a gzip-compressed tar of "
        "debian-binary, control.tar.gz and data.tar.gz. Older ones are ar archives, "
        "which are read as Debian packages."
    )
    reference = "https://git.openwrt.org/?p=openwrt/openwrt.git;f=scripts/ipkg-build; RFC 1952; POSIX.1-2017 pax"
    proof = "packer"
    magics = (Magic(rb"\x1f\x8b\x08[\x00\x08].{4}[\x00\x02\x04][\x00-\x0d\xff]", 10),)
    priority = 1
    """Before gzip: what is not a package is refused after two decoded blocks."""

    def open(self, content: Content, budget: Budget) -> IpkVolume:
        """Decode the stream and open the tar in it."""
        try:
            peek = zlib.decompressobj(31).decompress(content.read(0, PEEK), 1024)
        except zlib.error as error:
            raise NotThisFormat from error
        if not FIRST_MEMBER.match(peek):
            raise NotThisFormat
        spool, problems = Spool(budget.memory), list[str]()
        decoder = gzip_decoder()
        size = content.size
        try:
            size = decode(content, 0, decoder, budget, spool)
        except ENDS as error:
            problems.append(f"the stream breaks after {spool.size:,} decoded bytes: {error or type(error).__name__}")
        inner = TAR.open(spool.content(), budget)
        names = [entry.path for entry in inner.listed]
        if not problems and not any(name.startswith("control.tar") for name in names):
            raise NotThisFormat
        facts: dict[str, str | int] = {"members": ", ".join(names[:5])}
        return IpkVolume(content, budget, size, facts, problems + inner.problems, inner=inner)


FORMAT = Ipk()
