"""Runs one piece of work in a confined child process: a function goes in; its bytes, or what ended it, come out."""

import contextlib
import ctypes
import gc
import mmap
import os
import resource
import select
import signal
import struct
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from cupel.errors import MachineError

SLOTS = 8
SLOT_SIZE = 4096
PROGRESS_EVERY = 0.1  # seconds between two progress frames
_FRAME = struct.Struct("<cI")

Progress = Callable[[str, int, int], None]
"""(stage, bytes done, bytes in all or 0 where unknown)"""
Piece = Callable[[bytes], None]
"""Takes what the child hands over before its end."""


class Guard:
    """The child's side: it names each artefact before touching it, and tells how far it is."""

    def __init__(self, slots: mmap.mmap, channel: int, skip: frozenset[str], threads: int) -> None:
        self.threads = threads
        self._slots = slots
        self._channel = channel
        self._skip = skip
        self._numbers: dict[int, int] = {}
        self._lock = threading.Lock()
        self._told = 0.0

    def enter(self, place: str) -> bool:
        """Name what this thread is about to touch; False where an earlier child died of it."""
        data = place.encode("utf-8", "backslashreplace")[: SLOT_SIZE - 2]
        if self._skip and data.decode("utf-8", "replace") in self._skip:
            return False
        thread = threading.get_ident()
        number = self._numbers.get(thread)
        if number is None:
            with self._lock:
                number = self._numbers.setdefault(thread, len(self._numbers) % SLOTS)
        start = number * SLOT_SIZE
        self._slots[start : start + 2 + len(data)] = len(data).to_bytes(2, "little") + data
        return True

    def leave(self) -> None:
        """Say that this thread is done with what it named."""
        number = self._numbers.get(threading.get_ident())
        if number is not None:
            self._slots[number * SLOT_SIZE : number * SLOT_SIZE + 2] = b"\0\0"

    def progress(self, stage: str, done: int, total: int) -> None:
        """Tell the parent how far the work is; most calls cost a clock reading only."""
        now = time.monotonic()
        if now - self._told >= PROGRESS_EVERY:
            self._told = now
            self._send(b"P", b"%d %d " % (done, total) + stage.encode("utf-8", "backslashreplace")[:500])

    def hand_over(self, data: bytes) -> None:
        """Give the parent a piece of the result now: it keeps it even where this child dies of a later artefact."""
        self._send(b"D", data)

    def _send(self, kind: bytes, data: bytes) -> None:
        with self._lock:
            view = memoryview(_FRAME.pack(kind, len(data)) + data)
            while view:
                view = view[os.write(self._channel, view) :]


@dataclass(slots=True)
class Outcome:
    """What came of confined work."""

    result: bytes | None = None
    """What the function returned, or None where it never came to an end."""
    ended: list[tuple[str, str]] = field(default_factory=list)
    """(place, reason) for each artefact that ended a child and was left out of the next."""
    network: str = ""
    """`none` where the child had no network, else why it could not be taken away."""


def run_confined(
    work: Callable[[Guard], bytes],
    *,
    threads: int,
    address_space: int,
    watchdog: int,
    restarts: int,
    on_progress: Progress | None = None,
    meanwhile: Callable[[], object] | None = None,
    on_piece: Piece | None = None,
) -> Outcome:
    """Fork a child for `work`, and again without the artefact that ended the last one, at most `restarts` times.

    The child has no network (where the kernel allows a network namespace), at most `address_space` bytes of address
    space, no core file, no new privileges, and dies with its parent. It must be called before this process starts a
    thread. `meanwhile` is called here while the first child works; `on_piece` for each piece that a child hands over: a
    long result need not be held twice, nor made again after a death. Where several threads were at work when a
    child died, the next child runs one thread, so that the artefact is found and nothing else is left out.
    """
    outcome = Outcome()
    skip: set[str] = set()
    for _attempt in range(restarts + 1):
        result, places, reason = _one_child(
            work, frozenset(skip), threads, address_space, watchdog, on_progress, outcome, meanwhile, on_piece
        )
        meanwhile = None
        if result is not None:
            outcome.result = result
            return outcome
        if len(places) == 1:
            skip |= places
            outcome.ended.append((places.pop(), reason))
        elif threads > 1:
            threads = 1
        else:
            outcome.ended.append(("", reason))
            return outcome
    outcome.ended.append(("", f"given up after {restarts} restarts"))
    return outcome


