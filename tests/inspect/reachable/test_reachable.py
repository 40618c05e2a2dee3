"""What runs and from where it is reached, in images of each init system."""

from collections.abc import Callable

import pytest

from cupel.inspect.reachable.daemons import daemons
from cupel.inspect.reachable.files import Files
from cupel.inspect.reachable.origins import uncalled
from cupel.inspect.reachable.running import Running, running
from cupel.inspect.vulnerabilities.built_in.rules import Rule
from cupel.inspect.vulnerabilities.reach import Reach
from cupel.records.build import Applets, Linkage
from cupel.records.component import Component
from cupel.records.evidence import Evidence
from cupel.records.inspection import Inspection
from cupel.records.vulnerability import Step

Image = Callable[..., Inspection]
Made = Callable[..., Component]
PLACE = "fw.bin!squashfs@0x0"
PROCD = """#!/bin/sh /etc/rc.common
USE_PROCD=1
start_service() {
	procd_set_param command /usr/sbin/dropbear -F
}
"""
OPENWRT = {
    "etc/inittab": "::sysinit:/etc/init.d/rcS S boot\n",
    "etc/init.d/dropbear": PROCD,
    "etc/init.d/other": "#!/bin/sh /etc/rc.common\n",
    "etc/rc.d/S10other": "-> ../init.d/other",
    "usr/sbin/dropbear": "ELF dropbear",
    "etc/config/dropbear": "config dropbear\n\toption Port '2222'\n\toption Interface 'lan'\n",
}
LINK = {"etc/rc.d/S50dropbear": "-> ../init.d/dropbear"}
FIREWALL = """config zone
	option name 'lan'
	option input 'ACCEPT'
config zone
	option name 'wan'
	option input 'REJECT'
"""


def of(image: Inspection, program: str) -> Running:
    found = [it for it in running(Files(image), image.build) if it.program == program]
    assert found, "nothing starts it"
    return next((it for it in found if it.state == "yes"), found[0])


def step(image: Inspection, component: Component, rule: Rule | None = None, vector: str = "") -> Step:
    files = Files(image)
    return Reach(files, image.build, running(files, image.build)).step(component, rule, vector)


def test_procd_with_a_link(image: Image) -> None:
    run = of(image(OPENWRT | LINK), "dropbear")
    assert (run.state, run.reason) == ("yes", "/etc/rc.d/S50dropbear starts it at boot")
    assert [(it.port, it.where) for it in run.listeners] == [("2222/tcp", "interface lan")]


def test_without_its_link_it_is_switched_off(image: Image) -> None:
    run = of(image(OPENWRT), "dropbear")
    assert run.state == "no" and "no link in rc.d" in run.reason and not run.listeners


def test_a_link_that_only_stops_it_does_not_start_it(image: Image) -> None:
    assert of(image(OPENWRT | {"etc/rc.d/K50dropbear": "-> ../init.d/dropbear"}), "dropbear").state == "no"


@pytest.mark.parametrize(
    ("config", "state"),
    [
        ("config dropbear\n\toption enable '0'\n", "no"),
        ("config dropbear\n\toption enable off\n", "no"),
        ("config dropbear\n\toption enable '1'\n", "yes"),
        ("config dropbear 'lan'\n\toption enable 0\nconfig dropbear 'wan'\n\toption Port 22\n", "yes"),
        ("", "yes"),
    ],
)
def test_a_setting_switches_it_off_only_where_every_section_says_so(image: Image, config: str, state: str) -> None:
    run = of(image(OPENWRT | LINK | {"etc/config/dropbear": config}), "dropbear")
    assert run.state == state
    if state == "no":
        assert "etc/config/dropbear switches it off" in run.reason and len(run.evidence) == 2


def test_a_launcher_whose_program_is_missing_runs_nothing(image: Image) -> None:
    files = OPENWRT | LINK
    del files["usr/sbin/dropbear"]
    run = of(image(files), "dropbear")
    assert (run.state, run.artefact) == ("no", "") and "not in the image" in run.reason


def test_the_firewall_s_zone_is_told(image: Image) -> None:
    config = {"etc/config/dropbear": "config dropbear\n\toption Port 22\n", "etc/config/firewall": FIREWALL}
    run = of(image(OPENWRT | LINK | config), "dropbear")
    assert "zone wan refuses" in run.guarded and "except" not in run.guarded
    rule = "config rule\n\toption src wan\n\toption target ACCEPT\n\toption proto tcp\n\toption dest_port 22\n"
    config["etc/config/firewall"] = FIREWALL + rule
    assert of(image(OPENWRT | LINK | config), "dropbear").guarded == ""  # all its ports are let in


