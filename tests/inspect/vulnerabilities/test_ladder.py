"""The whole ladder: in memory, from an image's files to the rungs of each match; and the counts at each rung."""

import itertools
import tarfile
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cupel.errors import InputError
from cupel.inspect.reachable.daemons import by_program
from cupel.inspect.reachable.listening import listeners
from cupel.inspect.vulnerabilities.configuration import read_configuration
from cupel.inspect.vulnerabilities.counts import counts
from cupel.inspect.vulnerabilities.ladder import climb
from cupel.inspect.vulnerabilities.named import Asked
from cupel.records.advisory import Advisory, Affected, Feed, Span
from cupel.records.boundary import from_json, to_json
from cupel.records.build import Feature
from cupel.records.component import Component, Sighting, Versions
from cupel.records.evidence import Evidence
from cupel.records.inspection import Inspection
from cupel.records.vulnerability import RUNGS, Ladder, Match, Step

Image = Callable[..., Inspection]
Made = Callable[..., Component]
HERE = Evidence("a" * 64, "fw.bin!x", "", "", "")


class Memory:
    """Reference data of a test."""

    def __init__(self, *advisories: Advisory, names: tuple[str, ...] = ("embedded", "kev")) -> None:
        self.advisories = advisories
        self.names = names

    def about(self, products: Iterable[Asked]) -> dict[Asked, tuple[Advisory, ...]]:
        return {
            asked: tuple(it for it in self.advisories if any(line.product == asked for line in it.affected))
            for asked in products
        }

    def feeds(self) -> tuple[Feed, ...]:
        held = len(self.advisories)
        return tuple(Feed(name, "2026-11-01", "", "cupel", held, held, 0) for name in self.names)


def advisory(cve: str, product: str, fixed: str, **more: object) -> Advisory:
    return Advisory(cve, "nvd", (Affected(product, spans=(Span("", fixed),)),), **more)  # type: ignore[arg-type]


FILES = {
    "etc/inittab": "::sysinit:/etc/init.d/rcS S boot\n",
    "etc/init.d/dropbear": "#!/bin/sh /etc/rc.common\nstart_service() {\n\tprocd_set_param command dropbear -F\n}\n",
    "etc/rc.d/S50dropbear": "-> ../init.d/dropbear",
    "etc/config/dropbear": "config dropbear\n\toption enable '0'\n\toption Port '22'\n",
    "usr/sbin/dropbear": "ELF dropbear",
}
REFERENCE = Memory(
    advisory("CVE-2018-15599", "matt:dropbear", "2018.77", score=5.3, vector="CVSS:3.1/AV:N", published="2018-08-21"),
    advisory("CVE-2016-7408", "matt:dropbear", "2016.74", exploited_since="2022-01-10", published="2017-03-03"),
    advisory("CVE-2099-0001", "matt:dropbear", "2099.1", published="2099-01-01"),
)


def ladder(image: Image, component: Made, **more: object) -> Ladder:
    own = component("dropbear", "2016.73", ("ELF dropbear",), cpe="matt:dropbear")
    return climb(image(FILES, (own,)), REFERENCE, **more)  # type: ignore[arg-type]


def states(match: Match) -> list[str]:
    return [step.state for step in match.steps]


def test_each_match_has_the_six_rungs_in_order(image: Image, component: Made) -> None:
    found = ladder(image, component)
    assert [it.cve for it in found.matches] == ["CVE-2016-7408", "CVE-2018-15599", "CVE-2099-0001"]
    assert all(tuple(step.rung for step in it.steps) == RUNGS for it in found.matches)
    assert all(step.reason for it in found.matches for step in it.steps)
    assert states(found.matches[0]) == ["yes", "yes", "no", "unknown", "no", "yes"]
    assert states(found.matches[1]) == ["yes", "yes", "yes", "unknown", "no", "no"]
    assert (found.matches[1].score, found.matches[1].vector) == (5.3, "CVSS:3.1/AV:N")
    assert (found.state, found.feeds[0].name, len(found.rule_version)) == ("factory", "embedded", 64)
    assert from_json(Ladder, to_json(found)) == found


def test_what_was_published_later_is_not_counted(image: Image, component: Made) -> None:
    early = ladder(image, component, as_of="2020-01-01").matches
    assert early[0].steps[5].state == "no" and not early[0].exploited_since
    assert [it.cve for it in early] == [
        "CVE-2016-7408", "CVE-2018-15599",
    ]  # fmt: skip