def _one_child(
    work: Callable[[Guard], bytes],
    skip: frozenset[str],
    threads: int,
    address_space: int,
    watchdog: int,
    on_progress: Progress | None,
    outcome: Outcome,
    meanwhile: Callable[[], object] | None,
    on_piece: Piece | None,
) -> tuple[bytes | None, set[str], str]:
    slots = mmap.mmap(-1, SLOTS * SLOT_SIZE)
    receive, send = os.pipe()
    parent = os.getpid()
    child = os.fork()
    if child == 0:
        status = 1
        with contextlib.suppress(BaseException):
            os.close(receive)
            signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the parent, which ends this child
            gc.disable()  # the child is short-lived; looking for cycles costs a twentieth of its time
            guard = Guard(slots, send, skip, threads)
            guard._send(b"N", _confine(parent, address_space).encode())
            try:
                guard._send(b"R", work(guard))
                status = 0
            except MachineError as error:
                guard._send(b"M", f"{error.message}\0{error.advice}".encode("utf-8", "backslashreplace"))
            except MemoryError:
                guard._send(b"E", b"the memory limit was met")
            except BaseException as error:  # noqa: BLE001 - whatever it was, the parent must hear of it
                guard._send(b"E", f"{type(error).__name__}: {error}".encode("utf-8", "backslashreplace"))
        os._exit(status)
    os.close(send)
    try:
        if meanwhile is not None:
            meanwhile()
        result, reason = _listen(receive, watchdog, on_progress, outcome, on_piece)
    except BaseException:  # the person stopped it: the child must not go on
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        raise
    finally:
        os.close(receive)
    if result is None and reason.startswith("no progress"):
        os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    if result is None and not reason:
        number = os.waitstatus_to_exitcode(status)
        reason = f"its reader was ended by {signal.Signals(-number).name}" if number < 0 else f"exit code {number}"
    return result, _named(slots), reason


def _named(slots: mmap.mmap) -> set[str]:
    places = set()
    for start in range(0, SLOTS * SLOT_SIZE, SLOT_SIZE):
        size = int.from_bytes(slots[start : start + 2], "little")
        if size:
            places.add(slots[start + 2 : start + 2 + size].decode("utf-8", "replace"))
    return places


def _listen(
    channel: int, watchdog: int, on_progress: Progress | None, outcome: Outcome, on_piece: Piece | None
) -> tuple[bytes | None, str]:
    result, reason, buffer = None, "", bytearray()
    while True:
        ready, _, _ = select.select([channel], [], [], watchdog)
        if not ready:
            return None, f"no progress in {watchdog} seconds"
        data = os.read(channel, 1 << 20)
        if not data:
            return result, reason
        buffer += data
        while len(buffer) >= _FRAME.size:
            kind, size = _FRAME.unpack_from(buffer)
            if len(buffer) < _FRAME.size + size:
                break
            payload = bytes(buffer[_FRAME.size : _FRAME.size + size])
            del buffer[: _FRAME.size + size]
            if kind == b"R":
                result = payload
            elif kind == b"D":
                if on_piece is not None:
                    on_piece(payload)
            elif kind == b"E":
                reason = payload.decode("utf-8", "replace")
            elif kind == b"M":
                message, advice = payload.decode("utf-8", "replace").split("\0", 1)
                raise MachineError(message, advice)
            elif kind == b"N":
                outcome.network = payload.decode("utf-8", "replace")
            elif on_progress is not None:
                done, total, stage = payload.split(b" ", 2)
                on_progress(stage.decode("utf-8", "replace"), int(done), int(total))


M_TRIM_THRESHOLD = -1
M_MMAP_THRESHOLD = -3
KEPT = 64 << 20
"""Bytes of freed memory that the child keeps for its next block, instead of asking the kernel for clean pages each
time: a tenth of the time that an image of many blocks takes."""
CLONE_NEWUSER = 0x10000000
CLONE_NEWNET = 0x40000000
PR_SET_PDEATHSIG = 1
PR_SET_NO_NEW_PRIVS = 38


def _confine(parent: int, address_space: int) -> str:
    """Take away what the work does not need; say `none`, or why the network could not be taken away."""
    library = ctypes.CDLL(None, use_errno=True)
    library.prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    if hasattr(library, "mallopt"):  # glibc's
        library.mallopt(M_MMAP_THRESHOLD, KEPT // 2)
        library.mallopt(M_TRIM_THRESHOLD, KEPT)
    if os.getppid() != parent:  # it died before the line above
        os._exit(1)
    library.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    most = address_space if hard == resource.RLIM_INFINITY else min(address_space, hard)
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
    # Root takes only the network away: in a user namespace it would lose the right to read other users' files.
    flags = CLONE_NEWNET if os.geteuid() == 0 else CLONE_NEWNET | CLONE_NEWUSER
    if library.unshare(flags) == 0:
        return "none"
    return f"not taken away: {os.strerror(ctypes.get_errno())}"