@pytest.mark.parametrize(
    ("interface", "rule", "state"),
    [("wan", "", "no"), ("modem", "", "no"), ("lan", "", "yes"), ("wan", "\toption dest_port '22 80'\n", "yes")],
)
def test_bound_to_an_interface_that_the_firewall_closes(
    image: Image, component: Made, interface: str, rule: str, state: str
) -> None:
    firewall = FIREWALL + "\tlist network wan\n\tlist network modem\n"
    if rule:
        firewall += "config rule\n\toption src wan\n\toption target ACCEPT\n" + rule
    config = f"config dropbear\n\toption Port 22\n\toption Interface {interface}\n"
    files = OPENWRT | LINK | {"etc/config/dropbear": config, "etc/config/firewall": firewall}
    found = step(image(files), component("dropbear", "2017.75", ("ELF dropbear",)))
    assert found.state == state
    assert state == "yes" or f"bound to interface {interface}; the firewall's zone wan refuses" in found.reason


def test_a_component_of_a_package_list_is_found_by_the_table(image: Image, component: Made) -> None:
    found = step(image(OPENWRT | LINK), component("dropbear", "2017.75"))
    assert found.state == "yes" and "dropbear runs" in found.reason


NETIFD = OPENWRT | {
    "etc/init.d/network": "#!/bin/sh /etc/rc.common\nstart_service() {\n\tprocd_set_param command /sbin/netifd\n}\n",
    "etc/rc.d/S20network": "-> ../init.d/network",
    "sbin/netifd": "ELF n", "usr/sbin/pppd": "ELF p", "usr/sbin/hostapd": "ELF h",
}  # fmt: skip


@pytest.mark.parametrize(
    ("network", "state", "word"),
    [
        ("config interface 'wan'\n\toption proto 'pppoe'\n", "yes", "interface wan with proto pppoe"),
        ("config interface 'wan'\n\toption proto 'pppoe'\n\toption auto 0\n", "unknown", "auto 0"),
        ("config interface 'wan'\n\toption proto 'pppoe'\n\toption disabled 1\n", "no", "disabled 1"),
        ("config interface 'wan'\n\toption proto 'static'\n", "unknown", "nothing that was read starts it"),
    ],
)
def test_netifd_starts_what_an_interface_needs(
    image: Image, component: Made, network: str, state: str, word: str
) -> None:
    found = step(image(NETIFD | {"etc/config/network": network}), component("ppp", "2.4.7", ("ELF p",)))
    assert found.state == state and word in found.reason


def test_a_radio_that_is_on(image: Image, component: Made) -> None:
    wireless = (
        "config wifi-device radio0\n\toption disabled {}\nconfig wifi-iface\n\toption device radio0\n\toption mode ap\n"
    )
    rule = Rule("linux", ("CVE-1",), "mac80211", "", surface="radio", modules=("mac80211",))
    bluetooth = Rule("linux", ("CVE-2",), "Bluetooth", "", surface="radio", modules=("bluetooth",))
    on, off = (image(NETIFD | {"etc/config/wireless": wireless.format(value)}) for value in ("0", "1"))
    assert step(on, component("hostapd", "2.6", ("ELF h",))).state == "yes"
    assert step(off, component("hostapd", "2.6", ("ELF h",))).state == "no"
    kernel = component("linux", "4.9")
    assert [step(made, kernel, rule).state for made in (on, off)] == ["yes", "unknown"]
    assert step(on, kernel, bluetooth).state == "unknown"


def test_buildroot_runs_numbered_scripts(image: Image) -> None:
    files = {
        "etc/init.d/rcS": '#!/bin/sh\nfor i in /etc/init.d/S??*; do\n\t"$i" start\ndone\n',
        "etc/init.d/S50snmpd": '#!/bin/sh\nif [ "$1" = "start" ]; then\n\tmini_snmpd -p 1161\nfi\n',
        "usr/sbin/mini_snmpd": "ELF",
    }
    run = of(image(files), "mini_snmpd")
    assert run.state == "yes" and "rcS calls /etc/init.d/S50snmpd" in run.reason
    assert run.listeners[0].port == "1161/udp"


def test_an_option_that_names_a_file_is_no_port(image: Image) -> None:
    files = {
        "etc/init.d/rcS": "#!/bin/sh\nsnmpd -p 1161 -c /etc/snmpd.conf\n",
        "usr/sbin/snmpd": "ELF",
    }
    assert of(image(files), "snmpd").listeners[0].port == "161/udp"


