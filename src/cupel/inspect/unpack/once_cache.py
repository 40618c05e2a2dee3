"""Blocks that several files share: how one is decoded goes in; each comes out decoded once, whoever asks."""

import threading
from collections import OrderedDict
from collections.abc import Callable


class OnceCache:
    """The last few decoded blocks; two threads that want the same block wait for one decoding of it."""

    def __init__(self, decode: Callable[[int], bytes], kept: int) -> None:
        self._decode = decode
        self._kept = kept
        self._lock = threading.Lock()
        self._slots: OrderedDict[int, tuple[threading.Lock, list[bytes]]] = OrderedDict()

    def get(self, key: int) -> bytes:
        """Return the block, decoded now or before."""
        with self._lock:
            lock, found = self._slots.setdefault(key, (threading.Lock(), []))
            self._slots.move_to_end(key)
            while len(self._slots) > self._kept:
                self._slots.popitem(last=False)
        with lock:
            if not found:
                found.append(self._decode(key))
            return found[0]
