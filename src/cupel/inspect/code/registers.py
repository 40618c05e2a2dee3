"""Gives all parts of a register one name: what capstone writes goes in; the name of the whole comes out."""

ARM = {"r13": "sp", "r14": "lr", "r15": "pc", "fp": "r11", "ip": "r12", "sb": "r9", "sl": "r10"}
"""Other names of ARM's registers -> their own."""
X86 = {
    name: whole
    for whole, parts in {
        "ax": ("rax", "eax", "ax", "al", "ah"), "bx": ("rbx", "ebx", "bx", "bl", "bh"),
        "cx": ("rcx", "ecx", "cx", "cl", "ch"), "dx": ("rdx", "edx", "dx", "dl", "dh"),
        "si": ("rsi", "esi", "si", "sil"), "di": ("rdi", "edi", "di", "dil"), "bp": ("rbp", "ebp", "bp", "bpl"),
        "sp": ("rsp", "esp", "sp", "spl"),
        **{f"r{n}": (f"r{n}", f"r{n}d", f"r{n}w", f"r{n}b") for n in range(8, 16)},
    }.items()
    for name in parts
}  # fmt: skip
"""Every name of a register of x86 and x86-64 -> the name that all its parts share here."""


def arm64(name: str) -> str:
    """Name the whole of a register: x0 for w0, xzr for wzr."""
    return "sp" if name == "wsp" else f"x{name[1:]}" if name[:1] == "w" else name


def register_name(machine: str, name: str) -> str:
    """Return one name for all parts of a register; what is none stays as it is."""
    if machine == "arm":
        return ARM.get(name, name)
    if machine == "arm64":
        return arm64(name)
    return X86.get(name, name) if machine.startswith("x86") else name
