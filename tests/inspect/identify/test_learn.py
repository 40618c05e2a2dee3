"""Learning signatures: small packages made here go in; what is learned, refused and measured is looked at."""

import json
from pathlib import Path

import pytest
from tests.inspect.identify.made_packages import deb, elf

from cupel.errors import InputError
from cupel.inspect.identify.catalogue import Catalogue, read_signature
from cupel.inspect.identify.learn.archive import archives, cached, read_all
from cupel.inspect.identify.learn.corpus import corpus_of
from cupel.inspect.identify.learn.learning import learn, write
from cupel.inspect.identify.learn.measure import Measure, summary
from cupel.inspect.identify.learn.upstream import upstream
from cupel.inspect.identify.learn.version_shape import agrees, extends
from cupel.inspect.identify.signature import Rule

SENTENCE = "the frobnicator of %s cannot be opened"


def packages(folder: Path) -> list[Path]:
    """Make three products: one that says its version, one whose string lies, one that embeds the first."""
    for version in ("1.2.3", "1.2.4", "1.4.0", "2.0.1", "2.1"):
        frob = elf(f"frobnicate {version} (C) nobody", SENTENCE, "HTTP/1.1", "compiled with zlib 1.2.11")
        deb(folder, "frobnicate", f"{version}-1+deb12u1", {"usr/bin/frobnicate": frob}, source="frob")
        liar = elf("gabble release 1.0.0", "gabble cannot open its configuration", "HTTP/1.1")
        deb(folder, "gabble", f"3:{version}+dfsg-2", {"usr/bin/gabble": liar})
        bare = elf(version, "the murmur of the innumerable bees")
        deb(folder, "libmurmur1", f"{version}-1", {f"usr/lib/libmurmur.so.1.{version}": bare}, "armhf", "murmur")
    other = elf("frobnicate 1.2.3 (C) nobody", SENTENCE, "squeak 7.7.7 of the day", "HTTP/1.1")
    deb(folder, "squeak", "7.7.7-1", {"usr/sbin/squeak": other})
    return archives([folder])


@pytest.fixture(scope="module")
def learned(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Measure]:
    """Learn once from the packages."""
    folder = tmp_path_factory.mktemp("learn")
    (folder / "pool").mkdir()
    paths = packages(folder / "pool")
    found, measure, corpus = learn(paths, folder / "texts", lambda *_: None)
    write(found, measure, corpus, folder / "out")
    return folder, measure


def rules(folder: Path, product: str) -> list[Rule]:
    """Read the rules that were learned of a product."""
    return list(read_signature(folder / "out" / f"{product}.toml").rules)


def test_a_version_in_its_own_words_is_learned(learned: tuple[Path, Measure]) -> None:
    kinds = {it.kind for it in rules(learned[0], "frob")}
    assert "version" in kinds
    assert b"frobnicate " in next(it.pattern for it in rules(learned[0], "frob") if it.kind == "version")


def test_what_is_in_every_product_is_refused(learned: tuple[Path, Measure]) -> None:
    everything = [it.pattern for product in ("frob", "gabble", "murmur") for it in rules(learned[0], product)]
    assert not any(b"HTTP/1" in it for it in everything)


def test_a_string_that_lies_gives_no_rule(learned: tuple[Path, Measure]) -> None:
    assert not [it for it in rules(learned[0], "gabble") if it.kind in ("version", "bare")]
    assert b"gabble cannot open its configuration" in [it.pattern for it in rules(learned[0], "gabble")]


def test_a_bare_version_counts_only_in_the_own_file(learned: tuple[Path, Measure]) -> None:
    bare = [it for it in rules(learned[0], "murmur") if it.kind == "bare"]
    assert bare
    assert all(it.files for it in bare)


def test_the_version_in_a_file_name_is_learned(learned: tuple[Path, Measure]) -> None:
    names = [it.pattern for it in rules(learned[0], "murmur") if it.kind == "name"]
    assert any(it.startswith(rb"libmurmur\.so\.") for it in names)


def test_recall_and_precision_are_counted_on_both_parts(learned: tuple[Path, Measure]) -> None:
    scores = learned[1].scores
    assert (scores["frob", False].builds, scores["frob", False].right) == (3, 3)
    assert (scores["frob", True].builds, scores["frob", True].right) == (2, 2)
    assert scores["gabble", True].recall == 0
    assert scores["gabble", True].precision == 1  # it says no version, and so none that is wrong
    assert summary(learned[1], held_out=True).precision == 1


def test_a_copy_in_another_product_is_embedded_not_wrong(learned: tuple[Path, Measure]) -> None:
    assert (learned[1].scores["frob", False].embedded, learned[1].scores["frob", False].elsewhere) == (1, 0)


