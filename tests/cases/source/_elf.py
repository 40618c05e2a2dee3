"""Builds small ELF files out of parts, so that a case says byte by byte what it holds."""

import struct
from dataclasses import dataclass, field


@dataclass
class Maker:
    """Parts of a file to be: sections in order, all loaded at one address, with or without section headers."""

    wide: bool = True
    order: str = "<"
    kind: int = 2
    machine: int = 62
    base: int = 0x10000
    headers: bool = True
    sections: list[tuple[str, bytes]] = field(default_factory=list)

    def add(self, name: str, data: bytes) -> int:
        """Add a section; return the address that it gets."""
        self.sections.append((name, data))
        return self.base + self._offset(len(self.sections) - 1)

    def _offset(self, number: int) -> int:
        at = 0x100
        for _, data in self.sections[:number]:
            at += -(-len(data) // 16) * 16
        return at

    def bytes(self) -> bytes:
        """Lay the file out."""
        body = bytearray(self._offset(0))
        for _, data in self.sections:
            body += data + bytes(-len(data) % 16)
        names = b"\0" + b"".join(name.encode() + b"\0" for name, _ in self.sections) + b".shstrtab\0"
        end = len(body)
        loaded = self._program(1, 7, 0, end)
        table = b""
        if self.headers:
            start = len(body)
            body += names + bytes(-len(names) % 16)
            table = self._section(0, 0, 0, 0)
            at = 1
            for number, (name, data) in enumerate(self.sections):
                table += self._section(at, 1, self._offset(number), len(data))
                at += len(name) + 1
            table += self._section(at, 3, start, len(names))
        offset = len(body) if self.headers else 0
        body += table
        count = len(self.sections) + 2 if self.headers else 0
        head = b"\x7fELF" + bytes((2 if self.wide else 1, 1 if self.order == "<" else 2, 1)) + bytes(9)
        word = "Q" if self.wide else "I"
        sizes = (64, 56, 64) if self.wide else (52, 32, 40)
        head += struct.pack(
            f"{self.order}HHI{word * 3}IHHHHHH", self.kind, self.machine, 1, self.base, sizes[0], offset, 0,
            sizes[0], sizes[1], 1, sizes[2] if count else 0, count, max(count - 1, 0),
        )  # fmt: skip
        body[: len(head)] = head
        body[len(head) : len(head) + len(loaded)] = loaded
        return bytes(body)

    def _program(self, kind: int, flags: int, offset: int, size: int) -> bytes:
        address = self.base + offset
        if self.wide:
            return struct.pack(self.order + "IIQQQQQQ", kind, flags, offset, address, address, size, size, 16)
        return struct.pack(self.order + "IIIIIIII", kind, offset, address, address, size, size, flags, 16)

    def _section(self, name: int, kind: int, offset: int, size: int) -> bytes:
        address = self.base + offset if offset else 0
        if self.wide:
            return struct.pack(self.order + "IIQQQQIIQQ", name, kind, 2, address, offset, size, 0, 0, 16, 0)
        return struct.pack(self.order + "IIIIIIIIII", name, kind, 2, address, offset, size, 0, 0, 16, 0)
