"""Makes the disassembler for a program: its processor goes in; capstone, set up for it, comes out."""

from typing import Any

from cupel.inspect.code.program import CannotTell, Program


def decoder(program: Program, thumb: bool = False) -> Any:
    """Return capstone for a program. Raises CannotTell without capstone, or for another processor."""
    try:
        import capstone  # noqa: PLC0415 - an extra, and 50 ms to load
    except ImportError:
        raise CannotTell("capstone is not installed: install cupel anew") from None
    order = capstone.CS_MODE_BIG_ENDIAN if program.order == ">" else capstone.CS_MODE_LITTLE_ENDIAN
    machine, mode = {
        "x86": (capstone.CS_ARCH_X86, capstone.CS_MODE_32),
        "x86-64": (capstone.CS_ARCH_X86, capstone.CS_MODE_64),
        "arm": (capstone.CS_ARCH_ARM, (capstone.CS_MODE_THUMB if thumb else capstone.CS_MODE_ARM) | order),
        "arm64": (capstone.CS_ARCH_ARM64, order),
        "mips": (capstone.CS_ARCH_MIPS, (capstone.CS_MODE_MIPS64 if program.wide else capstone.CS_MODE_MIPS32) | order),
        "powerpc": (capstone.CS_ARCH_PPC, capstone.CS_MODE_32 | order),
    }.get(program.machine, (None, None))
    if machine is None or (program.order == ">" and program.machine in ("arm", "arm64")):
        raise CannotTell("the processor is none of those whose code is read")
    reader = capstone.Cs(machine, mode)
    reader.skipdata = True  # numbers stand between the code
    return reader