def test_sysv_links_of_a_run_level(image: Image) -> None:
    files = {
        "etc/init.d/ssh": "#!/bin/sh\ncase $1 in\nstart) start-stop-daemon --start --exec /usr/sbin/sshd ;;\nesac\n",
        "etc/rc2.d/S02ssh": "-> ../init.d/ssh",
        "usr/sbin/sshd": "ELF",
        "etc/ssh/sshd_config": "ListenAddress 127.0.0.1\n",
    }
    run = of(image(files), "sshd")
    assert run.state == "yes" and all(it.loopback for it in run.listeners)


@pytest.mark.parametrize(("wanted", "state"), [("nginx", "yes"), ("other", "no"), ("", "unknown")])
def test_systemd_starts_what_is_wanted(image: Image, wanted: str, state: str) -> None:
    files = {
        "lib/systemd/system/nginx.service": "[Service]\nExecStart=/usr/sbin/nginx -g 'daemon off;'\n",
        "usr/sbin/nginx": "ELF",
        "etc/nginx/nginx.conf": "http {\n server {\n  listen 127.0.0.1:81;\n  listen 8443 ssl;\n }\n}\n",
    }
    if wanted:
        files[f"etc/systemd/system/multi-user.target.wants/{wanted}.service"] = (
            f"-> /lib/systemd/system/{wanted}.service"
        )
    run = of(image(files), "nginx")
    assert run.state == state
    if state == "yes":
        assert {(it.port, it.loopback) for it in run.listeners} == {("81/tcp", True), ("8443/tcp", False)}


@pytest.mark.parametrize(("started", "state"), [("inetd &\n", "yes"), ("", "unknown")])
def test_inetd_starts_only_while_it_runs_itself(image: Image, started: str, state: str) -> None:
    files = {
        "etc/init.d/rcS": "#!/bin/sh\n" + started,
        "etc/inetd.conf": "telnet stream tcp nowait root /usr/sbin/telnetd telnetd\n",
        "usr/sbin/inetd": "ELF i",
        "usr/sbin/telnetd": "ELF t",
    }
    run = of(image(files), "telnetd")
    assert (run.state, run.listeners[0].port) == (state, "telnet/tcp")


def test_scripts_that_call_each_other(image: Image) -> None:
    files = {
        "etc/inittab": "::sysinit:/etc/rc.sh\n",
        "etc/rc.sh": "#!/bin/sh\n/bin/one.sh\n",
        "bin/one.sh": "#!/bin/sh\ntwo.sh\n",
        "bin/two.sh": '#!/bin/sh\none.sh\nhttpd -p 8080 &\nif [ "$MODE" = x ]; then telnetd & fi\n',
        "bin/alone.sh": "#!/bin/sh\nsnmpd\n",
        "usr/sbin/httpd": "ELF h",
        "usr/sbin/telnetd": "ELF t",
        "usr/sbin/snmpd": "ELF s",
    }
    made = image(files)
    assert of(made, "httpd").state == "yes"
    assert of(made, "telnetd").state == "unknown" and 'only if: [ "$MODE" = x ]' in of(made, "telnetd").reason
    assert (
        of(made, "snmpd").state == "unknown"
        and uncalled(of(made, "snmpd").reason)
        and "calls /bin/alone.sh" in of(made, "snmpd").reason
    )


def test_a_long_chain_and_a_circle_of_calls_end(image: Image) -> None:
    files = {f"bin/s{n}.sh": f"#!/bin/sh\n/bin/s{n + 1}.sh\n" for n in range(400)}
    files |= {"bin/s400.sh": "#!/bin/sh\n/bin/s399.sh\nhttpd &\n", "usr/sbin/httpd": "ELF"}
    assert of(image(files), "httpd").state == "unknown"


def test_links_in_a_circle_are_no_program(image: Image) -> None:
    files = OPENWRT | LINK | {"usr/sbin/dropbear": "-> dropbear2", "usr/sbin/dropbear2": "-> dropbear"}
    assert of(image(files), "dropbear").state == "no"


def test_links_of_folders_are_followed(image: Image) -> None:
    files = OPENWRT | LINK | {"sbin": "-> usr/sbin"}
    files["etc/init.d/dropbear"] = PROCD.replace("/usr/sbin", "/sbin")
    run = of(image(files), "dropbear")
    assert (run.state, run.path) == ("yes", "usr/sbin/dropbear")