def test_learning_twice_gives_the_same_bytes(learned: tuple[Path, Measure], tmp_path: Path) -> None:
    folder = learned[0]
    found, measure, corpus = learn(archives([folder / "pool"]), tmp_path / "texts", lambda *_: None)
    write(found, measure, corpus, tmp_path / "out")
    for file in (folder / "out").iterdir():
        assert (tmp_path / "out" / file.name).read_bytes() == file.read_bytes()


def test_wrong_versions_are_counted(tmp_path: Path) -> None:
    (tmp_path / "pool").mkdir()
    deb(tmp_path / "pool", "wheeze", "4.0.0-1", {"usr/bin/wheeze": elf("wheeze release 3.9.9", "wheezing along")})
    (tmp_path / "wheeze.toml").write_text(
        'title = "Wheeze"\npurl = "pkg:generic/wheeze"\nprograms = ["wheeze"]\n'
        "[[version]]\npattern = 'wheeze release (\\d\\.\\d\\.\\d)'\n"
    )
    paths = archives([tmp_path / "pool"])
    list(read_all(paths, tmp_path / "texts"))
    corpus = corpus_of(paths, tmp_path / "texts", {})
    measure = Measure(Catalogue([read_signature(tmp_path / "wheeze.toml")]))
    list(measure.all(corpus))
    score = measure.scores["wheeze", False]
    assert (score.right, score.wrong, score.precision) == (0, 1, 0)


def test_a_third_of_the_versions_is_held_out(learned: tuple[Path, Measure]) -> None:
    corpus = corpus_of(archives([learned[0] / "pool"]), learned[0] / "texts", {})
    assert len([it for it in corpus.held_out if it[0] == "frob"]) == 2
    assert not [it for it in corpus.held_out if it[0] == "squeak" and len(corpus.by_product["squeak"]) == 0]
    trained = {it.upstream for it in corpus.packages("frob", training=True)}
    tested = {it.upstream for it in corpus.packages("frob", training=False)}
    assert not trained & tested


def test_a_broken_archive_is_left_out(tmp_path: Path) -> None:
    whole = deb(tmp_path, "frob", "1.0-1", {"usr/bin/frob": elf("frob 1.0 is here")})
    (tmp_path / "cut_1_amd64.deb").write_bytes(whole.read_bytes()[:150])
    (tmp_path / "noise.ipk").write_bytes(bytes(range(256)) * 4)
    paths = archives([tmp_path])
    assert list(read_all(paths, tmp_path / "texts"))[-1] == 3
    assert [it.name for it in cached(paths, tmp_path / "texts")] == ["frob"]


def test_no_archive_is_an_error_with_advice(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no package archive"):
        archives([tmp_path])


@pytest.mark.parametrize(
    ("version", "expected"),
    [
        ("1:2.90-4~deb12u2", "2.90"), ("3.0.20-1~deb12u2", "3.0.20"), ("2.9.14+dfsg-1.3~deb12u6", "2.9.14"),
        ("3.2.7+really3.5.0-1", "3.5.0"), ("2:8.39-15", "8.39"), ("1:1.2.13.dfsg-1", "1.2.13"),
        ("4.4.3-P1-2", "4.4.3-P1"), ("2022.83-1+deb12u3", "2022.83"), ("1.0.2h-1", "1.0.2h"), ("5.0~rc1-2", "5.0rc1"),
        ("2.1.12-stable-8", "2.1.12"), ("6.2+20201114-2", "6.2"), ("1:9.2p1-2+deb12u10", "9.2p1"), ("7.80-r0", "7.80"),
    ],
)  # fmt: skip
def test_upstream_versions(version: str, expected: str) -> None:
    assert upstream(version) == expected


def test_versions_that_agree() -> None:
    assert agrees("2.9.0", "2.9")
    assert agrees("1.3.8.c", "1.3.8c")
    assert not agrees("2.6.14", "2.6")
    assert extends("5.3", "5.3.15")
    assert not extends("2.6.14", "2.6.0")


def test_check_prints_json(learned: tuple[Path, Measure], capsys: pytest.CaptureFixture[str]) -> None:
    from cupel.inspect.identify.learn.command import check_signatures

    folder = learned[0]
    assert check_signatures([folder / "pool"], folder / "out", folder / "texts", True, lambda *_: None)
    rows = json.loads(capsys.readouterr().out)
    assert {"product": "frob", "held_out": True}.items() <= next(it for it in rows if it["held_out"]).items()


def test_nothing_that_can_be_read_is_an_error(tmp_path: Path) -> None:
    from cupel.inspect.identify.learn.command import check_signatures

    (tmp_path / "broken.deb").write_bytes(b"no archive")
    with pytest.raises(InputError, match=r"No package could be read: broken\.deb"):
        check_signatures([tmp_path], None, tmp_path / "texts", False, lambda *_: None)
