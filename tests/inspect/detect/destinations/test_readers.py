"""A setting is told with what reads it: the script that hands it to a command, its own section, and no guess."""

from pathlib import Path

import pytest

from cupel.records.finding import Finding
from made_image import examined

UPLOAD = """#!/bin/sh
. /lib/functions.sh
url=$(uci_get crash @crash[0] url)
serial=$(uci_get env rip serial unknown)
for it in "$@"; do
	case $it in --url=*) url="${it#*=}" ;; esac
done
curl -m 360 -X POST -F "serial=${serial}" -F "file=@/tmp/crash" ${url}
"""
CHECK = """#!/bin/sh
srv="`xmldbc -g /runtime/device/srv`"
reqstr="`xmldbc -g /runtime/device/path`"
MAC="`xmldbc -g /runtime/devdata/lanmac | sed 's/://g'`"
asked="http://"$srv$reqstr"?unit=$MAC"
wget $asked -O /tmp/info
"""
TREE = "<?xml version='1.0'?>\n<root><runtime><device><srv>fw.maker-site.net</srv></device></runtime></root>\n"


def destinations(folder: Path, files: dict[str, str]) -> list[Finding]:
    return [it for it in examined(folder, files).findings if it.kind == "destination"]


def facets(finding: Finding) -> dict[str, str]:
    return {it.name: it.answer for it in finding.facets}


def test_a_setting_that_a_script_hands_to_a_command_is_told_with_the_script(tmp_path: Path) -> None:
    files = {"etc/config/crash": "config crash\n\toption url 'https://in.maker-site.net:5443'\n", "usr/sbin/up": UPLOAD}
    (finding,) = destinations(tmp_path, files)
    assert (finding.path, finding.facts["host"], finding.facts["port"]) == ("/usr/sbin/up", "in.maker-site.net", 5443)
    assert "serial number" in str(finding.facts["sends"])
    assert facets(finding)["can be changed by the operator"] == "yes"
    assert [it.locator.rpartition("!")[2] for it in finding.evidence] == ["usr/sbin/up:8", "etc/config/crash:2"]


def test_a_host_out_of_a_database_is_told_with_what_the_call_shows(tmp_path: Path) -> None:
    (finding,) = destinations(tmp_path, {"etc/defnodes/S30.xml": TREE, "etc/events/check.sh": CHECK})
    assert finding.title == "The script /etc/events/check.sh calls fw.maker-site.net:80"
    assert (finding.facts["protocol"], finding.facts["sends"]) == ("http", "MAC address")
    assert "$" not in finding.title


def test_a_host_that_nothing_tells_is_told_in_words(tmp_path: Path) -> None:
    (finding,) = destinations(tmp_path, {"etc/events/check.sh": CHECK})
    assert "a host that is filled in when it runs" in finding.title


def test_a_reader_that_is_only_guessed_is_no_statement(tmp_path: Path) -> None:
    (finding,) = destinations(
        tmp_path, {"etc/config/agent": "config a 'b'\n\toption url 'http://in.maker-site.net/x'\n"}
    )
    assert finding.tier == "present"
    assert finding.tier_reason.startswith("Which program reads it is not told")
    assert "none of the name agent or agentd was found" in finding.tier_reason


XML = """<?xml version="1.0"?>
<root>
	<time><ntp>
		<enable>{ntp}</enable>
		<server>clock.maker-site.net</server>
	</ntp></time>
	<vpn><enable>0</enable><username>me</username><password>Zk39vmq2</password></vpn>
</root>
"""


@pytest.mark.parametrize(("value", "words"), [("1", ""), ("0", "Line 4, of the same section, switches it off")])
def test_only_the_own_section_switches_off_and_holds_credentials(tmp_path: Path, value: str, words: str) -> None:
    (finding,) = destinations(tmp_path, {"etc/defnodes/tree.xml": XML.format(ntp=value)})
    assert words in finding.tier_reason
    assert "switches it off" not in finding.tier_reason or value == "0"
    assert facets(finding)["authenticated"] == "no"


