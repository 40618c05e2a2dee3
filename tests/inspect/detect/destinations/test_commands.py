"""Commands name the hosts that they call; what only prints or filters calls nobody."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cupel.inspect.detect.destinations._commands import calls
from cupel.inspect.detect.destinations._identity import filled_by, identifying, sent
from cupel.inspect.detect.quoting import without_secrets
from cupel.inspect.startup._shell import commands

CALLS = [
    ("curl -k -o /tmp/x https://a.maker-site.net:8443/p", "https", "a.maker-site.net", 8443),
    ("timeout 5 busybox wget -q http://a.maker-site.net/", "http", "a.maker-site.net", 80),
    ("tftp -g -r image 198.51.100.1 6969", "tftp", "198.51.100.1", 6969),
    ("nc -w 3 198.51.100.2 4444", "tcp", "198.51.100.2", 4444),
    ("ftpput -u me -p pw 198.51.100.3 there here", "ftp", "198.51.100.3", 21),
    ("scp -i key /etc/config admin@198.51.100.4:/in", "ssh", "198.51.100.4", 22),
    ("mosquitto_pub -h b.maker-site.net -t a -m b", "mqtt", "b.maker-site.net", 1883),
    ("snmptrap -v 2c -c public 198.51.100.5 '' 1.3.6.1", "snmp", "198.51.100.5", 162),
    ("openssl s_client -connect c.maker-site.net:4433", "tls", "c.maker-site.net", 4433),
    ("socat - TCP:198.51.100.6:99", "tcp", "198.51.100.6", 99),
    ("nslookup name 198.51.100.7", "dns", "198.51.100.7", 53),
    ("ntpd -n -p 198.51.100.8", "ntp", "198.51.100.8", 123),
    ("rdate -s 198.51.100.11", "time", "198.51.100.11", 37),
    ("iperf -c 198.51.100.12", "tcp", "198.51.100.12", 5001),
    ("iperf3 -c 198.51.100.13", "tcp", "198.51.100.13", 5201),
    ("logger -n 198.51.100.9 -t x text", "syslog", "198.51.100.9", 514),
    ("ssh -y -i /key user@d.maker-site.net uptime", "ssh", "d.maker-site.net", 22),
    ("dig @198.51.100.10 name", "dns", "198.51.100.10", 53),
]


@pytest.mark.parametrize(("text", "protocol", "host", "port"), CALLS, ids=[it[0].split()[0] for it in CALLS])
def test_the_host_is_found_where_the_command_has_it(text: str, protocol: str, host: str, port: int) -> None:
    (command,) = commands(text, whole=True)
    (call,) = calls(command.words)
    assert (call.protocol, call.address.host, call.port) == (protocol, host, port)


@pytest.mark.parametrize(
    "text",
    ["echo http://a.maker-site.net", "nslookup a.maker-site.net", "iptables -d 198.51.100.1", "wget --help",
     "nc -l -p 80",
     "openssl x509 -in cert", "uci set a.b=http://a.maker-site.net", "curl", "ssh", "tftp"],
)  # fmt: skip
def test_what_calls_nobody_gives_nothing(text: str) -> None:
    found = [call for it in commands(text, whole=True) for call in calls(it.words)]
    assert found == []


def test_an_option_that_ends_the_check_of_certificates_is_told() -> None:
    (call,) = calls(("curl", "-sk", "https://a.maker-site.net/x"))
    assert call.insecure == "-sk"
    (call,) = calls(("curl", "-s", "https://a.maker-site.net/x"))
    assert call.insecure == ""


def test_what_fills_a_variable_tells_what_is_sent() -> None:
    script = "ID=$(cat /sys/class/net/eth0/address)\n"
    assert sent("http://a.maker-site.net/?q=$ID", filled_by(script)) == ("MAC address",)
    assert sent("GET /u.php?model=%s&MAC=%s&sn=%s") == ("MAC address", "serial number", "model")
    assert identifying(sent("http://a.maker-site.net/?machine=%s")) == ()


@given(
    st.lists(
        st.text(max_size=30) | st.sampled_from(["curl", "wget", "-h", "http://", "nc", "@", ":", "$x"]), max_size=8
    )
)
def test_no_words_break_the_reader(words: list[str]) -> None:
    for call in calls(words):
        assert call.address.host


@given(st.text("abcdefXYZ123", min_size=8, max_size=20))
def test_secrets_on_a_line_are_named_and_not_told(secret: str) -> None:
    secret = f"{secret}Qz"
    lines = (
        f"curl -u admin:{secret} http://a", f"option password '{secret}'", f"ftp://u:{secret}@h/", f"token={secret}",
        f"wget --password={secret} http://a", f"trapsink 198.51.100.1 {secret}",
    )  # fmt: skip
    for line in lines:
        assert secret not in without_secrets(line)


def test_commands_within_substitutions_tests_and_stopping_functions_are_read_when_asked() -> None:
    text = "x=$(wget http://a/1)\nif ! curl http://a/2; then :; fi\nstop() {\n ping 198.51.100.1\n}\n"
    assert [it.words[0] for it in commands(text, whole=True)] == ["wget", "curl", ":", "ping"]
    assert [it.words[0] for it in commands(text)] == [":"]
