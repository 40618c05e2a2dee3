"""Lays out a small ELF file for x86-64 from texts, numbers and code: what a case says goes in, bytes come out."""

import struct
from collections.abc import Mapping, Sequence

BASE = 0x400000


def program(
    texts: Sequence[str] = (),
    numbers: Sequence[Sequence[int]] = (),
    functions: Mapping[str, str] | None = None,
    uses: Mapping[str, str] | None = None,
    imports: Sequence[str] = (),
) -> bytes:
    """Return the file: headers, dynamic section, symbols, names, numbers, texts, code; one segment loads it all."""
    functions, uses = functions or {}, uses or {}
    names = b"\0" + b"".join(name.encode() + b"\0" for name in (*functions, *imports))
    dynamic_at = 64 + 2 * 56
    symbols_at = dynamic_at + 4 * 16
    names_at = symbols_at + 24 * (1 + len(functions) + len(imports))
    data = names_at + len(names)
    data += -data % 4
    body = b"".join(struct.pack(f"<{len(run)}I", *run) for run in numbers) + b"\0"
    places = {}
    for text in (*texts, *uses):
        places[text] = data + len(body)
        body += text.encode("latin-1") + b"\0"
    table = bytes(24)
    for name, code in functions.items():
        raw = bytes.fromhex(code)
        table += struct.pack(
            "<IBBHQQ", names.index(name.encode() + b"\0"), 0x12, 0, 1, BASE + data + len(body), len(raw)
        )
        body += raw
    for name in imports:
        table += struct.pack("<IBBHQQ", names.index(name.encode() + b"\0"), 0x12, 0, 0, 0, 0)
    for text, code in uses.items():
        # a run of nop before it, as disassembly from the middle of data falls into step at them
        body += 64 * b"\x90" + bytes.fromhex(code)
        at = data + len(body)
        body += b"\x48\x8d\x3d" + struct.pack("<i", places[text] - at - 7) + b"\xc3"
    size = data + len(body)
    head = b"\x7fELF\2\1\1".ljust(16, b"\0")
    head += struct.pack("<HHIQQQIHHHHHH", 3, 62, 1, 0, 64, 0, 0, 64, 56, 2, 0, 0, 0)
    head += struct.pack("<IIQQQQQQ", 1, 7, 0, BASE, BASE, size, size, 4096)
    head += struct.pack("<IIQQQQQQ", 2, 6, dynamic_at, BASE + dynamic_at, BASE + dynamic_at, 64, 64, 8)
    dynamic = ((6, BASE + symbols_at), (5, BASE + names_at), (10, len(names)), (0, 0))
    head += b"".join(struct.pack("<QQ", *entry) for entry in dynamic)
    return (head + table + names).ljust(data, b"\0") + body
