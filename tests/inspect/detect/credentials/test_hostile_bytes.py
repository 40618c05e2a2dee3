"""Whatever bytes a file holds, its readers give signs and problems in bounded number, and raise nothing."""

import struct
from collections.abc import Callable, Iterable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cupel.inspect.detect.access.authorized_keys import DETECTOR as AUTHORIZED
from cupel.inspect.detect.credentials.account_file import MOST_ACCOUNTS, accounts
from cupel.inspect.detect.credentials.account_script import generated_accounts
from cupel.inspect.detect.credentials.key_file import MOST_KEYS, private_keys
from cupel.inspect.detect.credentials.private_key import read_dropbear, read_openssh, read_pem, read_putty
from cupel.inspect.detect.credentials.secret_file import plain_secrets
from cupel.inspect.detect.credentials.service_file import service_accounts
from cupel.inspect.detect.credentials.ssh_key import read_blob, read_line
from cupel.inspect.identify.source import Visited
from cupel.inspect.unpack.content import BytesContent

PIECES = st.sampled_from(
    [
        b"root", b":", b"::0:0:", b"$1$a$", b"/bin/sh", b"\n", b"\r\n", b"x", b"*", b"\xff\xfe", b"\0", b"-----BEGIN ",
        b"RSA ", b"PRIVATE KEY-----", b"-----END ", b"MIIE" * 30, b"ssh-rsa AAAAB3NzaC1yc2E", b"=", b"password=", b"'",
        b'"', b"echo ", b">> /etc/passwd", b"| chpasswd", b"<Password>", b"</Password>", b"AKIA" + b"A" * 16, b" ",
        b"option ", b"uci set a.b.password=", b"\\n", b"${A}", b"0" * 300,
    ]
)  # fmt: skip
BYTES = st.lists(st.one_of(PIECES, st.binary(max_size=12)), max_size=60).map(b"".join)
MARKS = {"private key": 80, "service token": 20, "dropbear key": 15, "ssh public key": 10}


def _file(data: bytes, path: str, kind: str = "text", *marks: str) -> Visited:
    return Visited(path, "0" * 64, kind, BytesContent(data), (), {it: MARKS[it] for it in marks})


READERS: dict[str, Callable[[bytes], Iterable[object]]] = {
    "passwd": lambda data: accounts(_file(data, "etc/passwd")),
    "shadow": lambda data: accounts(_file(data, "etc/shadow")),
    "script": lambda data: generated_accounts(_file(data, "bin/a.sh", "script, /bin/sh"), "r"),
    "service": lambda data: service_accounts(_file(data, "etc/ppp/chap-secrets")),
    "authorized": lambda data: AUTHORIZED.examine(_file(data, "root/.ssh/authorized_keys")),
    "settings": lambda data: plain_secrets(_file(data, "etc/config/a", "text", "service token"), True),
    "xml": lambda data: plain_secrets(_file(data, "etc/a.xml", "XML"), True),
    "pem": lambda data: private_keys(_file(data, "etc/a.pem", "text", "private key")),
    "dropbear": lambda data: private_keys(_file(data, "etc/a_host_key", "data", "dropbear key")),
    "der": lambda data: private_keys(_file(b"\x30" + data, "etc/a.key", "data")),
}


@pytest.mark.parametrize("name", READERS)
@settings(max_examples=60, deadline=None)
@given(BYTES)
def test_no_bytes_break_a_reader(name: str, data: bytes) -> None:
    assert len(list(READERS[name](data))) <= 1000


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=200), st.lists(st.binary(max_size=40), max_size=8))
def test_no_bytes_break_a_key(data: bytes, parts: list[bytes]) -> None:
    packed = b"".join(struct.pack(">I", len(part)) + part for part in parts)
    for blob in (data, packed, b"openssh-key-v1\0" + packed):
        read_blob(blob)
        read_openssh(blob)
        read_dropbear(blob)
        read_putty(b"Public-Lines: 2\n" + blob)
        read_pem("RSA PRIVATE KEY", blob)
        read_line("ssh-rsa", blob.hex())


def test_long_lines_and_many_lines_are_bounded() -> None:
    assert not list(accounts(_file(b"root:" + b"a" * 3_000_000, "etc/shadow.old")))
    many = list(accounts(_file(b"a:x:0:0::/:/bin/sh\n" * 20_000, "etc/passwd")))
    assert len(many) == MOST_ACCOUNTS + 1
    begins = b"-----BEGIN RSA PRIVATE KEY-----\n" * 100_000
    assert len(list(private_keys(_file(begins, "etc/a.pem", "PEM RSA private key", "private key")))) <= MOST_KEYS + 1
    assert not list(plain_secrets(_file(b"password=" + b"a" * 3_000_000, "etc/config/a"), True))[1:]
