"""Downloads from a server of the test's own, on the loopback, which fails in every way that servers do."""

import json
import socket
import threading
import urllib.error
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from cupel.errors import InputError, MachineError, UnresolvedError
from cupel.reference import command, fetch
from cupel.reference.fetch import Download, Validators, download
from cupel.reference.reference import Reference
from cupel.reference.store import Store
from cupel.reference.update import Address, read_addresses, update
from reference_files import NOW, kev, nvd, nvd_record

BODY = bytes(range(256)) * 4000


@dataclass
class Server:
    """What the server does, and what it was asked."""

    address: str = ""
    body: bytes = BODY
    etag: str = '"one"'
    breaks: int = 0
    """How many answers still end too early."""
    ignores_ranges: bool = False
    statuses: list[tuple[int, dict[str, str]]] = field(default_factory=list)
    """Answers to give before the body."""
    asked: list[dict[str, str]] = field(default_factory=list)
    pages: Callable[[dict[str, str]], bytes] | None = None


@pytest.fixture
def server() -> Iterator[Server]:
    state = Server()

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            query = {key: values[0] for key, values in parse_qs(urlsplit(self.path).query).items()}
            state.asked.append({key.lower(): value for key, value in self.headers.items()} | query)
            if state.statuses:
                status, headers = state.statuses.pop(0)
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", "0")
                self.end_headers()
                return
            if self.headers.get("If-None-Match") == state.etag:
                self.send_response(304)
                self.end_headers()
                return
            body = state.pages(query) if state.pages else state.body
            begin = 0
            wanted = self.headers.get("Range", "")
            if wanted and self.headers.get("If-Range") == state.etag and not state.ignores_ranges:
                begin = int(wanted.removeprefix("bytes=").rstrip("-"))
                if begin >= len(body):
                    self.send_response(416)
                    self.send_header("Content-Range", f"bytes */{len(body)}")
                    self.send_header("Content-Length", "0")
                    self.end_headers()
                    return
                self.send_response(206)
                self.send_header("Content-Range", f"bytes {begin}-{len(body) - 1}/{len(body)}")
            else:
                self.send_response(200)
            if state.etag:
                self.send_header("ETag", state.etag)
            self.send_header("Content-Length", str(len(body) - begin))
            self.end_headers()
            data = body[begin:]
            if state.breaks:
                state.breaks -= 1
                data = data[: len(data) // 2]
            self.wfile.write(data)

        def log_message(self, *_given: object) -> None:
            pass

    made = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
    thread = threading.Thread(target=made.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    state.address = f"http://127.0.0.1:{made.server_address[1]}/feed"
    yield state
    made.shutdown()
    made.server_close()
    thread.join(5)


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    monkeypatch.setattr(fetch, "TIMEOUT", 5.0)


class Waits(list[float]):
    def __call__(self, seconds: float) -> None:
        self.append(seconds)


def get(server: Server, folder: Path, known: Validators = Validators()) -> tuple[Download | None, Waits]:  # noqa: B008
    waits = Waits()
    return download(server.address, folder, known, wait=waits), waits


def test_a_file_comes_whole_and_progress_is_told(server: Server, tmp_path: Path) -> None:
    told: list[tuple[str, int, int]] = []
    found = download(server.address, tmp_path, tell=lambda *it: told.append(it))
    assert found is not None
    assert found.path.read_bytes() == BODY
    assert told[-1] == ("downloading", len(BODY), len(BODY))


def test_an_interrupted_download_goes_on_where_it_stopped(server: Server, tmp_path: Path) -> None:
    server.breaks = 3
    found, waits = get(server, tmp_path)
    assert found is not None
    assert found.path.read_bytes() == BODY
    begins = [int(it.get("range", "bytes=0-")[6:-1]) for it in server.asked]
    assert begins == sorted(set(begins))
    assert len(begins) == 4
    assert waits == [2.0, 2.0, 2.0], "with each byte that came, patience begins anew"


def test_a_download_of_another_run_goes_on(server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    server.breaks = 1
    monkeypatch.setattr(fetch, "FAILURES", 1)
    with pytest.raises(MachineError, match=r"cannot be downloaded: the connection ended after .* of") as raised:
        get(server, tmp_path)
    assert "goes on from there" in raised.value.advice
    found, _ = get(server, tmp_path)
    assert found is not None
    assert found.path.read_bytes() == BODY
    assert server.asked[-1]["range"] == f"bytes={len(BODY) // 2}-"


def test_a_file_that_changed_meanwhile_is_got_anew(server: Server, tmp_path: Path) -> None:
    server.breaks = 1

    def change(_seconds: float) -> None:
        server.etag, server.body = '"two"', b"another file" * 100

    found = download(server.address, tmp_path, wait=change)
    assert found is not None
    assert found.path.read_bytes() == server.body
    assert found.validators.etag == '"two"'


def test_a_server_without_ranges_sends_all_of_it(server: Server, tmp_path: Path) -> None:
    server.breaks, server.ignores_ranges = 1, True
    found, _ = get(server, tmp_path)
    assert found is not None
    assert found.path.read_bytes() == BODY


@pytest.mark.parametrize("etag", ["", 'W/"weak"'])
def test_without_a_strong_tag_nothing_is_pieced_together(server: Server, tmp_path: Path, etag: str) -> None:
    server.breaks, server.etag = 1, etag
    found, _ = get(server, tmp_path)
    assert found is not None
    assert found.path.read_bytes() == BODY
    assert not any("range" in it for it in server.asked)


def test_what_was_whole_already_is_not_got_again(server: Server, tmp_path: Path) -> None:
    first, _ = get(server, tmp_path)
    again, _ = get(server, tmp_path)
    assert first == again
    assert again is not None
    assert again.path.read_bytes() == BODY


def test_nothing_new_is_nothing(server: Server, tmp_path: Path) -> None:
    found, _ = get(server, tmp_path, Validators('"one"'))
    assert found is None


@pytest.mark.parametrize(("status", "tries"), [(404, 1), (401, 1), (500, 5), (429, 5), (403, 5)])
def test_a_refusal_is_told_and_a_passing_one_only_after_patience(
    server: Server, tmp_path: Path, status: int, tries: int
) -> None:
    server.statuses = [(status, {})] * 9
    with pytest.raises(MachineError, match=f"{server.address}.* answered {status}|{status}"):
        get(server, tmp_path)
    assert len(server.asked) == tries


def test_too_many_requests_waits_as_long_as_asked(server: Server, tmp_path: Path) -> None:
    server.statuses = [(429, {"Retry-After": "17"}), (503, {})]
    found, waits = get(server, tmp_path)
    assert found is not None
    assert waits == [17.0, 4.0]


def test_a_wait_of_a_day_is_not_waited(server: Server, tmp_path: Path) -> None:
    server.statuses = [(429, {"Retry-After": "86400"})]
    with pytest.raises(MachineError, match="429"):
        get(server, tmp_path)


def test_nobody_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(MachineError, match="cannot be downloaded"):
        download("http://127.0.0.1:9/feed", tmp_path, wait=Waits())


@pytest.mark.parametrize("address", ["file:///etc/passwd", "ftp://127.0.0.1/x", "no address"])
def test_only_the_web_is_asked(tmp_path: Path, address: str) -> None:
    with pytest.raises(MachineError, match="no address"):
        download(address, tmp_path)


def test_a_flood_is_stopped(server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetch, "MOST_BYTES", 1000)
    with pytest.raises(MachineError, match="more than 1,000 bytes"):
        get(server, tmp_path)
    assert list(tmp_path.iterdir()) == []


# --- updates ---------------------------------------------------------------------------------------------------------


def test_an_update_imports_once_and_then_says_that_nothing_changed(server: Server, store: Store) -> None:
    server.body = kev(("CVE-2021-0001", "2021-11-03"))
    at = Address("kev", server.address)
    (first,) = update(store, at, NOW, None)
    assert not isinstance(first, str)
    assert (first.feed, first.read, first.origin) == ("kev", 1, server.address)
    (second,) = update(store, at, NOW, None)
    assert isinstance(second, str)
    assert "has not changed" in second
    assert list((store.path.parent / "downloads").iterdir()) == []


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"<html>sorry</html>", "no feed that cupel knows"),
        (kev(count=5), "5 records"),
        (nvd([nvd_record(1)]), "not kev"),
    ],
)
def test_a_download_that_is_not_the_feed_changes_nothing(
    server: Server, store: Store, ask: Callable[[], Reference], body: bytes, said: str
) -> None:
    server.body = kev(("CVE-2021-0001", "2021-11-03"))
    at = Address("kev", server.address)
    list(update(store, at, NOW, None))
    before = ask().feeds()
    server.body, server.etag = body, '"two"'
    with pytest.raises(InputError, match=said):
        list(update(store, at, NOW, None))
    assert ask().feeds() == before


