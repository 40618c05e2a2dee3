"""What starts, listens, opens and updates: no password is told, and hostile texts end in facts or nothing."""

from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from cupel.inspect.detect.access._downloads import downloads
from cupel.inspect.detect.access._rules_in_scripts import opened
from cupel.inspect.detect.access._switches import checks_of, switched_on
from cupel.inspect.reachable.openings import addresses
from cupel.inspect.startup._shell import commands
from cupel.records.boundary import to_json
from made_image import examined

SAID = [
    "wget", "curl", "-O", "-k", "http://a.example/x", "/tmp/x", "|", "sh", "&&", ";", "iptables", "-A", "INPUT", "-j",
    "ACCEPT", "!", "-i", "-s", "8.8.8.8", "nvram", "set", "telnet_enable=1", "if", "(", ")", "then", "fi", "mtd",
    "write", "$(", "`", "'", "{", "}", "case", "in", "esac",
]  # fmt: skip
WORDS = st.lists(st.sampled_from([*SAID, "\n", '"']), max_size=40)


@given(WORDS)
@settings(max_examples=300, deadline=None)
def test_any_words_of_a_script_give_facts_or_nothing(words: list[str]) -> None:
    held = tuple(commands(" ".join(words)))
    for it in downloads(held):
        assert it.rule
        assert it.line >= 1
    for command in held:
        rule = opened(command.words)
        assert rule is None or rule["chain"]
        assert isinstance(switched_on(command.words), str)


@given(st.binary(max_size=400))
@settings(max_examples=200, deadline=None)
def test_any_bytes_of_a_description_give_checks_or_none(data: bytes) -> None:
    for _, _, start, end in checks_of(b"<upgrade>" + data):
        assert 0 <= start < end


@given(st.text(max_size=200))
def test_any_text_gives_networks_or_none(text: str) -> None:
    assert len(addresses(text)) <= len(text)


def test_a_password_in_a_start_is_never_told(tmp_path: Path) -> None:
    secret = "Tr0ub4dor"
    script = f"#!/bin/sh\ntelnetd -l /bin/login -u maker:{secret} -i br0 &\n"
    found = examined(tmp_path, {"etc/rc.d/S10x": script, "usr/sbin/telnetd": "program\n"}).findings
    own = [it for it in found if it.rule == "account-in-start"]
    assert len(own) == 1
    evidence = own[0].evidence[0]
    assert evidence.offset is not None
    assert secret not in to_json(own[0]).decode()
    start, end = evidence.secrets[0]
    assert script.encode()[evidence.offset + start : evidence.offset + end] == secret.encode()
    answers = {it.name: it.answer for it in own[0].facets}
    assert answers["credential can be changed"] == answers["unique per device"] == "no"
    assert answers["active by default"] == "yes"


def test_no_finding_of_services_tells_a_password_of_another_start(tmp_path: Path) -> None:
    secret = "Tr0ub4dor"
    files = {
        "etc/inittab": "::sysinit:/etc/rc.d/S10x\n",
        "etc/rc.d/S10x": f"#!/bin/sh\nutelnetd -p 99 -u maker:{secret}\n/usr/bin/gone -u maker:{secret} &\n",
        "usr/sbin/utelnetd": "program\n",
        "usr/bin/there": "program\n",
    }
    found = examined(tmp_path, files).findings
    assert {it.detector for it in found} >= {"access/listeners", "access/launchers", "access/diagnostic_services"}
    assert secret not in "".join(to_json(it).decode() for it in found if it.detector.startswith("access/"))
