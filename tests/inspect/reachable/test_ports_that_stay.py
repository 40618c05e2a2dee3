"""A port that is told moves the services that it is for, by each of their protocols; the daemon's others stay."""

from pathlib import Path

import pytest

from made_image import examined


@pytest.mark.parametrize(
    ("name", "settings", "ports"),
    [
        ("miniupnpd", {"etc/config/upnpd": "config upnpd 'config'\n\toption port '5050'\n"}, {"5050/tcp", "1900/udp"}),
        ("dnsmasq", {"etc/dnsmasq.conf": "port=5353\n"}, {"5353/udp", "5353/tcp", "67/udp"}),
        ("dnsmasq", {"etc/dnsmasq.conf": "port=0\n"}, {"67/udp"}),
        ("bgpd -p 1790", {}, {"1790/tcp", "2605/tcp"}),
        ("dropbear -p 2222", {}, {"2222/tcp"}),
    ],
)
def test_only_the_services_that_a_port_is_for_move(
    tmp_path: Path, name: str, settings: dict[str, str], ports: set[str]
) -> None:
    program = name.split(maxsplit=1)[0]
    files = {"etc/inittab": f"::sysinit:/usr/sbin/{name}\n", f"usr/sbin/{program}": "program\n", **settings}
    own = [it for it in examined(tmp_path, files).findings if it.detector == "access/listeners"]
    assert {f"{it.facts['port']}/{it.facts['protocol']}" for it in own} == ports
