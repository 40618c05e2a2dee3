"""Answers name their feeds, keep them apart, and say what is exploited and how probably."""

import json
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from cupel.errors import InputError, MachineError
from cupel.reference.embedded import Embedded
from cupel.reference.importing import import_file
from cupel.reference.reference import Reference
from cupel.reference.store import Store, connect
from reference_files import NOW, cve, kev, nvd, nvd_record

Ask = Callable[[], Reference]
FIXED = {"status": "resolved", "fixed_version": "1:1.35.0-1"}
DEBIAN = {"busybox": {"CVE-2021-0001": {"releases": {"bookworm": FIXED}}}}
EPSS = b"#model_version:v1,score_date:2024-11-21T00:00:00+0000\ncve,epss,percentile\nCVE-2021-0002,0.25,0.9\n"
ENDS = {
    "schema_version": "1.2.0",
    "generated_at": "2024-11-21T06:00:00+00:00",
    "total": 1,
    "result": [
        {
            "name": "busybox",
            "aliases": ["bb"],
            "identifiers": [{"id": "cpe:2.3:a:busybox:busybox", "type": "cpe"}],
            "releases": [{"name": "1.36", "releaseDate": "2023-01-03", "eolFrom": "2024-01-01"}],
        }
    ],
}


@pytest.fixture
def filled(store: Store, tmp_path: Path) -> Store:
    files = {
        "nvd.json": nvd([nvd_record(1), nvd_record(2), nvd_record(3, "example:busybox")]),
        "CVE-2021-0001.json": cve(1, "busybox"),
        "debian.json": json.dumps(DEBIAN).encode(),
        "kev.json": kev(("CVE-2021-0001", "2021-11-03")),
        "epss.csv": EPSS,
        "full.json": json.dumps(ENDS).encode(),
    }
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
        import_file(store, tmp_path / name, NOW)
    return store


def test_feeds_about_the_same_vulnerability_stay_side_by_side(filled: Store, ask: Ask) -> None:
    found = ask().about(["busybox:busybox", ("deb", "busybox"), "busybox"])
    assert [(it.id, it.source) for it in found["busybox:busybox"]] == [
        ("CVE-2021-0001", "nvd"),
        ("CVE-2021-0002", "nvd"),
    ]
    assert [(it.id, it.source) for it in found["deb", "busybox"]] == [("CVE-2021-0001", "debian")]
    by_name = [(it.id, it.source, it.affected[0].product) for it in found["busybox"]]
    assert by_name == [
        ("CVE-2021-0001", "cve", "busybox"),
        ("CVE-2021-0001", "nvd", "busybox:busybox"),
        ("CVE-2021-0002", "nvd", "busybox:busybox"),
        ("CVE-2021-0003", "nvd", "example:busybox"),
    ]


def test_exploitation_is_joined_to_every_feed(filled: Store, ask: Ask) -> None:
    found = ask().about(["busybox:busybox", ("deb", "busybox")])
    first, second = found["busybox:busybox"]
    assert (first.exploited_since, first.exploit_probability) == ("2021-11-03", None)
    assert (second.exploited_since, second.exploit_probability) == ("", 0.25)
    assert found["deb", "busybox"][0].exploited_since == "2021-11-03"


def test_only_what_is_about_the_product_is_told(store: Store, ask: Ask, tmp_path: Path) -> None:
    record = nvd_record(1)
    record["cve"]["configurations"] += nvd_record(1, "other:thing")["cve"]["configurations"]  # type: ignore[index]
    (tmp_path / "nvd.json").write_bytes(nvd([record]))
    import_file(store, tmp_path / "nvd.json", NOW)
    assert [it.product for it in ask().about(["other:thing"])["other:thing"][0].affected] == ["other:thing"]


def test_a_key_is_found_whatever_its_case_and_escapes(store: Store, ask: Ask, tmp_path: Path) -> None:
    (tmp_path / "nvd.json").write_bytes(nvd([nvd_record(1, r"gnu:libstdc\+\+")]))
    import_file(store, tmp_path / "nvd.json", NOW)
    for key in (r"gnu:libstdc\+\+", "gnu:libstdc++", "GNU:libstdc++"):
        assert len(ask().about([key])[key]) == 1


def test_an_unknown_product_has_no_advisories(filled: Store, ask: Ask) -> None:
    assert ask().about(["nobody:nothing", ("npm", "busybox")]) == {"nobody:nothing": (), ("npm", "busybox"): ()}


def test_ends_of_support_are_found_by_every_name(filled: Store, ask: Ask) -> None:
    for name in ("busybox", "bb", "busybox:busybox"):
        assert [it.ends for it in ask().support_ends(name)] == ["2024-01-01"]
    assert ask().support_ends("nothing") == ()


def test_feeds_say_how_good_they_are(filled: Store, ask: Ask) -> None:
    feeds = {it.name: it for it in ask().feeds()}
    assert list(feeds) == ["cve", "debian", "endoflife", "epss", "kev", "nvd"]
    assert (feeds["nvd"].records, feeds["nvd"].read, feeds["nvd"].dated) == (3, 3, "2024-11-22")
    assert (feeds["debian"].dated, feeds["debian"].imported) == ("", NOW)


