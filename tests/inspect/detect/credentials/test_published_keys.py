"""The published keys are facts that anybody can compute again."""

import base64
import re

from cupel.inspect.detect.credentials.leaked import is_test_key, leaked_keys
from cupel.inspect.detect.credentials.private_key import spki_of
from cupel.inspect.detect.credentials.ssh_key import read_line

VAGRANT = (
    "AAAAB3NzaC1yc2EAAAABIwAAAQEA6NF8iallvQVp22WDkTkyrtvp9eWW6A8YVr+kz4TjGYe7gHzIw+niNltGEFHzD8+v1I2YJ6oXevct1YeS0o9H"
    "ZyN1Q9qgCgzUFtdOKLv6IedplqoPkcmF0aYet2PkEDo3MlTBckFXPITAMzF8dJSIFo9D8HfdOV0IAdx4O7PtixWKn5y2hMNG0zQPyUecp4pzC6ki"
    "vAIhyfHilFR61RGL+GPXQ2MWZWFYbAGjyiYJnAmCP3NOTd0jMZEnDkbUvxhMmBYSdETk1rRgm+R4LOzFUGaHqHDLKLX+FIPKcF96hrucXzcWyLbI"
    "bEgE98OHlnVYCzRdK8jlqm8tehUc9c9WhQ=="
)


def test_the_public_half_of_a_published_key_is_known_in_both_forms() -> None:
    key = read_line("ssh-rsa", VAGRANT)
    assert key.bits == 2048
    assert "Vagrant" in leaked_keys()[key.fingerprint].name
    spki = spki_of("ssh-rsa", base64.b64decode(VAGRANT))
    assert leaked_keys()[spki] is leaked_keys()[key.fingerprint]
    assert not is_test_key(spki)


def test_every_entry_is_a_fingerprint_with_a_source() -> None:
    for fingerprint, key in leaked_keys().items():
        assert re.fullmatch(r"SHA256:[A-Za-z0-9+/]{43}|[0-9a-f]{64}", fingerprint)
        assert key.name
        assert "https://" in key.source
