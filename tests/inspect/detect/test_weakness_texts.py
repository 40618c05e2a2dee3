"""Settings are read from any bytes: what they state is told with its place, and secrets stay out of the evidence."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cupel.inspect.detect.weaknesses._protocol_rules import RULES, matches
from cupel.inspect.detect.weaknesses.sysctl import DETECTOR as SYSCTL
from cupel.inspect.detect.weaknesses.sysctl import Parameter
from cupel.inspect.identify.source import Visited
from cupel.inspect.unpack.content import BytesContent
from made_image import examined

NOISE = st.binary(max_size=300) | st.text(alphabet="echo >/proc/sys/net=-RC4:DES \t\n'\"#;", max_size=300).map(
    str.encode
)


@given(before=NOISE, after=NOISE, script=st.booleans())
def test_a_parameter_is_told_where_it_stands(before: bytes, after: bytes, script: bool) -> None:
    line = b"echo 0 > /proc/sys/kernel/kptr_restrict" if script else b"kernel.kptr_restrict=0"
    data = before + b"\n" + line + b"\n"
    data += b"\n" + after.replace(b"kptr_restrict", b"")
    path = "usr/bin/tune.sh" if script else "etc/sysctl.conf"
    kind = "script, /bin/sh" if script else "text"
    signs = [
        it for it in SYSCTL.examine(Visited(path, "0" * 64, kind, BytesContent(data), ())) if isinstance(it, Parameter)
    ]
    told = next(it for it in signs if it.name == "kernel.kptr_restrict")
    start = told.evidence.offset
    assert start is not None
    assert data[start : start + told.evidence.size] == line


@given(data=NOISE)
def test_any_text_can_be_read_for_protocols(data: bytes) -> None:
    for rule, offset, line, _ in matches(data, RULES):
        assert data[offset : offset + len(line)] == line
        assert rule.rule


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("etc/snmp/snmpd.conf", "rwcommunity hush-hush default\n"),
        ("etc/snmp/snmpd.conf", "com2sec mynet default hush-hush\n"),
        ("etc/hostapd.conf", "wep_key0=hush-hush\n"),
    ],
)
def test_secrets_are_fingerprints(tmp_path: Path, path: str, text: str) -> None:
    (finding,) = (it for it in examined(tmp_path, {path: text}).findings if it.detector == "weaknesses/old_protocols")
    assert "hush" not in repr(finding)
    assert "secret of 9 bytes" in finding.evidence[0].quote
    assert finding.evidence[0].secrets
