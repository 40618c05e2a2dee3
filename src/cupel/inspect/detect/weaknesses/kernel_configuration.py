"""Finds what a kernel's configuration lacks or opens: its text goes in, one finding a class of options comes out."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from cupel.inspect.detect.finding import found
from cupel.inspect.detect.image import Image
from cupel.inspect.detect.quoting import quoted
from cupel.inspect.identify.source import Visited
from cupel.inspect.identify.sources.kernel_configuration import HEAD, KERNEL_ONLY, OTHERS, SOURCE
from cupel.inspect.sign import Sign
from cupel.records.finding import Finding

NAME = "weaknesses/kernel_configuration"
MOST_BYTES = 1 << 20
LINE = re.compile(rb"^(?:CONFIG_(\w{1,64})=([ym])|# CONFIG_(\w{1,64}) is not set)\r?$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class OptionClass:
    """Options that serve the same end."""

    name: str
    """What they are for."""
    lack: dict[str, str]
    """Option that should be set -> what follows where it is not."""
    open: dict[str, str]
    """Option that should not be set -> what follows where it is."""
    only_with: str = ""
    """The option without which the class does not matter."""


@dataclass(frozen=True, slots=True)
class KernelOption(Sign):
    """One line of a configuration that a class asks about. Evidence: the line."""

    option: str
    """Its name, without CONFIG_."""
    set: bool
    """Whether it is built in or a module; False: named as not set."""


class KernelConfigurationOptions:
    """The classes of `_kernel_options.toml`."""

    name = "kernel_configuration"
    title = "protections of the kernel"
    means = (
        "The kernel was built without some of its own protections, or with interfaces for developers. That is no error "
        "in it; it tells how far an error in it, or root's rights, lead."
    )
    checked = (
        "From configurations in the image (IKCONFIG in the kernel, /boot/config-*, copies of /proc/config.gz). An "
        "option counts as lacking only where the text names it as not set, so that this kernel and processor have it. "
        "Options on the command line or set when it runs are not seen. Without a configuration nothing is said."
    )
    refutes = "/proc/config.gz of the running equipment shows another value."
    references = (
        "https://kspp.github.io/Recommended_Settings",
        "CWE-693: Protection Mechanism Failure",
        "3GPP TS 33.117, 4.3.3.1",
    )
    marks = ()

    def wants(self, file: Visited) -> bool:
        """Want what the source of kernel configurations wants."""
        return SOURCE.wants(file)

    def examine(self, file: Visited) -> Iterator[Sign]:
        """Yield the lines that a class asks about."""
        head = file.content.read(0, HEAD)
        if not KERNEL_ONLY.search(head) or OTHERS.search(head):
            return
        asked = {option for it in classes() for option in (*it.lack, *it.open, it.only_with)}
        for match in LINE.finditer(file.content.read(0, MOST_BYTES)):
            option = (match[1] or match[3]).decode()
            if option in asked:
                evidence = quoted(file, match.start(), len(match[0].rstrip()), NAME)
                yield KernelOption(evidence, option, match[1] is not None)

    def conclude(self, image: Image) -> Iterator[Finding]:
        """Yield one finding a class and configuration."""
        by_file: dict[str, list[KernelOption]] = {}
        for sign in image.signs(KernelOption):
            by_file.setdefault(sign.evidence.artefact, []).append(sign)
        for signs in by_file.values():
            values = {it.option: it for it in signs}
            for it in classes():
                lacking = [values[name] for name in it.lack if name in values and not values[name].set]
                opened = [values[name] for name in it.open if name in values and values[name].set]
                needs = values.get(it.only_with)
                if (lacking or opened) and (not it.only_with or (needs is not None and needs.set)):
                    yield _finding(image, it, lacking, opened)


def _finding(image: Image, what: OptionClass, lacking: list[KernelOption], opened: list[KernelOption]) -> Finding:
    parts = [f"CONFIG_{it.option} is not set: {what.lack[it.option]}" for it in lacking]
    parts += [f"CONFIG_{it.option} is set: {what.open[it.option]}" for it in opened]
    names = ", ".join(f"{it.option} {'set' if it.set else 'not set'}" for it in (*lacking, *opened))
    return found(
        image, NAME, what.name.replace(" ", "-"), title=f"The kernel's configuration, {what.name}: {names}",
        statement=f"{'; '.join(parts)}.",
        subject=what.name, tier="present", tier_reason="the configuration in the image says so",
        evidence=[it.evidence for it in (*lacking, *opened)],
        facts={"lacking": " ".join(it.option for it in lacking), "open": " ".join(it.option for it in opened)},
    )  # fmt: skip


@cache
def classes() -> tuple[OptionClass, ...]:
    """Load the table."""
    import tomllib  # noqa: PLC0415 - only where a configuration is in the image

    data = tomllib.loads((Path(__file__).parent / "_kernel_options.toml").read_text("utf-8"))
    return tuple(
        OptionClass(it["name"], it.get("lack", {}), it.get("open", {}), it.get("only_with", "")) for it in data["class"]
    )


DETECTOR = KernelConfigurationOptions()
