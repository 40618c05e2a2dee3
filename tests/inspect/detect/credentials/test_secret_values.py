"""What is a secret by its name and value, and what only looks like one."""

import pytest

from cupel.inspect.detect.credentials.placeholder import is_secret
from cupel.inspect.detect.credentials.secret_name import kind_of


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("password", "password"), ("acs_pass", "password"), ("ConnectionRequestPassword", "password"),
        ("wpa_psk_key", "Wi-Fi key"), ("wpa_passphrase", "passphrase"), ("client_secret", "secret"),
        ("aws_secret_access_key", "token"), ("password2", "password"), ("SMTP_PASSWD", "password"),
        ("passwordFile", ""), ("PASS_MAX_DAYS", ""), ("PasswordAuthentication", ""), ("min_pass_len", ""),
        ("passthrough", ""), ("bypass", ""), ("token_is", ""), ("device_password_id", ""), ("ssl_privatekey", ""),
        ("psk_enable", ""), ("", ""), ("a" * 500, ""),
    ],
)  # fmt: skip
def test_names(name: str, kind: str) -> None:
    assert kind_of(name) == kind


@pytest.mark.parametrize(
    "value", ["cpe12345", "line0", "Zk39vmq2", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", "admin"]
)
def test_secrets(value: str) -> None:
    assert is_secret(value)


@pytest.mark.parametrize(
    "value",
    [
        "", "on", "0", "12", "$PASS", "$(nvram get x)", "`cmd`", "%s", "{{ password }}", "<password>", "your_password",
        "SET_BY_SCRIPT", "/etc/passwd", "xxxxxx", "****", "SOME_CONSTANT", "password", "two words", "$p$root",
        "InternetGatewayDevice.X.Password", "rpc.wireless.ap.psk", "https://host/path", "a" * 300,
    ],
)  # fmt: skip
def test_what_stands_for_a_secret(value: str) -> None:
    assert not is_secret(value)
