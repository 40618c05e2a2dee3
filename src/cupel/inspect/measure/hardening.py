"""Measures how many executables were built with each protection, by architecture."""

from collections import Counter
from collections.abc import Iterator

from cupel.inspect.detect.image import Image
from cupel.inspect.detect.weaknesses._hardened import Hardened
from cupel.inspect.detect.weaknesses._hardening_properties import PROPERTIES
from cupel.records.measure import Measure


class HardeningRates:
    """One share for each protection, architecture and role."""

    name = "hardening"
    title = "Executables with each protection"
    formula = (
        "For each protection (full RELRO, NX, PIE, stack canary, FORTIFY), each processor and each of executables and "
        "libraries: distinct files that have it, of distinct files of which it can be told."
    )
    unit = "executables, or libraries"
    limits = (
        "Compare only within one processor: MIPS tool chains long wrote no mark for the stack. The canary and "
        "FORTIFY are told by imports, which a small program may not need; of stripped static files they are unknown. "
        "A protection's absence is no error in the code."
    )
    reference = "CITL, 2019, IoT data write-up (cyber-itl.org); Finite State, 2019, Supply Chain Assessment"

    def measure(self, image: Image) -> Iterator[Measure]:
        """Yield a Measure for each; those of which nothing is known have no value."""
        signs = image.signs(Hardened)
        for stratum in sorted({(it.architecture, it.role) for it in signs}):
            own = [it for it in signs if (it.architecture, it.role) == stratum]
            unit = "executables" if stratum[1] == "executable" else "libraries"
            for what in PROPERTIES:
                answers = Counter(what.answer(it) for it in own)
                known = answers["yes"] + answers["no"]
                note = f"unknown of {answers['unknown']}" if answers["unknown"] else ""
                yield Measure(
                    self.name, what.name, answers["yes"] if known else None, known or None, unit, stratum[0], note
                )


METRIC = HardeningRates()
