"""Downloads, the only module that may use the network: an address goes in; a whole file, or nothing new, comes out.

A download that was interrupted goes on where it stopped, where the server still has the same file: RFC 9110, sections
13 (conditional requests) and 14 (ranges).
"""

import errno
import hashlib
import http.client
import json
import socket
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from email.message import Message
from pathlib import Path
from typing import IO, Any

import cupel
from cupel.errors import MachineError, UnresolvedError

Tell = Callable[[str, int, int], None]
Wait = Callable[[float], None]
STEP = 1 << 18
MOST_BYTES = 8 << 30
"""Bytes of one download. All of the CVE List is 0.6 GB."""
FAILURES = 5
"""Failures in a row, without a byte in between, after which we give up."""
LONGEST_WAIT = 300.0
"""Seconds; a server that asks for more gets an end."""
# NVD answers 403 to whoever asks too often
PASSING = frozenset((403, 408, 425, 429, 500, 502, 503, 504))
TIMEOUT = 60.0
OUR_DISK = frozenset((errno.ENOSPC, errno.EDQUOT, errno.EROFS))
"""Errors that no other attempt mends."""


@dataclass(frozen=True, slots=True)
class Validators:
    """By what a server tells whether its file is still the same."""

    etag: str = ""
    """Its entity tag."""
    modified: str = ""
    """Its day of change, as the server writes it."""

    @property
    def resumes(self) -> str:
        """What a range may rest on: a strong tag or the day; empty where there is neither."""
        return self.etag if self.etag and not self.etag.startswith("W/") else self.modified


@dataclass(frozen=True, slots=True)
class Download:
    """A whole file."""

    path: Path
    """Where it lies; whoever asked deletes it."""
    validators: Validators
    """For the next time."""


class _NoDowngrade(urllib.request.HTTPRedirectHandler):
    """Follows redirections, but never from an encrypted address to one that is not."""

    def redirect_request(
        self, req: urllib.request.Request, fp: IO[bytes], code: int, msg: str, headers: Any, newurl: str
    ) -> urllib.request.Request | None:
        if req.full_url.startswith("https:") and not newurl.startswith("https:"):
            raise urllib.error.URLError(f"it leads to {newurl}, which is not encrypted")
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def download(
    address: str,
    folder: Path,
    known: Validators = Validators(),
    headers: dict[str, str] | None = None,
    tell: Tell | None = None,
    wait: Wait = time.sleep,
) -> Download | None:
    """Get a file into `folder`, going on with what an interrupted attempt left there; None where it is as `known`.

    Raises MachineError where it cannot be got; UnresolvedError, at once, where its host's name cannot be looked up.
    """
    if not address.startswith(("https://", "http://")):
        raise MachineError(f"{address} is no address that can be downloaded.", "Give one that begins with https://.")
    one = _Transfer(address, folder, headers or {}, tell)
    failures = 0
    while True:
        had = one.size
        try:
            return one.attempt(known)
        except urllib.error.HTTPError as error:
            error.close()
            if error.code == 304:
                return None
            if error.code == 416 and had:
                if error.headers.get("Content-Range") == f"bytes */{had}":  # all of it was there already
                    return Download(one.part, one.begun)
                one.drop()
                continue
            if error.code not in PASSING:
                raise MachineError(
                    f"{address} answered {error.code} {error.reason}.",
                    "The feed may have moved, or want a key: `cupel reference update --help` says where to give both.",
                ) from error
            why, pause = f"it answered {error.code} {error.reason}", _asked_to_wait(error.headers)
        except (OSError, http.client.HTTPException) as error:
            if getattr(error, "errno", None) in OUR_DISK:
                raise
            if isinstance(getattr(error, "reason", error), socket.gaierror):
                raise UnresolvedError(
                    f"{address} cannot be downloaded: the name of its host cannot be looked up.",
                    "Check the connection, or get the file elsewhere and use `cupel reference import`.",
                ) from error
            why, pause = str(getattr(error, "reason", error)) or type(error).__name__, 0.0
        failures = failures + 1 if one.size <= had else 1
        pause = max(pause, min(2.0**failures, 60.0))
        if failures >= FAILURES or pause > LONGEST_WAIT:
            raise MachineError(
                f"{address} cannot be downloaded: {why}.",
                f"Try again later: {one.size:,} bytes are kept, and the download goes on from there."
                if one.size
                else "Check the connection, or get the file elsewhere and use `cupel reference import`.",
            )
        wait(pause)


