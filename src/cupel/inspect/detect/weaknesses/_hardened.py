"""What protections one executable or library was built with: its ELF facts go in, a sign comes out.

Sources: System V ABI and the GNU extensions of program headers and dynamic tags (elf.h of the GNU C library); for the
stack: Linux, fs/binfmt_elf.c and each processor's asm/elf.h; for the functions with a check: Linux Standard Base Core
and the headers of the GNU C library (bits/string_fortified.h, bits/stdio2.h and others).
"""

from dataclasses import dataclass
from typing import Literal

from cupel.inspect.identify.elf import GNU_RELRO, GNU_STACK, MIPS, Elf
from cupel.inspect.sign import Sign
from cupel.records.evidence import Evidence
from cupel.records.finding import State

BIND_NOW, RPATH, RUNPATH, FLAGS, FLAGS_1 = 24, 15, 29, 30, 0x6FFFFFFB
NOW, NOW_1, PIE_1 = 8, 1, 0x08000000
EXECUTABLE, SHARED = 2, 3
STACK_BY_DEFAULT = frozenset({3, MIPS, 20, 40, 62})
"""Processors (e_machine) whose stack Linux makes executable for a program that says nothing of it: x86, MIPS, PowerPC,
ARM, and x86-64 before Linux 5.8."""
CANARY = frozenset({"__stack_chk_fail", "__stack_chk_fail_local", "__stack_chk_guard"})
LIBC = ("libc.", "libc-", "ld-", "ld64-", "ld.", "libuClibc", "ld-uClibc")
"""How the names of C libraries and their loaders begin."""
CHECKED = frozenset(
    {
        "memcpy", "mempcpy", "memmove", "memset", "strcpy", "stpcpy", "strncpy", "stpncpy", "strcat", "strncat",
        "sprintf", "vsprintf", "snprintf", "vsnprintf", "printf", "fprintf", "vprintf", "vfprintf", "syslog",
        "vsyslog", "asprintf", "vasprintf", "dprintf", "vdprintf", "gets", "fgets", "fread", "read", "pread",
        "pread64", "recv", "recvfrom", "readlink", "readlinkat", "getcwd", "getwd", "realpath", "confstr",
        "getgroups", "ttyname_r", "getlogin_r", "gethostname", "getdomainname", "poll", "ppoll", "longjmp",
        "explicit_bzero", "strlcpy", "strlcat", "fgets_unlocked", "fread_unlocked", "ptsname_r", "wcscpy", "wcsncpy",
        "wcscat", "wcsncat", "wmemcpy", "wmemmove", "wmemset", "swprintf", "vswprintf", "wprintf", "fwprintf",
        "fgetws", "mbstowcs", "wcstombs", "mbsrtowcs", "wcsrtombs", "wctomb", "wcrtomb",
    }
)  # fmt: skip
"""Functions of the GNU C library that have a variant `__NAME_chk`, which is called where the compiler knows a size."""
CHECKS = frozenset(f"__{name}_chk" for name in CHECKED)
Library = Literal["GNU", "uClibc", "musl", "bionic", ""]


@dataclass(frozen=True, slots=True)
class Hardened(Sign):
    """The protections of one executable or library. Evidence: the file as a whole."""

    architecture: str
    """`ARM, 32-bit little-endian`."""
    role: Literal["executable", "library"]
    """A library is shared and cannot be started by itself."""
    static: bool
    """Whether it links to no library."""
    c_library: Library
    """The C library that it asks for; empty where it asks for none that is known."""
    relro: Literal["none", "partial", "full"]
    """Whether the tables of addresses become read-only: the first part, or all since nothing is bound late."""
    nx: State
    """Whether it keeps its stack from being executed; no also where it says nothing and the default is that."""
    pie: State
    """Whether it can be loaded anywhere; of a library, always yes."""
    canary: State
    """Whether it checks a canary on its stack; unknown of stripped static files and of C libraries."""
    fortified: int
    """Functions with a size check (`__memcpy_chk`) that it imports."""
    unfortified: int
    """Functions that it imports although a variant with a check exists."""
    fortify: State
    """Whether it imports such a variant; unknown where nothing tells: none could be, or the C library checks inline."""
    run_paths: tuple[str, ...]
    """Folders of RPATH and RUNPATH, in which libraries are looked for."""


def hardened(elf: Elf, name: str, architecture: str, evidence: Evidence) -> Hardened:
    """Tell the protections of one file, whose base name is `name`."""
    flags = elf.tag(FLAGS) or 0, elf.tag(FLAGS_1) or 0
    library = elf.kind == SHARED and not flags[1] & PIE_1 and (not elf.interpreter or bool(elf.soname))
    library = library and (bool(elf.soname or elf.needed) or ".so" in name)
    static = not elf.needed and not elf.interpreter and not library
    now = elf.tag(BIND_NOW) is not None or flags[0] & NOW or flags[1] & NOW_1
    imports, c_library = elf.imported, _c_library(elf)
    checked = CHECKS & imports
    plain = CHECKED & imports
    told = bool(plain) and c_library in ("GNU", "uClibc") and not static
    return Hardened(
        evidence,
        architecture,
        "library" if library else "executable",
        static,
        c_library,
        ("full" if now or static else "partial") if elf.header_of(GNU_RELRO) else "none",
        _nx(elf),
        "yes" if elf.kind == SHARED else "no",
        _canary(elf, name, imports, static),
        len(checked),
        len(plain),
        "yes" if checked else "no" if told else "unknown",
        run_paths(elf),
    )


def run_paths(elf: Elf) -> tuple[str, ...]:
    """Return the folders in which it lets the loader look for libraries, those of RPATH first."""
    texts = (elf.text_at(value)[0] for value in (elf.tag(RPATH), elf.tag(RUNPATH)) if value is not None)
    return tuple(folder for text in texts for folder in text.split(":"))


def _nx(elf: Elf) -> State:
    flags = next((it.flags for it in elf.segments if it.kind == GNU_STACK), None)
    if flags is None:
        return "no" if elf.machine in STACK_BY_DEFAULT else "unknown"
    return "no" if flags & 1 else "yes"


def _canary(elf: Elf, name: str, imports: frozenset[str], static: bool) -> State:
    if CANARY & imports:
        return "yes"
    if (elf.soname or name).startswith(LIBC):
        return "unknown"  # it defines the function, and calls its own under another name
    if static or not imports:
        return "yes" if b"\0__stack_chk_fail" in elf.section(".strtab") else "unknown"
    return "no"


def _c_library(elf: Elf) -> Library:
    for name in (*elf.needed, elf.interpreter.rpartition("/")[2]):
        if name.startswith(("ld-uClibc", "ld64-uClibc")) or name in ("libc.so.0", "libc.so.1"):
            return "uClibc"
        if name.startswith(("ld-musl", "libc.musl")):
            return "musl"
        if name == "libc.so.6" or name.startswith("ld-linux"):
            return "GNU"
        if name in ("linker", "linker64"):
            return "bionic"
        if name == "libc.so":
            return "bionic" if "libdl.so" in elf.needed and "libgcc_s.so.1" not in elf.needed else "musl"
    return ""
