"""A U-Boot FIT image goes in; the images that it names, each checked against its hashes, come out."""

import hashlib
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field

from cupel.inspect.unpack.content import Content, windows
from cupel.inspect.unpack.device_tree import LOST, MAGIC, DeviceTree, Node, read_tree
from cupel.inspect.unpack.format import Entry, NotThisFormat, Volume
from cupel.inspect.unpack.limits import Budget

IMAGES = 512
HASHES = ("crc32", "md5", "sha1", "sha256", "sha384", "sha512")
HASHED_TIMES = 4
"""How often a content's bytes may be hashed in all: a forged tree names the same ones thousands of times."""


def checksum(content: Content, algorithm: str) -> bytes:
    """Hash a content, in windows."""
    if algorithm == "crc32":
        value = 0
        for _, data in windows(content):
            value = zlib.crc32(data, value)
        return value.to_bytes(4, "big")
    digest = hashlib.new(algorithm, usedforsecurity=False)
    for _, data in windows(content):
        digest.update(data)
    return digest.digest()


@dataclass(slots=True)
class FitVolume(Volume):
    """A FIT image: where each image stands, and what its hashes said."""

    found: list[Entry] = field(default_factory=list)
    hashed: int = 0
    taken: list[tuple[int, int]] = field(default_factory=list)
    """Where what was placed so far begins and ends."""

    def entries(self) -> Iterator[Entry]:
        """Yield the images in stored order."""
        for entry in self.found:
            self.budget.count_entry()
            yield entry

    def add(self, tree: DeviceTree, image: Node) -> None:
        """Place one image, and check its hashes."""
        for name, key in (
            ("type", "type"),
            ("architecture", "arch"),
            ("os", "os"),
            ("compression", "compression"),
        ):
            if text := tree.text(image, key):
                self.facts[f"{image.name} {name}"] = text[:256]
        place = locate(tree, image)
        if place is None:
            self.problems.append(f"the image {image.name!r} has no data, or names its place wrongly")
            return
        offset, size = place
        outside = image.properties.get("data") is None and not any(name.startswith(LOST) for name in image.properties)
        if outside and offset < tree.size and size:
            self.problems.append(f"the image {image.name!r} is said to be at 0x{offset:x}, inside the tree: left out")
            return
        if any(offset < end and begin < offset + size for begin, end in self.taken if size):
            self.problems.append(f"the image {image.name!r} at 0x{offset:x} overlaps one before it: left out")
            return
        self.taken.append((offset, offset + size))
        there = self.content.part(offset, size)
        end = min(offset + size, self.content.size)
        padding = self.content.read(end, -end % 4)  # mkimage pads what stands outside of the tree
        self.size = max(self.size, end if any(padding) else end + len(padding))
        if there.size < size:
            self.problems.append(
                f"cut short: the image {image.name!r}: {size:,} bytes at 0x{offset:x}, {there.size:,} there"
            )
        if there.size == 0 < size:
            return
        self.found.append(Entry(f"images/{image.name}", size=there.size, extent=(offset, there.size)))
        for node in image.children:
            if node.name.startswith("hash") and there.size == size:
                self.check(tree, image, node, there)

    def check(self, tree: DeviceTree, image: Node, node: Node, content: Content) -> None:
        """Compare one stored hash with the image's bytes."""
        algorithm, stored = tree.text(node, "algo"), tree.value(node, "value")
        verdict = "not checked"
        if algorithm in HASHES and stored and self.hashed + content.size <= HASHED_TIMES * self.content.size:
            self.hashed += content.size
            verdict = "correct" if checksum(content, algorithm) == stored else "wrong"
        self.facts[f"{image.name} {algorithm[:256] or node.name}"] = verdict
        if verdict == "wrong":
            self.problems.append(f"the {algorithm} of the image {image.name!r} is wrong")


def locate(tree: DeviceTree, image: Node) -> tuple[int, int] | None:
    """Find an image's bytes: inside the tree, or outside by `data-position` or `data-offset`."""
    if "data" in image.properties:
        return image.properties["data"]
    lost = [place for name, place in image.properties.items() if name.startswith(LOST)]
    if lost:  # a cut file has no names of properties; what is larger than any description is the data
        return max(lost, key=lambda place: place[1])
    size, position = tree.number(image, "data-size"), tree.number(image, "data-position")
    offset = tree.number(image, "data-offset")
    if size is None or (position is None and offset is None):
        return None
    return (position if position is not None else (tree.size + 3 & ~3) + (offset or 0)), size


def signatures(tree: DeviceTree, node: Node, path: str) -> Iterator[tuple[str, str]]:
    """Yield where each signature of a node's children stands, and what it says of itself."""
    for owner in node.children[:IMAGES]:
        for found in owner.children[:IMAGES]:
            if found.name.startswith("signature"):
                said = [
                    tree.text(found, "algo"),
                    tree.text(found, "key-name-hint") and "key " + tree.text(found, "key-name-hint"),
                ]
                state = "not verified" if tree.value(found, "value", 1) else "empty"
                yield (
                    f"signature {path}/{owner.name}/{found.name}",
                    ", ".join([*filter(None, said), state])[:256],
                )


class Fit:
    """The format's facts and its opening."""

    name = "fit"
    title = "U-Boot flattened image tree (FIT)"
    description = (
        "What newer U-Boot devices boot and upgrade from: kernels, device trees, RAM disks, file systems, "
        "inside the tree or after it. Hashes are verified; signatures are listed, not verified."
    )
    reference = (
        "https://fitspec.osfw.foundation/ and https://docs.u-boot.org/en/latest/usage/fit/source_file_format.html"
    )
    proof = "packer"
    magics = (MAGIC,)
    priority = 1

    def open(self, content: Content, budget: Budget) -> FitVolume:
        """Parse the tree and place its images."""
        tree = read_tree(content)
        images = tree.root.child("images")
        if images is None or not any(locate(tree, image) for image in images.children[:IMAGES]):
            raise NotThisFormat
        volume = FitVolume(content, budget, min(tree.size, content.size), partition=True)
        volume.facts |= {"version": tree.version, "images": len(images.children)}
        if description := tree.text(tree.root, "description"):
            volume.facts["description"] = description
        if made := tree.number(tree.root, "timestamp"):
            volume.facts["made at"] = made
        if tree.size > content.size:
            volume.problems.append(f"cut short: {tree.size:,} bytes declared, {content.size:,} there")
        if tree.problem:
            volume.problems.append(tree.problem)
        for image in images.children[:IMAGES]:
            volume.add(tree, image)
        if len(images.children) > IMAGES:
            volume.problems.append(f"the tree has {len(images.children):,} images; the first {IMAGES} are read")
        volume.facts |= signatures(tree, images, "images")
        if configurations := tree.root.child("configurations"):
            if default := tree.text(configurations, "default"):
                volume.facts["default configuration"] = default
            volume.facts |= signatures(tree, configurations, "configurations")
        return volume


FORMAT = Fit()
