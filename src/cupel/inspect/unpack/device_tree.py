"""Flattened device trees: bytes that begin with one go in, its nodes and where their values stand come out.

The layout is chapter 5 of the Devicetree Specification, v0.4 (https://www.devicetree.org/specifications/).
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from cupel.inspect.unpack.content import Content
from cupel.inspect.unpack.format import Damaged, Magic, NotThisFormat

MAGIC = Magic(
    rb"\xd0\x0d\xfe\xed.{16}\x00\x00\x00[\x10\x11]\x00\x00\x00[\x02-\x11]", 28,
    anchor=rb"\xd0\x0d\xfe\xed", anchor_length=4,
)  # fmt: skip
BEGIN_NODE, END_NODE, PROPERTY, NOTHING, END = 1, 2, 3, 4, 9
DEPTH = 64
NODES = 50_000
PROPERTIES = 200_000
NAME = 255
"""Bytes of a name; the specification allows 31, trees in use exceed that, and none needs this many."""
RESERVATIONS = 1024
LOST = "lost name "
"""What stands for a property's name that is not there; a blank cannot be in a true one."""
BUFFER = 64 << 10


@dataclass(slots=True)
class Node:
    """One node: its name, where each property's value stands (offset and size), and the nodes below it."""

    name: str
    properties: dict[str, tuple[int, int]] = field(default_factory=dict)
    children: list["Node"] = field(default_factory=list)

    def child(self, name: str) -> "Node | None":
        """Return the first child of that name."""
        return next((child for child in self.children if child.name == name), None)


@dataclass(slots=True)
class DeviceTree:
    """A parsed tree; values stay in the content until they are asked for."""

    content: Content
    size: int
    """Bytes that the header declares for the whole tree."""
    version: int
    processor: int
    """Number of the processor that boots."""
    root: Node
    reservations: list[tuple[int, int]] = field(default_factory=list)
    """Address and size of memory that the tree reserves."""
    nodes: int = 1
    problem: str = ""
    """What ended the reading early, as a sentence; empty where the tree was read to its end."""

    def value(self, node: Node, name: str, most: int = 4096) -> bytes:
        """Return the first `most` bytes of a property's value, empty where the node lacks it."""
        offset, size = node.properties.get(name, (0, 0))
        return self.content.read(offset, min(size, most))

    def texts(self, node: Node, name: str) -> list[str]:
        """Return a property's value as the strings that it lists."""
        parts = self.value(node, name).removesuffix(b"\0").split(b"\0")
        return [part.decode("utf-8", "backslashreplace") for part in parts if part]

    def text(self, node: Node, name: str) -> str:
        """Return the first string of a property's value, empty where there is none."""
        return next(iter(self.texts(node, name)), "")

    def number(self, node: Node, name: str) -> int | None:
        """Return a property's value as one number of 32 or 64 bits, None where it is none."""
        size = node.properties.get(name, (0, 0))[1]
        data = self.value(node, name, 8)
        return int.from_bytes(data, "big") if size in (4, 8) and len(data) == size else None


def read_tree(content: Content) -> DeviceTree:
    """Parse the tree at the content's first byte. Raises NotThisFormat where no root node begins.

    A tree that breaks later is given as far as it goes, with its `problem`. Where a cut content has lost the
    names of properties (they follow the nodes), a property is called LOST and its number.
    """
    head = content.read(0, 40)
    if len(head) < 40:
        raise NotThisFormat
    _, size, nodes_at, names_at, reserved_at, version, oldest, processor, _, nodes_size = struct.unpack(">10I", head)
    if not 16 <= version <= 17 or oldest > version or size < 56 or nodes_at % 4 or nodes_at < 36 or reserved_at < 36:
        raise NotThisFormat
    if nodes_at + 16 > size or names_at > size or reserved_at + 16 > size:
        raise NotThisFormat
    end = size if version < 17 or nodes_size < 16 else min(size, nodes_at + nodes_size)
    begin = content.read(nodes_at, 8)
    if begin not in (b"\0\0\0\1\0\0\0\0", b"\0\0\0\1/\0\0\0"):
        raise NotThisFormat
    tree = DeviceTree(content, size, version, processor, Node(""))
    try:
        for part in range(RESERVATIONS):
            data = content.read(reserved_at + 16 * part, 16)
            if len(data) < 16 or not any(data):
                break
            tree.reservations.append(struct.unpack(">2Q", data))
        _read_nodes(tree, nodes_at + 8, end, names_at)
    except Damaged as error:
        tree.problem = str(error)
    return tree