def test_without_the_whole_list_nothing_is_said_not_to_be_exploited(image: Image, component: Made) -> None:
    own = component("dropbear", "2016.73", ("ELF dropbear",), cpe="matt:dropbear")
    found = climb(image(FILES, (own,)), Memory(*REFERENCE.advisories, names=("embedded",))).matches
    assert [it.steps[5].state for it in found] == ["yes", "unknown", "unknown"]
    assert "held in full" in found[1].steps[5].reason


def test_an_advisory_without_a_day_is_of_the_year_of_its_number(image: Image, component: Made) -> None:
    own = component("dropbear", "2012.55", cpe="matt:dropbear")
    told = Memory(
        advisory("CVE-2023-48795", "matt:dropbear", "2024"), advisory("CVE-2012-0920", "matt:dropbear", "2013")
    )
    assert [it.cve for it in climb(image({}, (own,)), told, as_of="2012-06-01").matches] == ["CVE-2012-0920"]


def test_the_loopback_counts_only_if_every_port_option_names_it() -> None:
    found = listeners(by_program()["dropbear"], "-F -p 127.0.0.1:22 -p 192.168.1.1:2222", ())
    assert [it.loopback for it in found] == [True, False]


def test_a_component_without_names_is_said_to_be_unasked(image: Image, component: Made) -> None:
    found = climb(image({}, (component("vendord", "1.0"),)), REFERENCE)
    assert found.matches == () and "vendord@1.0" in found.unasked[0]


def test_packages_that_no_feed_speaks_of_are_said_to_be_unasked(image: Image, component: Made) -> None:
    found = climb(image({}, (component("luci-theme", "1.0", ecosystem="opkg"),)), REFERENCE)
    assert "no held feed speaks of opkg packages" in found.unasked[0]


def test_a_list_of_very_many_versions_is_not_climbed_and_said(image: Image, component: Made) -> None:
    seen = (Sighting("dropbear", Versions(), "dpkg", HERE, None, "deb", "dropbear", "1"),)
    many = tuple(
        component("dropbear", f"1.{at}", cpe="matt:dropbear", sightings=seen, ecosystem="deb") for at in range(51)
    )
    found = climb(image({}, many), REFERENCE)
    assert not found.matches and "51 versions" in found.problems[0].what
    assert climb(image({}, many[1:]), REFERENCE).matches


def test_a_rule_is_used_with_the_image_s_own_facts(image: Image, component: Made) -> None:
    own = component("dnsmasq", "2.80", cpe="thekelleys:dnsmasq")
    facts = (Feature("dnsmasq", "DNSSEC", False, HERE),)
    found = climb(image({}, (own,), features=facts), Memory(advisory("CVE-2020-25681", "thekelleys:dnsmasq", "2.83")))
    assert found.matches[0].ruled_out == found.matches[0].steps[2]
    assert "DNSSEC was left out" in found.matches[0].steps[2].reason


# --- as deployed

UCI = "config dropbear\n\toption enable '1'\n\toption Port '2022'\n\toption Interface 'wan'\n"
SHOWN = "dropbear.@dropbear[0]=dropbear\ndropbear.@dropbear[0].enable='1'\ndropbear.@dropbear[0].Port='2022'\n"


def write(folder: Path, form: str) -> Path:
    if form == "file":
        (folder / "dropbear").write_text(UCI)
        return folder / "dropbear"
    if form == "export":
        (folder / "backup.uci").write_text(f"package dropbear\n\n{UCI}\npackage system\n\nconfig system\n")
        return folder / "backup.uci"
    if form == "show":
        (folder / "shown.txt").write_text(SHOWN)
        return folder / "shown.txt"
    root = folder / "root"
    config = root if form == "config folder" else root / "etc/config"
    config.mkdir(parents=True)
    (config / "dropbear").write_text(UCI)
    if form != "tar":
        return root
    with tarfile.open(folder / "backup.tar.gz", "w:gz") as archive:
        archive.add(root / "etc", "etc")
    return folder / "backup.tar.gz"