# --- what cupel ships ------------------------------------------------------------------------------------------------


def shipped(folder: Path) -> Embedded:
    affected = [{"product": "busybox:busybox", "spans": [{"fixed": "1.34.0"}]}]
    advisory = {"id": "CVE-2021-0001", "source": "embedded", "affected": affected, "exploited_since": "2020-01-01"}
    end = {"product": "busybox", "cycle": "1.0", "released": "", "ends": "2010-01-01", "source": "example.org"}
    sources = [{"name": "NVD", "address": "https://example.org", "retrieved": "2026-11-01"}]
    folder.mkdir()
    (folder / "advisories.json").write_text(
        json.dumps({"dated": "2026-11-01", "sources": sources, "advisories": [advisory]})
    )
    (folder / "support.json").write_text(json.dumps({"dated": "2026-11-02", "sources": sources, "support": [end]}))
    releases = {"busybox": {"1.34.0": "2021-08-19"}}
    (folder / "releases.json").write_text(json.dumps({"dated": "2026-11-02", "sources": [], "releases": releases}))
    return Embedded(folder)


def test_days_of_releases_are_known_where_they_are_shipped(tmp_path: Path) -> None:
    reference = Reference(None, shipped(tmp_path / "data"))
    assert reference.released("busybox", "1.34.0") == "2021-08-19"
    assert reference.released("busybox", "9") == reference.released("nothing", "1.34.0") == ""


def test_what_is_shipped_answers_alone_where_nothing_is_held(tmp_path: Path) -> None:
    reference = Reference(None, shipped(tmp_path / "data"))
    found = reference.about(["busybox:busybox", "busybox"])
    assert [it.source for it in found["busybox:busybox"]] == [it.source for it in found["busybox"]] == ["embedded"]
    (feed,) = reference.feeds()
    assert (feed.name, feed.dated, feed.imported, feed.records) == ("embedded", "2026-11-01", "", 2)
    assert feed.origin == "shipped with cupel, from 1 sources"
    assert reference.support_ends("busybox")[0].cycle == "1.0"
    assert reference.refusals("nvd") == ()


def test_what_is_shipped_stands_beside_what_is_held(filled: Store, tmp_path: Path) -> None:
    reference = Reference(connect(filled.path), shipped(tmp_path / "shipped"))
    found = reference.about(["busybox:busybox"])["busybox:busybox"]
    assert [(it.id, it.source, it.exploited_since) for it in found[:2]] == [
        ("CVE-2021-0001", "embedded", "2021-11-03"),
        ("CVE-2021-0001", "nvd", "2021-11-03"),
    ]
    assert reference.feeds()[-1].name == "embedded"
    reference.close()


def test_a_damaged_installation_says_so(tmp_path: Path) -> None:
    (tmp_path / "advisories.json").write_text('{"advisories": 5}')
    with pytest.raises(MachineError, match=r"advisories\.json"):
        Embedded(tmp_path)


# --- the file --------------------------------------------------------------------------------------------------------


def test_a_file_of_another_layout_is_named(tmp_path: Path, store: Store) -> None:
    store.database.execute("PRAGMA user_version = 99")
    with pytest.raises(InputError, match="layout 99"):
        Reference.open(store.path)


def test_a_path_that_is_not_there_is_no_answer(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="there is no reference data"):
        Reference.open(tmp_path / "nope")


def test_a_damaged_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "reference.sqlite").write_bytes(b"SQLite format 3\0" + b"\x55" * 5000)
    with pytest.raises(InputError, match="cannot be read"):
        Reference.open(tmp_path / "reference.sqlite")


def test_a_file_in_a_folder_that_may_not_be_written_to_is_read(filled: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """There, SQLite cannot make the file that readers share; root may write everywhere, so the refusal is played."""
    filled.close()
    connect_really, asked = sqlite3.connect, []

    def refuse(address: str, **more: object) -> sqlite3.Connection:
        asked.append(address)
        if "mode=ro" in address:
            raise sqlite3.OperationalError("unable to open database file")
        return connect_really(address, **more)  # type: ignore[call-overload, no-any-return]

    monkeypatch.setattr(sqlite3, "connect", refuse)
    with Reference.open(filled.path) as reference:
        assert len(reference.about(["busybox:busybox"])["busybox:busybox"]) >= 2
    assert len(asked) == 2


def test_nothing_is_loaded_before_it_is_asked_for() -> None:
    """Neither the database, nor what is shipped, nor any feed costs a run that does not ask."""
    script = (
        "import sys, cupel.reference.reference as r\n"
        "assert 'cupel.reference.sources.nvd' not in sys.modules\n"
        "assert r.embedded.cache_info().currsize == 0\n"
        "assert not {'urllib.request', 'http.client', 'cupel.reference.fetch'} & set(sys.modules)\n"
    )
    subprocess.run([sys.executable, "-c", script], check=True, env={"PYTHONPATH": ":".join(sys.path)})
