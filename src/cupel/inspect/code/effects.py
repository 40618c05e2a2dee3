"""Tells what functions lead to: the flows of all go in; what each, and what it calls, can do comes out."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

from cupel.inspect.code.decisions import COMPARERS, text_at
from cupel.inspect.code.flow import Call, Flow
from cupel.inspect.code.function import Function
from cupel.inspect.code.program import Program

Effect = Literal["command", "account", "control", "write", "check", "weak check", "input"]
"""command: runs another program; account: changes whose rights it has; control: changes the running system; write:
opens a file of /etc to write; check: checks a credential; weak check: compares two values that are no constants; input:
takes what comes from outside."""
DEEPEST = 3
"""Calls within calls that are followed."""
COMMAND = re.compile(
    r"(?:.*_|do|tw|my|v)?system(?:_?cmd|_?command|f|l)?|popen|exec(?:l|le|lp|v|ve|vp|vpe)|fexecve|posix_spawnp?|forkpty|"
    r"_?eval|\w*[Ss]ystem[Cc]md|doSystem\w*|\w*(?:run|exec)_?(?:shell|cmd|command)\w*|\w*[a-z]System|g_spawn_(?:a?sync|command)\w*",
)
NAMES: Mapping[Effect, frozenset[str]] = {
    "account": frozenset({
        "setuid", "seteuid", "setreuid", "setresuid", "setgid", "setegid", "setregid", "initgroups", "putspent",
        "putpwent", "login_tty",
    }),
    "control": frozenset({
        "reboot", "mount", "umount", "umount2", "init_module", "finit_module", "delete_module", "kexec_load",
        "ptrace", "chroot", "pivot_root", "dlopen", "swapon", "iopl", "ioperm", "settimeofday", "sethostname",
    }),
    "check": frozenset({
        "crypt", "crypt_r", "getspnam", "getspnam_r", "getpwnam", "getpwnam_r", "getpass", "pam_authenticate",
        "pam_start", "gss_accept_sec_context", "crypt_checkpass", "bcrypt_checkpass", "pw_encrypt",
        "correct_password",
    }),
    "input": frozenset({
        "recv", "recvfrom", "recvmsg", "accept", "accept4", "read", "fgets", "fread", "getline", "getdelim", "getenv",
        "gets", "getc", "fgetc", "getchar", "scanf", "fscanf", "SSL_read", "BIO_gets", "pcap_loop", "readv",
    }),
}  # fmt: skip
OPENERS = frozenset({"fopen", "fopen64", "open", "open64", "creat", "freopen"})


@dataclass(slots=True)
class Effects:
    """What every function of a program leads to."""

    near: list[dict[Effect, int]] = field(default_factory=list)
    """For each function: effect -> over how many calls within calls the nearest is."""
    numbers: dict[int, int] = field(default_factory=dict)
    """Address of a function -> its number."""
    callers: dict[int, set[int]] = field(default_factory=dict)
    """Number of a function -> numbers of those that call it."""

    def of_call(self, program: Program, call: Call) -> Iterator[tuple[Effect, int]]:
        """Yield (effect, depth) of one call."""
        yield from ((effect, 0) for effect in direct(program, call))
        for number in self.called(call):
            yield from ((effect, depth + 1) for effect, depth in self.near[number].items())

    def called(self, call: Call) -> Iterator[int]:
        """Yield the program's functions that a call leads to: the called one, or one that it is handed."""
        if call.target in self.numbers:
            yield self.numbers[call.target]
        for value in call.arguments if call.name else ():
            if value[0] == "k" and (number := self.numbers.get(value[1] & ~1, self.numbers.get(value[1]))) is not None:
                yield number


def direct(program: Program, call: Call) -> Iterator[Effect]:
    """Yield what an imported function itself does."""
    name = call.name
    if not name:
        return
    if COMMAND.fullmatch(name):
        yield "command"
    yield from (effect for effect, names in NAMES.items() if name in names)
    if name in OPENERS:
        path = text_at(program, call.arguments[0], ("k", 64), name) or b""
        mode = text_at(program, call.arguments[1], ("k", 4), name) or b""
        flags = call.arguments[1]
        written = (
            mode[:1] in (b"w", b"a") or b"+" in mode or (flags[0] == "k" and flags[1] & 3 and name.startswith("open"))
        )
        if path.startswith(b"/etc/") and written:
            yield "write"
    comparer = COMPARERS.get(name)
    if comparer and comparer.zero:
        pair = (call.arguments[comparer.value], call.arguments[comparer.with_])
        if not any(text_at(program, value, ("k", 16), name) is not None for value in pair):
            yield "weak check"


def effects(program: Program, found: list[Function], flows: list[Flow]) -> Effects:
    """Sum up what every function leads to, over at most DEEPEST calls within calls."""
    all_of = Effects(numbers={one.start: number for number, one in enumerate(found)})
    called: list[set[int]] = []
    for number, flow in enumerate(flows):
        near: dict[Effect, int] = {}
        leads: set[int] = set()
        for call in flow.calls:
            near.update(dict.fromkeys(direct(program, call), 0))
            leads.update(all_of.called(call))
        leads.discard(number)
        for it in leads:
            all_of.callers.setdefault(it, set()).add(number)
        all_of.near.append(near)
        called.append(leads)
    for depth in range(1, DEEPEST + 1):
        before = [dict(near) for near in all_of.near]
        for number, leads in enumerate(called):
            for it in leads:
                for effect, distance in before[it].items():
                    if distance + 1 == depth:
                        all_of.near[number].setdefault(effect, depth)
    return all_of
