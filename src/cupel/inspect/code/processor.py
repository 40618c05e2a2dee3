"""What following values through code takes to know of a processor: registers, operations and conventions.

Sources: the procedure call standards: AAPCS32 and AAPCS64 (ARM), System V ABI with its supplements for MIPS (O32), i386
and x86-64. Names are those that capstone writes.
"""

import re
from dataclasses import dataclass

HEX = r"(-?(?:0x[0-9a-f]+|[0-9]+))"


@dataclass(frozen=True, slots=True)
class Processor:
    """One processor."""

    arguments: tuple[str, ...]
    """Registers of the first arguments; the others, and all of x86, stand on the stack."""
    stack: str
    """The stack pointer."""
    link: str
    """The register of the return address; empty where it stands on the stack."""
    kept: frozenset[str]
    """Registers that a called function leaves alone."""
    register: re.Pattern[str]
    """A register in operands."""
    memory: re.Pattern[str]
    """An address in operands: groups `base`, `distance` (signed, may be missing)."""
    calls: frozenset[str]
    """Operations that call."""
    jumps: frozenset[str]
    """Operations that always jump."""
    branches: re.Pattern[str]
    """Operations that may jump."""
    moves: frozenset[str]
    """Operations that copy the second operand into the first."""
    loads: frozenset[str]
    """Operations that load registers from memory."""
    stores: frozenset[str]
    """Operations that store registers to memory."""
    writes: frozenset[str]
    """Operations whose first operand is only written."""
    word: int
    """Bytes of a register on the stack."""
    first_on_stack: int
    """Distance of the first argument on the stack from the stack pointer, when the function begins."""
    delayed: bool = False
    """Whether the instruction after a jump is carried out before it."""


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


_BRACKETS = re.compile(r"\[(?P<base>\w+)(?:, #" + HEX.replace("(", "(?P<distance>", 1) + r")?\](?P<after>!|, #-?\w+)?")
ARM = Processor(
    ("r0", "r1", "r2", "r3"), "sp", "lr", _names("r4 r5 r6 r7 r8 r9 r10 r11 sp"),
    re.compile(r"\b(r\d+|sb|sl|fp|ip|sp|lr|pc)\b"), _BRACKETS,
    _names("bl blx"), _names("b b.w bx"),
    re.compile(r"(b(eq|ne|cs|hs|cc|lo|mi|pl|vs|vc|hi|ls|ge|lt|gt|le)(\.w)?|cbn?z)$"),
    _names("mov mov.w"), _names("ldr ldr.w ldrd"), _names("str str.w strd"),
    _names("mov mov.w movw mvn mvns add adds add.w sub subs sub.w rsb rsbs lsl lsls lsr lsrs asr asrs and ands orr "
           "orrs eor eors bic mul muls uxtb uxth sxtb sxth ldr ldr.w ldrb ldrb.w ldrh ldrsb ldrsh adr ubfx clz movs "
           "addw subw"),
    4, 0,
)  # fmt: skip
ARM64 = Processor(
    tuple(f"x{number}" for number in range(8)), "sp", "x30", _names("sp " + " ".join(f"x{it}" for it in range(19, 30))),
    re.compile(r"\b([xw]\d+|w?sp|[xw]zr)\b"), _BRACKETS,
    _names("bl blr"), _names("b br"), re.compile(r"(b\.\w+|cbn?z|tbn?z)$"),
    _names("mov sxtw"), _names("ldr ldur ldp"), _names("str stur stp"),
    _names("mov sxtw movz movk movn mvn add sub and orr eor neg lsl lsr asr mul ldr ldur ldrb ldrh ldrsb ldrsw ldp adr "
           "adrp ubfx uxtb uxth sxtb sxth ubfiz cset"),
    8, 0,
)  # fmt: skip
MIPS = Processor(
    ("a0", "a1", "a2", "a3"), "sp", "ra", _names("s0 s1 s2 s3 s4 s5 s6 s7 s8 fp sp gp"),
    re.compile(r"\$(\w+)"), re.compile(HEX.replace("(", "(?P<distance>", 1) + r"?\(\$(?P<base>\w+)\)(?P<after>)"),
    _names("jal jalr bal"), _names("b j jr"), re.compile(r"b(eq|ne|[gl][te])z?$"),
    _names("move"), _names("lw"), _names("sw"),
    _names("move lw lb lbu lh lhu lui addiu addu subu and andi or ori xor xori nor sll sra srl sllv srlv li seb seh "
           "mul negu slt sltu slti sltiu"),
    4, 0, True,
)  # fmt: skip
_X86_MEMORY = re.compile(r"\[(?P<base>\w+)(?P<distance> [+-] (?:0x[0-9a-f]+|[0-9]+))?\](?P<after>)")
_X86_BRANCH = re.compile(r"j(?!mp)\w+$|loop\w*$")
_X86_WRITES = _names("mov movabs lea movzx movsx movsxd pop cdqe")
_X86_REGISTER = re.compile(
    r"\b(r(?:1[0-5]|[89])[dwb]?|[re]?(?:[abcd]x|[sd]i|[sb]p)|[abcd][hl]|(?:[sd]i|[sb]p)l|[re]ip|[re]iz)\b"
)
X86_64 = Processor(
    ("di", "si", "dx", "cx", "r8", "r9"), "sp", "", _names("bx bp sp r12 r13 r14 r15"), _X86_REGISTER, _X86_MEMORY,
    _names("call"), _names("jmp"), _X86_BRANCH, _names("mov movabs movsxd"), _names("mov"), _names("mov"), _X86_WRITES,
    8, 8,
)  # fmt: skip
X86 = Processor(
    (), "sp", "", _names("bx bp sp si di"), _X86_REGISTER, _X86_MEMORY,
    _names("call"), _names("jmp"), _X86_BRANCH, _names("mov"), _names("mov"), _names("mov"), _X86_WRITES, 4, 4,
)  # fmt: skip
PROCESSORS = {"arm": ARM, "arm64": ARM64, "mips": MIPS, "x86": X86, "x86-64": X86_64}
ALIASES = {"sb": "r9", "sl": "r10", "fp": "r11", "ip": "r12", "wsp": "sp"}


def register_name(machine: str, name: str) -> str:
    """Return one name for all parts of a register."""
    if machine == "arm":
        return ALIASES.get(name, name)
    if machine == "arm64":
        return "zero" if name[1:] == "zr" else "sp" if name == "wsp" else "x" + name[1:] if name[0] == "w" else name
    if machine == "mips":
        return {"fp": "s8"}.get(name, name)
    if name[0] == "r" and name[1].isdigit():
        return name.rstrip("dwb")
    bare = name[1:] if len(name) == 3 and name[0] in "re" else name
    return bare[0] + "x" if len(bare) == 2 and bare[1] in "hl" else bare[:2]