class _Transfer:
    """One download and what is there of it."""

    def __init__(self, address: str, folder: Path, headers: dict[str, str], tell: Tell | None) -> None:
        self.address = address
        self.headers = headers
        self.tell = tell
        folder.mkdir(parents=True, exist_ok=True)
        self.part = folder / (hashlib.sha256(address.encode()).hexdigest()[:16] + ".part")
        self.note = self.part.with_suffix(".json")
        self.begun = self._begun()

    @property
    def size(self) -> int:
        """Bytes that are there."""
        return self.part.stat().st_size if self.part.exists() else 0

    def drop(self) -> None:
        """Begin anew."""
        self.part.unlink(missing_ok=True)
        self.note.unlink(missing_ok=True)
        self.begun = Validators()

    def _begun(self) -> Validators:
        try:
            found = json.loads(self.note.read_text("utf-8"))
            return Validators(str(found["etag"]), str(found["modified"]))
        except (OSError, ValueError, KeyError, TypeError):
            return Validators()

    def attempt(self, known: Validators) -> Download:
        """Get the rest, once. Raises OSError (urllib's HTTPError among them) or HTTPException."""
        if not self.begun.resumes:
            self.drop()
        asked = {"User-Agent": f"cupel/{cupel.__version__}", "Accept-Encoding": "identity", **self.headers}
        begin = self.size
        if begin:
            asked |= {"Range": f"bytes={begin}-", "If-Range": self.begun.resumes}
        elif known.etag:
            asked["If-None-Match"] = known.etag
        elif known.modified:
            asked["If-Modified-Since"] = known.modified
        opener = urllib.request.build_opener(_NoDowngrade)
        with opener.open(urllib.request.Request(self.address, headers=asked), timeout=TIMEOUT) as answer:  # noqa: S310 - only http and https come here
            if begin and not (answer.status == 206 and _range_start(answer.headers) == begin):
                begin = 0  # another file by now: all of it comes
            stated = answer.headers.get("Content-Length", "")
            total = begin + int(stated) if stated.isdigit() else 0
            self.begun = Validators(answer.headers.get("ETag", ""), answer.headers.get("Last-Modified", ""))
            note = {"address": self.address, "etag": self.begun.etag, "modified": self.begun.modified}
            with self.part.open("r+b" if begin else "wb") as file:
                self.note.write_text(json.dumps(note), "utf-8")
                file.seek(begin)
                file.truncate()
                self._receive(answer, file, begin, total)
        return Download(self.part, self.begun)

    def _receive(self, answer: Any, file: IO[bytes], begin: int, total: int) -> None:
        done = begin
        while data := answer.read(STEP):
            file.write(data)
            done += len(data)
            if done > MOST_BYTES:
                self.drop()
                raise MachineError(
                    f"{self.address} sends more than {MOST_BYTES:,} bytes.", "Check that the address is the feed's."
                )
            if self.tell is not None:
                self.tell("downloading", done, total)
        if total and done < total:
            raise OSError(f"the connection ended after {done:,} of {total:,} bytes")


def _range_start(headers: Message) -> int:
    """Read where a partial answer begins; -1 where it does not say."""
    begin = headers.get("Content-Range", "").removeprefix("bytes ").partition("-")[0]
    return int(begin) if begin.isdigit() else -1


def _asked_to_wait(headers: Message) -> float:
    """Read Retry-After, in seconds."""
    asked = headers.get("Retry-After", "") if headers else ""
    return float(asked) if asked.isdigit() else 0.0
