"""The confined child keeps what hostile bytes do away from everything else."""

import ctypes
import os
import socket
import time
from collections.abc import Callable

import pytest

from cupel.confinement import Guard, Outcome, run_confined


def confined(work: Callable[[Guard], bytes], **settings: int) -> Outcome:
    chosen = {"threads": 1, "address_space": 4 << 30, "watchdog": 60, "restarts": 4} | settings
    return run_confined(work, **chosen)  # type: ignore[arg-type]


def test_gives_back_what_the_work_returned() -> None:
    assert confined(lambda guard: b"done" * 1_000_000).result == b"done" * 1_000_000


def test_an_artefact_that_ends_the_child_is_left_out_and_named() -> None:
    def work(guard: Guard) -> bytes:
        read = []
        for name in ("first", "deadly", "last"):
            if not guard.enter(name):
                continue
            if name == "deadly":
                ctypes.string_at(0)
            read.append(name)
            guard.leave()
        return ",".join(read).encode()

    outcome = confined(work)
    assert outcome.result == b"first,last"
    assert outcome.ended == [("deadly", "its reader was ended by SIGSEGV")]


def test_with_two_threads_at_work_only_the_culprit_is_left_out() -> None:
    import threading

    def work(guard: Guard) -> bytes:
        read: list[str] = []
        both = threading.Barrier(guard.threads)

        def visit(name: str) -> None:
            if not guard.enter(name):
                return
            if guard.threads > 1:
                both.wait(5)
            if name == "deadly":
                time.sleep(0.2)
                os.abort()
            time.sleep(0.5 if guard.threads > 1 else 0)
            read.append(name)
            guard.leave()

        if guard.threads > 1:
            threads = [threading.Thread(target=visit, args=(name,)) for name in ("deadly", "innocent")]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
        else:
            for name in ("deadly", "innocent"):
                visit(name)
        return ",".join(read).encode()

    outcome = confined(work, threads=2)
    assert outcome.result == b"innocent"
    assert [place for place, _ in outcome.ended] == ["deadly"]


def test_restarts_have_an_end() -> None:
    def work(guard: Guard) -> bytes:
        for number in range(100):
            if guard.enter(str(number)):
                os.abort()
        return b""

    outcome = confined(work, restarts=3)
    assert outcome.result is None
    assert len(outcome.ended) == 5
    assert "3 restarts" in outcome.ended[-1][1]


def test_a_hang_is_ended_by_the_watchdog_and_named() -> None:
    def work(guard: Guard) -> bytes:
        if guard.enter("endless"):
            time.sleep(60)
        return b"rest"

    begin = time.monotonic()
    outcome = confined(work, watchdog=1)
    assert outcome.result == b"rest"
    assert outcome.ended[0][0] == "endless"
    assert "no progress" in outcome.ended[0][1]
    assert time.monotonic() - begin < 30


def test_memory_over_the_limit_is_refused() -> None:
    def work(guard: Guard) -> bytes:
        if guard.enter("greedy"):
            bytearray(8 << 30)
        return b"rest"

    outcome = confined(work, address_space=1 << 30)
    assert outcome.result == b"rest"
    assert outcome.ended == [("greedy", "the memory limit was met")]


def test_the_child_has_no_network_where_the_kernel_allows_to_take_it_away() -> None:
    listener = socket.create_server(("127.0.0.1", 0))
    port = listener.getsockname()[1]

    def work(guard: Guard) -> bytes:
        try:
            socket.create_connection(("127.0.0.1", port), 2).close()
        except OSError:
            return b"refused"
        return b"connected"

    outcome = confined(work)
    listener.close()
    if outcome.network != "none":
        pytest.skip(f"this kernel does not let the child drop its network: {outcome.network}")
    assert outcome.result == b"refused"


def test_the_child_cannot_gain_privileges_and_leaves_no_core_file() -> None:
    import resource

    def work(guard: Guard) -> bytes:
        no_new_privileges = ctypes.CDLL(None).prctl(39, 0, 0, 0, 0)
        return f"{no_new_privileges} {resource.getrlimit(resource.RLIMIT_CORE)[0]}".encode()

    assert confined(work).result == b"1 0"


def test_progress_reaches_the_parent() -> None:
    told: list[tuple[str, int, int]] = []

    def work(guard: Guard) -> bytes:
        for done in range(3):
            guard.progress("stage with spaces", done, 3)
            time.sleep(0.15)
        return b""

    outcome = run_confined(
        work, threads=1, address_space=4 << 30, watchdog=60, restarts=0, on_progress=lambda *it: told.append(it)
    )
    assert outcome.result == b""
    assert told == [("stage with spaces", done, 3) for done in range(3)]
