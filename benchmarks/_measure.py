"""Runs commands and measures them: a command goes in; seconds, or its peak of memory, come out."""

import os
import subprocess
import threading
import time
from pathlib import Path
from statistics import median


def seconds(command: list[str]) -> float:
    """Run a command without output and return the wall time. Raises CalledProcessError."""
    begin = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return time.perf_counter() - begin


def peak_memory(command: list[str]) -> tuple[int, int, int]:
    """Run a command; return the peaks of resident, of proportional and of spooled bytes, summed over its processes.

    Sampled every 5 ms from /proc. Spooled bytes are those of open files without a name.
    Resident sums count a page that processes share once for each of them;
    proportional ones (Pss) count it once.
    """
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    peaks = [0, 0, 0]
    done = threading.Event()

    def watch() -> None:
        while not done.is_set():
            sums = [0, 0, 0]
            for process in _family(child.pid):
                for index, value in enumerate((*_memory(process), _spooled(process))):
                    sums[index] += value
            peaks[:] = map(max, peaks, sums)
            time.sleep(0.005)

    watcher = threading.Thread(target=watch)
    watcher.start()
    child.wait()
    done.set()
    watcher.join()
    return peaks[0], peaks[1], peaks[2]


def _family(root: int) -> list[int]:
    found = [root]
    for process in found:
        try:
            children = Path(f"/proc/{process}/task/{process}/children").read_text().split()
        except OSError:
            continue
        found += [int(child) for child in children]
    return found


def _memory(process: int) -> tuple[int, int]:
    try:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0, 0
    values = {line.split(":")[0]: int(line.split()[1]) * 1024 for line in lines[1:] if line.endswith("kB")}
    return values.get("Rss", 0), values.get("Pss", 0)


def _spooled(process: int) -> int:
    total = 0
    for descriptor in Path(f"/proc/{process}/fd").glob("*"):
        try:
            if str(descriptor.readlink()).endswith(" (deleted)"):
                total += descriptor.stat().st_blocks * 512
        except OSError:
            continue
    return total


def interleaved(
    commands: dict[str, list[str]], rounds: int, before: dict[str, list[str]] | None = None
) -> dict[str, float]:
    """Run each command `rounds` times in turn and return the median seconds of each; `before` is not measured."""
    times: dict[str, list[float]] = {name: [] for name in commands}
    for _ in range(rounds):
        for name, command in commands.items():
            if before and name in before:
                subprocess.run(before[name], check=True)
            times[name].append(seconds(command))
    return {name: median(found) for name, found in times.items()}


def quiet() -> str:
    """Say how busy the machine is: a ratio measured on a busy one is worth less."""
    return f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors"