@pytest.mark.parametrize("form", ["file", "export", "show", "config folder", "folder", "tar"])
def test_a_deployed_configuration_lies_over_the_factory_s(
    image: Image, component: Made, tmp_path: Path, form: str
) -> None:
    path = write(tmp_path, form)
    found = ladder(image, component, configuration=read_configuration(path))
    step = found.matches[1].steps[4]
    assert found.state == f"as deployed ({path.name})"
    assert step.state == "yes" and "2022/tcp" in step.reason
    assert any(it.locator.startswith(f"{path.name}!etc/config/dropbear:") for it in step.evidence)


def test_a_deployed_start_script_counts(image: Image, component: Made, tmp_path: Path) -> None:
    (tmp_path / "etc").mkdir()
    (tmp_path / "etc/rc.local").write_text("/usr/sbin/dropbear -p 2222 &\n")
    (tmp_path / "etc/config").mkdir()
    (tmp_path / "etc/config/dropbear").write_text("config dropbear\n")
    step = ladder(image, component, configuration=read_configuration(tmp_path)).matches[1].steps[4]
    assert step.state == "yes" and "rc.local" in step.reason and "2222/tcp" in step.reason


def test_a_daemon_s_own_file(image: Image, component: Made, tmp_path: Path) -> None:
    (tmp_path / "sshd_config").write_text("ListenAddress 127.0.0.1\n")
    files = {"etc/init.d/rcS": "#!/bin/sh\nsshd\n", "usr/sbin/sshd": "ELF s", "etc/sshd_config": "Port 22\n"}
    own = component("openssh", "7.4p1", ("ELF s",), cpe="openbsd:openssh")
    reference = Memory(advisory("CVE-2018-15473", "openbsd:openssh", "7.8"))
    made = image(files, (own,))
    assert climb(made, reference).matches[0].steps[4].state == "yes"
    deployed = climb(made, reference, read_configuration(tmp_path / "sshd_config"))
    assert deployed.matches[0].steps[4].state == "no"


@pytest.mark.parametrize("data", [b"", b"\x00\x01\x02", b"hello world\n"])
def test_what_is_no_configuration_is_refused(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "picture.bin").write_bytes(data)
    with pytest.raises(InputError, match="no configuration that cupel knows"):
        read_configuration(tmp_path / "picture.bin")


def test_a_missing_or_cut_configuration_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        read_configuration(tmp_path / "nothing")
    path = write(tmp_path, "tar")
    path.write_bytes(path.read_bytes()[:40])
    with pytest.raises(InputError):
        read_configuration(path)


def test_a_damaged_line_is_a_problem_of_the_ladder(image: Image, component: Made, tmp_path: Path) -> None:
    (tmp_path / "dropbear").write_text(UCI + "what is this\n")
    found = ladder(image, component, configuration=read_configuration(tmp_path / "dropbear"))
    assert [it.locator for it in found.problems] == ["dropbear!etc/config/dropbear:5"]


# --- counts


def match(*answers: str) -> Match:
    steps = tuple(Step(rung, state, "") for rung, state in zip(RUNGS, answers, strict=True))  # type: ignore[arg-type]
    return Match("CVE-2000-0001", "a@1", steps, None, "", None, "", ())


def test_counts() -> None:
    rows = counts(
        [
            match("yes", "yes", "yes", "yes", "yes", "yes"),
            match("yes", "yes", "yes", "unknown", "yes", "no"),
            match("yes", "unknown", "no", "unknown", "yes", "no"),
            match("yes", "yes", "yes", "yes", "no", "no"),
        ]
    )
    assert [(it.rung, it.yes, it.unknown, it.no) for it in rows] == [
        ("named", 4, 0, 0),
        ("version affected", 3, 0, 1),
        ("built in", 3, 0, 0),
        ("not patched", 2, 1, 0),
        ("reachable", 1, 0, 1),
        ("known exploited", 1, 0, 0),
    ]


@given(st.lists(st.tuples(*[st.sampled_from(["yes", "no", "unknown"])] * 6), max_size=20))
def test_every_match_ends_once(rows: list[tuple[str, ...]]) -> None:
    found = counts([match(*row) for row in rows])
    assert sum(it.unknown + it.no for it in found) + found[-1].yes == len(rows)
    for low, high in itertools.pairwise(found):
        assert high.yes + high.unknown + high.no == low.yes, "a reader adds the rows up"
