"""An import is wholly there or not at all, says what it refused, and never loses the last good data."""

import gzip
import lzma
import os
import re
import signal
import sqlite3
import subprocess
import sys
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cupel.errors import CupelError, InputError
from cupel.reference import json_stream
from cupel.reference.importing import Imported, import_file
from cupel.reference.reference import Reference
from cupel.reference.store import Store
from reference_files import NOW, cve, kev, nvd, nvd_record

Ask = Callable[[], Reference]
BUSYBOX = "busybox:busybox"


def put(store: Store, tmp_path: Path, name: str, data: bytes, **more: object) -> Imported:
    file = tmp_path / name
    file.write_bytes(data)
    return import_file(store, file, NOW, **more)  # type: ignore[arg-type]


def zipped(files: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    made = BytesIO()
    with zipfile.ZipFile(made, "w", method) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return made.getvalue()


@pytest.mark.parametrize(
    "pack",
    [
        bytes,
        gzip.compress,
        lzma.compress,
        lambda data: zipped({"nvd.json": data}),
        lambda data: lzma.compress(gzip.compress(data)),
    ],
    ids=["plain", "gzip", "xz", "zip", "gzip in xz"],
)
def test_packed_or_not_is_the_same(store: Store, ask: Ask, tmp_path: Path, pack: Callable[[bytes], bytes]) -> None:
    done = put(store, tmp_path, "feed", pack(nvd([nvd_record(1), nvd_record(2)])))
    assert (done.feed, done.read, done.refused, done.missing, done.dated) == ("nvd", 2, 0, 0, "2024-11-22")
    assert [it.id for it in ask().about([BUSYBOX])[BUSYBOX]] == ["CVE-2021-0001", "CVE-2021-0002"]


def test_the_cve_list_as_a_zip_within_a_zip_with_other_files_between(store: Store, ask: Ask, tmp_path: Path) -> None:
    inner = zipped({f"cves/2021/0xxx/CVE-2021-{n:04}.json": cve(n) for n in range(5)} | {"cves/delta.json": b"{}"})
    done = put(store, tmp_path, "all.zip.zip", zipped({"README.md": b"hello", "cves.zip": inner}, zipfile.ZIP_STORED))
    assert (done.feed, done.read, done.refused) == ("cve", 5, 0)
    assert len(ask().about(["dnsmasq"])["dnsmasq"]) == 5


def test_a_damaged_record_of_an_archive_is_named_and_the_others_are_read(
    store: Store, ask: Ask, tmp_path: Path
) -> None:
    files = {f"CVE-2021-{n:04}.json": cve(n) for n in range(3)}
    packed = bytearray(zipped(files, zipfile.ZIP_STORED))
    packed[packed.index(b'"CVE-2021-0001"') + 10] ^= 1  # the checksum tells
    done = put(store, tmp_path, "cves.zip", bytes(packed))
    assert (done.read, done.refused) == (3, 1)
    assert "checksum" in ask().refusals("cve")[0].why


def test_a_folder_is_read_like_an_archive(store: Store, tmp_path: Path) -> None:
    folder = tmp_path / "cvelist"
    (folder / "cves").mkdir(parents=True)
    (folder / "README.md").write_text("hello")
    for number in range(3):
        (folder / f"cves/CVE-2021-{number:04}.json").write_bytes(cve(number))
    assert import_file(store, folder, NOW).read == 3


@pytest.mark.parametrize("left", [0, 1, 30, 90, -1, -5, -30])
@pytest.mark.parametrize("pack", [bytes, gzip.compress, lzma.compress, lambda data: zipped({"x.json": data})])
def test_a_cut_file_changes_nothing(
    store: Store, ask: Ask, tmp_path: Path, pack: Callable[[bytes], bytes], left: int
) -> None:
    put(store, tmp_path, "good.json", kev(("CVE-2021-0001", "2021-11-03")))
    before = ask().feeds()
    data = pack(kev(("CVE-2021-0002", "2022-01-01"), ("CVE-2021-0003", "2022-01-01")))
    with pytest.raises(InputError, match="was not imported"):
        put(store, tmp_path, "good.json", data[:left])
    assert ask().feeds() == before


def test_a_list_with_fewer_rows_than_it_says_changes_nothing(store: Store, ask: Ask, tmp_path: Path) -> None:
    put(store, tmp_path, "good.json", kev(("CVE-2021-0001", "2021-11-03")))
    with pytest.raises(InputError, match="says that it holds 1,200 records, and 1 are there"):
        put(store, tmp_path, "kev.json", kev(("CVE-2021-0002", "2022-01-01"), count=1200))
    assert ask().feeds()[0].origin == "good.json"


def test_records_that_the_feed_says_it_has_and_were_not_read_are_told(store: Store, ask: Ask, tmp_path: Path) -> None:
    whole = nvd([nvd_record(n) for n in range(1, 4)]).replace(b'Results": 3', b'Results": 5')
    assert put(store, tmp_path, "2021.json", whole.replace(b'PerPage": 3', b'PerPage": 5')).missing == 2
    page = nvd([nvd_record(n) for n in range(1, 4)], total=319_971)
    put(store, tmp_path, "page.json", page)
    assert ask().feeds()[0].missing == 2 + 319_968


def test_pages_that_belong_together_are_counted_together(store: Store, ask: Ask, tmp_path: Path) -> None:
    put(store, tmp_path, "page1.json", nvd([nvd_record(1), nvd_record(2)], 0, 3))
    assert ask().feeds()[0].missing == 1
    put(store, tmp_path, "page2.json", nvd([nvd_record(3)], 2, 3))
    (feed,) = ask().feeds()
    assert (feed.missing, feed.records, feed.read) == (0, 3, 3)


def test_a_record_that_stands_twice_is_refused_once(store: Store, ask: Ask, tmp_path: Path) -> None:
    done = put(store, tmp_path, "nvd.json", nvd([nvd_record(1), nvd_record(1, "other:thing")]))
    assert (done.read, done.refused) == (2, 1)
    assert ask().refusals("nvd")[0].why.startswith("it stands twice")
    assert ask().about(["other:thing"])["other:thing"] == ()


def test_a_huge_record_is_refused_and_the_next_is_read(
    store: Store, ask: Ask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(json_stream, "MOST_PART", 5000)
    huge = nvd_record(1, references=[{"url": "https://example.org/" + "a" * 600_000}])
    done = put(store, tmp_path, "nvd.json", nvd([huge, nvd_record(2)]))
    assert (done.read, done.refused) == (2, 1)
    assert "more than" in ask().refusals("nvd")[0].why


def test_a_younger_state_wins_whatever_the_order(store: Store, ask: Ask, tmp_path: Path) -> None:
    new = nvd_record(1, "new:name", lastModified="2025-01-01T00:00:00.000")
    put(store, tmp_path, "a.json", nvd([new]))
    put(store, tmp_path, "b.json", nvd([nvd_record(1, "old:name")]))
    found = ask().about(["new:name", "old:name"])
    assert len(found["new:name"]) == 1
    assert found["old:name"] == ()


def test_what_vanished_from_a_whole_list_is_gone_and_what_vanished_from_a_delta_stays(
    store: Store, ask: Ask, tmp_path: Path
) -> None:
    put(store, tmp_path, "kev.json", kev(("CVE-2021-0001", "2021-11-03"), ("CVE-2021-0002", "2021-11-03")))
    put(store, tmp_path, "kev.json", kev(("CVE-2021-0002", "2021-11-03")))
    put(store, tmp_path, "all.zip", zipped({f"CVE-2021-{n:04}.json": cve(n) for n in (1, 2)}))
    put(store, tmp_path, "delta.zip", zipped({"CVE-2021-0003.json": cve(3)}))
    assert {it.name: it.records for it in ask().feeds()} == {"kev": 1, "cve": 3}


def test_a_refused_record_that_comes_whole_later_is_refused_no_more(store: Store, ask: Ask, tmp_path: Path) -> None:
    put(store, tmp_path, "a.json", nvd([nvd_record(1), nvd_record(2, published=5)]))
    assert ask().feeds()[0].refused == 1
    put(store, tmp_path, "b.json", nvd([nvd_record(2)]))
    assert ask().feeds()[0].refused == 0
    assert ask().refusals("nvd") == ()


def test_where_no_record_can_be_used_the_first_reason_is_told(store: Store, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"none of its 1 records can be used; the first is CVE-2021-0001: .*published"):
        put(store, tmp_path, "nvd.json", nvd([nvd_record(1, published=5)]))


@pytest.mark.parametrize(
    "data", [b"", b"hello", b"\0" * 5000, b"{}", b"[]", b"PK\x03\x04nothing", b"\x1f\x8b\x08" + b"x" * 50]
)
def test_another_file_is_named_as_such(store: Store, tmp_path: Path, data: bytes) -> None:
    with pytest.raises(InputError, match="feed was not imported"):
        put(store, tmp_path, "feed", data)


def test_no_name_in_a_feed_reaches_the_terminal_as_it_is(store: Store, ask: Ask, tmp_path: Path) -> None:
    rows = [("CVE-2021-0001", "2021-11-03"), ("\x1b[2J\x07", "2021-11-03")]
    put(store, tmp_path, "kev.json", kev(*rows))
    (refusal,) = ask().refusals("kev")
    assert (refusal.record + refusal.why).isprintable()
    with pytest.raises(InputError) as raised:
        put(store, tmp_path, "kev2.json", kev(rows[1]))
    assert raised.value.message.isprintable()


def test_a_file_may_have_any_name(store: Store, ask: Ask, tmp_path: Path) -> None:
    file = tmp_path / os.fsdecode(b"kev\xff\x1b.json")
    file.write_bytes(kev(("CVE-2021-0001", "2021-11-03")))
    import_file(store, file, NOW)
    assert ask().feeds()[0].origin == r"kev\xff\u001b.json"


def test_a_bomb_is_stopped(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cupel.reference.documents.MOST_BYTES", 1 << 20)
    with pytest.raises(InputError, match="unpacks to more than 1,048,576 bytes"):
        put(store, tmp_path, "kev.json.gz", gzip.compress(b'{"catalogVersion": "' + b" " * (8 << 20)))


def test_a_file_that_is_no_reference_data_is_left_alone(tmp_path: Path) -> None:
    other = tmp_path / "reference.sqlite"
    for content in (b"not SQLite at all, but long enough to look at" * 100, b""):
        other.write_bytes(content)
        if content:
            with pytest.raises(InputError, match="cannot be read"):
                Store(other)
            assert other.read_bytes() == content
    foreign = sqlite3.connect(tmp_path / "foreign.sqlite")
    foreign.execute("CREATE TABLE advisory (x)")
    foreign.commit()
    with pytest.raises(InputError, match="layout 0"):
        Store(tmp_path / "foreign.sqlite")


def test_a_killed_import_leaves_the_last_good_data(tmp_path: Path) -> None:
    """A process that is killed in the midst of an import, without a chance to tidy up."""
    data = tmp_path / "reference.sqlite"
    good, large = tmp_path / "good.json", tmp_path / "large.json"
    good.write_bytes(nvd([nvd_record(1)]))
    large.write_bytes(nvd([nvd_record(n) for n in range(2, 4000)]))
    script = (
        "import os, signal, sys\nfrom pathlib import Path\nfrom cupel.reference.importing import import_file\n"
        "from cupel.reference.store import Store\nstore = Store(Path(sys.argv[1]))\n"
        "import_file(store, Path(sys.argv[2]), 'now')\nkept, count = store.keep, [0]\n"
        "def keep(*given):\n    count[0] += 1\n    if count[0] == 3000: os.kill(os.getpid(), signal.SIGKILL)\n"
        "    return kept(*given)\nstore.keep = keep\nimport_file(store, Path(sys.argv[3]), 'now')\n"
    )
    died = subprocess.run(
        [sys.executable, "-c", script, data, good, large], check=False, env={"PYTHONPATH": ":".join(sys.path)}
    )
    assert died.returncode == -signal.SIGKILL
    with Reference.open(data) as reference:
        assert [it.id for it in reference.about([BUSYBOX])[BUSYBOX] if it.source == "nvd"] == ["CVE-2021-0001"]
    store = Store(data)
    assert import_file(store, large, NOW).read == 3998
    store.close()


def test_an_interrupted_import_leaves_the_last_good_data(store: Store, ask: Ask, tmp_path: Path) -> None:
    put(store, tmp_path, "good.json", nvd([nvd_record(1)]))

    def stop(_what: str, _done: int, _all: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        put(store, tmp_path, "next.json", nvd([nvd_record(2)]), tell=stop)
    assert [it.id for it in ask().about([BUSYBOX])[BUSYBOX]] == ["CVE-2021-0001"]


def test_readers_go_on_while_an_import_writes(store: Store, ask: Ask, tmp_path: Path) -> None:
    put(store, tmp_path, "good.json", nvd([nvd_record(1)]))
    with store.transaction():
        put(store, tmp_path, "next.json", nvd([nvd_record(2)]))
        assert len(ask().about([BUSYBOX])[BUSYBOX]) == 1
    assert len(ask().about([BUSYBOX])[BUSYBOX]) == 2


FILES = {
    "kev.json": kev(("CVE-2021-0001", "2021-11-03"), ("CVE-2021-0002", "2021-11-03")),
    "nvd.json.gz": gzip.compress(nvd([nvd_record(1), nvd_record(2)])),
    "cves.zip": zipped({f"CVE-2021-{n:04}.json": cve(n) for n in (1, 2)}),
    "epss.csv": b"cve,epss,percentile\nCVE-2021-0001,0.5,0.9\n",
}


@given(st.sampled_from(sorted(FILES)), st.data())
@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_bytes_lose_the_good_database(
    store: Store, ask: Ask, tmp_path: Path, name: str, data: st.DataObject
) -> None:
    if not store.holds("nvd", "good.json"):
        put(store, tmp_path, "good.json", nvd([nvd_record(9, "good:good")]))
    broken = bytearray(FILES[name])
    for at in data.draw(st.lists(st.integers(0, len(broken) - 1), min_size=1, max_size=3)):
        broken[at] ^= 1 << data.draw(st.integers(0, 7))
    try:
        done = put(store, tmp_path, name, bytes(broken))
        assert done.read > done.refused
    except CupelError as error:
        assert error.message.startswith(f"{name} was not imported")
    assert len(ask().about(["good:good"])["good:good"]) == 1


def test_a_zip_of_many_files_is_read_without_holding_its_directory(store: Store, tmp_path: Path) -> None:
    """200,000 entries take 100 MB and more in the standard library's reader."""
    import tracemalloc

    file = tmp_path / "many.zip"
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("CVE-2021-0001.json", cve(1))
        for number in range(20_000):
            archive.writestr(f"other/{number}.txt", b"")
    tracemalloc.start()
    assert import_file(store, file, NOW).read == 1
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 4 << 20


def test_what_is_no_cve_is_refused_in_the_list_of_the_exploited(store: Store, tmp_path: Path) -> None:
    rows = b"NOT-A-CVE,2021-11-03\nCVE-X,2021-11-03\nCVE-2021-0001,2021-11-03\n"
    found = put(store, tmp_path, "kev.csv", b"cveID,dateAdded\n" + rows)
    assert (found.read, found.refused) == (3, 2)


def test_what_is_no_cve_is_refused_in_debians_tracker(store: Store, tmp_path: Path) -> None:
    open_in = b'{"releases": {"sid": {"status": "open"}}}'
    names = (b"CVE-2021-0001", b"CVE-X", b"NOT-A-CVE", b"TEMP-0841856-B18BAF")
    issues = b", ".join(b'"%s": %s' % (it, open_in) for it in names)
    found = put(store, tmp_path, "debian.json", b'{"busybox": {%s}}' % issues)
    assert (found.read, found.refused) == (4, 2)


def test_a_day_to_come_is_no_day(store: Store, tmp_path: Path) -> None:
    data = nvd([nvd_record(1)])
    later = re.sub(rb'("timestamp"\s*:\s*")\d{4}', rb"\g<1>2099", data)
    assert later != data
    found = put(store, tmp_path, "nvd.json", later)
    assert (found.dated, found.refused) == ("", 1)


def test_a_file_without_records_does_not_date_the_feed(store: Store, tmp_path: Path) -> None:
    assert put(store, tmp_path, "nvd.json", nvd([])).dated == ""