def test_a_library_is_reached_through_what_loads_it(image: Image, component: Made) -> None:
    linkage = (
        Linkage("1" * 64, f"{PLACE}!usr/sbin/dropbear", "", ("libmid.so.1",), ()),
        Linkage("2" * 64, f"{PLACE}!usr/lib/libmid.so.1.2", "libmid.so.1", ("libz.so.1",), ()),
        Linkage("3" * 64, f"{PLACE}!usr/lib/libz.so.1.2.11", "", ("libmid.so.1",), ()),
    )
    files = OPENWRT | LINK | {
        "usr/lib/libmid.so.1.2": "ELF m", "usr/lib/libz.so.1.2.11": "ELF z", "usr/lib/libz.so.1": "-> libz.so.1.2.11",
        "usr/lib/libalone.so": "ELF a",
    }  # fmt: skip
    made = image(files, linkage=linkage)
    # the artefacts of the linkage are those of the made files
    hashes = {it.path: it.sha256 for it in made.occurrences}
    places = [(it, it.locator.rpartition("!")[2]) for it in linkage]
    imports = {"usr/lib/libmid.so.1.2": ("deflate",)}
    real = tuple(Linkage(hashes[path], it.locator, it.soname, it.needed, imports.get(path, ())) for it, path in places)
    made = image(files, linkage=real)
    reached = step(made, component("zlib", "1.2.11", ("ELF z",)))
    assert reached.state == "yes" and "dropbear loads it" in reached.reason and "interface lan" in reached.reason
    for symbol, state in (("deflate", "yes"), ("inflateGetHeader", "unknown")):
        rule = Rule("zlib", ("CVE-1",), symbol, "", symbols=(symbol,))
        assert step(made, component("zlib", "1.2.11", ("ELF z",)), rule).state == state
    alone = step(made, component("alone", "1", ("ELF a",)))
    assert alone.state == "unknown" and "a program may do so" in alone.reason


def test_busybox_counts_by_applet(image: Image, component: Made) -> None:
    busybox = "ELF busybox"
    files = {
        "etc/init.d/rcS": "#!/bin/sh\ntelnetd\nudhcpc -i eth0\n",
        "bin/busybox": busybox, "usr/sbin/telnetd": "-> ../../bin/busybox", "sbin/udhcpc": "-> ../bin/busybox",
    }  # fmt: skip
    plain = image(files)
    artefact = next(it.sha256 for it in plain.occurrences if it.path == "bin/busybox")
    applets = (Applets("busybox", ("awk", "telnetd", "udhcpc"), Evidence(artefact, "", "", "", "")),)
    made, own = image(files, applets=applets), component("busybox", "1.30.0", (busybox,))
    rule = Rule("busybox", ("CVE-1",), "the applet udhcpc", "", applets=("udhcpc",))
    assert "as a client" in step(made, own, rule).reason and step(made, own, rule).state == "yes"
    awk = step(made, own, Rule("busybox", ("CVE-2",), "the applet awk", "", applets=("awk",)))
    assert awk.state == "unknown" and "nothing that was read starts awk" in awk.reason
    assert step(made, own).state == "unknown" and "no rule says which applet" in step(made, own).reason


def test_the_loopback_only_is_not_reachable(image: Image, component: Made) -> None:
    files = {"etc/init.d/rcS": "#!/bin/sh\nsshd\n", "usr/sbin/sshd": "ELF s", "etc/sshd_config": "ListenAddress ::1\n"}
    found = step(image(files), component("openssh", "7.4p1", ("ELF s",)))
    assert (found.state, found.reason) == ("no", "sshd listens on the loopback only")


@pytest.mark.parametrize(
    ("surface", "vector", "state"),
    [
        ("network", "", "yes"),
        ("radio", "", "unknown"),
        ("local", "CVSS:3.1/AV:N", "no"),
        ("", "CVSS:3.1/AV:L/PR:L", "no"),
        ("", "CVSS:3.1/AV:N", "unknown"),
    ],
)
def test_the_kernel_is_reached_as_its_rule_says(
    image: Image, component: Made, surface: str, vector: str, state: str
) -> None:
    rule = Rule("linux", ("CVE-1",), "TCP", "", surface=surface) if surface else None  # type: ignore[arg-type]
    assert step(image({}), component("linux", "4.9"), rule, vector).state == state


def test_no_rule_no_launch_nothing_known(image: Image, component: Made) -> None:
    assert step(image({}), component("expat", "2.2", ("ELF x",))).state == "unknown"


def test_the_table_of_daemons() -> None:
    table = daemons()
    assert len([it for it in table if it.role != "local"]) >= 40
    programs = [program for it in table for program in it.programs]
    assert len(programs) == len(set(programs)), "a program stands in two files"
    assert all(it.title and it.source and it.products and (it.listens or it.role == "local") for it in table)
