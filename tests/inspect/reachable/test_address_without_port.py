"""A setting that binds addresses without a port listens there on the daemon's own port."""

from pathlib import Path

from made_image import examined


def test_addresses_without_a_port_are_no_ports(tmp_path: Path) -> None:
    files = {
        "etc/inittab": "::sysinit:/usr/sbin/snmpd -f\n",
        "usr/sbin/snmpd": "program\n",
        "etc/snmp/snmpd.conf": "agentaddress 127.0.0.1,[::1]\n",
    }
    own = [it for it in examined(tmp_path, files).findings if it.detector == "access/listeners"]
    assert {it.facts["port"] for it in own} == {"161"}
    assert all(it.facts["loopback"] for it in own)
    assert {it.tier for it in own} == {"configured"}