def paged(total: int, step: int = 3) -> Callable[[dict[str, str]], bytes]:
    def answer(query: dict[str, str]) -> bytes:
        start = int(query["startIndex"])
        records = [nvd_record(n + 1) for n in range(start, min(start + step, total))]
        return nvd(records, start, total)

    return answer


def test_pages_are_got_one_after_the_other_and_later_only_changes(
    server: Server, store: Store, ask: Callable[[], Reference], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NVD_API_KEY", "a-key")
    server.etag, server.pages = "", paged(7)
    waits = Waits()
    done = list(update(store, Address("nvd", server.address, kind="pages"), NOW, None, waits))
    assert [it.read for it in done if not isinstance(it, str)] == [3, 3, 1]
    assert [it["startindex" if "startindex" in it else "startIndex"] for it in server.asked] == ["0", "3", "6"]
    assert {it["apikey"] for it in server.asked} == {"a-key"}
    assert waits == [0.6, 0.6]
    (feed,) = ask().feeds()
    assert (feed.records, feed.read, feed.missing) == (7, 7, 0)
    later = "2027-05-01T00:00:00+00:00"
    server.pages = paged(1)
    list(update(store, Address("nvd", server.address, kind="pages"), later, None, waits))
    windows = [(it["lastModStartDate"], it["lastModEndDate"]) for it in server.asked[3:]]
    assert windows == [(NOW, "2027-03-23T12:00:00+00:00"), ("2027-03-23T12:00:00+00:00", later)]


def test_pages_go_on_after_an_interruption_and_until_then_the_rest_is_missing(
    server: Server, store: Store, ask: Callable[[], Reference]
) -> None:
    server.etag, server.pages = "", paged(7)
    at = Address("nvd", server.address, kind="pages")
    first = update(store, at, NOW, None, Waits())
    next(first)
    first.close()
    assert ask().feeds()[0].missing == 4
    list(update(store, at, NOW, None, Waits()))
    assert [it["startIndex"] for it in server.asked] == ["0", "3", "6"]
    assert ask().feeds()[0].missing == 0


def test_an_empty_page_in_the_midst_is_not_the_end(server: Server, store: Store, ask: Callable[[], Reference]) -> None:
    server.etag = ""
    server.pages = lambda query: paged(7)(query) if query["startIndex"] == "0" else nvd([], 3, 7)
    with pytest.raises(InputError, match="empty page at record 3 of 7"):
        list(update(store, Address("nvd", server.address, kind="pages"), NOW, None, Waits()))
    assert ask().feeds()[0].missing == 4
    assert json.loads(store.position(f"pages {server.address}"))["next"] == 3


def test_the_addresses_that_are_shipped_name_every_feed_and_their_source() -> None:
    found = read_addresses()
    assert {it.feed for it in found} == {"cve", "debian", "endoflife", "epss", "kev", "nvd", "osv"}
    assert all(it.address.startswith("https://") and it.source.startswith("https://") for it in found)


@pytest.mark.parametrize(
    "text", ["address = 5", "[[address]]\nfeed = 'kev'", "[[address]]\nfeed='x'\naddress='y'", "["]
)
def test_a_wrong_file_of_addresses_is_named(tmp_path: Path, text: str) -> None:
    (tmp_path / "mirror.toml").write_text(text)
    with pytest.raises(InputError, match=r"mirror\.toml"):
        read_addresses(tmp_path / "mirror.toml")


def test_a_name_that_cannot_be_looked_up_is_said_at_once_and_once_a_host(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def nowhere(transfer: fetch._Transfer, known: Validators) -> Download:
        asked.append(transfer.address)
        raise urllib.error.URLError(socket.gaierror(-2, "Name or service not known"))

    monkeypatch.setattr(fetch._Transfer, "attempt", nowhere)
    monkeypatch.setattr("time.sleep", lambda _: pytest.fail("it waited"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    addresses = tmp_path / "addresses.toml"
    entry = '[[address]]\nfeed = "kev"\naddress = "https://nowhere.invalid/{}"\n'
    addresses.write_text(entry.format("one") + entry.format("two"), "utf-8")
    with pytest.raises(UnresolvedError) as error:
        command.update([], addresses, NOW, as_json=False, progress=None)
    assert asked == ["https://nowhere.invalid/one"]
    assert len(error.value.message.splitlines()) == 2
    assert error.value.exit_code == 3
