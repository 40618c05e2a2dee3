"""What one inspection may use up: bytes, depth, entries, memory; counted, so that every run ends the same way."""

import threading
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NoReturn

from cupel.inspect.unpack.content import Content, Spool, SpoolMemory


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of one inspection. None of them is a time: a slow machine and a fast one give the same result."""

    bytes_out: int = 64 << 30
    """Bytes that all containers together may give."""
    stream_bytes: int = 16 << 30
    """Bytes that one compressed stream or file may give."""
    ratio: int = 1100
    """Bytes out for one byte in, once a stream gave `ratio_from` bytes. Deflate cannot exceed 1032."""
    ratio_from: int = 256 << 20
    """Bytes out below which the ratio is not looked at: an empty partition compresses a thousandfold."""
    depth: int = 24
    """Containers within containers."""
    entries: int = 2_000_000
    """Files, folders, links and devices of all containers together."""
    name_bytes: int = 128 << 20
    """Letters of the names of all those together."""
    decoder_memory: int = 192 << 20
    """Bytes that one decoder may ask for: a forged LZMA header asks for 4 GB."""
    spool_memory: int = 64 << 20
    """Bytes that all spools hold in memory before they go to disk."""
    instructions: int = 4_000_000
    """Instructions of machine code that all executables together may have decoded with operands (`--deep`)."""
    address_space: int = 4 << 30
    """Bytes of address space of the confined child."""
    watchdog: int = 900
    """Seconds without any progress after which the child is ended; its result is marked incomplete."""
    restarts: int = 8
    """How often an inspection starts again without the artefact that ended its child."""


class LimitExceeded(Exception):
    """A limit was met; the message names the limit, its value, and what went over it."""


class Budget:
    """What is left of the limits in this inspection; the readers take from it and never count by themselves."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.memory = SpoolMemory(limits.spool_memory)
        self.bytes_out = 0
        self.entries = 0
        self.name_bytes = 0
        self.met = False
        """Whether any limit was met: then the inspection is not complete, whoever went on afterwards."""
        self._lock = threading.Lock()

    def refuse(self, why: str) -> NoReturn:
        """Take down that a limit was met. Raises LimitExceeded."""
        self.met = True
        raise LimitExceeded(why)

    def spend(self, size: int) -> None:
        """Count bytes that came out of a container. Raises LimitExceeded."""
        with self._lock:
            self.bytes_out += size
        if self.bytes_out > self.limits.bytes_out:
            self.refuse(f"limit bytes_out ({self.limits.bytes_out:,} bytes from all containers) met")

    def count_entry(self, name_bytes: int = 0) -> None:
        """Count one entry of a container, with the letters of its name. Raises LimitExceeded."""
        self.entries += 1
        self.name_bytes += name_bytes
        if self.name_bytes > self.limits.name_bytes:
            self.refuse(f"limit name_bytes ({self.limits.name_bytes:,} letters of names in all containers) met")
        if self.entries > self.limits.entries:
            self.refuse(f"limit entries ({self.limits.entries:,} in all containers) met")

    def check_stream(self, bytes_in: int, bytes_out: int) -> None:
        """Check one stream's size and ratio so far. Raises LimitExceeded."""
        if bytes_out > self.limits.stream_bytes:
            self.refuse(f"limit stream_bytes ({self.limits.stream_bytes:,} from one stream) met")
        if bytes_out > self.limits.ratio_from and bytes_out > bytes_in * self.limits.ratio:
            self.refuse(f"limit ratio ({self.limits.ratio} bytes out for one in) met after {bytes_out:,} bytes")

    def check_depth(self, depth: int) -> None:
        """Check how many containers lie within each other. Raises LimitExceeded."""
        if depth > self.limits.depth:
            self.refuse(f"limit depth ({self.limits.depth} containers within containers) met")

    def spool(self, chunks: Iterable[bytes]) -> Content:
        """Gather chunks into a Content, counting them. Raises LimitExceeded."""
        spool = Spool(self.memory)
        for chunk in chunks:
            self.spend(len(chunk))
            if spool.size + len(chunk) > self.limits.stream_bytes:
                self.refuse(f"limit stream_bytes ({self.limits.stream_bytes:,} from one stream) met")
            spool.write(chunk)
        return spool.content()