def test_what_is_on_and_read_is_configured(tmp_path: Path) -> None:
    files = {"etc/defnodes/tree.xml": XML.format(ntp="1"), "etc/services/time.php": '<? query("/time/ntp/server"); ?>'}
    (finding,) = destinations(tmp_path, files)
    assert finding.tier == "configured"
    assert "/etc/services/time.php reads it" in finding.tier_reason


def test_members_of_another_object_of_json_do_not_count(tmp_path: Path) -> None:
    text = '{"a": {"enabled": false, "password": "Zk39vmq2"},\n "b": {"enabled": true, "url": "http://in.maker-site.net/x"}}'
    (finding,) = destinations(tmp_path, {"etc/agent/agent.json": text})
    assert "switches it off" not in finding.tier_reason
    assert facets(finding)["authenticated"] == "no"


NOTE = """#!/bin/sh
mac=`xmldbc -g /runtime/devdata/lanmac`
note="/var/note.txt"
echo "<call xmlns=\\"http://in.maker-site.net/\\">" >> $note
echo "<strMac>$mac</strMac>" >> $note
post_url="http://in.maker-site.net/service.aspx"
urlpost post $post_url $note > /dev/null
"""


def test_the_line_of_the_call_is_quoted_and_what_its_file_carries_told(tmp_path: Path) -> None:
    (finding,) = destinations(tmp_path, {"usr/bin/note.sh": NOTE})
    assert [it.locator.rpartition(":")[2] for it in finding.evidence] == ["6", "7"]
    assert facets(finding)["sends an identity"] == "yes"
    assert finding.facts["sends"] == "MAC address"


def test_an_address_that_stands_in_for_an_empty_setting_can_be_changed(tmp_path: Path) -> None:
    text = '#!/bin/sh\nto=$( uci_get system.config.target )\n[ "$to" = "" ] && to="8.8.4.4"\nping -c3 $to\n'
    (finding,) = destinations(tmp_path, {"usr/bin/line.sh": text})
    assert facets(finding)["can be changed by the operator"] == "yes"


TUNNEL = """#!/bin/sh
update() {
	sh -c "$@"
}
http="http"
if curl -V | grep -q https; then http="https"; fi
[ -f /etc/ssl/x ] && http="https"
url="$http://tunnel.maker-site.net/nic/update?username=$username&password=$password"
update wget "$url"
"""


def test_a_scheme_that_varies_and_a_function_are_told_as_such(tmp_path: Path) -> None:
    (finding,) = destinations(tmp_path, {"usr/bin/tunnel.sh": TUNNEL})
    assert facets(finding)["encrypted"] == "unknown"
    assert "the function update" in finding.statement
    assert "dynamic DNS" in finding.statement
    assert finding.facts["role"] == "ddns"


LOADS = "#!/bin/sh\n. /lib/functions.sh\nconfig_load agent\nconfig_get it main {key}\n"


@pytest.mark.parametrize(("key", "reads"), [("url", True), ("colour", False)])
def test_who_loads_a_file_reads_what_it_asks_for(tmp_path: Path, key: str, reads: bool) -> None:
    setting = "config a 'main'\n\toption url 'http://in.maker-site.net/x'\n"
    (finding,) = destinations(tmp_path, {"etc/config/agent": setting, "usr/bin/it.sh": LOADS.format(key=key)})
    assert ("/usr/bin/it.sh reads it" in finding.tier_reason) is reads


def test_a_start_of_another_name_of_the_reader_starts_it_not(tmp_path: Path) -> None:
    files: dict[str, object] = {
        "etc/ntp.conf": "server clock.maker-site.net\n", "bin/busybox": "a program", "bin/sh": {"link": "busybox"},
        "usr/sbin/ntpd": {"link": "../../bin/busybox"}, "usr/sbin/telnetd": {"link": "../../bin/busybox"},
        "etc/inittab": "::respawn:/usr/sbin/telnetd -F\n",
    }  # fmt: skip
    (finding,) = (it for it in examined(tmp_path, files).findings if it.kind == "destination")
    assert finding.tier == "present"
    assert "/bin/busybox (ntpd) reads it" in finding.tier_reason
