"""Measures the pace of claims: documents, or passages to make a corpus of, go in; speed and peak of memory come out."""

import os
import re
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from statistics import median

from _news import news, write
from cupel.claims.claims import ledger_of
from cupel.claims.reading.document import read_document
from cupel.records.claim import Document

ROUNDS = 9
SIZES = (1_000, 10_000)
"""Documents of the two corpora by which memory is measured."""
SAMPLE = 300
"""Documents of the corpus by which speed is measured."""
WORD = re.compile(r"\w+|[^\w\s]")


def print_pace(sets: Mapping[str, Sequence[Document]], passages: Path | None) -> None:
    """Print the speed of the whole chain on each set; on a corpus of passages, where given, its memory, too."""
    made = {"corpus of the passages": corpus(passages)} if passages else {}
    for name, documents in {**sets, **made}.items():
        words, rate, ratio = speed(documents)
        print(f"{name}: {words:,} words, {rate:,.0f} a second on one core, {ratio:.0f} times as long as to count them")
    for count, seconds, resident, size in peaks(passages) if passages else ():
        print(f"{count:,} documents, --json: {seconds:.0f} s, peak {resident >> 20:,} MB, {size >> 20:,} MB written")


def speed(documents: Sequence[Document]) -> tuple[int, float, float]:
    """Return words; words a second of the whole chain, views included; and its time as a multiple of the peer's.

    The peer is the least that any reading in Python does: to find each word, lower it and count it. Rounds of both take
    turns, so that a machine that others share slows both; the best round of the chain and the median of the ratios
    count.
    """
    words = sum(len(it.text.split()) for it in documents)
    ledger_of(documents)
    pairs = [(_seconds(lambda: ledger_of(documents)), _seconds(lambda: _counted(documents))) for _ in range(ROUNDS)]
    return words, words / min(chain for chain, _ in pairs), median(chain / peer for chain, peer in pairs)


def corpus(passages: Path) -> list[Document]:
    """Return a corpus of SAMPLE documents."""
    read = (read_document(f"{number}.txt", text.encode())[0] for number, text in enumerate(news(passages, SAMPLE)))
    return [it for it in read if it is not None]


def peaks(passages: Path) -> Iterator[tuple[int, float, int, int]]:
    """Run `cupel claims FOLDER --json` on corpora of two sizes; yield documents, seconds of processor time, peak of
    resident bytes of the larger of its two processes, and bytes written.
    """
    for count in SIZES:
        with tempfile.TemporaryDirectory() as held, tempfile.TemporaryFile() as out:
            write(passages, count, Path(held))
            child = subprocess.Popen([sys.executable, "-m", "cupel", "claims", held, "--json", "--quiet"], stdout=out)
            _, status, used = os.wait4(child.pid, 0)
            child.returncode = os.waitstatus_to_exitcode(status)  # it was waited for here
            if child.returncode:
                raise SystemExit(f"cupel claims ended with {child.returncode}")
            yield count, used.ru_utime + used.ru_stime, used.ru_maxrss << 10, os.fstat(out.fileno()).st_size


def _counted(documents: Sequence[Document]) -> Counter[str]:
    return Counter(word.lower() for it in documents for word in WORD.findall(it.text))


def _seconds(work: Callable[[], object]) -> float:
    began = time.process_time()
    work()
    return time.process_time() - began
