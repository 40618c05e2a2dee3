"""Tells how much is copied and formatted by functions without a bound: imports go in, findings come out."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from cupel.inspect.detect.code.call_counts import NAME, CallCount
from cupel.inspect.detect.finding import found
from cupel.inspect.detect.image import Image
from cupel.inspect.detect.quoting import whole
from cupel.inspect.detect.weaknesses._call_families import FAMILIES, SAFE, UNSAFE, families_of
from cupel.inspect.detect.weaknesses._users import in_use
from cupel.inspect.identify.elf import elf_of
from cupel.inspect.identify.source import Visited
from cupel.inspect.reachable.origins import UNCALLED
from cupel.inspect.sign import Sign
from cupel.records.finding import Finding

MOST_LISTED = 20
CERTAIN = frozenset({"gets"})
"""Functions that the C standard withdrew, as no caller can bound them: each file is told by itself."""


@dataclass(frozen=True, slots=True)
class CallFamilies(Sign):
    """The functions of the families that one executable or library imports. Evidence: the file as a whole."""

    unbounded: tuple[tuple[str, str], ...]
    """(family, function) without a bound, sorted."""
    bounded: tuple[tuple[str, str], ...]
    """(family, function) with one, sorted."""


@dataclass(frozen=True, slots=True)
class CheckedVariants(Sign):
    """The library that defines the checked variants, and calls the others in them. Evidence: the file as a whole."""


class UnsafeCalls:
    """Shares by family; never a count without its denominator."""

    name = "unsafe_calls"
    title = "copying and formatting without a bound"
    means = (
        "The share of executables that import functions which take no size of their target (memcpy, strcpy, sprintf, "
        "scanf, gets), beside those that import variants that take it; with --deep, of calls. memcpy takes the size of "
        "what is copied. Such a call is no vulnerability: the size may have been checked before, or be constant. The "
        "share compares ways of working."
    )
    checked = (
        "From the imported names of executables and shared libraries, but for the library that defines the checked "
        "variants. --deep counts the places that call through the linkage table. What a compiler replaces by its own "
        "code, static files and calls within a file are not counted."
    )
    refutes = "`readelf -W --dyn-syms FILE` shows other imports."
    references = (
        "CWE-676: Use of Potentially Dangerous Function", "HCSEC Oversight Board, annual report 2019, 3.36",
        "ISO/IEC 9899:2011, Annex K",
    )  # fmt: skip
    marks = ()

    def wants(self, file: Visited) -> bool:
        """Want programs and shared libraries."""
        return file.type.startswith(("ELF executable", "ELF shared"))

    def examine(self, file: Visited) -> Iterator[Sign]:
        """Yield which functions of the families it imports."""
        elf = elf_of(file)
        if elf is None:
            return
        if CERTAIN & elf.imported and "__gets_chk" in elf.exports:  # it is what others call
            yield CheckedVariants(whole(file, "defines the checked variants, such as __gets_chk", NAME))
            return
        told = families_of(file)
        if told:
            unsafe = tuple((family, it) for family, bound, it in told if bound == UNSAFE)
            safe = tuple((family, it) for family, bound, it in told if bound == SAFE)
            quote = (
                "imports " + ", ".join(it for _, it in unsafe)
                if unsafe
                else "imports only variants that take the size of the target"
            )
            yield CallFamilies(whole(file, quote[:200], NAME), unsafe, safe)

    def conclude(self, image: Image) -> Iterator[Finding]:
        """Yield the shares of the image, then each file that imports what nobody can bound."""
        signs = image.signs(CallFamilies)
        with_unsafe = [it for it in signs if it.unbounded]
        if with_unsafe:
            yield _shares(image, signs, with_unsafe)
        for sign in signs:
            for name in sorted(CERTAIN & {it for _, it in sign.unbounded}):
                use = in_use(image, sign.evidence.artefact)
                path = image.path_of(sign.evidence.locator)
                yield found(
                    image, NAME, "no-bound-possible", title=f"{path} imports {name}, which takes no bound at all",
                    statement=f"{path} imports {name}. It writes a line of any length; no caller can bound it, and the "
                    "C standard withdrew it in 2011. Whether a way leads to the call was not examined.",
                    subject=name, tier="configured" if use else "present",
                    tier_reason=f"{use.path} {use.reason}" if use else f"{UNCALLED} starts it",
                    evidence=[sign.evidence], program=use.locator if use else "",
                    places=image.places(sign.evidence.artefact),
                )  # fmt: skip


def _shares(image: Image, signs: tuple[CallFamilies, ...], with_unsafe: list[CallFamilies]) -> Finding:
    calls: dict[str, Counter[str]] = defaultdict(Counter)
    told_of = {it.evidence.artefact for it in signs}
    for it in (it for it in image.signs(CallCount) if it.evidence.artefact in told_of):
        calls[it.family][it.bound] += it.calls
    parts, facts = [], dict[str, str | int | bool]()
    for family in FAMILIES:
        unsafe = sum(any(name == family.name for name, _ in it.unbounded) for it in signs)
        safe = sum(any(name == family.name for name, _ in it.bounded) for it in signs)
        either = sum(any(name == family.name for name, _ in (*it.unbounded, *it.bounded)) for it in signs)
        if not either:
            continue
        words = f"{family.name}: {unsafe} of {either} files import one that does not, {safe} one that does"
        facts |= {f"{family.name}_{UNSAFE}": unsafe, f"{family.name}_{SAFE}": safe, f"{family.name}_files": either}
        if told := calls.get(family.name):
            words += f" ({told[UNSAFE]:,} of {told.total():,} counted calls are of one that does not)"
            facts |= {f"{family.name}_calls_{UNSAFE}": told[UNSAFE], f"{family.name}_calls": told.total()}
        parts.append(words)
    apart = [image.path_of(it.evidence.locator) for it in image.signs(CheckedVariants)]
    left_out = f" Left out: {', '.join(apart[:3])}, which defines the checked variants by the others." if apart else ""
    listed = sorted(with_unsafe, key=lambda it: (in_use(image, it.evidence.artefact) is None, -len(it.unbounded)))
    used = any(in_use(image, it.evidence.artefact) for it in listed[:1])
    return found(
        image, NAME, "shares",
        title=f"{len(with_unsafe)} of {len(signs)} files that copy or format import functions that do not take the "
        "size of their target",
        statement=f"Functions that take the size of their target or do not, by family: {'; '.join(parts)}. memcpy and "
        "its like take the size of what is copied. A call without the target's size is no vulnerability by itself."
        + left_out,
        subject="families", tier="configured" if used else "present",
        tier_reason="the image starts at least one of them" if used else f"{UNCALLED} starts one of them",
        evidence=[it.evidence for it in listed[:MOST_LISTED]], facts=facts, path="",
    )  # fmt: skip


DETECTOR = UnsafeCalls()
