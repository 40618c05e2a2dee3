"""One reading of starts, conditions and firewall rules: what findings say of made-up root file systems."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from cupel.inspect.reachable.conditions import weighed
from cupel.inspect.reachable.files import Files
from cupel.inspect.reachable.origins import uncalled
from cupel.records.finding import Finding
from made_image import examined

BUSYBOX = {"bin/busybox": b"\x7fELF busybox", "sbin/init": {"link": "../bin/busybox"}}
OPENWRT = {
    "etc/inittab": "::sysinit:/etc/init.d/rcS S boot\n",
    "etc/init.d/telnet": (
        "#!/bin/sh /etc/rc.common\nstart() {\n\tif ( a && b ) || ( c ); then\n\t\ttelnetd -F\n\tfi\n}\n"
    ),
    "etc/rc.d/S50telnet": {"link": "../init.d/telnet"},
    "usr/sbin/telnetd": b"\x7fELF telnetd",
}


def findings(folder: Path, files: Mapping[str, Any], detector: str) -> list[Finding]:
    return [it for it in examined(folder, files).findings if it.detector == f"access/{detector}"]


def test_profile_is_the_boot_script_of_a_busybox_without_a_table_and_scripts(tmp_path: Path) -> None:
    files = BUSYBOX | {"etc/profile": "httpd -p 8080 &\n", "usr/sbin/httpd": b"\x7fELF httpd"}
    (found,) = findings(tmp_path, files, "listeners")
    assert found.tier == "reachable" and "login shell" in found.tier_reason


def test_profile_is_no_boot_script_beside_an_inittab(tmp_path: Path) -> None:
    files = BUSYBOX | {"etc/profile": "httpd -p 8080 &\n", "usr/sbin/httpd": b"\x7fELF httpd", "etc/inittab": "::x:y\n"}
    (found,) = findings(tmp_path, files, "listeners")
    assert found.tier == "configured" and "at an event" in found.tier_reason


def test_a_script_without_an_ending_is_followed_when_another_calls_it_by_name(tmp_path: Path) -> None:
    files = {
        "etc/inittab": "::sysinit:/etc/init.d/rcS\n",
        "etc/init.d/rcS": "#!/bin/sh\nbegin all\n",
        "bin/begin": "#!/bin/sh\nhttpd\n",
        "usr/sbin/httpd": b"\x7fELF httpd",
    }
    (found,) = findings(tmp_path, files, "listeners")
    assert found.tier == "reachable" and "/etc/init.d/rcS calls /bin/begin" in found.tier_reason


def test_a_script_of_a_daemon_s_name_listens_on_nothing_itself(tmp_path: Path) -> None:
    files = {
        "etc/inittab": "::sysinit:/etc/init.d/rcS\n",
        "etc/init.d/rcS": "#!/bin/sh\nwebs &\n",
        "bin/webs": "#!/bin/sh\n/bin/boa &\n",
        "bin/boa": b"\x7fELF boa",
    }
    assert [it.subject for it in findings(tmp_path, files, "listeners")] == ["80/tcp boa, any address"]


def test_what_a_chain_of_scripts_that_nothing_calls_starts_is_present(tmp_path: Path) -> None:
    files = {
        "bin/outer.sh": "#!/bin/sh\nif [ $A = 1 ]; then inner.sh; fi\n",
        "bin/inner.sh": "#!/bin/sh\ntelnetd &\n",
        "usr/sbin/telnetd": b"\x7fELF telnetd",
    }
    (found,) = findings(tmp_path, files, "diagnostic_services")
    assert found.tier == "present" and uncalled(found.tier_reason) and "/bin/outer.sh" in found.tier_reason


def test_a_script_of_the_first_boot_that_edits_a_start_leaves_its_condition_open(tmp_path: Path) -> None:
    files = OPENWRT | {"etc/uci-defaults/10-x": "#!/bin/sh\nsed -i '3s/^/#/' /etc/init.d/telnet\n"}
    (found,) = findings(tmp_path, files, "diagnostic_services")
    assert "/etc/uci-defaults/10-x edits /etc/init.d/telnet at the first boot" in found.tier_reason
    assert "( a && b ) || ( c )" in found.statement


def test_a_script_of_the_first_boot_makes_an_include_of_the_firewall(tmp_path: Path) -> None:
    rule = "iptables -I INPUT -i wan0 -p tcp --dport 2323 -j ACCEPT\n"
    files = {
        "lib/functions/fw.sh": f"#!/bin/sh\n{rule}",
        "etc/uci-defaults/10-x": "#!/bin/sh\nuci batch <<E\nset firewall.x.path='/lib/functions/fw.sh'\nE\n",
    }
    (found,) = findings(tmp_path, files, "firewall")
    assert found.tier == "configured" and "/etc/uci-defaults/10-x" in found.tier_reason


def test_an_event_runs_what_is_registered_for_it(tmp_path: Path) -> None:
    files = {
        "etc/inittab": "::sysinit:/etc/init.d/S10x\n",
        "etc/init.d/S10x": '#!/bin/sh\nevent WAN-1.UP insert "t:/opt/t.local go"\n',
        "opt/t.local": "#!/bin/sh\ntelnetd &\n",
        "usr/sbin/telnetd": b"\x7fELF telnetd",
    }
    (found,) = findings(tmp_path, files, "diagnostic_services")
    assert found.tier == "configured" and "only if the event WAN-1.UP comes" in found.tier_reason


def test_conditions_that_files_settle(tmp_path: Path) -> None:
    made = examined(tmp_path, {"bin/there": b"x", "etc/inittab": "::sysinit:/bin/there\n"})
    files = Files(made)
    root = files.roots[0]
    for condition, holds in {
        "[ 1 = 0 ]": False, "[ 1 -eq 1 ]": True, "false": False, "[ $x = 0 ]": None, "[ -f /bin/there ]": True,
        "[ -f /bin/gone ]": False, "! [ -x /bin/gone ]": True, "[ ! -f /bin/there ]": False, "[ -f /etc/gone ]": None,
        "not ([ -f /bin/there ])": False, "[ $x = 1 ] && [ -f /bin/gone ]": False, "[ $x = 1 ] || [ 1 = 0 ]": None,
        "( a && false ) || ( b && [ 1 = 0 ] )": False, "[ $x = 1 ]; [ 1 = 0 ]": False, "": True,
    }.items():  # fmt: skip
        assert weighed(condition, files, root).holds is holds, condition


def test_the_start_of_factory_state_comes_first_with_its_interface(tmp_path: Path) -> None:
    script = (
        '#!/bin/sh\nsize=`get devconfsize`\nif [ "$always" = 1 ]; then\n\ttelnetd -i br0\nfi\n'
        'if [ "$size" = "0" ]; then\n\ttelnetd -l /bin/login -i br0\nfi\n'
    )
    files = {"etc/init.d/S80t": script, "etc/inittab": "::sysinit:/etc/init.d/S80t\n", "usr/sbin/telnetd": b"\x7fELF t"}
    (found,) = findings(tmp_path, files, "listeners")
    assert found.subject == "23/tcp telnetd, interface br0"
    assert {it.name: it.answer for it in found.facets}["active by default"] == "yes"
    assert '"$size" = "0"' in found.tier_reason and '"$always" = 1' in found.statement


def test_listeners_say_what_rules_and_lists_of_addresses_say(tmp_path: Path) -> None:
    firewall = (
        "config zone\n\toption name 'wan'\n\toption input 'REJECT'\n"
        "config rule\n\toption src 'wan'\n\toption dest_port '8000-8090'\n\toption target 'ACCEPT'\n"
        "config redirect 'api'\n\toption src 'wan'\n\toption src_dport '1'\n\toption ipset 'set'\n"
        "config ipset 'set'\n\toption enabled '0'\n"
    )
    files = OPENWRT | {
        "etc/config/firewall": firewall,
        "etc/config/telnet": "config telnet 'wan'\n\toption Interface 'wan'\n\toption Port '23'\n"
        "\toption AllowedClientIPs '8.8.8.0/24 9.9.9.0/24'\n",
        "etc/init.d/web": "#!/bin/sh /etc/rc.common\nstart() {\n\thttpd -p 8080\n}\n",
        "etc/rc.d/S51web": {"link": "../init.d/web"},
        "usr/sbin/httpd": b"\x7fELF httpd",
    }
    made = examined(tmp_path, files).findings
    said = {it.facts["program"]: str(it.facts["firewall"]) for it in made if it.detector == "access/listeners"}
    assert "except 23/tcp from 2 listed address ranges (/etc/config/telnet)" in said["telnetd"]
    assert "lets 8080/tcp in from zone wan" in said["httpd"]
    sections = {it.rule: it for it in made if it.detector == "access/firewall"}
    assert sections["forwarded-from-outside"].tier == "present"
    assert "lets tcp and udp port 8000-8090 in from wan" in sections["opened-to-outside"].title


def test_a_rule_with_variables_is_told_by_its_default_and_in_plain_words(tmp_path: Path) -> None:
    script = "#!/bin/sh\nconfig_get port main Port 2323\niptables -A INPUT -i $W -p tcp --dport $port -j ACCEPT\n"
    (found,) = findings(tmp_path, {"bin/fw.sh": script}, "firewall")
    assert found.title == "/bin/fw.sh lets tcp port 2323 in from an interface that the script computes"


def test_passwd_is_not_taken_for_the_login_s_file_where_a_login_names_another(tmp_path: Path) -> None:
    line = "root:$1$abcdefgh$0123456789abcdefghijkl:0:0:root:/:/bin/sh\n"
    files = {
        "etc/passwd": line,
        "bin/busybox": b"\x7fELF\1\1\1\0" + bytes(8) + b"\2\0\x28\0" + bytes(40) + b"/var/passwd.net\0",
        "bin/make.sh": '#!/bin/sh\nto=/var/passwd.net\necho "one:two:0:0:x:/:/bin/sh" > $to\n',
    }
    (found,) = findings(tmp_path, files, "accounts")
    assert found.tier == "present" and "/var/passwd.net" in found.tier_reason
    (other,) = findings(tmp_path / "other", {"etc/passwd": line}, "accounts")
    assert other.tier == "configured" and "customarily read" in other.tier_reason
