"""Measures how much is copied and formatted by functions that take no size of their target, family by family."""

from collections.abc import Iterator

from cupel.inspect.detect.image import Image
from cupel.records.measure import Measure

DETECTOR, RULE = "weaknesses/unsafe_calls", "shares"


class UnsafeCallShares:
    """The shares of the detector's finding, each with its denominator."""

    name = "unsafe_calls"
    title = "Copying and formatting without a bound"
    formula = (
        "For each family (memcpy, strcpy, strcat, sprintf, scanf, gets): distinct files that import a function "
        "without a bound, of distinct files that import any function of the family. With --deep also: calls of "
        "functions without a bound, of counted calls of the family."
    )
    unit = "files, calls"
    limits = (
        "A call without a bound is no vulnerability, and a bounded one can have a wrong bound. What a compiler "
        "replaced, static files and calls within a file are not counted. An image that imports none of them has no "
        "value."
    )
    reference = "UK HCSEC Oversight Board, annual report 2019, 3.36"

    def measure(self, image: Image) -> Iterator[Measure]:
        """Yield one or two shares for each family."""
        for finding in image.inspection.findings:
            if (finding.detector, finding.rule) != (DETECTOR, RULE):
                continue
            for family in [key.removesuffix("_files") for key in finding.facts if key.endswith("_files")]:
                for what, part, whole in (
                    ("files", f"{family}_unbounded", f"{family}_files"),
                    ("calls", f"{family}_calls_unbounded", f"{family}_calls"),
                ):
                    if whole in finding.facts:
                        value, of = int(finding.facts.get(part, 0)), int(finding.facts[whole])
                        yield Measure(self.name, f"{family}, {what}", value if of else None, of or None, what)


METRIC = UnsafeCallShares()
