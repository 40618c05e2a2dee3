"""A purpose needs more than one word, hosts of one service are one finding, and a domain in a table is no host."""

from pathlib import Path

import pytest

from cupel.inspect.detect.destinations._known import role_of, speaks_of_service
from cupel.inspect.detect.destinations._program_uses import _found, _without_domains
from made_image import examined


@pytest.mark.parametrize(
    ("path", "host", "key", "role"),
    [
        ("/service/device/updateStatusTo", "api.maker-site.net", "", "cloud"),
        ("/nic/update", "tunnel.maker-site.net", "", "ddns"),
        ("/data/update", "www.maker-site.net", "", "other"),
        ("/router/firmware/query.aspx", "www.maker-site.net", "", "update"),
        ("/download/software/list", "www.maker-site.net", "", "update"),
        ("/x", "update2.maker-site.net", "", "update"),
        ("/log", "www.maker-site.net", "", "other"),
        ("/x", "www.maker-site.net", "update_url", "update"),
        ("/x", "crash.maker-site.net", "", "telemetry"),
    ],
)
def test_roles(path: str, host: str, key: str, role: str) -> None:
    assert role_of(path, host=host, key=key) == role


def test_a_word_that_tells_no_role_may_still_be_one_of_services() -> None:
    assert speaks_of_service("/data/update")
    assert not speaks_of_service("/manual/index")


def test_numbered_hosts_of_one_domain_are_one_finding(tmp_path: Path) -> None:
    text = "#!/bin/sh\n" + "".join(f"wget http://up{n}.maker-site.net/fw.bin\n" for n in (1, 2, 3))
    text += "wget http://other.maker-site.net/fw.bin\nwget http://203.0.113.1/a\nwget http://203.0.113.2/a\n"
    found = [it for it in examined(tmp_path, {"bin/get.sh": text}).findings if it.kind == "destination"]
    assert sorted(str(it.facts["host"]) for it in found) == [
        "203.0.113.1", "203.0.113.2", "other.maker-site.net",
        "up1.maker-site.net, up2.maker-site.net, up3.maker-site.net",
    ]  # fmt: skip
    (several,) = (it for it in found if "," in str(it.facts["host"]))
    assert several.subject == "http up.maker-site.net"
    assert len(several.evidence) == 3


def test_a_domain_in_a_table_beside_its_server_is_only_named() -> None:
    table = [(100, "ddns.parts.maker-site.net"), (130, "parts.maker-site.net"), (9000, "far.parts.maker-site.net")]
    alone = [(100, "parts.maker-site.net")]
    first, domain, last = _without_domains(list(_found(table, "connect", "usr/sbin/agent")))
    assert not isinstance(first, tuple)
    assert not isinstance(last, tuple)
    assert isinstance(domain, tuple)
    assert domain[3] == "named"
    (only,) = _without_domains(list(_found(alone, "connect", "usr/sbin/agent")))
    assert not isinstance(only, tuple)