def _read_nodes(tree: DeviceTree, at: int, end: int, names_at: int) -> None:
    reader, path, names, properties = _Reader(tree.content, end), [tree.root], {}, 0
    while path:
        (token,) = struct.unpack(">I", reader.read(at, 4))
        at += 4
        if token == BEGIN_NODE:
            name = reader.name(at)
            at += (len(name) + 4) & ~3
            node = Node(name.decode("utf-8", "backslashreplace"))
            path[-1].children.append(node)
            path.append(node)
            tree.nodes += 1
            if len(path) > DEPTH or tree.nodes > NODES:
                raise Damaged(f"the tree is over {DEPTH} nodes deep or has over {NODES:,} nodes at 0x{at:x}")
        elif token == END_NODE:
            path.pop()
        elif token == PROPERTY:
            length, place = struct.unpack(">2I", reader.read(at, 8))
            properties += 1
            if properties > PROPERTIES:
                raise Damaged(f"the tree has over {PROPERTIES:,} properties")
            if at + 8 + length > end:
                raise Damaged(f"the property at 0x{at:x} declares {length:,} bytes, more than the tree holds")
            if place not in names:
                names[place] = _property_name(tree, names_at + place, place)
            path[-1].properties.setdefault(names[place], (at + 8, length))
            at += 8 + (length + 3 & ~3)
        elif token != NOTHING:
            raise Damaged(f"the tree breaks at 0x{at - 4:x}: 0x{token:x} where a node or property should begin")


def _property_name(tree: DeviceTree, at: int, place: int) -> str:
    if at >= tree.content.size:
        return f"{LOST}{place}"
    name, found, _ = tree.content.read(at, NAME + 1).partition(b"\0")
    if not found or at >= tree.size:
        raise Damaged(f"a property's name is said to be at 0x{at:x}, where no name of at most {NAME} bytes stands")
    return name.decode("utf-8", "backslashreplace")


class _Reader:
    """Small reads of a content up to `end`, through a buffer."""

    def __init__(self, content: Content, end: int) -> None:
        self._content, self._end = content, end
        self._at, self._data = 0, b""

    def read(self, at: int, length: int) -> bytes:
        """Return `length` bytes from `at`. Raises Damaged where they are not all there."""
        start = at - self._at
        if start < 0 or start + length > len(self._data):
            self._at, start = at, 0
            self._data = self._content.read(at, max(min(BUFFER, self._end - at), 0))
        data = self._data[start : start + length]
        if len(data) < length:
            where = "the input" if at + length > self._content.size else "the tree's list of nodes"
            raise Damaged(f"{where} ends at 0x{min(self._end, self._content.size):x}, before the last node does")
        return data

    def name(self, at: int) -> bytes:
        """Return the name at `at`, without its zero byte. Raises Damaged."""
        name = bytearray()
        while (byte := self.read(at + len(name), 1)) != b"\0":
            name += byte
            if len(name) > NAME:
                raise Damaged(f"the node at 0x{at:x} has a name of over {NAME} bytes")
        return bytes(name)


def render(tree: DeviceTree, most: int = 64 << 10) -> Iterator[bytes]:
    """Yield the tree as source text (.dts); a value over `most` bytes is replaced by its size and place."""
    yield b"/dts-v1/;\n\n"
    for address, size in tree.reservations:
        yield b"/memreserve/\t0x%016x 0x%016x;\n" % (address, size)
    stack: list[tuple[Node, Iterator[Node]]] = []
    node: Node | None = tree.root
    while node is not None or stack:
        if node is not None:
            indent = b"\t" * len(stack)
            yield (b"\n" if stack else b"") + indent + (node.name.encode() or b"/") + b" {\n"
            for name, (offset, size) in node.properties.items():
                value = tree.content.read(offset, size) if size <= most else None
                yield b"%s\t%s%s;\n" % (indent, name.encode(), _value_text(value, offset, size))
            stack.append((node, iter(node.children)))
        node = next(stack[-1][1], None)
        if node is None:
            stack.pop()
            yield b"\t" * len(stack) + b"};\n"


_TEXT = frozenset(range(0x20, 0x7F)) | frozenset(b"\0\a\b\t\n\v\f\r")
_ESCAPES = str.maketrans(
    {
        "\a": r"\a",
        "\b": r"\b",
        "\t": r"\t",
        "\n": r"\n",
        "\v": r"\v",
        "\f": r"\f",
        "\r": r"\r",
        "\\": r"\\",
        '"': r"\"",
    }
)


def _value_text(value: bytes | None, offset: int, size: int) -> bytes:
    if value is None:
        return b" = /* %d bytes at 0x%x */ []" % (size, offset)
    if not value:
        return b""
    if value[-1] == 0 and 2 * value.count(0) <= len(value) and _TEXT.issuperset(value):
        texts = value[:-1].decode("ascii").split("\0")
        return (" = " + ", ".join(f'"{text.translate(_ESCAPES)}"' for text in texts)).encode()
    if len(value) % 4 == 0:
        cells = struct.unpack(f">{len(value) // 4}I", value)
        return b" = <%s>" % b" ".join(b"0x%02x" % cell for cell in cells)
    return b" = [%s]" % value.hex(" ").encode()
