"""How capstone writes each processor's instructions: what following an argument takes to know of their operands."""

import re
from dataclasses import dataclass

HEX = r"(-?(?:0x[0-9a-f]+|[0-9]+))"


@dataclass(frozen=True, slots=True)
class Syntax:
    """The instructions of one processor."""

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
    delayed: bool = False
    """Whether the instruction after a jump is carried out before it."""


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


_BRACKETS = re.compile(r"\[(?P<base>\w+)(?:, #" + HEX.replace("(", "(?P<distance>", 1) + r")?\](?P<after>!|, #-?\w+)?")
ARM = Syntax(
    re.compile(r"\b(r\d+|sb|sl|fp|ip|sp|lr|pc)\b"), _BRACKETS,
    _names("bl blx"), _names("b b.w bx"),
    re.compile(r"(b(eq|ne|cs|hs|cc|lo|mi|pl|vs|vc|hi|ls|ge|lt|gt|le)(\.w)?|cbn?z)$"),
    _names("mov mov.w"), _names("ldr ldr.w ldrd"), _names("str str.w strd"),
    _names("mov mov.w movw mvn mvns add adds add.w sub subs sub.w rsb rsbs lsl lsls lsr lsrs asr asrs and ands orr "
           "orrs eor eors bic mul muls uxtb uxth sxtb sxth ldr ldr.w ldrb ldrb.w ldrh ldrsb ldrsh adr ubfx clz movs "
           "addw subw"),
)  # fmt: skip
ARM64 = Syntax(
    re.compile(r"\b([xw]\d+|w?sp|[xw]zr)\b"), _BRACKETS,
    _names("bl blr"), _names("b br"), re.compile(r"(b\.\w+|cbn?z|tbn?z)$"),
    _names("mov sxtw"), _names("ldr ldur ldp"), _names("str stur stp"),
    _names("mov sxtw movz movk movn mvn add sub and orr eor neg lsl lsr asr mul ldr ldur ldrb ldrh ldrsb ldrsw ldp adr "
           "adrp ubfx uxtb uxth sxtb sxth ubfiz cset"),
)  # fmt: skip
MIPS = Syntax(
    re.compile(r"(\$\w+)"), re.compile(HEX.replace("(", "(?P<distance>", 1) + r"?\((?P<base>\$\w+)\)(?P<after>)"),
    _names("jal jalr bal"), _names("b j jr"), re.compile(r"b(eq|ne|[gl][te])z?$"),
    _names("move"), _names("lw"), _names("sw"),
    _names("move lw lb lbu lh lhu lui addiu addu subu and andi or ori xor xori nor sll sra srl sllv srlv li seb seh "
           "mul negu slt sltu slti sltiu"),
    True,
)  # fmt: skip
_X86_MEMORY = re.compile(r"\[(?P<base>\w+)(?P<distance> [+-] (?:0x[0-9a-f]+|[0-9]+))?\](?P<after>)")
_X86_BRANCH = re.compile(r"j(?!mp)\w+$|loop\w*$")
_X86_WRITES = _names("mov movabs lea movzx movsx movsxd pop cdqe")
_X86_REGISTER = re.compile(
    r"\b(r(?:1[0-5]|[89])[dwb]?|[re]?(?:[abcd]x|[sd]i|[sb]p)|[abcd][hl]|(?:[sd]i|[sb]p)l|[re]ip|[re]iz)\b"
)
X86_64 = Syntax(
    _X86_REGISTER, _X86_MEMORY,
    _names("call"), _names("jmp"), _X86_BRANCH, _names("mov movabs movsxd"), _names("mov"), _names("mov"), _X86_WRITES,
)  # fmt: skip
X86 = Syntax(
    _X86_REGISTER, _X86_MEMORY,
    _names("call"), _names("jmp"), _X86_BRANCH, _names("mov"), _names("mov"), _names("mov"), _X86_WRITES,
)  # fmt: skip
SYNTAXES = {"arm": ARM, "arm64": ARM64, "mips": MIPS, "x86": X86, "x86-64": X86_64}
"""Processors whose instructions are read so."""
