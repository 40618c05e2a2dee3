"""No secret leaves a detector in clear, and each quoted byte is where its evidence says."""

import hashlib
from pathlib import Path

from cupel.inspect.detect.credentials.md5_crypt import md5_crypt
from cupel.inspect.detect.quoting import redacted
from cupel.records.boundary import to_json
from made_image import examined

HASH = md5_crypt(b"realtek", b"saltmade")
SECRETS = ("Zk39vmq2", HASH, "uq77ahQz", "AKIA" + "ZQ7RMA2KD3XW5B6C", "NTq91yyx")
FILES = {
    "etc/passwd": f"root:x:0:0::/root:/bin/sh\nadmin:{HASH}:0:0::/:/bin/sh\n",
    "etc/shadow": f"root:{HASH}:1:0:99999:7:::\n",
    "etc/config/made": "config made\n\toption password 'Zk39vmq2'\n",
    "etc/snmp/snmpd.conf": "rwcommunity uq77ahQz\n",
    "etc/cloud.conf": f"id = {SECRETS[3]}\n",
    "etc/ppp/chap-secrets": '"user" * "NTq91yyx" *\n',
    "bin/made.sh": '#!/bin/sh\necho "root:NTq91yyx" | chpasswd\n',
}


def test_no_secret_stands_in_a_finding(tmp_path: Path) -> None:
    found = examined(tmp_path, FILES)
    told = to_json(found.findings).decode() + to_json(found.problems).decode()
    assert len(found.findings) >= 8
    assert [secret for secret in (*SECRETS, "realtek") if secret in told] == []


def test_each_quote_is_what_stands_at_its_offset(tmp_path: Path) -> None:
    found = examined(tmp_path, FILES)
    by_hash = {hashlib.sha256(text.encode()).hexdigest(): text.encode() for text in FILES.values()}
    quoted = [it for finding in found.findings for it in finding.evidence if it.offset is not None]
    assert quoted
    for it in quoted:
        data = by_hash[it.artefact][it.offset : (it.offset or 0) + it.size]
        assert redacted(data, it.secrets) == it.quote
