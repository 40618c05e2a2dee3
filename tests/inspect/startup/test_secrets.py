"""No secret of a configuration stands in the inspection, and its place is still told."""

import pytest

from cupel.records.boundary import to_json
from made_image import examined

FILES = {
    "etc/config/wireless": "config wifi-iface 'ap'\n\toption ssid 'home'\n\toption key 'correct horse'\n",
    "etc/snmp/snmpd.conf": "rocommunity s3cretword\nagentaddress udp:161\n",
    "etc/config/cwmp": "config acs\n\toption url 'https://acs.example.net/'\n\toption password 'tr0ub4dor'\n",
    "etc/hostapd.conf": "interface=wlan0\nssid=home\nwpa_passphrase=battery staple\n",
}
SECRETS = (b"correct horse", b"s3cretword", b"tr0ub4dor", b"battery staple")


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return to_json(examined(tmp_path_factory.mktemp("secrets"), FILES))


@pytest.mark.parametrize("secret", SECRETS)
def test_a_secret_does_not_stand_in_the_inspection(told: bytes, secret: bytes) -> None:
    assert secret not in told


def test_what_is_no_secret_stands_there(told: bytes) -> None:
    assert b"acs.example.net" in told
    assert b"wlan0" in told
