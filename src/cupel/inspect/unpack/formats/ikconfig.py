"""The configuration kept inside a Linux kernel: a marked gzip stream goes in, the text comes out."""

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from cupel.inspect.unpack.content import BytesContent, Content
from cupel.inspect.unpack.format import Damaged, Entry, Magic, NotThisFormat, Volume
from cupel.inspect.unpack.limits import Budget

BEGIN, END = b"IKCFG_ST", b"IKCFG_ED"
READ = 64 << 10
NEAR = 1 << 20
"""Bytes in which the end mark is looked for when the stream is broken."""
MOST = 16 << 20
"""Bytes of the largest configuration believed in: that of a distribution has 300 KB."""
OPTION = re.compile(rb"^CONFIG_\w+=", re.MULTILINE)
VERSION = re.compile(rb"^# (?:Linux kernel version: (\S+)$|Linux/(\S+) (\S+) Kernel Configuration$)", re.MULTILINE)
"""The comment near the top, as kernels up to 2.6.37 and later ones write it (scripts/kconfig)."""


@dataclass(slots=True)
class ConfigurationVolume(Volume):
    """The one text, decoded when it was opened (its end is not known before)."""

    decoded: Content = BytesContent(b"")  # noqa: RUF009 - immutable

    def entries(self) -> Iterator[Entry]:
        """Yield the configuration."""
        self.budget.count_entry()
        yield Entry("config", size=self.decoded.size)

    def read(self, entry: Entry) -> Content:  # noqa: ARG002 - there is only one
        """Return the configuration's text."""
        return self.decoded


class KernelConfiguration:
    """The format's facts and its opening."""

    name = "ikconfig"
    title = "Linux kernel configuration (IKCONFIG)"
    description = (
        "The .config of a kernel built with CONFIG_IKCONFIG, in the decoded kernel or in its configs module: "
        "which features, protections and drivers were compiled in."
    )
    reference = "Linux init/Kconfig, IKCONFIG; scripts/extract-ikconfig (marks); RFC 1952"
    proof = "image"  # configs.ko of Debian 12's user-mode-linux 6.1um4+b13, equal to the config.gz beside it
    magics = (Magic(rb"IKCFG_ST\x1f\x8b\x08", 11),)
    priority = 0

    def open(self, content: Content, budget: Budget) -> ConfigurationVolume:
        """Decode the text and look for the mark behind it."""
        volume = ConfigurationVolume(content, budget)
        parts: list[bytes] = []
        try:
            for part in self._decode(volume):
                if not parts and not OPTION.search(part):
                    raise NotThisFormat
                parts.append(part)
        except (zlib.error, Damaged) as error:
            if isinstance(error, zlib.error):  # it stands somewhere in what was read last
                volume.size = max(volume.size - READ, len(BEGIN))
            volume.problems.append(f"the configuration breaks after {sum(map(len, parts)):,} bytes: {error}")
        if not parts:
            raise NotThisFormat
        text = b"".join(parts)
        volume.decoded = budget.spool([text])
        volume.facts["options set"] = len(OPTION.findall(text))
        if found := VERSION.search(text):
            volume.facts["kernel version"] = (found[1] or found[3]).decode("ascii", "backslashreplace")
            if found[2]:
                volume.facts["architecture"] = found[2].decode("ascii", "backslashreplace")
        if volume.problems:
            end = content.read(0, NEAR).find(END)
            volume.size = end + len(END) if end > 0 else volume.size
        elif content.read(volume.size, len(END)) == END:
            volume.size += len(END)
        else:
            volume.problems.append(f"the mark {END.decode()} does not follow at 0x{volume.size:x}")
        return volume

    def _decode(self, volume: ConfigurationVolume) -> Iterator[bytes]:
        """Yield the decoded text and set the volume's size to the offset of the stream's end."""
        decoder, total, text = zlib.decompressobj(31), 0, b""
        volume.size = len(BEGIN)
        while not decoder.eof:
            data = decoder.unconsumed_tail
            if not data and len(text) < READ:
                data = volume.content.read(volume.size, READ)
                if not data:
                    raise Damaged("the input ends")
                volume.size += len(data)
            text = decoder.decompress(data, READ)
            total += len(text)
            if total > MOST:
                raise Damaged(f"more than {MOST:,} bytes")
            if text:
                yield text
        volume.size -= len(decoder.unused_data)


FORMAT = KernelConfiguration()
