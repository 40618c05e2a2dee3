"""Secrets are found by the forms that hold them, and what merely stands in their place is left."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cupel.inspect.detect.secrets_in_text import spans

HITS = [
    'curl -H "Authorization: Bearer [a8Fjk2-9dkq]" https://api.example.net/',
    "Authorization: Basic [dXNlcjpwYXNz]",
    'curl -H "X-Api-Key: [kk-3141-5926]" https://api.example.net/',
    "mosquitto_sub -h mq -u dev --pw [t0pic] -t a",
    "mosquitto_pub -h mq -u dev -P [t0pic] -t a",
    "ldapsearch -x -D cn=a -w [b1nd] -H ldap://l",
    "lftp -u user,[f1le] ftp.example.net",
    "* * * * * wget http://a:[cr0n]@host.example/x",
    "http://host.example/d?x=1&key=[abc123]&y=2",
    "http://host.example/d?token=[abc123]",
    "http://host.example/d?password=[abc]",
    'mysqli_connect("db", "root", "[dbpw]");',
    "new PDO('mysql:host=h', 'u', '[dbpw]')",
    'define("DB_PASSWORD", "[dbpw]");',
    'if ($_POST["password"] == "[open sesame]") {',
    '[ "$PW" = "[letmein]" ] && eval "$QUERY_STRING"',
    'if ("[letmein]" === $password) {',
    'strcmp($pass, "[letmein]")',
    'os.execute("curl -u a:[luapw] http://lua.example/")',
    '<X_TelnetPasswd value="[xmlpw]"/>',
    '<Value Name="Passwd" Val="[xmlpw]"/>',
    "<AdminPassword>[xmlpw]</AdminPassword>",
    "option private_key '[AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=]'",
    "option preshared_key '[AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=]'",
    "requirepass [r3dis]",
    "masterauth [r3dis]",
    'createUser u MD5 "[first one]" DES [second]',
    "trapsink 192.0.2.1 [comm]",
    "trap2sink 192.0.2.1 [comm]",
    "rwcommunity [comm]",
    "register => u:[sip]@sip.example/100",
    "pppd user u password [ppw] &",
    "cwmpd --acs-url http://acs.example/ --acs-pass [acspw]",
    "RSYNC_PASSWORD=[mirror] rsync u@r::x .",
    "rsync rsync://u:[mirror]@r.example/x .",
    "stunnel -psk [tunnel]",
    "openvpn --auth-user-pass /x --http-proxy-user-pass [proxy]",
    "sshpass -p '[jump]' ssh root@h",
    'password="[it\'s here]"',
    "mysql -u root -p[dbpw] -h db",
    "snmpget -v2c -c [comm] host 1.3",
    "wpa_passphrase MyNet [wifikey]",
    'echo "root:[chpw]" | chpasswd',
    '{"password": "[js\\"on]", "user": "u"}',
    "sh /tmp/f [ZqrNCKeRHp4s1fLt]",
    'requests.get("http://py.example/", auth=("a", "[pypw]"))',
    "smbclient //srv/share -U user%[share]",
    "psk=[0123abcdef]",
]
"""Lines with each secret between brackets."""
MISSES = [
    'mysql -u root -p"$DB_PASSWORD" -h db',
    "curl -u $USER:$PASS http://api.example.net/",
    'curl -H "Authorization: Bearer $TOKEN" http://api.example.net/',
    "printf password=%s\\n x",
    'password=""',
    "password=",
    'read -p "Password: " pw',
    'echo -n "Enter password:"; read x',
    'echo "Password: " . $x;',
    "private_key=/etc/keys/a.pem",
    "option private_key '/etc/keys/a.pem'",
    "psk_file=/etc/psk.txt",
    "PasswordAuthentication yes",
    "PermitEmptyPasswords no",
    "use_password=true",
    "password=yes",
    "passwd: files nis",
    "http://host.example:8080/a@b",
    "http://host.example/d?key=$KEY",
    "http://host.example/d?page=status",
    "http://$U:$P@host.example/",
    '[ "$1" = "start" ] && /usr/sbin/dropbear',
    'if ($_GET["page"] == "home") {',
    "dropbear -p 2222 -r /etc/dropbear/key",
    "telnetd -l /bin/login -p 2323",
    "mkdir -p /var/run/dropbear",
    "password required pam_unix.so",
    '<input type="password" name="pw" value="">',
    "PASSWORD_MIN_LEN=8",
    "cut -d: -f1 /etc/passwd",
    "chown -R user:group /srv",
    "docker run -u 1000:1000 x",
    "password=[secret of 14 bytes, SHA-256 0123456789ab]",
    "key=InternetGatewayDevice.ManagementServer.Password",
    "ssh-keygen -t rsa -f /etc/key",
    "stty -echo; read password",
    "BusyBox v1.36.1 (2023-11-14 13:37:44 UTC)",
    "password = getpass(prompt)",
]


def _marked(line: str) -> tuple[bytes, list[bytes]]:
    if "[ " in line:  # the shell's test: its brackets are no marks
        head, _, rest = line.partition('= "[')
        secret, _, tail = rest.partition("]")
        return f'{head}= "{secret}{tail}'.encode(), [secret.encode()]
    parts = line.replace("]", "[").split("[")
    if '$_POST["' in line or "$_GET" in line:
        name, secret = 'if ($_POST["password"] == "', parts[3]
        return f'{name}{secret}") {{'.encode(), [secret.encode()]
    return "".join(parts).encode(), [it.encode() for it in parts[1::2]]


@pytest.mark.parametrize("line", HITS)
def test_a_secret_is_found_whole_and_nothing_else(line: str) -> None:
    data, secrets = _marked(line)
    assert [data[start:end] for start, end in spans(data)] == secrets


@pytest.mark.parametrize("line", MISSES)
def test_what_is_no_secret_is_left(line: str) -> None:
    data = line.encode()
    assert [data[start:end] for start, end in spans(data)] == []


@given(
    st.lists(
        st.sampled_from(
            [b"password", b"=", b'"', b"'", b"://", b":", b"@", b"<", b">", b" -p ", b"mysql", b"\n", b"\\", b"a1B"]
        )
        | st.binary(max_size=5),
        max_size=40,
    ).map(b"".join)
)
def test_runs_lie_in_the_text_in_order_and_apart(data: bytes) -> None:
    found = spans(data)
    assert all(0 <= start < end <= len(data) for start, end in found)
    assert all(a[1] <= b[0] for a, b in pairwise(found))


@pytest.mark.parametrize("form", [b"a", b"password=", b"mysql -p ", b"<a b=", b"://a:", b'"pw",', b"-u "])
def test_a_megabyte_of_one_form_is_read_to_its_end(form: bytes) -> None:
    data = (form * (1 << 20))[: 1 << 20] + b'\npassword="l4st"\n'
    assert data[slice(*spans(data)[-1])] == b"l4st"
