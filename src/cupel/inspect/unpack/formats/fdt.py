"""A flattened device tree goes in; its model and compatible names, and its source text, come out."""

from collections.abc import Iterator
from dataclasses import dataclass

from cupel.inspect.unpack.content import Content
from cupel.inspect.unpack.device_tree import MAGIC, DeviceTree, read_tree, render
from cupel.inspect.unpack.format import Damaged, Entry, Volume
from cupel.inspect.unpack.limits import Budget


@dataclass(slots=True)
class TreeVolume(Volume):
    """A device tree and its source text, which is the one entry."""

    tree: DeviceTree | None = None
    text: Content | None = None

    def entries(self) -> Iterator[Entry]:
        """Yield the source text."""
        assert self.tree is not None
        self.budget.count_entry()
        if self.text is None:
            self.text = self.budget.spool(render(self.tree))
        yield Entry("device-tree.dts", size=self.text.size)

    def read(self, entry: Entry) -> Content:  # noqa: ARG002 - there is only one
        """Return the source text."""
        if self.text is None:
            raise Damaged("the text is made when the entries are listed")
        return self.text


class FlattenedDeviceTree:
    """The format's facts and its opening."""

    name = "fdt"
    title = "Flattened device tree"
    description = (
        "The description of a board's hardware that a boot loader hands to the kernel: the board's names, "
        "flash partitions, boot arguments. Versions 16 and 17; given as source text."
    )
    reference = "https://www.devicetree.org/specifications/ (v0.4, chapter 5)"
    proof = "packer"
    magics = (MAGIC,)
    priority = 0

    def open(self, content: Content, budget: Budget) -> TreeVolume:
        """Parse the tree."""
        tree = read_tree(content)
        volume = TreeVolume(content, budget, min(tree.size, content.size), tree=tree)
        volume.facts |= {"version": tree.version, "nodes": tree.nodes}
        for name in ("model", "compatible"):
            if texts := tree.texts(tree.root, name):
                volume.facts[name] = ", ".join(texts)
        chosen = tree.root.child("chosen")
        if chosen and (arguments := tree.text(chosen, "bootargs")):
            volume.facts["boot arguments"] = arguments
        if tree.size > content.size:
            volume.problems.append(f"cut short: {tree.size:,} bytes declared, {content.size:,} there")
        if tree.problem:
            volume.problems.append(tree.problem)
        return volume


FORMAT = FlattenedDeviceTree()
