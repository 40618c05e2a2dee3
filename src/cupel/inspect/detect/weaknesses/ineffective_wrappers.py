"""Finds bounded-copy functions whose bound has no effect: what the reader of code saw goes in, findings come out."""

from collections.abc import Iterator

from cupel.inspect.detect.code.ineffective_wrappers import MARK, NAME, IneffectiveWrapper
from cupel.inspect.detect.finding import found
from cupel.inspect.detect.image import Image
from cupel.inspect.detect.weaknesses._users import in_use
from cupel.inspect.identify.source import Visited
from cupel.inspect.reachable.origins import UNCALLED
from cupel.inspect.sign import Sign
from cupel.records.finding import Finding

ORDINAL = {1: "first", 2: "second", 3: "third", 4: "fourth"}


class IneffectiveWrappers:
    """Concludes from the signs of the reader of the same name, which runs with --deep."""

    name = "ineffective_wrappers"
    title = "bounded copies that ignore their bound"
    means = (
        "A function has the name of a bounded copy, takes a bound, and calls the unbounded function without looking "
        "at it. Whoever calls it lacks the check of the size that its name promises. Whether a caller passes more than "
        "fits is another question: this is no vulnerability by itself."
    )
    checked = (
        "By disassembly, with --deep, of functions in the symbol table whose names are those of ISO C Annex K or "
        "strlcpy with any prefix: the argument is followed through every way of the function. Code that cannot be "
        "followed (computed jumps, more than 2 KB) gives no finding. ARM, AArch64, MIPS O32, x86, x86-64."
    )
    refutes = "The instructions of the function, which stand in the finding, read the bound on some way to the call."
    references = (
        "CWE-120: Buffer Copy without Checking Size of Input", "ISO/IEC 9899:2011, Annex K",
        "HCSEC Oversight Board, annual report 2019, 3.38",
    )  # fmt: skip
    marks = (MARK,)

    def wants(self, file: Visited) -> bool:  # noqa: ARG002 - the protocol's
        """Want no file: the second pass reads the code."""
        return False

    def examine(self, file: Visited) -> Iterator[Sign]:  # noqa: ARG002 - the protocol's
        """Yield nothing."""
        yield from ()

    def conclude(self, image: Image) -> Iterator[Finding]:
        """Yield a finding for each such function."""
        for sign in image.signs(IneffectiveWrapper):
            path = image.path_of(sign.evidence.locator)
            use = in_use(image, sign.evidence.artefact)
            called = " and ".join(sign.calls)
            which = ORDINAL.get(sign.argument, f"{sign.argument}th")
            yield found(
                image, NAME, "bound-without-effect",
                title=f"{sign.function} in {path} calls {called} and ignores its bound",
                statement=f"The function {sign.function} of {path} takes the size of its target as the {which} "
                f"argument by the convention of its name. No way through it reads that argument; it calls {called}. "
                f"Its code ({sign.machine}): {'; '.join(sign.code)}.",
                subject=sign.function,
                tier="configured" if use else "present",
                tier_reason=f"{use.path} {use.reason}" if use else f"{UNCALLED} starts this file itself",
                evidence=[sign.evidence],
                facts={"argument": sign.argument, "calls": ", ".join(sign.calls), "machine": sign.machine},
                program=use.locator if use else "",
                places=image.places(sign.evidence.artefact),
            )  # fmt: skip


DETECTOR = IneffectiveWrappers()
