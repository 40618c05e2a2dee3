"""The known facts of vendor images about services, launchers, firewalls and switches; skipped without them."""

from collections.abc import Callable
from pathlib import Path

from cupel.inspect.inspection import inspect
from cupel.records.finding import Finding


def found(image: Path, rule: str, path: str) -> list[Finding]:
    """Inspect an image and return the findings of one rule at one path."""
    return [it for it in inspect(image).findings if it.rule == rule and it.path == path]


def facets(finding: Finding) -> dict[str, str]:
    """Return a finding's answers by name."""
    return {it.name: it.answer for it in finding.facets}


def test_an_account_that_is_active_in_factory_state(real_image: Callable[[str], Path]) -> None:
    own = inspect(real_image("dlink-dir880l-1.07wwb08.tar.xz")).findings
    here = [it for it in own if it.path == "/etc/init0.d/S80telnetd.sh"]
    account = next(it for it in here if it.rule == "account-in-start")
    assert account.tier == "configured"
    assert account.facts["login_program"] == "/usr/sbin/login"
    assert "devconfsize" in str(account.facts["condition_reads"])
    assert facets(account)["active by default"] == "yes"
    assert facets(account)["credential can be changed"] == "no"
    assert facets(account)["unique per device"] == "no"
    switch = next(it for it in here if "ALWAYS_TN" in it.statement)
    assert facets(switch)["active by default"] == "unknown"
    assert facets(switch)["can be disabled"] == "yes"


def test_a_package_that_turns_telnet_on(real_image: Callable[[str], Path]) -> None:
    own = inspect(real_image("huawei-hg8145v5-total.hwnp")).findings
    said = {(it.rule, it.path): it for it in own}
    assert ("marker-file", "/mnt/jffs2/TelnetEnable") in said
    assert said["script-switches-on", "/var/duit9rr.sh"].subject == "TELNETLanEnable"
    assert said["checks-switched-off", "/var/UpgradeCheck.xml"].subject == "10 checks"
    assert len([it for it in own if it.detector == "access/service_switches"]) == 3


def test_a_launcher_and_a_port_whose_program_is_gone(real_image: Callable[[str], Path]) -> None:
    own = inspect(real_image("netcore-nc935-1.0.32180.squashfs")).findings
    gone = next(it for it in own if it.rule == "program-missing" and it.subject == "igdmptd")
    assert gone.tier == "present"
    assert gone.facts["port"] == "53413/udp"
    assert {"/etc/inetd.conf", "/etc/profile"} <= set(gone.statement.replace(",", " ").split())
    unlaunched = [it.path for it in own if it.rule == "server-without-launcher"]
    assert unlaunched == ["/bin/UDPserver"]


def test_remote_management_for_listed_addresses_is_told_and_off(real_image: Callable[[str], Path]) -> None:
    image = real_image("technicolor-17.2.0214_FW_219_DGA4131.tar.xz")
    (listed,) = found(image, "exempted-addresses", "/etc/config/dropbear")
    assert listed.tier == "present"
    assert listed.facts["zone"] == "wan"
    assert listed.facts["address_ranges"] == 14
    assert facets(listed)["active by default"] == "no"


def test_an_ordinary_image_has_no_such_start(real_image: Callable[[str], Path]) -> None:
    own = inspect(real_image("lede-17.01.4-wr841v11.bin")).findings
    quiet = {"access/diagnostic_services", "access/launchers", "access/service_switches", "access/firewall",
             "access/update_without_signature", "access/unlaunched_servers", "access/package_sources"}  # fmt: skip
    assert [it for it in own if it.detector in quiet] == []


def test_a_program_that_binds_within_the_equipment_only_is_no_listener(real_image: Callable[[str], Path]) -> None:
    own = inspect(real_image("dlink-dir880l-1.07wwb08.tar.xz")).findings
    said = {it.subject: it for it in own if it.rule == "listener-without-port"}
    assert "ddnsd" not in said  # all of its calls of bind give 110 bytes
    assert "only if" not in said["arpmonitor"].tier_reason  # both branches start it
    assert not [
        it for it in inspect(real_image("huawei-hn8145xr.tar.xz")).findings if it.rule == "listener-without-port"
    ]


def test_sections_that_are_off_and_interfaces_that_bind_nothing(real_image: Callable[[str], Path]) -> None:
    own = inspect(real_image("technicolor-17.2.0214_FW_219_DGA4131.tar.xz")).findings
    rule = next(it for it in own if it.path == "/lib/functions/firewall-dropbear.sh")
    assert rule.tier == "present"
    assert "switched off" in rule.title
    assert {it.facts["interface"] for it in own if it.facts.get("program") in ("smbd", "nmbd")} == {"any address"}


def test_a_table_of_inetd_without_inetd_starts_nothing(real_image: Callable[[str], Path]) -> None:
    own = inspect(real_image("netcore-nc935-1.0.32180.squashfs")).findings
    table = next(it for it in own if it.rule == "telnet-service" and it.path == "/etc/inetd.conf")
    assert table.tier == "present"
    assert "as the image stands it does not" in table.title
    assert "inetd, which would start it, is not in the image" in table.statement
